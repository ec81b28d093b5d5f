import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Console } from "../../cli/console.ts";
import { loadScenario, runScenario } from "../../cli/scenario-run.ts";
import { silentSink } from "../../cli/silent-sink.ts";
import { formatIssue, type Issue } from "../../engine/scenario/issue.ts";
import { filesBelow, root } from "../repository.ts";

/**
 * Each customer of `refused/name.yaml` does one thing that Stripe would refuse; `name.txt` beside it is exactly what is said.
 * `BILLCLOCK_UPDATE_ERRORS=1 npx vitest run test/errors` rewrites the texts; read the difference.
 */
const folder = join(root, "test", "errors", "refused");
const names = filesBelow("test/errors/refused", ".yaml").map((path) => path.slice(path.lastIndexOf("/") + 1, -".yaml".length));
const updates = process.env["BILLCLOCK_UPDATE_ERRORS"] === "1";

const silent: Console = { out() {}, err() {}, width: undefined, showsProgress: false, paint: (_, text) => text };

function refusalsOf(name: string): { readonly issues: readonly Issue[]; readonly customers: number } {
  const path = join(folder, `${name}.yaml`);
  const loaded = loadScenario(path);
  expect(loaded.issues.filter(({ severity }) => severity === "error").map(formatIssue)).toEqual([]);
  if (loaded.scenario === undefined) throw new Error(`${name}.yaml cannot be read`);
  return { issues: runScenario(loaded, loaded.scenario, silentSink(), silent), customers: loaded.scenario.customers.length };
}

const told = (issue: Issue): string => formatIssue({ ...issue, file: issue.file.slice(issue.file.lastIndexOf("/") + 1) });

/** The fixed words of every refusal that the engine can make, by place. */
function refusalsInCode(): readonly { readonly place: string; readonly words: readonly string[] }[] {
  return filesBelow("engine", ".ts").flatMap((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return [...text.matchAll(/new Refusal\(\s*([\s\S]*?)\n?\s*\);/g)].map(({ 1: made = "", index }) => {
      const texts = [...made.matchAll(/(["`])((?:\\.|(?!\1)[\s\S])*)\1/g)].map(([, , words = ""]) => words.replaceAll("\\`", "`"));
      const words = texts.flatMap((part) => part.split(/\$\{[^}]*\}/)).map((part) => part.trim());
      return { place: `${path}:${text.slice(0, index).split("\n").length}`, words: words.filter(({ length }) => length > 15) };
    });
  });
}

/** Words of refusals that no file can come to: reading it finds the mistake first. Programs that use the test clock can. */
const FOUND_BY_READING = [
  "the invoice item is in",
  "the charge is in",
  "`cancel_at` and `cancel_at_period_end: true` exclude each other.",
  "Usage is reported when it has happened, not before (UREC).",
  "A customer has one currency, fixed by `currency:` or the first subscription.",
];

/** The test clock is told by a program, not by a file. */
const NOT_BY_SCENARIO = /^engine\/simulation\/test-clock\.ts/;

describe("what is said where an action is refused", () => {
  it.each(names)("%s", (name) => {
    const golden = join(folder, `${name}.txt`);
    const { issues, customers } = refusalsOf(name);
    const said = `${issues.map(told).join("\n\n")}\n`;
    if (updates) writeFileSync(golden, said);
    expect(existsSync(golden), `${name}.txt is missing`).toBe(true);
    expect(said).toBe(readFileSync(golden, "utf8"));
    expect(issues, "every customer is refused something").toHaveLength(customers);
    for (const { message, rule, remedy } of issues) for (const part of [message, rule, remedy]) expect(part).toMatch(/^.+[.?]$/s);
  });

  it("every refusal of the engine has its golden", () => {
    const goldens = readdirSync(folder)
      .filter((file) => file.endsWith(".txt"))
      .map((file) => readFileSync(join(folder, file), "utf8"))
      .join("\n");
    const all = refusalsInCode().filter(({ place }) => !NOT_BY_SCENARIO.test(place));
    expect(all.length).toBeGreaterThan(80);
    for (const words of FOUND_BY_READING) expect(goldens).not.toContain(words);
    const inFiles = all.filter(({ words }) => !words.some((part) => FOUND_BY_READING.includes(part)));
    const missing = inFiles.filter(({ words }) => words.filter((part) => goldens.includes(part)).length < Math.min(2, words.length));
    expect(missing).toEqual([]);
  });
});
