import { ref } from "../language/schema-parts.ts";
import { type ActionDefinition, optionalFields } from "./action-definition.ts";
import { readWhichInvoice } from "./invoice-name.ts";

/** An invoice never was. */
export const voidInvoice: ActionDefinition = {
  key: "void",
  schema: optionalFields("Voids an open or uncollectible invoice and gives the customer balance back (M2).", {
    invoice: ref("id", "The invoice; default: the oldest open one."),
  }),
  parse(context, node) {
    const which = readWhichInvoice(context, node);
    return which && { kind: "void", ...which };
  },
};
