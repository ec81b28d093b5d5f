import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { InputError } from "../input-error.ts";
import { workersAsked } from "../workers/worker-count.ts";
import type { Command, Options } from "./command.ts";

/** Simulates a scenario, writes its files, prints a short table, evaluates `expect`. */
export const run: Command = {
  name: "run",
  about: "simulate a scenario and write its invoices, payments and reports as CSV",
  arguments: [{ name: "<file>", about: "the scenario, a YAML file" }],
  options: [
    { flags: "--out <dir>", about: "folder for the files (default: out/<scenario>)" },
    { flags: "--seed <text>", about: "seed of all draws, instead of the scenario's own" },
    { flags: "--only <names>", about: "write only these files, for example invoices,mrr" },
    { flags: "--workers <n>", about: "threads to run on (default: all cores when the run is large); the results are the same" },
    { flags: "--ledger", about: "with populations: write the files with a row per thing too (invoices, payments, ...)" },
  ],
  later: ["--variant <name>", "--format <kind>", "--shard <part>"],
  example: "billclock run scenarios/proration/mid-month-upgrade.yaml --out out/upgrade",

  async run({ arguments: [file = ""], options, console }): Promise<ExitCode> {
    const { loadScenario, printIssues } = await import("../scenario-run.ts");
    const { runIntoFolder } = await import("../result-run.ts");
    const { bookNames, isRunFile, PAGE, reportFileNames, summaryJson, formatFailure } = await import("../../reports/index.ts");
    const { ResultFolder } = await import("../files/result-folder.ts");

    const only = onlyOf(options, [...reportFileNames, ...bookNames, PAGE]);
    const workers = workersAsked(textOption(options, "workers"));
    const seed = textOption(options, "seed");
    const loaded = loadScenario(file, seed);
    printIssues(loaded.issues, console.err, console);
    const { scenario } = loaded;
    if (scenario === undefined) return EXIT.wrongInput;

    const target = textOption(options, "out") ?? join("out", basename(file).replace(/\.ya?ml$/, ""));
    const folder = new ResultFolder(target, (name) => name === SUMMARY || isRunFile(name));
    try {
      const wanted = { only, ledger: options["ledger"] === true, books: true, page: true };
      const { collection, rowFiles, refusals } = await runIntoFolder(loaded, scenario, folder, { seed, wanted, workers }, console);
      if (refusals.length > 0) {
        folder.abandon();
        printIssues(refusals, console.err, console);
        console.err("Nothing was written.\n");
        return EXIT.wrongInput;
      }
      const files = [...rowFiles, ...[...collection.files()].map(({ name, text }) => folder.write(name, text))];
      const page = collection.page();
      // Loaded only now: most of the program's start is reading code.
      if (page !== undefined) files.push(folder.write(`${PAGE}.html`, [(await import("../../reports/page/page.ts")).reportPage(page)]));
      const sha256 = createHash("sha256").update(loaded.text, "utf8").digest("hex");
      const summary = folder.write(SUMMARY, [summaryJson(scenario, collection.totals(), { scenario: sha256, inputs: loaded.inputs, files })]);
      folder.publish();

      console.out(collection.terminal(console.width ?? Number.POSITIVE_INFINITY));
      console.out(`\n${files.length + 1} files in ${target}: ${[...files, summary].map(({ name }) => name).join(", ")}\n`);
      const failures = collection.failures();
      for (const failure of failures) console.err(`\n${formatFailure(failure, file)}`);
      return failures.length > 0 ? EXIT.checkFailed : EXIT.fine;
    } catch (error) {
      folder.abandon();
      throw error;
    }
  },
};

const SUMMARY = "summary.json";

/** An option's text; an empty one is a mistake (an unset variable of a shell, mostly). */
function textOption(options: Options, name: string): string | undefined {
  const value = options[name];
  if (typeof value !== "string") return undefined;
  if (value.trim() === "") throw new InputError(`--${name} is empty. Give it a value, or leave it out.`);
  return value;
}

function onlyOf(options: Options, known: readonly string[]): ReadonlySet<string> | undefined {
  const text = textOption(options, "only");
  if (text === undefined) return undefined;
  const names = text.split(",").map((name) => name.trim().replace(/\.(csv|hledger|html)$/, ""));
  for (const name of names) {
    if (!known.includes(name)) throw new InputError(`--only names "${name}", which is not a file of a run. It knows ${known.join(", ")}.`);
  }
  return new Set(names);
}
