import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { structuredPatch } from "diff";
import type { Issue } from "../engine/language/issue.ts";
import { collect, type ExpectationFailure, formatFailure } from "../reports/index.ts";
import type { Console } from "./console.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { goldenOf } from "./files/find-scenarios.ts";
import { fileProblem, InputError } from "./input-error.ts";
import { loadScenario, printIssues, runScenario } from "./scenario-run.ts";

/** One thing that is wrong, and where. Line and column from 1. */
export interface CheckProblem {
  readonly severity: "error" | "warning";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What became of one scenario or golden. */
export interface CheckOutcome {
  readonly file: string;
  /** `ok`, `updated`, `removed`, `failed`, `invalid`, `broken`. */
  readonly verdict: string;
  /** Lines for people, each complete; empty when all is well. */
  readonly details: string;
  /** The same for programs, in the same order. */
  readonly problems: readonly CheckProblem[];
  readonly exit: ExitCode;
}

/** More lines of a difference than this are not read in a terminal. */
const MOST_DIFF_LINES = 200;

/** Runs one scenario and compares it with its golden and its expectations. Never throws for what is wrong with the scenario. */
export function checkScenario(file: string, update: boolean, console: Console): CheckOutcome {
  const told = new Told(file, console);
  try {
    const loaded = loadScenario(file);
    told.issues(loaded.issues);
    const { scenario } = loaded;
    if (scenario === undefined) return told.outcome("invalid", EXIT.wrongInput);
    const collection = collect(scenario);
    const refusals = runScenario(loaded, scenario, collection.sink, console);
    told.issues(refusals);
    if (refusals.length > 0) return told.outcome("invalid", EXIT.wrongInput);

    const failures = collection.failures();
    for (const failure of failures) told.failure(failure);
    const verdict = compareGolden(file, collection.golden(), update, told, console);
    const failed = verdict === "failed" || failures.length > 0;
    return told.outcome(failed ? "failed" : verdict, failed ? EXIT.checkFailed : EXIT.fine);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof InputError) {
      told.problem(message, `${message}\n`);
      return told.outcome("invalid", EXIT.wrongInput);
    }
    told.problem(`This is a bug in billclock, not in the scenario: ${message}`);
    return told.outcome("broken", EXIT.internal);
  }
}

/** A golden whose scenario is gone tests nothing and looks as if it did. */
export function checkOrphan(golden: string, update: boolean): CheckOutcome {
  if (update) {
    rmSync(golden);
    return { file: golden, verdict: "removed", details: "", problems: [], exit: EXIT.fine };
  }
  const message = "This golden belongs to no scenario. Put its .yaml back, or remove it with `billclock check --update`.";
  const problems: readonly CheckProblem[] = [{ severity: "error", file: golden, line: 1, column: 1, message }];
  return { file: golden, verdict: "failed", details: `${message}\n`, problems, exit: EXIT.checkFailed };
}

/** What there is to say about one scenario: for people and for programs at once. */
class Told {
  private details = "";
  private readonly problems: CheckProblem[] = [];
  private readonly file: string;
  private readonly console: Console;

  constructor(file: string, console: Console) {
    this.file = file;
    this.console = console;
  }

  issues(issues: readonly Issue[]): void {
    printIssues(issues, (text) => void (this.details += text), this.console);
    for (const { severity, file, line, column, message, rule, remedy } of issues) {
      this.problems.push({ severity, file, line, column, message: [message, rule, remedy].filter((part) => part !== "").join("\n") });
    }
  }

  failure(failure: ExpectationFailure): void {
    const { place, subject, expected, actual } = failure;
    this.problem(`${subject}\nexpected: ${expected}\nactual:   ${actual}`, `${formatFailure(failure, this.file)}\n`, place);
  }

  problem(message: string, text = `${message}\n`, place: { file?: string; line: number; column: number } = { line: 1, column: 1 }): void {
    this.details += text;
    this.problems.push({ severity: "error", file: place.file ?? this.file, line: place.line, column: place.column, message });
  }

  outcome(verdict: string, exit: ExitCode): CheckOutcome {
    return { file: this.file, verdict, details: this.details, problems: this.problems, exit };
  }
}

function compareGolden(file: string, actual: string, update: boolean, told: Told, console: Console): string {
  const golden = goldenOf(file);
  const expected = readGolden(golden);
  if (expected === actual) return "ok";
  if (update) {
    replaceFile(golden, actual);
    return "updated";
  }
  const command = `\`billclock check ${file} --update\``;
  if (expected === undefined) told.problem(`There is no golden ${golden}. Write it with ${command} and read it before you commit it.`);
  else {
    const line = firstDifference(expected, actual);
    const about = `The golden differs from this line on.\n${around(expected, actual, line)}\nIf this is what you want: ${command}`;
    told.problem(about, `${difference(expected, actual, golden, console)}If this is what you want: ${command}\n`, { file: golden, line, column: 1 });
  }
  return "failed";
}

/** The first line, from 1, in which two texts differ. */
function firstDifference(expected: string, actual: string): number {
  const [before, after] = [expected.split("\n"), actual.split("\n")];
  let line = 0;
  while (line < before.length && before[line] === after[line]) line++;
  return line + 1;
}

function around(expected: string, actual: string, line: number): string {
  return `- ${expected.split("\n")[line - 1] ?? ""}\n+ ${actual.split("\n")[line - 1] ?? ""}`;
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
