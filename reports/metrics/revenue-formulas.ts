import { formatMoney } from "../../engine/money/currency.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { RevenueRow } from "./revenue-rows.ts";

/** What a column is made of: names of columns with their amounts, negative where they are taken off. */
type Parts = (row: RevenueRow) => readonly (readonly [name: string, amount: Minor, sign: "+" | "-"])[];

const FORMULAS: ReadonlyMap<string, Parts> = new Map<string, Parts>([
  [
    "receivable_closing",
    (row) => [
      ["receivable_opening", row.receivableOpening, "+"],
      ["billed", row.billed, "+"],
      ["balance_on_invoices", row.balanceOnInvoices, "+"],
      ["collected", row.collected, "-"],
      ["credited_open", row.creditedOpen, "-"],
      ["voided", row.voided, "-"],
      ["uncollectible", row.uncollectible, "-"],
      ["recovered", row.recovered, "+"],
    ],
  ],
  [
    "balance_closing",
    (row) => [
      ["balance_opening", row.balanceOpening, "+"],
      ["balance_on_invoices", row.balanceOnInvoices, "+"],
      ["credited_to_balance", row.creditedToBalance, "+"],
      ["balance_adjusted", row.balanceAdjusted, "+"],
    ],
  ],
  [
    "deferred_closing",
    (row) => [
      ["deferred_opening", row.deferredOpening, "+"],
      ["deferred_added", row.deferredAdded, "+"],
      ["deferred_released", row.deferredReleased, "-"],
      ["deferred_reversed", row.deferredReversed, "-"],
    ],
  ],
  [
    "unbilled_closing",
    (row) => [
      ["unbilled_opening", row.unbilledOpening, "+"],
      ["unbilled_added", row.unbilledAdded, "+"],
      ["unbilled_billed", row.unbilledBilled, "-"],
      ["unbilled_reversed", row.unbilledReversed, "-"],
    ],
  ],
  [
    "tax_closing",
    (row) => [
      ["tax_opening", row.taxOpening, "+"],
      ["tax_billed", row.tax, "+"],
      ["tax_reversed", row.taxReversed, "-"],
    ],
  ],
  [
    "credited",
    (row) => [
      ["credited_open", row.creditedOpen, "+"],
      ["credited_to_balance", row.creditedToBalance, "+"],
      ["credited_refunded", row.creditedRefunded, "+"],
      ["credited_out_of_band", row.creditedOutOfBand, "+"],
    ],
  ],
  [
    "recognized",
    (row) => [
      ["deferred_released", row.deferredReleased, "+"],
      ["unbilled_added", row.unbilledAdded, "+"],
      ["recognized_on_billing", row.recognizedOnBilling, "+"],
    ],
  ],
  [
    "net_revenue",
    (row) => [
      ["recognized", row.recognized, "+"],
      ["contra", row.contra, "-"],
    ],
  ],
  [
    "gross_margin",
    (row) => [
      ["net_revenue", row.netRevenue, "+"],
      ["cost", row.cost, "-"],
      ["fees", row.fees, "-"],
    ],
  ],
]);

/** How a column of revenue.csv that is not a sum of facts comes about, with its numbers; undefined for those that are. */
export function revenueFormula(column: string, row: RevenueRow): string | undefined {
  const money = (amount: Minor): string => formatMoney(amount, row.currency);
  if (column.endsWith("_opening")) return "the closing of the interval before; in the first one what stood before the clock";
  const parts = FORMULAS.get(column)?.(row);
  if (parts === undefined) return undefined;
  const sum = parts.reduce((total, [, amount, sign]) => (sign === "+" ? total + amount : total - amount), 0);
  return `${parts.map(([name, amount, sign], i) => `${i === 0 ? "" : ` ${sign} `}${name} ${money(amount)}`).join("")} = ${money(sum)}`;
}

/** How the row adds up, for an expectation that failed. */
export function revenueArithmetic(row: RevenueRow): readonly string[] {
  return ["recognized", "deferred_closing", "receivable_closing"].map((column) => `${column} = ${revenueFormula(column, row)}`);
}
