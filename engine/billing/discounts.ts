import type { Line } from "../account/line.ts";
import type { Discount } from "../account/subscription.ts";
import { addMonths } from "../calendar/duration.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import { appliesToPlan, type Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import { allocate } from "../money/allocate.ts";
import type { Currency } from "../money/currency.ts";
import { type Exact, type Minor, mulDivRound, multiply } from "../money/exact.ts";

/** Until when a discount applies, exclusive. Coupon months count from the first invoice it discounts (D7). */
export function discountEnd(discount: Discount): Instant {
  if (discount.coupon.duration !== "repeating" || discount.firstUsedAt === NEVER) return NEVER;
  if (discount.endsAt !== undefined) return discount.endsAt;
  return addMonths(discount.firstUsedAt, discount.coupon.durationInMonths);
}

/** Whether a discount can still reduce something at `at` in this currency. A `once` coupon is over when it has been used (D7). */
export function isLive(discount: Discount, at: Instant, currency: Currency): boolean {
  const { coupon } = discount;
  if (coupon.currency !== undefined && coupon.currency !== currency) return false;
  if (discount.firstUsedAt === NEVER || coupon.duration === "forever") return true;
  return coupon.duration === "repeating" && at < discountEnd(discount);
}

/** Of two levels the nearer one that has anything live replaces the other (COU): a subscription's discounts, else the customer's. */
export function liveDiscounts(own: readonly Discount[], customer: Discount | undefined, at: Instant, currency: Currency): readonly Discount[] {
  if (!isAnyLive(own, customer, at, currency)) return NONE;
  const live = own.filter((discount) => isLive(discount, at, currency));
  if (live.length > 0) return live;
  return customer !== undefined && isLive(customer, at, currency) ? [customer] : NONE;
}

const NONE: readonly Discount[] = [];

/** Whether anything can still be discounted. What is over stays so: then nothing is until somebody redeems another coupon. */
export function isAnyLive(own: readonly Discount[], customer: Discount | undefined, at: Instant, currency: Currency): boolean {
  for (let i = 0; i < own.length; i++) if (isLive(own[i] as Discount, at, currency)) return true;
  return customer !== undefined && isLive(customer, at, currency);
}

/** Percent of an amount as an exact ratio: `percent / (100 x scale)` (D1). */
export function percentOf(amount: Minor, percent: { units: Exact; scale: number }): Minor {
  return mulDivRound(amount, percent.units, 100 * percent.scale);
}

/**
 * Takes discounts off the lines of an invoice, in list order, each on the running amount (D3). Proration lines, lines of 0 or less and
 * lines that are not discountable are skipped (D1). `lines` stand in the order of the split: invoice items as made, then items as subscribed.
 * A discount that took something off counts as used from `at`.
 */
export function discountLines(lines: readonly Line[], discounts: readonly Discount[], at: Instant): void {
  for (const discount of discounts) {
    const { coupon } = discount;
    if (reduceLines(lines, coupon, coupon) > 0 && discount.firstUsedAt === NEVER) discount.firstUsedAt = at;
  }
}

/** Takes `reduction` off the lines that the coupon reaches, in its name. Returns how much. */
function reduceLines(lines: readonly Line[], reduction: Coupon, coupon: Coupon): Minor {
  const eligible = lines.filter((line) => line.discountable && line.amount > 0 && appliesToPlan(coupon, line.plan));
  const reductions = reductionsOf(
    reduction,
    eligible.map((line) => line.amount - line.discount),
  );
  let used = 0;
  for (const [i, line] of eligible.entries()) {
    const amount = reductions[i] as Minor;
    if (amount === 0) continue;
    line.discount += amount;
    line.discounts.push({ coupon, amount });
    used += amount;
  }
  return used;
}

/**
 * Settles the discounts of a draft's usage lines anew, when late usage has changed them. The other lines keep theirs: of an amount off the
 * usage lines share what those left (U5).
 */
export function discountUsage(lines: readonly Line[], discounts: readonly Discount[], at: Instant): void {
  const usage = lines.filter((line) => line.kind === "usage");
  for (const line of usage) {
    line.discount = 0;
    line.discounts.length = 0;
  }
  for (const discount of discounts) {
    const { coupon } = discount;
    const taken = lines.reduce((sum, line) => (line.kind === "usage" ? sum : sum + takenBy(coupon, line)), 0);
    const left = coupon.amountOff === undefined ? coupon : { ...coupon, amountOff: coupon.amountOff - taken };
    const reductions = reduceLines(usage, left, coupon);
    if (reductions > 0 && discount.firstUsedAt === NEVER) discount.firstUsedAt = at;
  }
}

function takenBy(coupon: Coupon, line: Line): Minor {
  return line.discounts.reduce((sum, taken) => (taken.coupon === coupon ? sum + taken.amount : sum), 0);
}

/** What a coupon takes off each of these running amounts. */
function reductionsOf(coupon: Coupon, running: readonly Minor[]): readonly Minor[] {
  const { percentOff, amountOff } = coupon;
  if (percentOff !== undefined) return running.map((amount) => percentOf(amount, percentOff));
  const sum = running.reduce((total, amount) => total + amount, 0);
  const shares: Minor[] = [];
  allocate(Math.min(amountOff ?? 0, sum), running, running.length, shares);
  return shares;
}

/** A full price of an item with what its discounts leave of it, as an exact number `base / scale`. */
export interface DiscountedPrice {
  base: Exact;
  scale: Exact;
  /** The discounts that reduced it. */
  applied: Discount[];
}

/** An item as far as its price is concerned. */
export interface PricedItem {
  readonly plan: Plan;
  readonly price: Exact;
  readonly scale: number;
}

/**
 * The discounted full price of each item of a subscription, for the charge of a proration: percentages are exact factors; of an amount
 * each item gets its share of the split over all items, in whole minor units (D15, B16).
 */
export function discountedPrices(items: readonly PricedItem[], discounts: readonly Discount[]): readonly DiscountedPrice[] {
  const prices: DiscountedPrice[] = items.map((item) => ({ base: item.price, scale: item.scale, applied: [] }));
  for (const discount of discounts) {
    const { coupon } = discount;
    const reached = prices.filter((price, i) => appliesToPlan(coupon, (items[i] as PricedItem).plan) && price.base > 0);
    if (coupon.percentOff !== undefined) {
      const whole = 100 * coupon.percentOff.scale;
      const left = BigInt(whole) - BigInt(coupon.percentOff.units);
      for (const price of reached) {
        price.base = multiply(price.base, Number(left));
        price.scale = multiply(price.scale, whole);
        price.applied.push(discount);
      }
    } else {
      const running = reached.map((price) => mulDivRound(price.base, 1, price.scale));
      for (const [i, share] of reductionsOf(coupon, running).entries()) {
        const price = reached[i] as DiscountedPrice;
        if (share === 0) continue;
        const rest = BigInt(price.base) - BigInt(share) * BigInt(price.scale);
        price.base = rest < 0n ? 0 : narrow(rest);
        price.applied.push(discount);
      }
    }
  }
  return prices;
}

function narrow(value: bigint): Exact {
  return value <= 9_007_199_254_740_991n ? Number(value) : value;
}
