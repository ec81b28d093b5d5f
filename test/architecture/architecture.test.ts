import { describe, expect, it } from "vitest";
import { filesBelow } from "../repository.ts";
import {
  badTitles,
  forbiddenImports,
  layerOf,
  layers,
  leftoverMarkers,
  machinePaths,
  read,
  registries,
  sources,
  unregistered,
  vagueNames,
  withoutAssertion,
} from "./house-rules.ts";

const all = sources();
const tests = read(filesBelow("test", ".ts"));
const markdown = read(["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...filesBelow("docs", ".md")]);

describe("imports point one way", () => {
  it.each(Object.keys(layers))("%s has files", (layer) => {
    expect(all.filter((source) => layerOf(source.path) === layer).length).toBeGreaterThan(0);
  });

  it("no file imports what its layer may not", () => {
    expect(forbiddenImports(all)).toEqual([]);
  });

  it.each([
    ["engine/calendar/planted.ts", 'import { plan } from "../catalog/plan.ts";', "engine/catalog/plan.ts"],
    ["engine/simulation/planted.ts", 'import { csv } from "../../reports/csv.ts";', "reports/csv.ts"],
    ["reports/planted.ts", 'import { run } from "../cli/commands/run.ts";', "cli/commands/run.ts"],
    ["engine/account/planted.ts", 'import { tax } from "../billing/tax.ts";', "engine/billing/tax.ts"],
    ["engine/billing/planted.ts", 'export { a } from "../simulation/simulate.ts";', "engine/simulation/simulate.ts"],
    ["engine/lifecycle/planted.ts", 'const late = await import("../scenario/read-scenario.ts");', "engine/scenario/read-scenario.ts"],
    ["engine/money/planted.ts", 'import decimal from "decimal.js";', "decimal.js"],
    ["reports/planted.ts", 'import fs from "node:fs";', "node:fs"],
    ["engine/assert.ts", 'import type { Instant } from "./calendar/instant.ts";', "engine/calendar/instant.ts"],
    ["engine/random/planted.ts", 'import type {\n  Plan,\n  Product,\n} from "../catalog/plan.ts";', "engine/catalog/plan.ts"],
    ["engine/catalog/planted.ts", 'import "../billing/tax.ts";', "engine/billing/tax.ts"],
    ["engine/index.ts", 'export * from "../reports/index.ts";', "reports/index.ts"],
  ])("names a forbidden import planted in %s", (path, text, target) => {
    expect(forbiddenImports([{ path, text }])).toEqual([`${path} -> ${target}`]);
  });

  it("names a file of the engine that stands in no layer", () => {
    expect(forbiddenImports([{ path: "engine/new-folder/thing.ts", text: "export {};" }])).toEqual(["engine/new-folder/thing.ts stands in no layer"]);
  });
});

describe("a registry names every file of its folder", () => {
  it.each(registries)("$folder", (rule) => {
    expect(unregistered(all, rule)).toEqual([]);
  });

  it("names a file that is not registered", () => {
    const rule = { folder: "cli/commands", registry: "cli/commands/registry.ts", shared: [] };
    const planted = [
      { path: "cli/commands/registry.ts", text: 'import { run } from "./run.ts";' },
      { path: "cli/commands/run.ts", text: "" },
      { path: "cli/commands/forgotten.ts", text: "" },
    ];
    expect(unregistered(planted, rule)).toEqual(["cli/commands/forgotten.ts"]);
  });
});

describe("names say what is inside", () => {
  it("no file or folder is called utils, helpers, manager, service, common or data", () => {
    expect(vagueNames([...all, ...tests].map((source) => source.path))).toEqual([]);
  });

  it("finds vague names", () => {
    const bad = ["engine/utils/add.ts", "cli/run-helpers.ts", "reports/data.ts", "engine/billing/invoice-service.ts"];
    expect(vagueNames([...bad, "engine/random/keyed-draw.ts", "engine/catalog/database-plan.ts"])).toEqual(bad);
  });
});

describe("nothing is left unfinished", () => {
  it("no source, test or page holds a leftover marker", () => {
    expect(leftoverMarkers([...all, ...tests, ...markdown])).toEqual([]);
  });

  it("finds markers", () => {
    const marker = ["TO", "DO"].join("");
    expect(leftoverMarkers([{ path: "a.ts", text: `\n// ${marker}: later` }])).toEqual(["a.ts:2"]);
  });

  it("no source, test or page names a path of one machine", () => {
    expect(machinePaths([...all, ...tests.filter(({ path }) => !path.startsWith("test/architecture/")), ...markdown])).toEqual([]);
  });

  it("finds paths of one machine", () => {
    const path = ["", "home", "alice", "billclock"].join("/");
    expect(machinePaths([{ path: "a.md", text: `see ${path}` }])).toEqual(["a.md:1"]);
  });

  it("every test file asserts something", () => {
    expect(tests.length).toBeGreaterThan(0);
    expect(withoutAssertion(tests.filter(({ path }) => path.endsWith(".test.ts")))).toEqual([]);
    expect(withoutAssertion([{ path: "a.test.ts", text: 'it("runs", () => { run(); });' }])).toEqual(["a.test.ts"]);
  });
});

describe("pages", () => {
  it("every page has exactly one title, at its top", () => {
    expect(markdown.length).toBeGreaterThan(3);
    expect(badTitles(markdown)).toEqual([]);
  });

  it("finds pages with no title, two titles, or a late one", () => {
    const pages = ["no title", "# One\n\n# Two", "late\n\n# Title", "# Good\n\n```sh\n# a comment\n```\n"];
    expect(badTitles(pages.map((text, index) => ({ path: `${index}.md`, text })))).toEqual(["0.md", "1.md", "2.md"]);
  });
});
