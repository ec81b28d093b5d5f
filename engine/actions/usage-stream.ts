import { block, notYet, ref, text } from "../language/schema-parts.ts";
import type { ActionDefinition } from "./action-definition.ts";

/** Usage again and again, without an entry each. */
export const usageStream: ActionDefinition = {
  key: "usage_stream",
  schema: notYet(
    "It will record usage at regular intervals, or from a file.",
    block("Records usage at regular intervals, or from a CSV file.", {
      plan: ref("id", "The metered plan."),
      every: ref("duration", "The time between two records."),
      quantity: ref("number_or_distribution", "How much each time."),
      until: ref("instant", "When it stops; default: the end of the clock."),
      from: text("A CSV file with columns customer, plan, at, quantity, action, idempotency_key."),
    }),
  ),
};
