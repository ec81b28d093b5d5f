import { choice, notYet, ref } from "../language/schema-parts.ts";
import { type ActionDefinition, optionalFields } from "./action-definition.ts";

/** A paused service starts again. */
export const resume: ActionDefinition = {
  key: "resume",
  schema: notYet(
    "It will resume a paused service.",
    optionalFields("Resumes a paused service.", {
      billing_cycle_anchor: choice("Whether a new period begins now.", ["now", "unchanged"], { default: "now" }),
      proration_behavior: choice("Whether the rest of the period is charged.", ["create_prorations", "none", "always_invoice"]),
      proration_date: ref("instant", "The instant from which it is charged; default: now."),
    }),
  ),
};
