import { choice, list, ref, type Schema, text, whole } from "../../language/schema-parts.ts";

/** How the values of a column are written and read; as in outputs.md. */
export type ColumnKind = "money" | "instant" | "integer" | "rate" | "text" | "flag" | "count" | "lines" | "events";

/** One column that can be expected. `several`: its cells may hold values joined by `;`, written as a list. */
export interface ExpectableColumn {
  readonly kind: ColumnKind;
  readonly several: boolean;
  readonly schema: Schema;
}

export type Columns = Readonly<Record<string, ExpectableColumn>>;

const CELL_TYPES: Readonly<Record<ColumnKind, Pick<Schema, "type" | "x-expects">>> = {
  money: { type: ["integer", "null"], "x-expects": "an amount in whole minor units, or null" },
  instant: { type: ["string", "integer", "null"], "x-expects": "an instant such as 2026-01-31, or null" },
  integer: { type: ["integer", "null"], "x-expects": "a whole number, or null" },
  rate: { type: ["number", "string", "null"], "x-expects": "a rate such as 4% or 0.04, or null" },
  text: { type: ["string", "number", "null"], "x-expects": "a text, or null" },
  flag: { type: ["boolean", "null"], "x-expects": "true, false or null" },
  count: { type: "integer" },
  lines: { type: "array" },
  events: { type: "array" },
};

function column(kind: ColumnKind, description: string, more: Partial<Schema> = {}): ExpectableColumn {
  return { kind, several: false, schema: { description, ...CELL_TYPES[kind], ...more } };
}

/** A column whose cells may hold several values: one, or a list of them. */
function several(kind: "money" | "integer" | "text" | "flag" | "instant", description: string): ExpectableColumn {
  const one = CELL_TYPES[kind];
  const type = [...(one.type as readonly string[]), "array"];
  return {
    kind,
    several: true,
    schema: { description: `${description} A list where there are several.`, ...one, type, items: { description: "One of them.", ...one } },
  };
}

function word(description: string, values: readonly string[]): ExpectableColumn {
  return { kind: "text", several: false, schema: { ...choice(description, values), type: ["string", "null"], enum: [...values, null] } };
}

export const money = (description: string): ExpectableColumn => column("money", description);
const instant = (description: string): ExpectableColumn => column("instant", description);
export const integer = (description: string): ExpectableColumn => column("integer", description);
export const rate = (description: string): ExpectableColumn => column("rate", description);
const label = (description: string): ExpectableColumn => column("text", description);

const INVOICE_STATUSES = ["draft", "open", "paid", "void", "uncollectible"];
const SUBSCRIPTION_STATUSES = ["incomplete", "incomplete_expired", "trialing", "active", "past_due", "unpaid", "canceled", "paused"];
const COLLECTION = ["charge_automatically", "send_invoice"];

/** Columns of invoice_lines.csv. */
export const lineColumns: Columns = {
  line: integer("Its number on the invoice, from 1."),
  subscription: label("The subscription it belongs to."),
  plan: label("The plan it bills."),
  kind: word("What it is.", ["subscription", "proration_credit", "proration_charge", "usage", "invoice_item", "trial"]),
  description: label("Its text."),
  quantity: integer("How many of the plan."),
  period_start: instant("The first instant of what it bills."),
  period_end: instant("The first instant after what it bills."),
  proration: column("flag", "Whether it is a proration."),
  amount: money("Before discounts; a proration has them inside."),
  discount: money("What coupons took off."),
  tax: money("All its taxes."),
  currency: label("Its currency."),
  product: label("The plan's product."),
  tax_rate: several("text", "The tax rates on it."),
  tax_inclusive: several("flag", "Whether each of them is inside the amount."),
  coupon: several("text", "The coupons on it."),
  ratio_numerator: integer("Seconds billed, of a part of a period."),
  ratio_denominator: integer("Seconds of the full period."),
  tax_amount: several("money", "What each of its tax rates took."),
};

