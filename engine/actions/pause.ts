import { flag, notYet } from "../language/schema-parts.ts";
import { type ActionDefinition, optionalFields } from "./action-definition.ts";

/** The service stops: status `paused`, no invoices (D22). */
export const pause: ActionDefinition = {
  key: "pause",
  schema: notYet(
    "It will pause the service.",
    optionalFields("Pauses the service: status `paused`, the period ends now, nothing is billed.", { prorate: flag("Credits the unused time.") }),
  ),
};
