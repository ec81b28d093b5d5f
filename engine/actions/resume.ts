import type { ProrationBehavior } from "../billing/settings.ts";
import { readInstant } from "../language/read-instant.ts";
import { readChoice, readField } from "../language/reading.ts";
import { choice, ref } from "../language/schema-parts.ts";
import { field, has } from "../language/source-node.ts";
import { type ActionDefinition, fieldsOf, optionalFields } from "./action-definition.ts";

/** A paused service starts again. */
export const resume: ActionDefinition = {
  key: "resume",
  schema: optionalFields("Resumes a paused service (P8).", {
    billing_cycle_anchor: choice("Whether a full period begins now, or the anchor stays.", ["now", "unchanged"], { default: "now" }),
    proration_behavior: choice("With `unchanged`: whether the rest of the period is charged (unless `none`); default: that of `billing`.", [
      "create_prorations",
      "none",
      "always_invoice",
    ]),
    proration_date: ref("instant", "With `unchanged`: the instant from which the rest is charged; default: now."),
  }),
  parse({ reading }, node) {
    const map = fieldsOf(node);
    if (map === undefined) return undefined;
    const anchor = readField(reading, map, "billing_cycle_anchor", readChoice());
    const date = field(map, "proration_date");
    if (date !== undefined && anchor !== "unchanged" && has(map, "proration_date")) {
      reading.refuse(date, {
        code: "exclusive-keys",
        message: "`proration_date` is given, and the anchor becomes the instant of `resume`.",
        rule: "A full period from now has no proration (TRI).",
        remedy: "Add `billing_cycle_anchor: unchanged`, or take the date out.",
      });
    }
    return {
      kind: "resume",
      resetsAnchor: anchor !== "unchanged",
      prorationBehavior: readField<ProrationBehavior>(reading, map, "proration_behavior", readChoice()),
      prorationDate: readField(reading, map, "proration_date", readInstant),
    };
  },
};
