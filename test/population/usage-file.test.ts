import { describe, expect, it } from "vitest";
import { filed, rowsOf, saidOf } from "./filed.ts";

const CUSTOMERS = "customer,plan,at\nann,pro;calls,2026-01-05\nbob,calls,2026-01-20\ncid,pro,2026-02-01\n";
const USAGE = `customer,plan,at,quantity,action,idempotency_key
ann,calls,2026-01-10,100,,
ann,calls,2026-01-11T10:00:00Z,2.5,increment,k1
ann,calls,2026-01-11T10:00:00Z,2.5,increment,k1
ann,calls,2026-02-05,7,,
bob,calls,2026-01-20,40,,
bob,calls,2026-01-25,5,set,
bob,calls,2026-01-25,3,set,
`;
const population = (usage: string, from = "signups: { from: s.csv }"): string => `populations:\n  base:\n    ${from}\n    usage: ${usage}\n`;
const files = (more: Readonly<Record<string, string>> = {}) => ({ "s.csv": CUSTOMERS, "u.csv": USAGE, ...more });

const usageLines = (scenario: Parameters<typeof rowsOf>[0]): readonly string[] =>
  rowsOf(scenario, "invoice_lines")
    .filter((row) => row.get("kind") === "usage")
    .map((row) => `${row.get("customer")} ${row.get("quantity")} ${row.get("amount")}`);

describe("usage of a population from a file (N173)", () => {
  it.each([["{ from: u.csv }"], ["{ measured: { from: u.csv } }"]])("%s bills each customer's rows, as entries of scripts would be", (usage) => {
    const scenario = filed(population(usage), files(), "{ start: 2026-01-01, for: 2 months }");
    const scripted = filed(
      `customers:
  ann: { timeline: [{ at: 2026-01-05, subscribe: { items: [{ plan: pro }, { plan: calls }] } }, { after: 0 days, usage_stream: { from: u.csv } }] }
  bob: { timeline: [{ at: 2026-01-20, subscribe: { plan: calls } }, { after: 0 days, usage_stream: { from: u.csv } }] }
`,
      files(),
      "{ start: 2026-01-01, for: 2 months }",
    );
    expect(usageLines(scenario)).toEqual(["ann 102.5 2.05", "bob 43 0.86"]);
    expect(usageLines(scenario)).toEqual(usageLines(scripted));
  });

  it("goes with an existing base, counted from the clock's start", () => {
    const scenario = filed(
      population("{ from: u.csv }", "signups: { existing: { from: b.csv } }"),
      files({ "b.csv": "customer,plans,started_at,status\nann,calls,2025-12-15,active\nzoe,calls,2025-12-15,canceled\nbob,calls,2025-12-20,active\n" }),
      "{ start: 2026-01-01, for: 2 months }",
    );
    expect(usageLines(scenario)).toEqual(["ann 102.5 2.05", "ann 7 0.14", "bob 0 0.00", "bob 43 0.86"]);
  });

  it("of nobody who is gone is passed over, and nothing is used of a plan that is not held", () => {
    const csv = "customer,plan,at,quantity\nann,calls,2026-01-10,5\ncid,calls,2026-02-10,9\n";
    expect(usageLines(filed(population("{ from: u.csv }"), files({ "u.csv": csv }), "{ start: 2026-01-01, for: 2 months }"))).toEqual([
      "ann 5 0.10",
      "bob 0 0.00",
    ]);
    const ended = "customer,plans,started_at,status\nann,calls,2025-12-15,canceled\ncid,calls,2025-12-15,active\n";
    const base = filed(
      population("{ from: u.csv }", "signups: { existing: { from: b.csv } }"),
      files({ "u.csv": csv, "b.csv": ended }),
      "{ start: 2026-01-01, for: 3 months }",
    );
    expect(usageLines(base)).toEqual(["cid 0 0.00", "cid 9 0.18", "cid 0 0.00"]);
  });

  it("of two files is merged by time, and the latest subscription with the plan takes it", () => {
    const two = "customer,plan,at\nann,calls,2026-01-05\nann,calls,2026-01-15\n";
    const first = "customer,plan,at,quantity\nann,calls,2026-01-10,100\nann,calls,2026-01-20,10\n";
    const second = "customer,plan,at,quantity,action\nann,calls,2026-01-20,3,set\nann,calls,2026-01-21,1,\n";
    const scenario = filed(
      population("{ a: { from: u.csv }, b: { from: v.csv } }"),
      files({ "s.csv": two, "u.csv": first, "v.csv": second }),
      "{ start: 2026-01-01, end: 2026-02-20 }",
    );
    expect(usageLines(scenario)).toEqual(["ann 100 2.00", "ann 4 0.08"]);
  });

  it("stands beside usage that is drawn of another plan, in order of time", () => {
    const csv = "customer,plan,at\nann,calls;tally,2026-01-05\n";
    const drawn = filed(
      population("{ read: { from: u.csv }, drawn: { plan: tally, every: 1 day, quantity: 2 } }"),
      files({ "s.csv": csv, "u.csv": "customer,plan,at,quantity\nann,calls,2026-01-10,5\nann,calls,2026-01-10T12:00:00Z,6\n" }),
      "{ start: 2026-01-01, end: 2026-02-10 }",
    );
    expect(usageLines(drawn)).toEqual(["ann 11 0.22", "ann 62 1.24"]);
  });
});

