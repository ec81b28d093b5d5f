import { notYet, ref } from "../language/schema-parts.ts";
import { type ActionDefinition, optionalFields } from "./action-definition.ts";

/** An invoice never was. */
export const voidInvoice: ActionDefinition = {
  key: "void",
  schema: notYet(
    "It will void an invoice.",
    optionalFields("Voids an open or uncollectible invoice and gives the customer balance back.", {
      invoice: ref("id", "The invoice; default: the oldest open one."),
    }),
  ),
};
