import type { Discount, Item, Subscription } from "../../engine/account/subscription.ts";
import { discountEnd } from "../../engine/billing/discounts.ts";
import type { BillingInterval } from "../../engine/calendar/billing-period.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import { appliesToPlan } from "../../engine/catalog/coupon.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import type { Currency } from "../../engine/money/currency.ts";
import { type Minor, mulDivRound, multiply } from "../../engine/money/exact.ts";
import type { MetricSettings } from "../../engine/scenario/scenario.ts";
import { invoicedUsage } from "./invoiced-usage.ts";
import { minus, over, plus, type Ratio, ratio, times, ZERO } from "./ratio.ts";

/** Which coupons reduce: as the setting `mrr_discounts`; `all` counts every coupon that reduces the running period. */
export type DiscountRule = MetricSettings["mrrDiscounts"];

/** What a subscription is worth, in minor units. */
export interface RecurringRevenue {
  /** Of a month, after the discounts that the settings count, rounded once (D39). */
  mrr: Minor;
  /** Of a year: a sum of its own, not twelve times the rounded month. */
  arr: Minor;
  /** What coupons that reduce the running period take off a month's list price, whatever the settings count. */
  discounted: Minor;
}

/**
 * The recurring revenue of a subscription (D39): the exact sum over its items after discounts, normalised, rounded once.
 *
 * 0 outside the statuses of the settings, and from the request of a cancel where churn is recognised then. Usage counts under `metered_in_mrr` only, as it was invoiced last (R1).
 * `customer` is the customer's own discount, which counts where the subscription has none that is live (COU). Writes into `into`.
 */
export function measureRevenue(subscription: Subscription, customer: Discount | undefined, settings: MetricSettings, into: RecurringRevenue): void {
  into.mrr = 0;
  into.arr = 0;
  into.discounted = 0;
  if (!isRecognized(subscription, settings)) return;
  const only = onlyPriced(subscription, settings.meteredInMrr);
  const live = only === undefined ? SEVERAL : liveCoupon(subscription, customer, only.plan.currency);
  if (only === undefined || live === SEVERAL) measureExactly(subscription, customer, settings, into);
  else if (live === NO_COUPON) measureItem(only, into);
  else measureReduced(subscription, customer, settings, only, live, into);
}

/** Any items with any discounts, as fractions. */
function measureExactly(subscription: Subscription, customer: Discount | undefined, settings: MetricSettings, into: RecurringRevenue): void {
  const { mrrDiscounts, meteredInMrr } = settings;
  const list = listPrices(subscription, meteredInMrr);
  const prices = discounted(list, subscription, customer, mrrDiscounts);
  into.mrr = normalised(prices, 1);
  into.arr = normalised(prices, 12);
  if (subscription.discounts.length === 0 && customer === undefined) return;
  into.discounted = normalised(list, 1) - normalised(discounted(list, subscription, customer, "all"), 1);
}

/**
 * The same by item, in their order: exact parts are added up and the running sum is rounded, so that the parts add up to what `measureRevenue`
 * says of the subscription (R63). `tell` is not called for a subscription that does not count.
 */
export function measureItems(
  subscription: Subscription,
  customer: Discount | undefined,
  settings: MetricSettings,
  tell: (plan: string, own: Readonly<RecurringRevenue>) => void,
): void {
  if (!isRecognized(subscription, settings)) return;
  const list = listPrices(subscription, settings.meteredInMrr);
  const prices = discounted(list, subscription, customer, settings.mrrDiscounts);
  const reduced = discounted(list, subscription, customer, "all");
  const sums = { mrr: ZERO, arr: ZERO, list: ZERO, reduced: ZERO };
  for (const [i, { held, plan }] of list.entries()) {
    const before = rounded(sums);
    const [month, year] = [periodsIn(plan.interval, 1), periodsIn(plan.interval, 12)];
    sums.mrr = plus(sums.mrr, times((prices[i] as RecurringPrice).price, month));
    sums.arr = plus(sums.arr, times((prices[i] as RecurringPrice).price, year));
    sums.list = plus(sums.list, times((list[i] as RecurringPrice).price, month));
    sums.reduced = plus(sums.reduced, times((reduced[i] as RecurringPrice).price, month));
    const after = rounded(sums);
    tell(held.id, { mrr: after.mrr - before.mrr, arr: after.arr - before.arr, discounted: after.discounted - before.discounted });
  }
}

function rounded({ mrr, arr, list, reduced }: Readonly<Record<"mrr" | "arr" | "list" | "reduced", Ratio>>): RecurringRevenue {
  const round = ({ numerator, denominator }: Ratio): Minor => mulDivRound(numerator, 1, denominator);
  return { mrr: round(mrr), arr: round(arr), discounted: round(list) - round(reduced) };
}

