import { test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { type Collection, collect } from "../../reports/collect.ts";
import type { RevenueRow } from "../../reports/metrics/revenue-rows.ts";
import { rowsOf } from "../reports/run.ts";
import { anyScenarioDraw, scenarioOf, withRefusalsExpected } from "./drawn.ts";

type Cells = ReadonlyMap<string, string>;

const minor = (cell: string | undefined): number => Number((cell ?? "").replace(".", ""));

function reported(scenario: Scenario, only?: ReadonlySet<string>): Collection | undefined {
  const collection = collect(scenario, { golden: false, ledger: true, only });
  return simulate(scenario, collection.sink).length > 0 ? undefined : collection;
}

/** Every identity of outputs.md that is not the definition of a column. */
function holdsTogether(r: RevenueRow): void {
  expect(r.billed + r.charges - r.tax).toBe(r.deferredAdded + r.unbilledBilled + r.recognizedOnBilling);
  const worth = r.receivableClosing - r.receivableOpening + r.unbilledClosing - r.unbilledOpening + r.cash;
  const owed = r.deferredClosing - r.deferredOpening + r.balanceClosing - r.balanceOpening + r.taxClosing - r.taxOpening;
  expect(worth - owed).toBe(r.netRevenue - r.badDebt - r.fees);
}

/** The sums of a column by interval and currency. */
function sums(rows: readonly Cells[], column: string, interval = "interval"): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.get(interval)} ${row.get("currency")}`;
    found.set(key, (found.get(key) ?? 0) + minor(row.get(column)));
  }
  return found;
}

/** Each column of revenue.csv beside the file, column and key from which it adds up. */
const READDED: readonly (readonly [revenue: string, file: string, column: string, interval?: string])[] = [
  ["recognized", "recognition.csv", "amount"],
  ...[
    "deferred_added",
    "deferred_released",
    "deferred_reversed",
    "unbilled_added",
    "unbilled_billed",
    "unbilled_reversed",
    "contra",
    "bad_debt",
    "tax_reversed",
  ].map((column) => [column, "recognition.csv", column] as const),
  ["receivable_closing", "aging.csv", "amount"],
  ["tax_billed", "tax.csv", "tax_billed"],
  ["tax_reversed", "tax.csv", "tax_reversed"],
  ["deferred_released", "deferred_waterfall.csv", "amount", "recognized_in"],
];

function readds(collection: Collection): void {
  const revenue = rowsOf(collection, "revenue.csv");
  for (const [column, file, from, interval] of READDED) {
    const found = sums(rowsOf(collection, file), from, interval);
    for (const [key, amount] of sums(revenue, column)) expect([file, from, key, found.get(key) ?? 0]).toEqual([file, from, key, amount]);
  }
  for (const [key, amount] of sums(rowsOf(collection, "trial_balance.csv"), "closing")) expect([key, amount]).toEqual([key, 0]);
  endsWithTheCustomers(collection, revenue.at(-1)?.get("interval"));
}

/** What is left at the end is what stands in the files with a row per thing. */
function endsWithTheCustomers(collection: Collection, last: string | undefined): void {
  const of = (rows: readonly Cells[], column: string): ReadonlyMap<string, number> => sums(rows, column, "none");
  const ending = rowsOf(collection, "revenue.csv").filter((row) => row.get("interval") === last);
  const open = of(
    rowsOf(collection, "invoices.csv").filter((row) => row.get("status") === "open"),
    "amount_remaining",
  );
  for (const [key, amount] of of(ending, "receivable_closing")) expect(open.get(key) ?? 0).toBe(amount);
  const balances = of(rowsOf(collection, "customers.csv"), "balance");
  for (const [key, amount] of of(ending, "balance_closing")) expect(0 - (balances.get(key) ?? 0)).toBe(0 + amount);
}

/** The same by days, added up to months. */
function daysAddUp(scenario: Scenario, months: Collection): void {
  const daily = reported({ ...scenario, reports: { ...scenario.reports, interval: "day" } }, new Set(["revenue"]));
  const days = rowsOf(daily as Collection, "revenue.csv").map((row) => new Map([...row, ["interval", (row.get("interval") ?? "").slice(0, 7)]]));
  for (const column of ["recognized", "contra", "deferred_added", "unbilled_added", "bad_debt", "tax_reversed"]) {
    expect([column, sums(days, column)]).toEqual([column, sums(rowsOf(months, "revenue.csv"), column)]);
  }
}

describe("the money of an interval", () => {
  test.prop([anyScenarioDraw], { numRuns: 60, seed: 20_261_120 })(
    "adds up in every interval of every drawn scenario, from the row files and from days",
    (draw) => {
      const scenario = scenarioOf(withRefusalsExpected(draw, true));
      const collection = reported(scenario);
      if (collection === undefined) return;
      for (const row of collection.revenueRows()) holdsTogether(row);
      readds(collection);
      daysAddUp(scenario, collection);
    },
  );

  test.prop([anyScenarioDraw], { numRuns: 40, seed: 20_261_121 })("adds up by the day, with usage as invoiced and one-offs over time", (draw) => {
    const drawn = scenarioOf(withRefusalsExpected(draw, true));
    const recognition = { granularity: "day", usage: "as_invoiced", oneOffOver: { months: 3, seconds: 0 } } as const;
    const collection = reported({ ...drawn, reports: { ...drawn.reports, recognition } });
    if (collection === undefined) return;
    for (const row of collection.revenueRows()) holdsTogether(row);
    readds(collection);
  });

  test.prop([anyScenarioDraw], { numRuns: 30, seed: 20_261_122 })("a longer clock changes no closed interval", (draw) => {
    const scenario = scenarioOf(withRefusalsExpected(draw, true));
    const files = ["revenue", "aging", "tax", "trial_balance"];
    const [short, long] = [scenario.end, scenario.end + 100 * 86_400].map((end) => reported({ ...scenario, end }, new Set(files)));
    if (short === undefined || long === undefined) return;
    for (const file of files) {
      const closed = rowsOf(short, `${file}.csv`).filter((row) => row.get("partial") === "");
      const known = new Set(rowsOf(long, `${file}.csv`).map((row) => JSON.stringify([...row])));
      for (const row of closed) expect(known).toContain(JSON.stringify([...row]));
    }
  });
});
