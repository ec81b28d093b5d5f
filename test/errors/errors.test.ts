import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ScenarioFolder } from "../../cli/files/input-files.ts";
import { formatIssue, type Issue } from "../../engine/scenario/issue.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { root } from "../repository.ts";

/**
 * Each `name.yaml` of this folder has mistakes, and `name.txt` beside it is exactly what is said about them.
 * `BILLCLOCK_UPDATE_ERRORS=1 npx vitest run test/errors` rewrites the texts; read the difference.
 */
const folder = join(root, "test", "errors");
const files = readdirSync(folder).toSorted();
const names = files.filter((file) => file.endsWith(".yaml")).map((file) => file.slice(0, -".yaml".length));
const updates = process.env["BILLCLOCK_UPDATE_ERRORS"] === "1";

function issuesOf(name: string): readonly Issue[] {
  const path = join(folder, `${name}.yaml`);
  return readScenario(readFileSync(path, "utf8"), `${name}.yaml`, new ScenarioFolder(path)).issues;
}

const blockOf = ({ path }: Issue): string => path.split(/[.[]/, 1)[0] as string;

describe("what is said about mistakes", () => {
  it.each(names)("%s", (name) => {
    const golden = join(folder, `${name}.txt`);
    const said = `${issuesOf(name).map(formatIssue).join("\n\n")}\n`;
    if (updates) writeFileSync(golden, said);
    expect(existsSync(golden), `${name}.txt is missing`).toBe(true);
    expect(said).toBe(readFileSync(golden, "utf8"));
  });

  it("every file of mistakes has an error, and every text its file", () => {
    const orphans = files.filter((file) => file.endsWith(".txt") && !names.includes(file.slice(0, -".txt".length)));
    expect(orphans).toEqual([]);
    expect(names.filter((name) => issuesOf(name).every(({ severity }) => severity === "warning"))).toEqual([]);
    expect(names.length).toBeGreaterThanOrEqual(40);
  });

  it("six mistakes in different blocks are all reported at once", () => {
    const six = names.filter((name) => name.startsWith("six-"));
    expect(six.length).toBeGreaterThanOrEqual(5);
    for (const name of six) {
      const issues = issuesOf(name);
      expect(issues.length, name).toBeGreaterThanOrEqual(6);
      expect(new Set(issues.map(blockOf)).size, name).toBeGreaterThanOrEqual(5);
    }
  });

  it("every issue is complete: place, excerpt, sentence, rule and remedy", () => {
    for (const issue of names.flatMap(issuesOf)) {
      for (const part of [issue.message, issue.rule, issue.remedy]) expect(part, JSON.stringify(issue)).toMatch(/^.+[.?]$/s);
      expect(issue.line).toBeGreaterThan(0);
      expect(issue.column).toBeGreaterThan(0);
      expect(issue.excerpt).toContain("^");
    }
  });

  it("issues stand in the order of the file", () => {
    for (const name of names) {
      const own = issuesOf(name).filter(({ file }) => file === `${name}.yaml`);
      const places = own.map(({ line, column }) => line * 10_000 + column);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });
});