/** Columns of invoices.csv, and the lines of the invoice. */
export const invoiceColumns: Columns = {
  customer: label("Whose it is."),
  subscription: label("The subscription that made it."),
  population: label("The population its customer was drawn from."),
  currency: label("Its currency."),
  billing_reason: word("Why it was made.", ["subscription_create", "subscription_cycle", "subscription_update", "subscription_threshold", "manual"]),
  status: word("Its status.", INVOICE_STATUSES),
  created_at: instant("When it was made, as a draft."),
  finalized_at: instant("When it became final."),
  due_at: instant("When it is due."),
  paid_at: instant("When it was paid."),
  period_start: instant("The first instant of what it bills."),
  period_end: instant("The first instant after what it bills."),
  subtotal: money("Sum of its lines before discounts."),
  discount: money("Sum of its discounts."),
  tax: money("Sum of its taxes."),
  total: money("After discounts, with tax; negative for a credit."),
  balance_applied: money("`amount_due` less `total`."),
  amount_due: money("What is asked of the customer."),
  amount_paid: money("What was paid."),
  amount_remaining: money("What is still to be paid."),
  attempts: integer("Attempts of the schedule so far."),
  next_attempt_at: instant("The next retry."),
  collection_method: word("How it is collected.", COLLECTION),
  voided_at: instant("When it was voided."),
  uncollectible_at: instant("When it was written off."),
  starting_balance: money("The customer balance before finalization; negative is credit."),
  ending_balance: money("The customer balance after finalization."),
  credited: money("Sum of its credit notes."),
  refunded: money("Sum of its refunds."),
  lines: {
    kind: "lines",
    several: false,
    schema: list("All its lines in print order, each with the columns of invoice_lines.csv that matter.", columnsBlock("One line.", lineColumns)),
  },
};

/** Columns of subscriptions.csv. */
export const subscriptionColumns: Columns = {
  customer: label("Whose it is."),
  population: label("The population its customer was drawn from."),
  plans: several("text", "Its plans."),
  quantity: several("integer", "Their quantities."),
  status: word("Its status.", SUBSCRIPTION_STATUSES),
  started_at: instant("When it started."),
  trial_end: instant("When its trial ends or ended."),
  current_period_start: instant("The first instant of the running period."),
  current_period_end: instant("The first instant after the running period."),
  cancel_at: instant("Its planned end, while a cancel is pending."),
  canceled_at: instant("When it was cancelled: the request."),
  ended_at: instant("When it ended: the effect."),
  end_reason: word("Why it ended.", ["cancel", "period_end", "cancel_at", "payment_failure", "missing_payment_method", "expired"]),
  mrr: money("Its monthly recurring revenue."),
  currency: label("Its currency."),
  unit_amount: several("money", "The unit amounts of its plans."),
  coupon: several("text", "Its coupons."),
  coupon_ends_at: several("instant", "When each of its coupons ends."),
  collection_method: word("How its invoices are collected.", COLLECTION),
  pause_collection: label("Whether collection is paused, and how."),
  trial_start: instant("When its trial began."),
};

/** Columns of customers.csv, counts of rows, and events. */
export const customerColumns: Columns = {
  population: label("The population it was drawn from."),
  currency: label("Its currency."),
  balance: money("The customer balance; negative is credit."),
  card: label("Its default card."),
  status: label("Its status."),
  first_paid_at: instant("When it first paid."),
  mrr: money("Its monthly recurring revenue."),
  invoices: { kind: "count", several: false, schema: whole("How many invoices it has.", 0) },
  subscriptions: { kind: "count", several: false, schema: whole("How many subscriptions it has or had.", 0) },
  payments: { kind: "count", several: false, schema: whole("How many rows of payments.csv it has.", 0) },
  events: {
    kind: "events",
    several: false,
    schema: list("Exactly the events of the instant `at`, in order, by Stripe's type names.", text("An event type, such as `invoice.created`.")),
  },
};

/** A block schema of columns, with further keys before them. */
export function columnsBlock(description: string, columns: Columns, before: Readonly<Record<string, Schema>> = {}): Schema {
  const properties: Record<string, Schema> = { ...before };
  for (const [name, { schema }] of Object.entries(columns)) properties[name] = schema;
  return { description, type: "object", properties, additionalProperties: false };
}

export const atSchema = ref("instant", "Just after everything of this instant (D13); default: the final state.");
