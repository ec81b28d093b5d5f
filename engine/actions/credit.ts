import { readAmount } from "../language/read-number.ts";
import { readField, readOr, readText } from "../language/reading.ts";
import { block, ref, text } from "../language/schema-parts.ts";
import type { ActionDefinition } from "./action-definition.ts";

/** The customer balance is adjusted by hand. */
export const credit: ActionDefinition = {
  key: "credit",
  schema: block(
    "Adjusts the customer balance; the next finalized invoice uses it.",
    {
      amount: ref("amount", "Positive in the customer's favour, negative for a debt (D5)."),
      description: text("Why, in your own words."),
    },
    ["amount"],
  ),
  parse({ reading }, node) {
    if (node.kind !== "map") return undefined;
    const amount = readField(reading, node, "amount", readAmount);
    const description = readOr(reading, node, "description", readText, "");
    return amount === undefined ? undefined : { kind: "credit", amount, description };
  },
};
