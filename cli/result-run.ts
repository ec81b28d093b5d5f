import type { Issue } from "../engine/language/issue.ts";
import type { Scenario } from "../engine/scenario/scenario.ts";
import { countCustomers, simulate } from "../engine/simulation/simulate.ts";
import { type Collection, collect } from "../reports/index.ts";
import type { Console } from "./console.ts";
import type { ResultFile, WrittenFile } from "./files/result-file.ts";
import type { ResultFolder } from "./files/result-folder.ts";
import { onInterruption } from "./interruption.ts";
import { countDone, Progress } from "./progress.ts";
import { type LoadedScenario, refusalIssues, replayable, runScenario } from "./scenario-run.ts";
import type { WantedFiles } from "./workers/range-task.ts";
import { defaultWorkers, rangesFor } from "./workers/worker-count.ts";

export interface ResultOptions {
  readonly seed: string | undefined;
  readonly wanted: WantedFiles;
  /** Threads; undefined: as many as the run is worth. */
  readonly workers: number | undefined;
}

/** A run whose row files are written. */
export interface ResultRun {
  readonly collection: Collection;
  readonly rowFiles: readonly WrittenFile[];
  /** Refused actions: the results must not be published. */
  readonly refusals: readonly Issue[];
}

/**
 * Runs a scenario into a folder: rows go to their files while it runs, so that nothing in memory grows with the number of customers. The same
 * bytes come out whatever the number of threads.
 */
export async function runIntoFolder(
  loaded: LoadedScenario,
  scenario: Scenario,
  folder: ResultFolder,
  options: ResultOptions,
  console: Console,
): Promise<ResultRun> {
  const files = new Map<string, ResultFile>();
  const rows = (name: string, lines: string): void => folder.writing(() => files.get(name)?.append(lines));
  const collection = collect(scenario, { ...options.wanted, golden: false, rows });
  for (const { name, line } of collection.rowHeaders()) {
    files.set(name, folder.open(name));
    rows(name, line);
  }
  const drawn = countCustomers(scenario) - scenario.customers.length;
  const workers = drawn === 0 ? 1 : (options.workers ?? defaultWorkers(drawn, scenario.end - scenario.start));
  const refusals =
    workers === 1
      ? runScenario(loaded, scenario, collection.sink, console, collection.retain)
      : await runOnThreads(loaded, scenario, { collection, files, folder, workers, options, drawn }, console);
  collection.endRows();
  return { collection, refusals, rowFiles: [...files.values()].map((file) => file.close()) };
}

interface ThreadedRun {
  readonly collection: Collection;
  readonly files: ReadonlyMap<string, ResultFile>;
  readonly folder: ResultFolder;
  readonly workers: number;
  readonly options: ResultOptions;
  /** Places of the order of customers behind the scripted ones. */
  readonly drawn: number;
}

/** Scripted customers here, where refusals and expectations are told; drawn ones on threads. */
async function runOnThreads(loaded: LoadedScenario, scenario: Scenario, run: ThreadedRun, console: Console): Promise<readonly Issue[]> {
  const { collection, files, folder, workers, options, drawn } = run;
  const { runOnWorkers } = await import("./workers/run-on-workers.ts");
  const scripted = scenario.customers.length;
  const reached = { places: 0, customers: 0, invoices: 0 };
  countDone(collection.sink, reached, () => {});
  const progress = console.showsProgress ? new Progress(scripted + drawn, console) : undefined;
  const stopListening = onInterruption(() => folder.abandon());
  try {
    const refused = simulate(scenario, collection.sink, { retain: collection.retain, customers: { from: 0, to: scripted } });
    if (refused.length > 0) return refusalIssues(loaded, refused);
    collection.endRows();
    const ranges = rangesFor({ from: scripted, to: scripted + drawn }, workers);
    const description = { file: loaded.file, text: loaded.text, seed: options.seed, wanted: options.wanted };
    const before = [scripted, reached.customers, reached.invoices] as const;
    await runOnWorkers({ workers, run: description, ranges, parts: folder.parts, progress, before }, (result, partOf) => {
      if ("unwritable" in result) throw folder.unwritable(result.unwritable);
      collection.load(result.saved);
      for (const name of result.files) folder.writing(() => files.get(name)?.take(partOf(name)));
    });
    return [];
  } catch (error) {
    throw replayable(error, loaded, scenario);
  } finally {
    stopListening();
    progress?.wipe();
  }
}
