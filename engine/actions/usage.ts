import { formatBrief } from "../calendar/civil.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import { readInstant } from "../language/read-instant.ts";
import { readUsageQuantity } from "../language/read-number.ts";
import { type Reader, readChoice, readField, readOr, readText } from "../language/reading.ts";
import { block, choice, ref, text } from "../language/schema-parts.ts";
import { quoteText } from "../language/source-node.ts";
import type { Decimal } from "../money/decimal.ts";
import type { Usage } from "./action.ts";
import type { ActionContext, ActionDefinition } from "./action-definition.ts";
import { readPlan } from "./plan-fields.ts";
import { negativeUsage } from "./usage-rows.ts";

/** A usage record of a metered plan. */
export const usage: ActionDefinition = {
  key: "usage",
  schema: block(
    "Records usage of a metered plan (D26).",
    {
      plan: ref("id", "The metered plan."),
      quantity: ref("usage_quantity", "How much was used, with up to 12 decimals; negative only where usage is summed up."),
      action: choice("Whether it adds up at its instant or overwrites it.", ["increment", "set"], { default: "increment" }),
      idempotency_key: text("A record with a key that came before is not counted again."),
      timestamp: ref("instant", "When it was used; default: the entry's instant. In an ended period only until that period's invoice finalizes."),
    },
    ["plan", "quantity"],
  ),
  parse(context, node) {
    if (node.kind !== "map") return undefined;
    const { reading } = context;
    const plan = readField(reading, node, "plan", readMeteredPlan(context));
    const quantity = readField(reading, node, "quantity", readQuantityOf(plan));
    const action = readOr<Usage["action"]>(reading, node, "action", readChoice(), "increment");
    const idempotencyKey = readField(reading, node, "idempotency_key", readText);
    const timestamp = readField(reading, node, "timestamp", readPast(context.at));
    if (plan === undefined || quantity === undefined) return undefined;
    return { kind: "usage", plan, quantity, action, idempotencyKey, timestamp, isStreamed: false };
  },
};

/** A plan that bills usage. */
export function readMeteredPlan(context: ActionContext): Reader<Plan> {
  return (reading, node) => {
    const plan = readPlan(context)(reading, node);
    if (plan === undefined || plan.usage !== undefined) return plan;
    return reading.refuse(node, {
      code: "not-metered",
      message: `The plan ${quoteText(plan.id)} is licensed.`,
      rule: "Usage is recorded for metered plans.",
      remedy: "Write `usage_type: metered` in the plan, or change the quantity with `change`.",
    });
  };
}

/** Only a sum can take something back: it is at least 0 in the end (D26). */
export function readQuantityOf(plan: Plan | undefined): Reader<Decimal> {
  return (reading, node) => {
    const quantity = readUsageQuantity(reading, node);
    if (quantity === undefined || quantity.units >= 0 || plan === undefined || plan.usage === "sum") return quantity;
    return reading.refuse(node, negativeUsage(plan));
  };
}

function readPast(now: Instant | undefined): Reader<Instant> {
  return (reading, node) => {
    const at = readInstant(reading, node);
    if (at === undefined || now === undefined || at <= now) return at;
    return reading.refuse(node, {
      code: "usage-in-the-future",
      message: `The usage is stamped ${formatBrief(at)}, after its entry at ${formatBrief(now)}.`,
      rule: "Usage is reported when it has happened, not before (UREC).",
      remedy: "Move the entry to that instant, or correct `timestamp`.",
    });
  };
}
