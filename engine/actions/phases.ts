import { block, choice, list, ref, type Schema, whole } from "../language/schema-parts.ts";
import { sharedFields } from "./plan-fields.ts";

/** A subscription schedule, as a list of phases that follow each other. */
export const phasesSchema: Schema = list(
  "A subscription schedule: up to ten phases that follow each other.",
  block("One phase: `plan` or `items`, and one of `duration`, `iterations` and `end`.", {
    plan: sharedFields.plan,
    quantity: sharedFields.quantity,
    items: list(
      "Several plans in this phase.",
      block("One plan of the phase.", { plan: sharedFields.plan, quantity: sharedFields.quantity, tax_rates: sharedFields.taxRates }, ["plan"]),
      { minItems: 1 },
    ),
    duration: ref("duration", "How long the phase lasts."),
    iterations: whole("How many billing periods the phase lasts.", 1),
    end: ref("instant", "When the phase ends."),
    coupon: sharedFields.coupon,
    trial: ref("trial", "A free trial at the phase's start."),
    proration_behavior: choice("How entering the phase is prorated.", ["create_prorations", "none", "always_invoice"]),
    billing_cycle_anchor: choice("Whether the anchor moves to the phase's start.", ["automatic", "phase_start"]),
  }),
  { minItems: 1, maxItems: 10 },
);
