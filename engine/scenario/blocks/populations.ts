import { block, choice, list, named, notYet, ref, type Schema, text, whole } from "../../language/schema-parts.ts";
import { dunningSchema } from "./dunning.ts";
import { behaviorSchema } from "./population-behavior.ts";

const number = (description: string): Schema => ref("number_or_distribution", description);
const byCurrency = {
  description: "One currency, or shares by currency code.",
  type: ["string", "object"],
  additionalProperties: ref("share", "The share of this currency."),
  examples: ["usd"],
};

const signupsSchema = block("How many customers come, and when: `per_month`, `each_month`, `from` or `existing`.", {
  per_month: number("Sign-ups a month on average."),
  growth: ref("share", "Monthly growth of the sign-ups, compounded."),
  process: choice("Random arrivals, or the same number every month.", ["poisson", "even"], { default: "poisson" }),
  seasonality: list("Twelve factors, January first.", { description: "A factor, 1 for an average month.", type: "number" }, { minItems: 12, maxItems: 12 }),
  each_month: list("Sign-ups of each month in turn.", { description: "Sign-ups of a month.", type: "integer", minimum: 0 }),
  from: text("A CSV file with columns customer, at, plan, quantity, currency, coupon, trial_end, card, and attributes."),
  existing: block("Live subscriptions at the clock's start.", {
    count: whole("How many, drawn from the mix.", 0),
    from: text("A CSV file of live subscriptions."),
    format: choice("Whose columns the file has.", ["billclock", "stripe"], { default: "billclock" }),
    plans: named("Which plan of `plans` a price id of the file stands for.", ref("id", "A plan.")),
    columns: named("What the file calls a column.", text("The file's name of the column.")),
  }),
});

const subscribeSchema = named(
  "What customers sign up for, by name: one is drawn per customer.",
  block("One of the mix.", {
    weight: number("Its weight, relative to the others."),
    plan: ref("id", "The plan."),
    quantity: number("How many."),
    items: list("Several plans on one subscription.", block("One plan.", { plan: ref("id", "The plan."), quantity: number("How many.") }, ["plan"])),
    trial: ref("trial", "Length of the free trial."),
    converts: ref("rate", "The share that stays at the trial's end."),
    trial_end_behavior: choice("What happens at the trial's end without a payment method.", ["cancel", "pause", "create_invoice"]),
    coupon: ref("id", "A coupon of `coupons`."),
    tax_rates: list("Tax rates of `tax_rates`.", ref("id", "A tax rate.")),
  }),
);

const usageSchema = named(
  "Usage of metered plans, by name: `quantity` x a lasting factor x a monthly factor x growth.",
  block("One stream of usage.", {
    plan: ref("id", "The metered plan."),
    every: ref("duration", "The time between two records."),
    quantity: number("How much each time."),
    growth: ref("share", "Monthly growth, compounded."),
    spread: block("How customers and months differ: coefficients of variation.", {
      customer: ref("share", "Of the factor that a customer keeps."),
      month: ref("share", "Of the factor that changes every month."),
    }),
  }),
);

const populationSchema = block("A population.", {
  like: ref("id", "Another population, over which this one is a merge patch."),
  signups: signupsSchema,
  attributes: named("Attributes drawn per customer, by name: shares, or a distribution.", {
    description: "Shares by value, or a distribution.",
    type: ["object"],
  }),
  currency: byCurrency,
  card: ref("id", "The cards' behaviour: a card of `cards`."),
  tax_rates: list("Its customers' tax rates.", ref("id", "A tax rate of `tax_rates`.")),
  coupon: ref("id", "Its customers' coupon."),
  collection_method: choice("How its customers' invoices are collected.", ["charge_automatically", "send_invoice"]),
  days_until_due: whole("Days until a sent invoice is due.", 0),
  dunning: dunningSchema("Its customers' retry schedule."),
  subscribe: subscribeSchema,
  usage: usageSchema,
  behavior: behaviorSchema,
  timeline: named("Entries that every one of its customers goes through, by name.", { description: "An entry, as in a customer's timeline.", type: "object" }),
  pays: block("How customers pay sent invoices.", {
    after: { description: "How long after an invoice was sent: a duration or a distribution.", type: ["string", "object"] },
    never: ref("share", "The share that is never paid."),
  }),
  price_sensitivity: block("How prices change sign-ups, churn and usage: elasticities (D32).", {
    signup_elasticity: number("Of sign-ups, for example -0.6."),
    churn_elasticity: number("Of churn, for example 0.4."),
    usage_elasticity: number("Of usage, for example -0.3."),
    reference: { description: "The price they are relative to; default: that of the file.", type: ["integer", "object"] },
  }),
  willingness_to_pay: named(
    "The most that customers pay, by plan: a distribution; in place of elasticities.",
    number("The most a customer pays for this plan."),
  ),
});

export const populationsSchema: Schema = notYet(
  "It will draw customers from distributions.",
  named("Customers drawn from distributions, by name.", populationSchema),
);
