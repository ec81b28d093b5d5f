import { intervalReport } from "../interval-report.ts";
import { revenueArithmetic, revenueFormula } from "../metrics/revenue-formulas.ts";
import type { RevenueRow } from "../metrics/revenue-rows.ts";
import { revenueSource } from "../metrics/revenue-source.ts";
import { money, type Table, word } from "../table.ts";
import { partial } from "./mrr.ts";

const revenueTable: Table<RevenueRow> = {
  name: "revenue",
  about:
    "The money of an interval: what was billed, paid, earned and given back, with the stocks that they move (D42). Each closing is the next opening, and every identity holds exactly.",
  currency: ({ currency }) => currency,
  columns: [
    word("interval", "The interval.", (row) => row.interval),
    word("currency", "Three letters, lower case.", (row) => row.currency.code),
    money("billed", "Totals of invoices finalized in the interval, tax included; negative totals too, drafts never.", (row) => row.billed),
    money("discounts", "What coupons took off those invoices, beside what is inside of prorations.", (row) => row.discounts),
    money("tax", "The tax of those invoices, inclusive tax too.", (row) => row.tax),
    money("credited", "By credit notes, tax included.", (row) => row.credited),
    money("collected", "Paid on invoices, out of band too, before refunds and fees.", (row) => row.collected),
    money("refunded", "Given back, of invoices and charges.", (row) => row.refunded),
    money("uncollectible", "What remained of invoices when they were written off.", (row) => row.uncollectible),
    money("recognized", "Revenue earned: deferred_released + unbilled_added + recognized_on_billing.", (row) => row.recognized),
    money("deferred_opening", "Billed and not yet earned, at the interval's start.", (row) => row.deferredOpening),
    money("deferred_added", "Billed for time to come, and for time that had elapsed unbilled by no pending line.", (row) => row.deferredAdded),
    money("deferred_released", "Of it, earned in the interval.", (row) => row.deferredReleased),
    money("deferred_closing", "Billed and not yet earned, at the interval's end.", (row) => row.deferredClosing),
    money("receivable_opening", "What remained of open invoices, at the interval's start.", (row) => row.receivableOpening),
    money("receivable_closing", "The same at its end.", (row) => row.receivableClosing),
    money("voided", "Of voided invoices: what remained, and what the void gives back to the balance.", (row) => row.voided),
    money("recovered", "Of what was written off, what was paid or voided later.", (row) => row.recovered),
    money("charges", "One-off charges that succeeded, before refunds and fees.", (row) => row.charges),
    money("credited_open", "Of credited, what came off open invoices.", (row) => row.creditedOpen),
    money("credited_to_balance", "Of credited, what went to customer balances.", (row) => row.creditedToBalance),
    money("credited_refunded", "Of credited, what was refunded.", (row) => row.creditedRefunded),
    money("credited_out_of_band", "Of credited, what was given back outside.", (row) => row.creditedOutOfBand),
    money(
      "deferred_reversed",
      "Of deferred revenue, what will not be earned: voids, refunds, credit notes, disputes, write-offs.",
      (row) => row.deferredReversed,
    ),
    money("unbilled_opening", "Earned and not yet billed, at the interval's start.", (row) => row.unbilledOpening),
    money("unbilled_added", "Earned before its bill: usage, pending prorations.", (row) => row.unbilledAdded),
    money("unbilled_billed", "Of it, billed in the interval.", (row) => row.unbilledBilled),
    money("unbilled_reversed", "Of it, what will never be billed.", (row) => row.unbilledReversed),
    money("unbilled_closing", "Earned and not yet billed, at the interval's end.", (row) => row.unbilledClosing),
    money("recognized_on_billing", "Earned at once with its bill: what has no period.", (row) => row.recognizedOnBilling),
    money("contra", "Revenue taken back: the elapsed part of reductions, credits to the balance, usage never billed.", (row) => row.contra),
    money("net_revenue", "recognized - contra.", (row) => row.netRevenue),
    money("bad_debt", "The elapsed part of what was written off.", (row) => row.badDebt),
    money("balance_opening", "Owed to customers by their balances, at the interval's start; negative: owed by them.", (row) => row.balanceOpening),
    money("balance_on_invoices", "What finalization moved: amount due less total; and what voids gave back.", (row) => row.balanceOnInvoices),
    money("balance_adjusted", "By `credit`: positive in the customer's favour.", (row) => row.balanceAdjusted),
    money("balance_closing", "Owed to customers at the interval's end.", (row) => row.balanceClosing),
    money("tax_opening", "Tax owed to authorities, at the interval's start: nothing is ever paid to them here.", (row) => row.taxOpening),
    money("tax_billed", "The tax of invoices finalized in the interval.", (row) => row.tax),
    money("tax_reversed", "Tax that went with credit notes, voids and write-offs.", (row) => row.taxReversed),
    money("tax_closing", "Tax owed at the interval's end.", (row) => row.taxClosing),
    money("recognized_unpaid", "Of recognized, what belongs to invoices not paid at the interval's end.", (row) => row.recognizedUnpaid),
    money("fees", "What the provider keeps of successful charges (`billing.fees`) and disputes; refunds do not give it back.", (row) => row.fees),
    money("disputed", "Taken by disputes less what was given back.", (row) => row.disputed),
    money("cost", "What serving customers costs, by `unit_cost_decimal` of their plans (R111).", (row) => row.cost),
    money("gross_margin", "net_revenue - cost - fees.", (row) => row.grossMargin),
    partial,
  ],
};

export const revenue = intervalReport({
  name: "revenue",
  source: revenueSource,
  keys: ["interval"],
  table: () => revenueTable,
  rows: (collection, view) => collection.rows(view),
  formula: revenueFormula,
  arithmetic: revenueArithmetic,
});
