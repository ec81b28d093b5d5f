import { notYet, ref } from "../language/schema-parts.ts";
import { type ActionDefinition, optionalFields } from "./action-definition.ts";

/** Money given back. */
export const refund: ActionDefinition = {
  key: "refund",
  schema: notYet(
    "It will refund a payment.",
    optionalFields("Gives back what was paid; by default all that is left of the latest payment.", {
      invoice: ref("id", "The invoice whose payment is given back."),
      charge: { description: "The one-off charge that is given back, or `true` for the latest.", type: ["string", "boolean"] },
      amount: ref("amount", "How much; default: all that is left."),
    }),
  ),
};
