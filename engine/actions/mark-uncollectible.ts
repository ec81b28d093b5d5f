import { ref } from "../language/schema-parts.ts";
import { type ActionDefinition, optionalFields } from "./action-definition.ts";
import { readWhichInvoice } from "./invoice-name.ts";

/** An invoice is given up. */
export const markUncollectible: ActionDefinition = {
  key: "mark_uncollectible",
  schema: optionalFields("Writes an open invoice off; it can still be paid (M3).", { invoice: ref("id", "The invoice; default: the oldest open one.") }),
  parse(context, node) {
    const which = readWhichInvoice(context, node);
    return which && { kind: "mark_uncollectible", ...which };
  },
};
