import { block, choice, notYet, ref, text } from "../language/schema-parts.ts";
import type { ActionDefinition } from "./action-definition.ts";

/** A usage record of a metered plan. */
export const usage: ActionDefinition = {
  key: "usage",
  schema: notYet(
    "It will record usage of a metered plan.",
    block(
      "Records usage of a metered plan.",
      {
        plan: ref("id", "The metered plan."),
        quantity: ref("decimal_amount", "How much was used, up to 12 decimals."),
        action: choice("Whether it adds up at its instant or overwrites it.", ["increment", "set"], { default: "increment" }),
        idempotency_key: text("A record with a key that came before is not counted again."),
        timestamp: ref("instant", "When it was used; default: the entry's instant."),
      },
      ["plan", "quantity"],
    ),
  ),
};
