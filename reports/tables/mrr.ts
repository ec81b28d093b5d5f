import { intervalReport } from "../interval-report.ts";
import { recurringArithmetic, recurringFormula } from "../metrics/recurring-formulas.ts";
import type { RecurringRow } from "../metrics/recurring-rows.ts";
import { recurringSource } from "../metrics/recurring-source.ts";
import { integer, money, type Table, word } from "../table.ts";

/** `partial` where the clock cuts the interval, else empty: the last column of every interval file. */
export const partial = word<{ readonly partial: boolean }>("partial", "`partial` when the clock covers only a part of the interval.", (row) =>
  row.partial ? "partial" : undefined,
);

const mrrTable: Table<RecurringRow> = {
  name: "mrr",
  about:
    "Recurring revenue of a month per interval and currency, and how it moved (D39, D40). closing = opening + new + reactivation + expansion - contraction - churn + fx + transfer_in - transfer_out.",
  currency: ({ currency }) => currency,
  columns: [
    word("interval", "The interval.", (row) => row.interval),
    word("currency", "Three letters, lower case.", (row) => row.currency.code),
    money("opening", "At the interval's start: the closing of the one before.", (row) => row.opening),
    money("new", "Of customers who pay for the first time.", (row) => row.new),
    money("reactivation", "Of customers who had paid before and come back, an uncancel too.", (row) => row.reactivation),
    money("expansion", "More from customers who pay.", (row) => row.expansion),
    money("contraction", "Less from customers who go on paying.", (row) => row.contraction),
    money("churn", "Of customers who stopped.", (row) => row.churn),
    money("closing", "At the interval's end.", (row) => row.closing),
    money("arr", "The closing over a year: a sum of its own, not twelve times the rounded month.", (row) => row.arr),
    integer("subscribers", "Customers with recurring revenue at the end.", (row) => row.customersClosing),
    money("churn_involuntary", "Of churn, what failed payments ended.", (row) => row.churnInvoluntary),
    money("fx", "By a change of the rates into the reporting currency (R61).", (row) => row.fx),
    money("transfer_in", "Moved in from other plans of the same customers, under `by: [plan]` (R63).", (row) => row.transferIn),
    money("transfer_out", "Moved out to other plans.", (row) => row.transferOut),
    money("discounted", "What coupons take off the list price at the end, whether the definitions subtract it or not.", (row) => row.discounted),
    money("past_due_mrr", "Of the closing, what stands in subscriptions that are past due.", (row) => row.pastDue),
    partial,
  ],
};

export const mrr = intervalReport({
  name: "mrr",
  source: recurringSource,
  keys: ["interval"],
  table: () => mrrTable,
  rows: (collection, view) => collection.rows(view),
  formula: recurringFormula,
  arithmetic: recurringArithmetic,
});
