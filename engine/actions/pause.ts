import { readFlag, readOr } from "../language/reading.ts";
import { flag } from "../language/schema-parts.ts";
import { type ActionDefinition, fieldsOf, optionalFields } from "./action-definition.ts";

/** The service stops: status `paused`, no invoices (D22). */
export const pause: ActionDefinition = {
  key: "pause",
  schema: optionalFields("Pauses the service: status `paused`, the period ends now, nothing is billed until `resume` (P5).", {
    prorate: flag("Credits the unused time.", { default: false }),
  }),
  parse({ reading }, node) {
    const map = fieldsOf(node);
    return map && { kind: "pause", prorate: readOr(reading, map, "prorate", readFlag, false) };
  },
};
