import { block, choice, list, named, notYet, ref, type Schema } from "../../language/schema-parts.ts";

const whereSchema: Schema = {
  description: "Which customers: by `plan`, `population`, `currency`, any attribute, `started_before`, `started_after`, `paying_below`, `paying_above`.",
  type: "object",
  properties: {
    plan: ref("id", "Customers of this plan."),
    population: ref("id", "Customers of this population."),
    currency: ref("currency", "Customers in this currency."),
    started_before: ref("instant", "Customers who started before this instant."),
    started_after: ref("instant", "Customers who started after this instant."),
    paying_below: ref("amount", "Customers who pay less than this."),
    paying_above: ref("amount", "Customers who pay more than this."),
  },
  additionalProperties: { description: "The value of an attribute, or several.", type: ["string", "number", "array"] },
};

const entrySchema = block("One thing that the business does: an instant, and exactly one of `change_price`, `migrate`, `promotion` and `outage`.", {
  at: ref("instant", "When it begins."),
  until: ref("instant", "When a promotion or outage ends."),
  change_price: block("A plan gets another price.", {
    plan: ref("id", "The plan."),
    set: { description: "The keys of the plan that change: `unit_amount`, `tiers`, `currency_options`, ...", type: "object" },
    for: choice("For new customers only, for all at their next renewal, or for all now.", ["new", "at_renewal", "now"]),
  }),
  migrate: block("Customers move from one plan to another.", {
    from: ref("id", "The plan that they leave."),
    to: ref("id", "The plan that they get."),
    when: choice("When each of them moves.", ["now", "at_renewal"]),
    proration_behavior: choice("How it is settled.", ["create_prorations", "none", "always_invoice"]),
    coupon: ref("id_or_null", "A coupon that comes with it."),
  }),
  promotion: block("Customers get a coupon.", {
    coupon: ref("id", "The coupon."),
    to: choice("Who gets it.", ["new", "existing", "churned"]),
    take_up: ref("share", "The share that takes it."),
    signups: ref("share", "How many more sign-ups it brings."),
  }),
  outage: block("Payments fail.", { declines: ref("id", "The decline code of all charges.") }),
  where: whereSchema,
  share: ref("share", "Only this share of them, drawn per customer."),
  waves: {
    description: "Not all at once: `shares` that follow each other every so often; `null` for all at once.",
    type: ["object", "null"],
    properties: { shares: list("The share of each wave.", ref("share", "A share.")), every: ref("duration", "The time between two waves.") },
    additionalProperties: false,
  },
  response: block("Extra customers who leave, by the rise of their own bill.", {
    cancel: named("The share that leaves, by the rise, linear between the points.", ref("share", "The share that leaves.")),
    within: ref("duration", "In how much time."),
  }),
});

export const businessTimelineSchema: Schema = notYet(
  "It will change prices and migrate customers during the run.",
  named("What the business does, by name.", entrySchema),
);
