import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { structuredPatch } from "diff";
import { collect, formatFailure } from "../reports/index.ts";
import type { Console } from "./console.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { goldenOf } from "./files/find-scenarios.ts";
import { fileProblem, InputError } from "./input-error.ts";
import { loadScenario, printIssues, runScenario } from "./scenario-run.ts";

/** What became of one scenario or golden. */
export interface CheckOutcome {
  readonly file: string;
  /** `ok`, `updated`, `removed`, `failed`, `invalid`, `broken`. */
  readonly verdict: string;
  /** Lines for people, each complete; empty when all is well. */
  readonly details: string;
  readonly exit: ExitCode;
}

/** More lines of a difference than this are not read in a terminal. */
const MOST_DIFF_LINES = 200;

/** Runs one scenario and compares it with its golden and its expectations. Never throws for what is wrong with the scenario. */
export function checkScenario(file: string, update: boolean, console: Console): CheckOutcome {
  let details = "";
  const write = (text: string): void => {
    details += text;
  };
  try {
    const loaded = loadScenario(file);
    printIssues(loaded.issues, write, console);
    const { scenario } = loaded;
    if (scenario === undefined) return { file, verdict: "invalid", details, exit: EXIT.wrongInput };
    const collection = collect(scenario);
    const refusals = runScenario(loaded, scenario, collection.sink, console);
    printIssues(refusals, write, console);
    if (refusals.length > 0) return { file, verdict: "invalid", details, exit: EXIT.wrongInput };

    const failures = collection.failures();
    for (const failure of failures) write(`${formatFailure(failure, file)}\n`);
    const golden = compareGolden(file, collection.golden(), update, console);
    write(golden.details);
    const failed = golden.verdict === "failed" || failures.length > 0;
    return { file, verdict: failed ? "failed" : golden.verdict, details, exit: failed ? EXIT.checkFailed : EXIT.fine };
  } catch (error) {
    if (error instanceof InputError) return { file, verdict: "invalid", details: `${details}${error.message}\n`, exit: EXIT.wrongInput };
    const message = error instanceof Error ? error.message : String(error);
    return { file, verdict: "broken", details: `${details}This is a bug in billclock, not in the scenario: ${message}\n`, exit: EXIT.internal };
  }
}

/** A golden whose scenario is gone tests nothing and looks as if it did. */
export function checkOrphan(golden: string, update: boolean): CheckOutcome {
  if (update) {
    rmSync(golden);
    return { file: golden, verdict: "removed", details: "", exit: EXIT.fine };
  }
  const details = "This golden belongs to no scenario. Put its .yaml back, or remove it with `billclock check --update`.\n";
  return { file: golden, verdict: "failed", details, exit: EXIT.checkFailed };
}

function compareGolden(file: string, actual: string, update: boolean, console: Console): { verdict: string; details: string } {
  const golden = goldenOf(file);
  const expected = readGolden(golden);
  if (expected === actual) return { verdict: "ok", details: "" };
  if (update) {
    replaceFile(golden, actual);
    return { verdict: "updated", details: "" };
  }
  if (expected === undefined) {
    return {
      verdict: "failed",
      details: `There is no golden ${golden}. Write it with \`billclock check ${file} --update\` and read it before you commit it.\n`,
    };
  }
  return { verdict: "failed", details: `${difference(expected, actual, golden, console)}If this is what you want: \`billclock check ${file} --update\`\n` };
}

function readGolden(golden: string): string | undefined {
  try {
    return readFileSync(golden, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new InputError(`${golden} cannot be read: ${fileProblem(error)}.`);
  }
}

/** The golden is the old or the new one at every moment. */
function replaceFile(path: string, text: string): void {
  const draft = `${path}.draft-${process.pid}`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new InputError(`${path} cannot be written: ${fileProblem(error)}.`);
  }
}

/** Both texts where they differ, three lines around: `-` is the golden, `+` what came out. */
export function difference(expected: string, actual: string, golden: string, console: Console): string {
  if (expected.replaceAll("\r\n", "\n") === actual) return `${golden} has line ends of Windows; goldens end lines with \\n.\n`;
  const { hunks } = structuredPatch(golden, golden, expected, actual, "", "", { context: 3 });
  const lines = hunks.flatMap((hunk) => [
    console.paint("dim", `@@ ${golden}:${hunk.oldStart} @@`),
    ...hunk.lines.map((line) => (line.startsWith("-") ? console.paint("red", line) : line.startsWith("+") ? console.paint("green", line) : line)),
  ]);
  const rest = lines.length - MOST_DIFF_LINES;
  const shown = rest > 0 ? [...lines.slice(0, MOST_DIFF_LINES), `... and ${rest} more lines`] : lines;
  return `${console.paint("red", "- golden")}\n${console.paint("green", "+ now")}\n${shown.join("\n")}\n`;
}
