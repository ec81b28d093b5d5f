import type { Account } from "../engine/account/account.ts";
import type { FactSink } from "../engine/account/facts.ts";
import type { Place } from "../engine/actions/action.ts";
import { InvariantError } from "../engine/assert.ts";
import { nearest } from "../engine/language/did-you-mean.ts";
import { InputFileProblem } from "../engine/language/input-files.ts";
import { formatIssue, type Issue } from "../engine/language/issue.ts";
import { SourceText } from "../engine/language/source-text.ts";
import { readScenario } from "../engine/scenario/read-scenario.ts";
import type { Scenario } from "../engine/scenario/scenario.ts";
import type { RefusedAction } from "../engine/simulation/customer.ts";
import { countCustomers, simulate } from "../engine/simulation/simulate.ts";
import type { Console } from "./console.ts";
import { type InputDigest, ScenarioFolder } from "./files/input-files.ts";
import { readScenarioFile } from "./files/scenario-file.ts";
import { InputError } from "./input-error.ts";
import { countDone, Progress } from "./progress.ts";
import { silentSink } from "./silent-sink.ts";

/** A scenario file that was read. */
export interface LoadedScenario {
  readonly file: string;
  readonly text: string;
  /** The files it names. */
  readonly inputs: readonly InputDigest[];
  /** Undefined when an issue is an error. */
  readonly scenario: Scenario | undefined;
  readonly issues: readonly Issue[];
}

/** Reads and checks a scenario file; `seed` replaces the file's own. Throws an InputError when the file cannot be read. */
export function loadScenario(file: string, seed?: string): LoadedScenario {
  return readLoaded(file, readScenarioFile(file), seed);
}

/** The same of a text that was read already. */
export function readLoaded(file: string, text: string, seed: string | undefined): LoadedScenario {
  const folder = new ScenarioFolder(file);
  const { scenario, issues } = readScenario(text, file, folder, seed);
  return { file, text, inputs: folder.read, scenario, issues };
}

/** Issues with their places and excerpts, an empty line after each. */
export function printIssues(issues: readonly Issue[], write: (text: string) => void, console: Console): void {
  for (const issue of issues) {
    const colour = issue.severity === "error" ? "red" : "yellow";
    write(`${formatIssue(issue).replace(`: ${issue.severity}`, (severity) => console.paint(colour, severity))}\n\n`);
  }
}

/**
 * Runs a scenario into a sink. Actions that were refused come back as issues of the file, in the file's order.
 * A broken invariant is thrown on with the command that replays it.
 */
export function runScenario(loaded: LoadedScenario, scenario: Scenario, sink: FactSink, console: Console, retain: Account["retain"] = "all"): readonly Issue[] {
  const passed = { places: 0 };
  const progress = console.showsProgress ? new Progress(countCustomers(scenario), console) : undefined;
  if (progress !== undefined) {
    const reached = { places: 0, customers: 0, invoices: 0 };
    countDone(sink, reached, () => {
      reached.places = passed.places;
      progress.show(reached);
    });
  }
  try {
    return refusalIssues(loaded, simulate(scenario, sink, { retain, passed }));
  } catch (error) {
    throw replayable(error, loaded, scenario);
  } finally {
    progress?.wipe();
  }
}

/** Refused actions as issues of the file. */
export function refusalIssues(loaded: LoadedScenario, refused: readonly RefusedAction[]): readonly Issue[] {
  const source = new SourceText(loaded.file, loaded.text);
  return refused.map((one) => refusalIssue(one, source));
}

/** An error of ours with the command that replays it. What is wrong with what the user asked for stays what it is. */
export function replayable(error: unknown, loaded: LoadedScenario, scenario: Scenario): InvariantError | InputError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof InputError) return cause;
    if (cause instanceof InputFileProblem) return new InputError(`${cause.message} ${cause.complaint.rule} ${cause.complaint.remedy}`);
  }
  const message = error instanceof Error ? error.message : String(error);
  const command = `billclock run ${shellWord(loaded.file)} --seed ${shellWord(scenario.seed)} --workers 1`;
  return new InvariantError(`${message}\nreplay it with: ${command}`, { cause: error instanceof Error ? (error.cause ?? error) : error });
}

/** A scenario that reads and runs without a refusal; undefined after its issues were told on stderr. */
export function loadRunnable(file: string, console: Console): Scenario | undefined {
  const loaded = loadScenario(file);
  printIssues(loaded.issues, console.err, console);
  if (loaded.scenario === undefined) return undefined;
  const refusals = runScenario(loaded, loaded.scenario, silentSink(), console, "open");
  printIssues(refusals, console.err, console);
  return refusals.length > 0 ? undefined : loaded.scenario;
}

/** What there is instead of a name that is not: the nearest one, and the first few. */
export function thereAre(written: string, names: readonly string[]): string {
  if (names.length === 0) return "There is none at all.";
  const guess = nearest(written, names);
  const rest = names.length > 10 ? ` and ${names.length - 10} more` : "";
  return `${guess === undefined ? "" : `Did you mean ${guess}? `}There ${names.length === 1 ? "is" : "are"} ${names.slice(0, 10).join(", ")}${rest}.`;
}

function refusalIssue(refused: RefusedAction, source: SourceText): Issue {
  const { place, message, rule, remedy, customer, entry } = refused;
  const { line, column, file = source.file } = place;
  const start = offsetOf(source.text, place);
  // What stands in a file of its own is no entry of the timeline.
  const path = `customers.${customer.id}${entry < 0 || place.file !== undefined ? "" : `.timeline[${entry}]`}`;
  const excerpt = file === source.file ? source.excerpt(start, start + 1) : "";
  return { code: "refused-action", severity: "error", file, line, column, path, message, rule, remedy, excerpt };
}

/** Where a place stands in the text, in UTF-16 units; 0 for one in another file. */
function offsetOf(text: string, place: Place): number {
  if (place.file !== undefined) return 0;
  let start = 0;
  for (let line = 1; line < place.line; line++) start = text.indexOf("\n", start) + 1;
  return start + place.column - 1;
}

/** As a shell reads it back. */
function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
