import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { MAX_DEPTH } from "../../engine/language/yaml-limits.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { filesBelow, root } from "../repository.ts";
import { CLOCK, complaints, issuesOf, PLANS, scenarioOf, withEntries } from "./read.ts";

const BOB = "customers: { bob: { currency: usd } }\n";

describe("order and names", () => {
  it("keys keep the file's order, integer-like ones too", () => {
    const text = `${CLOCK}customers:\n  5: { currency: usd }\n  b: { currency: usd }\n  1: { currency: usd }\n  1.0: { currency: usd }\n`;
    expect(scenarioOf(text).customers.map(({ id }) => id)).toEqual(["5", "b", "1", "1.0"]);
  });

  it("a number names what its text says, also where it refers", () => {
    const text = `${CLOCK}plans:\n  2026: { currency: usd, interval: month, unit_amount: 5 }\n  1.0: { currency: usd, interval: month, unit_amount: 6 }\ncustomers:\n  a:\n    timeline:\n      - { at: 2026-01-05, subscribe: { items: [{ plan: 2026 }, { plan: 1.0 }] } }\n`;
    const [entry] = scenarioOf(text).customers[0]?.entries ?? [];
    expect(entry?.action.kind === "subscribe" && entry.action.items.map(({ plan }) => plan.id)).toEqual(["2026", "1.0"]);
  });

  it.each(["constructor", "toString", "hasOwnProperty", "valueOf", "length", "基本プラン", "a b", "x.y", "é", "null", "true"])("%s is a good name", (name) => {
    const text = `${CLOCK}plans:\n  "${name}": { currency: usd, interval: month, unit_amount: 5 }\ncustomers:\n  "${name}":\n    timeline:\n      - { at: 2026-01-05, subscribe: { plan: "${name}" } }\n`;
    const scenario = scenarioOf(text);
    expect([...scenario.catalog.plans.keys()]).toEqual([name]);
    expect(scenario.customers.map(({ id }) => id)).toEqual([name]);
  });

  it.each(["__proto__", "", " a", "a ", "a  b", "a/b", "a\\tb", "a\\u200bb", "a\\u202eb", "<<"])('the name "%s" is refused', (name) => {
    expect(complaints(`${CLOCK}customers:\n  "${name}": { currency: usd }\n`).map((complaint) => complaint.split(" ", 1)[0])).toEqual(["bad-id"]);
  });

  it.each(["null", "~", "true", "[a]", "{ a: b }"])("the key %s is no text", (key) => {
    expect(complaints(`${CLOCK}customers:\n  ? ${key}\n  : { currency: usd }\n`)[0]).toContain("bad-key");
  });

  it.each(["__proto__", "constructor", "toString"])("the key %s is unknown where keys are fixed", (key) => {
    expect(complaints(`${CLOCK}${key}: { polluted: true }\n${BOB}`)).toEqual([`unknown-key ${key}`]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("a key that is written twice is an error with the first place", () => {
    const [issue] = issuesOf(`${CLOCK}${BOB}name: a\nname: b\n`);
    expect(issue).toMatchObject({ code: "duplicate-key", line: 4, message: 'The key "name" is written twice; the first time in line 3.' });
  });
});

describe("aliases", () => {
  it("repeat a block", () => {
    const text = `${CLOCK}plans:\n  a: &plan { currency: usd, interval: month, unit_amount: 5 }\n  b: *plan\n${BOB}`;
    const { plans } = scenarioOf(text).catalog;
    expect([...plans.values()].map(({ id, terms }) => [id, terms.unit])).toEqual([
      ["a", 5],
      ["b", 5],
    ]);
  });

  it("the latest anchor of a name holds", () => {
    const text = `name: &x one\ndescription: *x\nseed: &x two\n${CLOCK}customers: { *x : { currency: usd } }\n`;
    expect(complaints(text)[0]).toContain("bad-key");
    expect(scenarioOf(`name: &x one\ndescription: *x\nseed: &x two\n${CLOCK}${BOB}`)).toMatchObject({ description: "one", seed: "two" });
  });

  it("a mistake in a repeated block is told once", () => {
    const text = `${CLOCK}plans:\n  a: &plan { currency: usd, interval: mounth, unit_amount: 5 }\n  b: *plan\n${BOB}`;
    expect(complaints(text)).toEqual(["bad-value plans.a.interval"]);
  });

  it("a bomb is refused", () => {
    const lines = Array.from(
      { length: 30 },
      (_, i) => `  k${i}: ${i === 0 ? "&a0 [x, x, x, x, x, x, x, x, x, x]" : `&a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(", ")}]`}`,
    );
    expect(complaints(`${CLOCK}variants:\n${lines.join("\n")}\n${BOB}`)).toEqual(["too-many-nodes "]);
  });
});

describe("hostile input is refused, and quickly", () => {
  const megabyte = 1024 * 1024;
  const fill = (unit: string, size = megabyte): string => unit.repeat(Math.floor((size - 64) / unit.length));

  it.each([
    ["brackets", fill("[", 4 * megabyte)],
    ["braces", fill("{")],
    ["keys in braces", fill("{a: ")],
    ["list indicators", fill("- ")],
    ["question marks", fill("? ")],
    ["a staircase", Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i)}k:\n`).join("")],
    ["a staircase of lists", Array.from({ length: 60 }, (_, i) => `${" ".repeat(i * 100)}${"- ".repeat(40)}k:\n`).join("")],
  ])("deep nesting by %s", (_, text) => {
    expect(complaints(text)).toEqual(["too-deep "]);
  });

  it(`${MAX_DEPTH - 20} levels are not too deep`, () => {
    const depth = MAX_DEPTH - 20;
    expect(complaints(`${CLOCK}${BOB}variants: { v: ${"{ a: ".repeat(depth)}1${" }".repeat(depth)} }\n`)).toEqual(["not-yet-supported variants"]);
  });

  it("more than 4 MB", () => {
    expect(complaints("#".repeat(10 * 1024 * 1024))).toEqual(["file-too-large "]);
  });

  it.each([
    ["quotes", fill('"', 4 * megabyte)],
    ["comments", fill("#\n")],
    ["anchors", fill("&a ")],
    ["aliases", fill("*a ")],
    ["colons", fill(":")],
    ["tags", fill("!!x ")],
    ["newlines", fill("\n", 4 * megabyte)],
    ["one long word", fill("a")],
    ["documents", fill("---\n")],
    ["unknown keys", Array.from({ length: 10_000 }, (_, i) => `unknown${i}: 1\n`).join("")],
    ["the same key", fill("seed: 1\n", 100_000)],
    ["control characters", "\0".repeat(1000)],
    ["percent signs", fill("%\n")],
  ])("megabytes of %s", (_, text) => {
    const { scenario, issues } = readScenario(text, "test.yaml");
    expect(scenario).toBeUndefined();
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.length).toBeLessThanOrEqual(501);
  });

  it("10,000 customers read in the file's order", () => {
    const customers = Array.from({ length: 10_000 }, (_, i) => `  c${10_000 - i}: { currency: usd }\n`).join("");
    expect(scenarioOf(`${CLOCK}customers:\n${customers}`).customers).toHaveLength(10_000);
  });
});

describe("line ends and marks", () => {
  it("a byte order mark and CRLF change nothing", () => {
    const text = `\uFEFF${CLOCK}${PLANS}${BOB}`.replaceAll("\n", "\r\n");
    expect(scenarioOf(text).catalog.plans.size).toBe(2);
  });

  it("places and excerpts do not show the carriage return", () => {
    const [issue] = issuesOf(`${CLOCK}${BOB}nme: x\n`.replaceAll("\n", "\r\n"));
    expect(issue).toMatchObject({ line: 3, column: 1, excerpt: "  |\n3 | nme: x\n  | ^^^" });
  });

  it("the caret stands under wide characters", () => {
    const [issue] = issuesOf(`${CLOCK}plans: { 基本: { currency: usd, interval: 月, unit_amount: 1 } }\n${BOB}`);
    expect(issue?.excerpt).toBe("  |\n2 | plans: { 基本: { currency: usd, interval: 月, unit_amount: 1 } }\n  |                                           ^^");
  });

  it("no control or format character of the file reaches the terminal", () => {
    const [issue] = issuesOf(`${CLOCK}"a\u202eb\u200f": 1\n${BOB}`);
    expect(issue?.excerpt).toContain('"a·b·": 1');
  });
});

describe("mangled scenarios give a scenario or clear issues", () => {
  const good = filesBelow("scenarios", ".yaml").map((file) => readFileSync(join(root, file), "utf8"));
  const texts = [...good, withEntries("{ at: 2026-01-31, subscribe: { plan: pro } }", "{ after: 15 days, change: { plan: max } }")];
  const bytes = [
    "[",
    "]",
    "{",
    "}",
    ":",
    "-",
    "'",
    '"',
    "#",
    "&",
    "*",
    "!",
    "|",
    ">",
    "%",
    "@",
    "\t",
    "\n",
    "\0",
    " ",
    ",",
    "0",
    "9",
    "é",
    "\u2028",
    "\ud800",
    "null",
    "<<: ",
    "? ",
  ];
  const edit = fc.record({ at: fc.nat(), remove: fc.nat({ max: 12 }), insert: fc.constantFrom("", ...bytes) });

  test.prop([fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 4 })], { numRuns: 300, seed: 42 })("edits", (text, edits) => {
    const mangled = edits.reduce((before, { at, remove, insert }) => {
      const from = at % (before.length + 1);
      return before.slice(0, from) + insert + before.slice(from + remove);
    }, text);
    const { scenario, issues } = readScenario(mangled, "mangled.yaml");
    const errors = issues.filter(({ severity }) => severity === "error");
    expect(scenario === undefined).toBe(errors.length > 0);
    for (const { message, rule, remedy, line, column } of issues) {
      expect(message.length * rule.length * remedy.length).toBeGreaterThan(0);
      expect(line > 0 && column > 0).toBe(true);
    }
  });

  test.prop([fc.string({ unit: "binary", maxLength: 200 })], { numRuns: 200, seed: 42 })("any text", (text) => {
    const { scenario, issues } = readScenario(text, "any.yaml");
    expect(scenario === undefined).toBe(issues.some(({ severity }) => severity === "error"));
  });
});