/** Of a month: `measureRevenue` for those who want nothing else. */
export function recognizedMrr(subscription: Subscription, customer: Discount | undefined, settings: MetricSettings): Minor {
  measureRevenue(subscription, customer, settings, measured);
  return measured.mrr;
}

const measured: RecurringRevenue = { mrr: 0, arr: 0, discounted: 0 };

/** Whether a subscription counts at all: by its status, and by when churn is recognised. */
export function isRecognized(subscription: Subscription, settings: MetricSettings): boolean {
  const { status } = subscription;
  if (settings.churnRecognized === "at_cancel" && subscription.canceledAt !== NEVER) return false;
  for (let i = 0; i < settings.mrrStatuses.length; i++) if (settings.mrrStatuses[i] === status) return true;
  return (status === "trialing" && settings.trialsInMrr) || (status === "paused" && settings.pausedInMrr);
}

/** What is paid for a plan over its own interval. */
interface RecurringPrice {
  /** The plan of the item: another one than the price's where usage was invoiced before a change. */
  readonly held: Plan;
  readonly plan: Plan;
  readonly price: Ratio;
}

/** What the prices come to over `months` months. */
function normalised(prices: readonly RecurringPrice[], months: number): Minor {
  let sum = ZERO;
  for (const { plan, price } of prices) sum = plus(sum, times(price, periodsIn(plan.interval, months)));
  return mulDivRound(sum.numerator, 1, sum.denominator);
}

/** The one item that recurring revenue comes of, beside metered ones that do not count; undefined where there is none, or several. */
function onlyPriced({ items, itemCount }: Subscription, meteredInMrr: boolean): Item | undefined {
  let only: Item | undefined;
  for (let i = 0; i < itemCount; i++) {
    const item = items[i] as Item;
    if (item.plan.usage !== undefined && !meteredInMrr) continue;
    if (only !== undefined || item.plan.usage !== undefined) return undefined;
    only = item;
  }
  return only;
}

const NO_COUPON = -1;
const SEVERAL = -2;

/** The place of the one discount that reduces the running period: among the subscription's own, and behind them the customer's; or none, or several. */
function liveCoupon(subscription: Subscription, customer: Discount | undefined, currency: Currency): number {
  const { discounts } = subscription;
  let live = NO_COUPON;
  for (let i = 0; i < discounts.length; i++) {
    if (!reducesRunningPeriod(discounts[i] as Discount, subscription, currency)) continue;
    if (live !== NO_COUPON) return SEVERAL;
    live = i;
  }
  if (live !== NO_COUPON || customer === undefined) return live;
  return reducesRunningPeriod(customer, subscription, currency) ? discounts.length : NO_COUPON;
}

/** What an item under one coupon was worth last: at each renewal the same is asked again. */
const lastReduced = {
  plan: undefined as Plan | undefined,
  quantity: 0,
  coupon: undefined as Discount["coupon"] | undefined,
  settings: undefined as MetricSettings | undefined,
  mrr: 0,
  arr: 0,
  discounted: 0,
};

/** One item, and one coupon that reduces it. */
function measureReduced(
  subscription: Subscription,
  customer: Discount | undefined,
  settings: MetricSettings,
  { plan, quantity }: Item,
  live: number,
  into: RecurringRevenue,
): void {
  const { coupon } = (subscription.discounts[live] ?? customer) as Discount;
  const last = lastReduced;
  if (plan !== last.plan || quantity !== last.quantity || coupon !== last.coupon || settings !== last.settings) {
    measureExactly(subscription, customer, settings, last);
    last.plan = plan;
    last.quantity = quantity;
    last.coupon = coupon;
    last.settings = settings;
  }
  into.mrr = last.mrr;
  into.arr = last.arr;
  into.discounted = last.discounted;
}

/** The item measured last: mostly it is only the status of a subscription that moved, and what it is worth is the same. */
const last = { plan: undefined as Plan | undefined, quantity: 0, mrr: 0, arr: 0 };

/** One item without discounts: the usual case, without fractions of big integers. */
function measureItem({ plan, quantity }: Item, into: RecurringRevenue): void {
  if (plan !== last.plan || quantity !== last.quantity) {
    measurePrice(plan, quantity, last);
    last.plan = plan;
    last.quantity = quantity;
  }
  into.mrr = last.mrr;
  into.arr = last.arr;
}

