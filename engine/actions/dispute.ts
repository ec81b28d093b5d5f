import { block, choice, notYet, ref } from "../language/schema-parts.ts";
import type { ActionDefinition } from "./action-definition.ts";

/** The cardholder takes the money back. */
export const dispute: ActionDefinition = {
  key: "dispute",
  schema: notYet(
    "It will take a payment back until the dispute is decided.",
    block("Disputes a payment.", {
      invoice: ref("id", "The invoice whose payment is disputed."),
      charge: ref("id", "The one-off charge that is disputed."),
      amount: ref("amount", "How much; default: all of it."),
      outcome: choice("How it ends.", ["won", "lost"]),
      after: ref("duration", "When it is decided, counted from now."),
      fee: ref("amount", "What the dispute costs."),
    }),
  ),
};
