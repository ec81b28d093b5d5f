import { block, choice, flag, named, ref, type Schema, text } from "../../language/schema-parts.ts";

const rate = (description: string): Schema => ref("rate", description);
const PRORATION = ["create_prorations", "none", "always_invoice"];

/** What drawn customers do, as independent hazards (D33). */
export const behaviorSchema: Schema = named(
  "What customers do, by name: competing hazards.",
  block("One behaviour: exactly one of these keys.", {
    cancel: block("They leave.", {
      rate: rate("How many a month."),
      at_renewal: ref("share", "The share that leaves at each renewal, in place of `rate`."),
      plan: ref("id", "Only customers of this plan."),
      at_period_end: flag("They stay until the period ends."),
      reason: text("Why, in your own words."),
    }),
    change: block("They change plan.", {
      from: ref("id", "Only customers of this plan."),
      to: ref("id", "The plan that they change to."),
      rate: rate("How many a month."),
      proration_behavior: choice("How it is settled.", PRORATION),
    }),
    seats: block("They change the quantity.", {
      plan: ref("id", "Only customers of this plan."),
      change: ref("number_or_distribution", "By how much."),
      rate: rate("How many a month."),
      proration_behavior: choice("How it is settled.", PRORATION),
    }),
    pause: block("They pause the service.", {
      rate: rate("How many a month."),
      for: ref("duration", "For how long."),
      plan: ref("id", "Only customers of this plan."),
    }),
    refund: block("They get their money back.", {
      plan: ref("id", "Only customers of this plan."),
      rate: rate("How many a month."),
      first: ref("duration", "Only in this time after the payment."),
    }),
    return: block("Those who left come back.", {
      rate: rate("How many of them a month."),
      within: ref("duration", "Only in this time after leaving."),
      coupon: ref("id", "The coupon that brings them back."),
    }),
  }),
);
