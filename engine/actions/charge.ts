import { block, notYet, ref, text } from "../language/schema-parts.ts";
import type { ActionDefinition } from "./action-definition.ts";

/** Money taken outside of invoices. */
export const charge: ActionDefinition = {
  key: "charge",
  schema: notYet(
    "It will make a one-off charge.",
    block(
      "Makes a one-off charge outside of invoices.",
      {
        amount: ref("amount", "How much."),
        currency: ref("currency", "Its currency, needed before the customer has one (D6)."),
        description: text("Its text."),
      },
      ["amount"],
    ),
  ),
};
