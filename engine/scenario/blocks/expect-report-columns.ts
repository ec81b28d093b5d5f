import { choice, ref, type Schema, text, whole } from "../../language/schema-parts.ts";
import { type Columns, integer, money, rate } from "./expect-columns.ts";
import { REVENUE_COLUMNS } from "./expect-revenue-columns.ts";

/** What tells the rows of a report apart, besides `currency` and what `by` names. */
export const reportKeys: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  mrr: { interval: intervalSchema() },
  churn: { interval: intervalSchema() },
  revenue: { interval: intervalSchema() },
  cohorts: { cohort: text("The month in which the cohort began: `2026-01`."), age: whole("Months since.", 0) },
  dunning: {
    interval: intervalSchema(),
    decline_code: text("Why the first charge failed."),
    attempt: whole("The retry, from 1; 0 for those that were never retried.", 0),
  },
  usage: { interval: intervalSchema(), plan: ref("id", "The metered plan.") },
  deferred_waterfall: {
    billed: intervalSchema("The interval in which it was billed: `2026-01`."),
    recognized_in: intervalSchema("The interval in which it was or will be earned: `2026-12`."),
  },
  aging: { interval: intervalSchema(), bucket: choice("How many days overdue.", ["not_due", "1-30", "31-60", "61-90", "over_90"]) },
  tax: { interval: intervalSchema(), tax_rate: ref("id", "The tax rate.") },
  trial_balance: { interval: intervalSchema(), account: text("The account, as the journal names it: `assets:cash`.") },
};

function intervalSchema(description = "The row's interval, as the report prints it: `2026-12`."): Schema {
  return { description, type: ["string", "number"], examples: ["2026-12", "2026-Q1"] };
}

/** Columns of the interval reports that can be expected, by report. */
export const reportColumns: Readonly<Record<string, Columns>> = {
  mrr: {
    opening: money("MRR at the interval's start."),
    new: money("MRR of first-time customers."),
    reactivation: money("MRR of customers who returned."),
    expansion: money("MRR gained from customers who had some."),
    contraction: money("MRR lost from customers who kept some."),
    churn: money("MRR of customers who left."),
    closing: money("MRR at the interval's end."),
    arr: money("Annual recurring revenue at the interval's end."),
    subscribers: integer("Customers with MRR at the interval's end."),
    churn_involuntary: money("The part of `churn` that failed payments caused."),
    fx: money("Changes of exchange rates."),
    transfer_in: money("MRR that came from another plan."),
    transfer_out: money("MRR that went to another plan."),
    discounted: money("What coupons take off MRR."),
    past_due_mrr: money("The part of `closing` that is past due."),
  },
  churn: {
    customers_opening: integer("Paying customers at the interval's start."),
    customers_new: integer("First-time customers."),
    customers_reactivated: integer("Customers who returned."),
    churned_voluntary: integer("Customers who left."),
    churned_involuntary: integer("Customers lost to failed payments."),
    customers_closing: integer("Paying customers at the interval's end."),
    logo_churn_rate: rate("Churned customers as a share."),
    gross_mrr_churn_rate: rate("MRR lost as a share of the opening."),
    net_mrr_churn_rate: rate("MRR lost less gained, as a share of the opening."),
    nrr: rate("Net revenue retention."),
    grr: rate("Gross revenue retention."),
    quick_ratio: rate("MRR gained for each unit lost."),
    arpa: money("MRR per paying customer."),
    ltv: money("Lifetime value of a customer."),
    trials_started: integer("Trials that started."),
    trials_converted: integer("Trials whose customer paid."),
    trials_ended: integer("Trials that ended."),
    nrr_12m: rate("Net revenue retention over twelve months."),
    grr_12m: rate("Gross revenue retention over twelve months."),
    past_due_customers: integer("Customers with a past-due subscription at the interval's end."),
    customers_transferred_in: integer("Customers who went on paying and began to pay for this plan."),
    customers_transferred_out: integer("Customers who went on paying and stopped to pay for this plan."),
  },
  revenue: Object.fromEntries(Object.entries(REVENUE_COLUMNS).map(([name, about]) => [name, money(about)])),
  cohorts: {
    customers: integer("How many began."),
    retained: integer("How many pay at the end of the month."),
    retention_rate: rate("The share of customers that still pays."),
    mrr_start: money("MRR that they began with."),
    mrr: money("Their MRR at the end of the month."),
    mrr_retention_rate: rate("MRR as a share of what they began with."),
    revenue_cumulative: money("What they were invoiced until then."),
    collected_cumulative: money("What they paid until then."),
  },
  dunning: {
    tried: integer("How many were tried."),
    recovered: integer("How many of them were paid."),
    recovery_rate: rate("The share of those tried that was paid."),
    amount_tried: money("What was asked."),
    amount_recovered: money("What was paid."),
    recovered_by_card: integer("How many were paid by another card."),
    lost: integer("How many were given up after this retry."),
    open: integer("How many are still to be retried at the clock's end."),
  },
  usage: {
    quantity: integer("What was billed of it."),
    billed: money("What it came to."),
  },
  deferred_waterfall: { amount: money("How much.") },
  aging: {
    invoices: integer("Open invoices at the interval's end."),
    amount: money("What remains of them."),
  },
  tax: {
    taxable: money("What it was taken on."),
    tax_billed: money("Tax of invoices finalized in the interval."),
    tax_reversed: money("Tax that went with reductions."),
  },
  trial_balance: {
    opening: money("At the interval's start, debit positive."),
    debit: money("What debited it."),
    credit: money("What credited it."),
    closing: money("At the interval's end, debit positive."),
  },
};
