import type { Thresholds } from "../account/subscription.ts";
import { LEAST_AMOUNT } from "../billing/thresholds.ts";
import type { Plan } from "../catalog/plan.ts";
import { MOST_QUANTITY, readAmount } from "../language/read-number.ts";
import { type Reader, type Reading, readField, readFlag, readOr } from "../language/reading.ts";
import { block, flag, ref, whole } from "../language/schema-parts.ts";
import { field, has, quoteText, type SourceMap } from "../language/source-node.ts";
import type { Minor } from "../money/exact.ts";
import type { PlanQuantity } from "./action.ts";

export const thresholdsSchema = block("Bills usage before its period ends (THR, V1 to V9).", {
  amount_gte: ref(
    "amount",
    "Bills when what is used and not yet billed reaches this, after discounts and without tax; at least 50, and above the licensed fees.",
  ),
  reset_billing_cycle_anchor: flag("The anchor moves to the instant of the bill, and full periods begin.", { default: false }),
});

export const usageGteSchema = whole("Of a metered plan: bills when its usage since the last bill reaches this.", 1, { maximum: MOST_QUANTITY });

/** The thresholds of a sign-up, of the subscription and of its items together; undefined when there are none. */
export function readThresholds(reading: Reading, map: SourceMap, items: readonly PlanQuantity[]): Thresholds | undefined {
  const node = field(map, "billing_thresholds");
  const hasOwn = items.some(({ usageGte }) => usageGte !== undefined);
  if (node?.kind !== "map") return hasOwn ? { amountGte: undefined, resetsAnchor: false } : undefined;
  const isWritten = has(node, "amount_gte");
  const amountGte = readField(reading, node, "amount_gte", readLeastAmount);
  const resetsAnchor = readOr(reading, node, "reset_billing_cycle_anchor", readFlag, false);
  if (!isWritten && !hasOwn) {
    return reading.refuse(node, {
      code: "no-threshold",
      message: "`billing_thresholds` names no threshold.",
      rule: "Usage is billed when it reaches `amount_gte`, or an item's `usage_gte`.",
      remedy: "Write `billing_thresholds: { amount_gte: 10000 }`, or `usage_gte` in an item.",
    });
  }
  return { amountGte, resetsAnchor };
}

const readLeastAmount: Reader<Minor> = (reading, node) => {
  const amount = readAmount(reading, node);
  if (amount === undefined || amount >= LEAST_AMOUNT) return amount;
  return reading.refuse(node, {
    code: "threshold-too-low",
    message: `The threshold is ${amount}.`,
    rule: `A monetary threshold is at least ${LEAST_AMOUNT} minor units (THR).`,
    remedy: "Amounts are minor units (USD 100.00 is 10000). Write a multiple of what a unit costs.",
  });
};

/** `usage_gte` of an item, which must be metered. */
export function readUsageGte(reading: Reading, item: SourceMap, plan: Plan): number | undefined {
  const node = field(item, "usage_gte");
  if (node?.kind !== "scalar" || typeof node.value !== "number") return undefined;
  if (plan.usage !== undefined) return node.value;
  return reading.refuseKey(item.entries.get("usage_gte") as never, {
    code: "misplaced-key",
    message: `A usage threshold is given for ${quoteText(plan.id)}, which is licensed.`,
    rule: "Only a metered plan has usage.",
    remedy: "Take it out, or write `usage_type: metered` in the plan.",
  });
}
