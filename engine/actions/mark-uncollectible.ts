import { notYet, ref } from "../language/schema-parts.ts";
import { type ActionDefinition, optionalFields } from "./action-definition.ts";

/** An invoice is given up. */
export const markUncollectible: ActionDefinition = {
  key: "mark_uncollectible",
  schema: notYet(
    "It will write an invoice off.",
    optionalFields("Writes an open invoice off.", { invoice: ref("id", "The invoice; default: the oldest open one.") }),
  ),
};
