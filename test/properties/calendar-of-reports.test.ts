import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { csvRecords } from "../../engine/language/csv-records.ts";
import type { ReportInterval, Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";
import { IntervalGrid } from "../../reports/metrics/interval-grid.ts";
import { drawnScenario } from "../reports/drawn-scenario.ts";
import { anyScenarioDraw, scenarioOf, withRefusalsExpected } from "./drawn.ts";

type Row = Readonly<Record<string, string>>;

/** The files of a run by name, each row by its columns. */
function filesOf(scenario: Scenario): ReadonlyMap<string, readonly Row[]> {
  const collection = collect(scenario, { golden: false, ledger: true });
  simulate(scenario, collection.sink);
  return new Map(
    [...collection.files()].map(({ name, text }) => {
      const [header = [], ...rows] = [...csvRecords(text)].map(({ cells }) => cells ?? []);
      return [name.replace(".csv", ""), rows.map((cells) => Object.fromEntries(header.map((column, i) => [column, cells[i] ?? ""])))];
    }),
  );
}

const by = (scenario: Scenario, interval: ReportInterval): Scenario => ({ ...scenario, reports: { ...scenario.reports, interval } });

/** Flows that add up over any intervals. Stocks and rates do not. */
const FLOWS: ReadonlyMap<string, readonly string[]> = new Map([
  ["mrr", ["new", "reactivation", "expansion", "contraction", "churn", "churn_involuntary"]],
  ["churn", ["customers_new", "customers_reactivated", "churned_voluntary", "churned_involuntary", "trials_started", "trials_converted", "trials_ended"]],
  [
    "revenue",
    "billed,discounts,tax,credited,collected,refunded,uncollectible,recognized,deferred_added,deferred_released,voided,recovered,charges,credited_open,credited_to_balance,credited_refunded,credited_out_of_band,deferred_reversed,unbilled_added,unbilled_billed,unbilled_reversed,recognized_on_billing,contra,net_revenue,bad_debt,balance_on_invoices,balance_adjusted,tax_billed,tax_reversed,fees,disputed,cost,gross_margin".split(
      ",",
    ),
  ],
  ["usage", ["billed"]],
  ["tax", ["taxable", "tax_billed", "tax_reversed"]],
]);

/** Of every month, currency, plan and rate the sum of each flow. */
function monthlySums(files: ReadonlyMap<string, readonly Row[]>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [file, columns] of FLOWS) {
    for (const row of files.get(file) ?? []) {
      for (const column of columns) {
        const key = [file, row["interval"]?.slice(0, 7), row["currency"], row["plan"], row["tax_rate"], column].join(" ");
        sums[key] = (sums[key] ?? 0) + Number(row[column]?.replace(".", ""));
      }
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

/** What was final when a shorter clock ended: facts before its end, and the rows of intervals that were over. */
function closed(
  files: ReadonlyMap<string, readonly Row[]>,
  over: ReadonlySet<string>,
  months: ReadonlySet<string>,
  end: string,
): Record<string, readonly Row[]> {
  const rows = (file: string, isClosed: (row: Row) => boolean): [string, readonly Row[]] => [file, (files.get(file) ?? []).filter(isClosed)];
  const isOver = (row: Row): boolean => over.has(row["interval"] ?? "");
  const monthOf = (row: Row): string => {
    const [year = 0, month = 0] = (row["cohort"] ?? "").split("-").map(Number);
    const at = year * 12 + month - 1 + Number(row["age"]);
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
  };
  const facts = ["payments", "mrr_movements", "balance_transactions", "credit_notes", "events"];
  const intervals = ["mrr", "churn", "revenue", "usage", "aging", "tax", "trial_balance", "recognition"];
  return Object.fromEntries([
    ...facts.map((file) => rows(file, (row) => (row["at"] ?? "") < end)),
    ...intervals.map((file) => rows(file, isOver)),
    rows("deferred_waterfall", (row) => over.has(row["recognized_in"] ?? "")),
    rows("cohorts", (row) => months.has(monthOf(row))),
  ]);
}

const intervalDraw = fc.constantFrom<ReportInterval>("day", "week", "month", "quarter", "year");

describe("the calendar of reports", () => {
  test.prop([anyScenarioDraw], { numRuns: 30 })("days add up to months, in every flow of every file", (draw) => {
    const scenario = scenarioOf(withRefusalsExpected(draw, true));
    expect(monthlySums(filesOf(by(scenario, "day")))).toEqual(monthlySums(filesOf(by(scenario, "month"))));
  });

  test.prop([drawnScenario, intervalDraw, fc.integer({ min: 1, max: 400 })], { numRuns: 30 })(
    "a longer clock changes no row of what was over",
    (drawn, interval, days) => {
      const longer = by(drawn, interval);
      const end = longer.start + days * 86_400;
      const customers = longer.customers.map((customer) => ({ ...customer, entries: customer.entries.filter(({ at }) => at < end) }));
      const shorter = { ...longer, end, customers };
      // Who does more later does nothing else before.
      const over = (name: ReportInterval): ReadonlySet<string> => {
        const grid = new IntervalGrid(name, longer.start, end, longer.reports);
        return new Set(grid.labels.filter((_, i) => (grid.starts[i + 1] as number) <= end));
      };
      const until = new Date(end * 1000).toISOString().replace(".000", "");
      const of = (scenario: Scenario): Record<string, readonly Row[]> => closed(filesOf(scenario), over(interval), over("month"), until);
      expect(of(shorter)).toEqual(of(longer));
    },
  );
});
