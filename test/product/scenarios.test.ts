import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ScenarioFolder } from "../../cli/files/input-files.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect, formatFailure } from "../../reports/index.ts";
import { filesBelow, root } from "../repository.ts";
import { readGood, scenarioFile } from "./billed.ts";

const paths = filesBelow("scenarios", ".yaml");

/** A scenario is a lesson: it says what it shows, asserts it, and is short. The golden shows all the rest. */
describe.each(paths)("%s", (path) => {
  const text = scenarioFile(path.slice("scenarios/".length));
  const scenario = readGood(text, path);
  const collection = collect(scenario);
  const refused = simulate(scenario, collection.sink);

  it("reads without a warning and refuses nothing", () => {
    expect(readScenario(text, path, new ScenarioFolder(join(root, path))).issues).toEqual([]);
    expect(refused).toEqual([]);
  });
  it("has a name, a description and expectations, which hold", () => {
    expect(scenario.name).not.toBe("");
    expect(scenario.description).not.toBe("");
    expect(scenario.expectations.length).toBeGreaterThan(0);
    expect(collection.failures().map((failure) => formatFailure(failure, path))).toEqual([]);
  });
  it("gives its golden", () => {
    const golden = join(root, path.replace(/\.yaml$/, ".golden.txt"));
    expect(existsSync(golden)).toBe(true);
    expect(collection.golden()).toBe(readFileSync(golden, "utf8"));
  });
});

describe("scenarios/", () => {
  it("has no golden without its scenario", () => {
    const orphans = filesBelow("scenarios", ".golden.txt").filter((golden) => !paths.includes(golden.replace(/\.golden\.txt$/, ".yaml")));
    expect(orphans).toEqual([]);
  });
  it("gives each scenario a name of its own", () => {
    const names = paths.map((path) => readGood(scenarioFile(path.slice("scenarios/".length)), path).name);
    expect(new Set(names).size).toBe(paths.length);
  });
});