/** What so many of a plan are worth at its list price; nothing for usage. */
export function measurePrice({ model, terms, interval, usage }: Plan, quantity: number, into: { mrr: Minor; arr: Minor }): void {
  into.mrr = 0;
  into.arr = 0;
  if (usage !== undefined) return;
  const price = model.price(terms, quantity);
  const { perMonth, of } = FACTORS[interval.unit];
  const whole = multiply(terms.scale, of * interval.count);
  if (whole === 1 && perMonth === 1 && typeof price === "number") {
    // A whole amount by the month: nothing to divide.
    into.mrr = price;
    into.arr = price * 12;
    return;
  }
  into.mrr = mulDivRound(price, perMonth, whole);
  into.arr = mulDivRound(price, perMonth * 12, whole);
}

/** How many of a unit make a month, as a fraction: a year 1/12, a week 365/84, a day 365/12 (D39). */
const FACTORS = {
  year: { perMonth: 1, of: 12 },
  month: { perMonth: 1, of: 1 },
  week: { perMonth: 365, of: 84 },
  day: { perMonth: 365, of: 12 },
} as const;

/** How many of these intervals fit in so many months. */
function periodsIn(interval: BillingInterval, months: number): Ratio {
  const factor = FACTORS[interval.unit];
  return ratio(factor.perMonth * months, factor.of * interval.count);
}

/** The full price of each item for its own interval. Usage is no recurring price (GLO), unless the settings count what was invoiced last (R1). */
function listPrices(subscription: Subscription, meteredInMrr: boolean): readonly RecurringPrice[] {
  const prices: RecurringPrice[] = [];
  for (let i = 0; i < subscription.itemCount; i++) {
    const { plan, quantity, usage } = subscription.items[i] as Item;
    if (plan.usage === undefined) prices.push({ held: plan, plan, price: ratio(plan.model.price(plan.terms, quantity), plan.terms.scale) });
    else if (meteredInMrr) for (const { plan: used, amount } of invoicedUsage(usage)) prices.push({ held: plan, plan: used, price: ratio(amount, 1) });
  }
  return prices;
}

/** The prices less the discounts that count, in list order, each on what the ones before it left; exact, nothing is rounded. */
function discounted(
  list: readonly RecurringPrice[],
  subscription: Subscription,
  customer: Discount | undefined,
  rule: DiscountRule,
): readonly RecurringPrice[] {
  if (rule === "none") return list;
  const { currency } = (subscription.items[0] as Item).plan;
  let prices = list;
  for (const { coupon } of countedDiscounts(subscription, customer, rule, currency)) {
    const reaches = ({ plan, price }: RecurringPrice): boolean => price.numerator > 0n && appliesToPlan(coupon, plan);
    const reached = prices.filter(reaches).map(({ price }) => price);
    if (reached.length === 0) continue;
    // An amount is shared in proportion, so that it is a factor too: what is left of the sum over the sum.
    const left = coupon.percentOff === undefined ? leftOfAmount(coupon.amountOff ?? 0, reached) : leftOfPercent(coupon.percentOff);
    prices = prices.map((one) => (reaches(one) ? { ...one, price: times(one.price, left) } : one));
  }
  return prices;
}

function leftOfPercent(percent: { units: bigint | number; scale: number }): Ratio {
  const whole = 100n * BigInt(percent.scale);
  return { numerator: whole - BigInt(percent.units), denominator: whole };
}

function leftOfAmount(amount: Minor, prices: readonly Ratio[]): Ratio {
  const sum = prices.reduce(plus, ZERO);
  const left = minus(sum, ratio(amount, 1));
  return left.numerator <= 0n ? ZERO : over(left, sum);
}

/** The discounts that reduce recurring revenue: of the subscription where it has any live one, else the customer's. */
export function countedDiscounts(subscription: Subscription, customer: Discount | undefined, rule: DiscountRule, currency: Currency): readonly Discount[] {
  const own = subscription.discounts.filter((discount) => reducesRunningPeriod(discount, subscription, currency));
  const live = own.length > 0 || customer === undefined ? own : [customer].filter((discount) => reducesRunningPeriod(discount, subscription, currency));
  return rule === "forever" ? live.filter((discount) => discount.coupon.duration === "forever") : live;
}

/**
 * Whether a coupon reduces what the running period costs. Told from the period, not from the clock, so that recurring revenue changes only
 * when something happens: a yearly invoice inside a coupon's three months is discounted in full (COU) and counts so until it renews.
 * A coupon that is redeemed and not used yet counts.
 */
function reducesRunningPeriod(discount: Discount, subscription: Subscription, currency: Currency): boolean {
  const { coupon, firstUsedAt } = discount;
  if (coupon.currency !== undefined && coupon.currency !== currency) return false;
  if (coupon.duration === "forever" || firstUsedAt === NEVER) return true;
  return coupon.duration === "once" ? firstUsedAt >= subscription.periodStart : subscription.periodStart < discountEnd(discount);
}
