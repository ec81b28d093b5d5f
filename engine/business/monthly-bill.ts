import type { Account } from "../account/account.ts";
import type { Item, Subscription } from "../account/subscription.ts";
import type { DiscountedPrice } from "../billing/discounts.ts";
import type { BillingInterval, IntervalUnit } from "../calendar/billing-period.ts";
import { pricesNow } from "../lifecycle/changes/prorate.ts";

/** How many of a unit make a month (D39). */
const PER_MONTH: Readonly<Record<IntervalUnit, number>> = { year: 1 / 12, month: 1, week: 365 / 84, day: 365 / 12 };

/**
 * What a subscription comes to in a month, in minor units and fractions of one: its licensed items with the coupons that it has, or where all
 * are metered one unit of each.
 */
export function monthlyBill(account: Account, subscription: Subscription): number {
  const items = subscription.items.slice(0, subscription.itemCount);
  if (items.every(({ plan }) => plan.usage !== undefined)) return items.reduce((sum, item) => sum + ofOne(item), 0);
  const prices = pricesNow(account, subscription);
  return items.reduce((sum, { plan }, i) => {
    const { base, scale } = prices[i] as DiscountedPrice;
    return plan.usage === undefined ? sum + (Number(base) / Number(scale)) * perMonth(plan.interval) : sum;
  }, 0);
}

function ofOne({ plan }: Item): number {
  return (Number(plan.model.price(plan.terms, 1)) / plan.terms.scale) * perMonth(plan.interval);
}

/** How many of these intervals make a month. */
export function perMonth({ unit, count }: BillingInterval): number {
  return PER_MONTH[unit] / count;
}
