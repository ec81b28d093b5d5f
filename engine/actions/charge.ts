import { readAmount } from "../language/read-number.ts";
import { readField, readOr, readText } from "../language/reading.ts";
import { block, ref, text } from "../language/schema-parts.ts";
import type { ActionDefinition } from "./action-definition.ts";
import { readOwnCurrency } from "./own-currency.ts";

/** Money taken outside of invoices. */
export const charge: ActionDefinition = {
  key: "charge",
  schema: block(
    "Charges the customer's card once, outside of invoices and of the customer balance. A decline is an outcome, with its row (M4).",
    {
      amount: ref("amount", "How much."),
      currency: ref("currency", "Its currency, needed before the customer has one (D6)."),
      description: text("Its text."),
    },
    ["amount"],
  ),
  parse(context, node) {
    if (node.kind !== "map") return undefined;
    const { reading } = context;
    const amount = readField(reading, node, "amount", readAmount);
    const currency = readOwnCurrency(context, node, "The charge");
    const description = readOr(reading, node, "description", readText, "");
    return amount === undefined ? undefined : { kind: "charge", amount, currency, description };
  },
};
