import type { UsagePeriod } from "../account/meter.ts";
import type { Item, Subscription, Thresholds } from "../account/subscription.ts";
import { DAY, type Instant } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import { partsOf, QUANTITY_SCALE } from "../money/quantity.ts";
import { aggregateOf } from "./usage.ts";

/** The least monetary threshold, in minor units (THR). */
export const LEAST_AMOUNT = 50;

/** Thresholds rest for so long before the subscription's period ends (THR). */
export const QUIET_TIME = DAY;

/** Whether a threshold may be looked at now: in good standing or behind, not in a trial, not shortly before the period's end (THR, V1). */
export function isLookedAt(subscription: Subscription, period: UsagePeriod, now: Instant): boolean {
  const { status, periodEnd } = subscription;
  const runs = status === "active" || status === "past_due" || status === "unpaid";
  return runs && !period.inTrial && now < periodEnd - QUIET_TIME;
}

/** Whether an item's usage since it was last billed in the period reaches its own threshold (V3). */
export function reachesUsage({ usage, usageGte }: Item): boolean {
  const period = usage?.running;
  if (usageGte === 0 || period === undefined) return false;
  let unbilled = 0n;
  for (const meter of period.meters) {
    // A value that is carried over counts at the period's end only (V4).
    if (meter.readings.length > 0) unbilled += partsOf(aggregateOf(period, meter)) - partsOf(meter.billedQuantity);
  }
  return unbilled >= BigInt(usageGte) * QUANTITY_SCALE;
}

/** The full prices of the licensed ones for a period each, before discounts and tax, in parts of a minor unit (QUANTITY_SCALE). */
export function licensedFees(items: readonly { readonly plan: Plan; readonly quantity: number }[]): bigint {
  let sum = 0n;
  for (const { plan, quantity } of items) {
    const { model, terms, usage } = plan;
    if (usage === undefined) sum += BigInt(model.price(terms, quantity)) * (QUANTITY_SCALE / BigInt(terms.scale));
  }
  return sum;
}

/** Whether usage is billed before its period ends: then records add up, and overwrite nothing (UREC). */
export function hasThreshold(subscription: Subscription): boolean {
  if (subscription.thresholds === undefined) return false;
  return subscription.thresholds.amountGte !== undefined || subscription.items.some(({ usageGte }, i) => i < subscription.itemCount && usageGte > 0);
}

/** Whether the fees in advance leave room below the monetary threshold (THR). */
export function exceedsFees({ amountGte }: Thresholds, fees: bigint): boolean {
  return amountGte === undefined || BigInt(amountGte) * QUANTITY_SCALE > fees;
}
