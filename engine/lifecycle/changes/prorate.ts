import type { Account } from "../../account/account.ts";
import type { Discount, Item, Subscription } from "../../account/subscription.ts";
import { addDebit } from "../../account/subscription-pool.ts";
import type { World } from "../../account/world.ts";
import { type DiscountedPrice, liveDiscounts } from "../../billing/discounts.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import { chargeLine, type ProratedItem, pricedItem, ratesOf } from "../invoices/lines.ts";
import { addPending } from "../invoices/pending.ts";
import { modeOf } from "../modes/registry.ts";
import { spansFrom } from "../periods/backdating.ts";
import { isMetered } from "../usage/metering.ts";

/**
 * Unused time of an item from `from` on, as its subscription's billing mode credits it (D15). Returns how many lines that made.
 * What cost nothing has a line only beside the line of what replaces it (`isReplaced`, B17).
 */
export function creditItem(world: World, account: Account, subscription: Subscription, item: Item, from: Instant, isReplaced: boolean): number {
  return modeOf(subscription).credit(account, subscription, item, { from, isReplaced, rates: ratesOf(world, account, subscription, item) });
}

/** The full prices of the subscription's items as they are now, with the discounts that are live inside (D15, B16, C2). */
export function pricesNow(account: Account, subscription: Subscription): readonly DiscountedPrice[] {
  // A metered price is never prorated, and takes no part of an amount off (PRO).
  const items = subscription.items.slice(0, subscription.itemCount).map((item) => (isMetered(item) ? { ...pricedItem(item), price: 0 } : pricedItem(item)));
  return modeOf(subscription).prices(items, liveDiscounts(subscription.discounts, account.discount, account.now, account.currency));
}

/** Remaining time of one item: its discounted full price x (end - start) / whole; becomes a debit. Several where it reaches back over periods (X4). */
export function chargeItem(world: World, account: Account, subscription: Subscription, item: Item, price: DiscountedPrice, start: Instant, end: Instant): void {
  const about: ProratedItem = { plan: item.plan, quantity: item.quantity, rates: ratesOf(world, account, subscription, item) };
  const coupons = price.applied.map((discount) => discount.coupon);
  const { whole } = item;
  const isBack = subscription.isBackdated && start < item.periodStart;
  for (const span of isBack ? spansFrom(subscription, item, start, end) : [{ start, end, part: end - start, whole }]) {
    const line = chargeLine(account, subscription, about, { base: price.base, scale: price.scale, coupons }, span);
    addPending(account, line);
    addDebit(item, line.amount, span.start, span.end);
  }
  item.lastCoupons = coupons;
}

/** Discounts inside a charge count as used from now (D7). Called once, after all charges of a change. */
export function markUsed(account: Account, prices: readonly DiscountedPrice[]): void {
  const used = new Set<Discount>();
  for (const price of prices) for (const discount of price.applied) used.add(discount);
  for (const discount of used) if (discount.firstUsedAt === NEVER) discount.firstUsedAt = account.now;
}
