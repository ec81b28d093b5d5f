import { formatMoney } from "../../engine/money/currency.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import type { RecurringRow } from "./recurring-rows.ts";

type Formula = (row: RecurringRow, money: (amount: number) => string, scenario: Scenario) => string;

const churned = (row: RecurringRow): number => row.churnedVoluntary + row.churnedInvoluntary;
const twelveMonths = (row: RecurringRow, of: (trailing: NonNullable<RecurringRow["trailing"]>) => string): string =>
  row.trailing === undefined ? "the clock has not run for twelve months yet" : of(row.trailing);

/** What a change of rates adds, where there is one. */
const fxText = (row: RecurringRow, money: (amount: number) => string): string => (row.fx === 0 ? "" : ` + fx ${money(row.fx)}`);
const atRates = (row: RecurringRow): string => (row.fx === 0 ? "" : ", at the rates of the interval");

/** How a column that is not a sum of movements comes about, with its numbers. */
const FORMULAS: ReadonlyMap<string, Formula> = new Map<string, Formula>([
  ["opening", (row, money) => `the closing of the interval before, in the first one what was there when the clock started: ${money(row.opening)}`],
  [
    "closing",
    (row, money) =>
      `opening ${money(row.opening)} + new ${money(row.new)} + reactivation ${money(row.reactivation)} + expansion ${money(row.expansion)} - contraction ${money(row.contraction)} - churn ${money(row.churn)}${fxText(row, money)} = ${money(row.closing)}`,
  ],
  ["fx", (row, money) => `what the opening is worth at the rates of the interval, less what it was shown as: ${money(row.fx)}`],
  ["arr", (row, money) => `every subscription's price over a year, each rounded once, added up: ${money(row.arr)}`],
  ["subscribers", (row) => customersFormula(row)],
  ["customers_opening", (row) => `the closing of the interval before, in the first one who was there when the clock started: ${row.customersOpening}`],
  ["customers_closing", (row) => customersFormula(row)],
  [
    "logo_churn_rate",
    (row, _money, { reports }) => {
      const joined = reports.metrics.churnDenominator === "start" ? "" : ` + ${row.customersNew} new`;
      return `${churned(row)} churned / (${row.customersOpening} at the start${joined})`;
    },
  ],
  ["gross_mrr_churn_rate", (row, money) => `(churn ${money(row.churn)} + contraction ${money(row.contraction)}) / opening ${money(row.opening)}`],
  [
    "net_mrr_churn_rate",
    (row, money, { reports }) => {
      const back = reports.metrics.reactivationInNrr ? ` - reactivation ${money(row.reactivation)}` : "";
      return `(churn ${money(row.churn)} + contraction ${money(row.contraction)} - expansion ${money(row.expansion)}${back}) / opening ${money(row.opening)}`;
    },
  ],
  ["nrr", (row, money) => `${money(row.retained)} now / ${money(row.retainedFrom)} at the start, of those who paid then${atRates(row)}`],
  ["grr", (row, money) => `${money(row.retainedAtMost)} now, of each no more than it paid / ${money(row.retainedFrom)} at the start${atRates(row)}`],
  ["nrr_12m", (row, money) => twelveMonths(row, ({ now, then }) => `${money(now)} now / ${money(then)} twelve months before`)],
  [
    "grr_12m",
    (row, money) => twelveMonths(row, ({ atMost, then }) => `${money(atMost)} now, of each no more than it paid / ${money(then)} twelve months before`),
  ],
  [
    "quick_ratio",
    (row, money) =>
      `(new ${money(row.new)} + reactivation ${money(row.reactivation)} + expansion ${money(row.expansion)}) / (contraction ${money(row.contraction)} + churn ${money(row.churn)})`,
  ],
  ["arpa", (row, money) => `closing ${money(row.closing)} / ${row.customersClosing} customers`],
  [
    "ltv",
    (row, money, { reports }) =>
      churned(row) === 0
        ? "nobody left in the interval: there is no estimate"
        : `closing ${money(row.closing)} / ${row.customersClosing} customers x gross margin ${reports.metrics.grossMarginPpm / 10_000}% / logo churn of a month, from ${churned(row)} churned in a ${reports.interval}`,
  ],
]);

function customersFormula(row: RecurringRow): string {
  const { customersOpening, customersNew, customersReactivated, churnedVoluntary, churnedInvoluntary, customersClosing } = row;
  return `${customersOpening} at the start + ${customersNew} new + ${customersReactivated} back - ${churnedVoluntary} who left - ${churnedInvoluntary} by failed payments = ${customersClosing}`;
}

/** The equation behind a cell of mrr.csv or churn.csv; undefined for a column that is counted and not computed. */
export function recurringFormula(column: string, row: RecurringRow, scenario: Scenario): string | undefined {
  return FORMULAS.get(column)?.(row, (amount) => formatMoney(amount, row.currency), scenario);
}

/** How a row of the recurring reports adds up (outputs: identities). */
export function recurringArithmetic(row: RecurringRow): readonly string[] {
  const money = (amount: number): string => formatMoney(amount, row.currency);
  return [
    `opening ${money(row.opening)} + new ${money(row.new)} + reactivation ${money(row.reactivation)} + expansion ${money(row.expansion)}`,
    `- contraction ${money(row.contraction)} - churn ${money(row.churn)}${fxText(row, money)} = closing ${money(row.closing)}`,
  ];
}