describe("a file of usage that is wrong", () => {
  const said = (csv: string, usage = "{ from: u.csv }"): readonly string[] =>
    saidOf(population(usage), files({ "u.csv": csv }), "{ start: 2026-01-01, for: 2 months }");

  it("tells everything at once, with file and line", () => {
    const csv = `customer,plan,at,quantity,action
bob,calls,2026-01-25,5,
ann,calls,2026-01-10,5,
dan,calls,2026-01-10,5,
cid,pro,2026-02-10,5,
cid,apy,2026-02-10,x,add
cid,calls,2027-02-10,5,
cid,calls,2026-01-20,5,
cid,calls,2026-02-15,-1,
cid,calls,2026-02-12,1,
`;
    expect(said(csv)).toEqual([
      "u.csv:3 unsorted-rows",
      "u.csv:4 unknown-customer",
      "u.csv:5 not-metered",
      "u.csv:6 unknown-id",
      "u.csv:6 bad-decimal",
      "u.csv:6 bad-choice",
      "u.csv:7 outside-clock",
      "u.csv:8 before-sign-up",
      "u.csv:10 unsorted-rows",
    ]);
  });

  it.each([
    ["customer,plan,at\n", "{ from: u.csv }", ["u.csv:1 missing-column"]],
    ["customer,plan,at,quantity,colour\n", "{ from: u.csv }", ["u.csv:1 unknown-column"]],
    ["", "{ from: u.csv }", ["a.yaml:17 empty-file"]],
    [USAGE, "{ from: ../u.csv }", ["a.yaml:17 path-outside"]],
    [USAGE, "{ a: { from: u.csv }, b: { from: u.csv } }", ["a.yaml:17 duplicate-stream"]],
    [USAGE, "{ a: { from: u.csv, every: 1 day } }", ["a.yaml:17 exclusive-keys"]],
    [USAGE, "{ from: 3 }", ["a.yaml:17 wrong-type"]],
    [
      "customer,plan,at,quantity\nann,calls,2026-01-10,5\n",
      "{ a: { from: u.csv }, b: { plan: calls, every: 1 day, quantity: 1 } }",
      ["u.csv:2 exclusive-keys"],
    ],
  ])("%j with usage: %s", (csv, usage, expected) => {
    expect(said(csv, usage)).toEqual(expected);
  });

  it("is of no use to drawn customers", () => {
    const body = population("{ from: u.csv }", "signups: { per_month: 3 }\n    subscribe: { all: { plan: calls } }");
    expect(saidOf(body, files())).toEqual(["a.yaml:18 drawn-customers"]);
  });

  it("shows a hundred mistakes of a thousand", () => {
    const rows = Array.from({ length: 1000 }, () => "ann,calls,never,5").join("\n");
    expect(said(`customer,plan,at,quantity\n${rows}\n`)).toHaveLength(101);
  });
});
