import type { Coupon } from "../../engine/catalog/coupon.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import { plusMonths } from "./calendar.ts";
import { price } from "./pricing.ts";
import { floor, isPositive, minus, type Rational, ratio, round, times, ZERO } from "./rational.ts";
import type { Discount, Invoice, Item, Life, Line, Subscription } from "./state.ts";

/** Whether a redeemed coupon still takes something off at this instant (D7). */
function isLive(discount: Discount, now: number): boolean {
  const { coupon, firstUsedAt } = discount;
  if (firstUsedAt === undefined || coupon.duration === "forever") return true;
  if (coupon.duration === "once") return false;
  return now < plusMonths(firstUsedAt, coupon.durationInMonths);
}

/**
 * The discounts in force: the subscription's replace the customer's as long as one of them is live (D2, B6a).
 */
export function discountsInForce(life: Life, subscription: Subscription | undefined): Discount[] {
  const own = (subscription?.discounts ?? []).filter((discount) => isLive(discount, life.now) && !isForeign(life, discount.coupon));
  if (own.length > 0) return own;
  return life.discount !== undefined && isLive(life.discount, life.now) ? [life.discount] : [];
}

function covers(coupon: Coupon, plan: Plan | undefined): boolean {
  if (coupon.appliesTo === undefined) return true;
  if (plan === undefined) return false;
  return coupon.appliesTo.has(plan.id) || (plan.product !== undefined && coupon.appliesTo.has(plan.product.id));
}

function isForeign(life: Life, coupon: Coupon): boolean {
  return coupon.amountOff !== undefined && coupon.currency?.code !== life.script.currency.code;
}

function percentage(coupon: Coupon): Rational | undefined {
  return coupon.percentOff && times(ratio(coupon.percentOff.units, coupon.percentOff.scale), ratio(1, 100));
}

/** Floor of each share, the remainder to the last line, what exceeds that line to the one before (D1). */
export function split(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return weights.map(() => 0);
  const shares = weights.map((weight) => floor(ratio(BigInt(total) * BigInt(weight), sum)));
  let rest = total - shares.reduce((a, b) => a + b, 0);
  for (let i = weights.length - 1; i >= 0; i--) {
    const more = Math.min(rest, (weights[i] as number) - (shares[i] as number));
    shares[i] = (shares[i] as number) + more;
    rest -= more;
  }
  return shares;
}

/** Takes the discounts off an invoice's lines, which stand in the order of the split: items as made, then as subscribed. */
export function discountLines(life: Life, lines: readonly Line[], discounts: readonly Discount[]): void {
  for (const discount of discounts) {
    const { coupon } = discount;
    if (isForeign(life, coupon)) continue;
    const eligible = lines.filter((line) => line.discountable && line.amount > 0 && covers(coupon, line.plan));
    const running = eligible.map((line) => line.amount - line.discounts.reduce((sum, { amount }) => sum + amount, 0));
    const percent = percentage(coupon);
    const off =
      percent === undefined
        ? split(
            Math.min(
              coupon.amountOff as number,
              running.reduce((a, b) => a + b, 0),
            ),
            running,
          )
        : running.map((amount) => round(times(ratio(amount), percent)));
    eligible.forEach((line, i) => {
      if ((off[i] as number) > 0) line.discounts.push({ coupon, amount: off[i] as number });
    });
    if (off.some((amount) => amount > 0)) discount.firstUsedAt ??= life.now;
  }
}

/**
 * The usage lines of a draft changed: their discounts anew, in list order. Other lines keep theirs; of an amount off usage shares what
 * those left (U5).
 */
export function discountUsageAgain(life: Life, { lines, discounts, createdAt }: Invoice): void {
  const usage = lines.filter(({ kind }) => kind === "usage");
  for (const line of usage) line.discounts = [];
  for (const discount of discounts) {
    const { coupon } = discount;
    const percent = percentage(coupon);
    const eligible = isForeign(life, coupon) ? [] : usage.filter((line) => line.amount > 0 && covers(coupon, line.plan));
    const running = eligible.map((line) => line.amount - line.discounts.reduce((sum, { amount }) => sum + amount, 0));
    const taken = lines.flatMap((line) => (line.kind === "usage" ? [] : line.discounts.filter((other) => other.coupon === coupon)));
    const left = (coupon.amountOff ?? 0) - taken.reduce((sum, { amount }) => sum + amount, 0);
    const all = running.reduce((a, b) => a + b, 0);
    const off = percent === undefined ? split(Math.min(left, all), running) : running.map((amount) => round(times(ratio(amount), percent)));
    eligible.forEach((line, i) => {
      if ((off[i] as number) > 0) line.discounts.push({ coupon, amount: off[i] as number });
    });
    if (off.some((amount) => amount > 0)) discount.firstUsedAt ??= createdAt;
  }
}

/**
 * What the items cost for a full period after the discounts in force, exactly (B16), with the discounts that each one met.
 * Amount coupons are split over all items, in whole minor units, by rounded amounts.
 */
export function discountedPrices(items: readonly Item[], discounts: readonly Discount[], life: Life): { price: Rational; used: Set<Discount> }[] {
  const result = items.map((item) => ({ price: item.plan.usage === undefined ? price(item.plan, item.quantity) : ZERO, used: new Set<Discount>() }));
  for (const discount of discounts) {
    const { coupon } = discount;
    if (isForeign(life, coupon)) continue;
    const eligible = result.filter((_, i) => covers(coupon, items[i]?.plan));
    const percent = percentage(coupon);
    const rounded = eligible.map((entry) => round(entry.price));
    const total = rounded.reduce((a, b) => a + b, 0);
    const shares = percent === undefined ? split(Math.min(coupon.amountOff as number, total), rounded) : [];
    eligible.forEach((entry, i) => {
      const off = percent === undefined ? ratio(shares[i] as number) : times(entry.price, percent);
      if (!isPositive(off)) return;
      const left = minus(entry.price, off);
      entry.price = isPositive(left) ? left : ZERO;
      entry.used.add(discount);
    });
  }
  return result;
}

/** A `once` or `repeating` coupon in a charge counts as used from now (B16). */
export function markUsed(life: Life, used: Iterable<Discount>): void {
  for (const discount of used) discount.firstUsedAt ??= life.now;
}
