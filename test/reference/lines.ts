import { type Share, sharesOf } from "./backdating.ts";
import { discountedPrices, discountsInForce, markUsed } from "./discounts.ts";
import { price } from "./pricing.ts";
import { isPositive, type Rational, ratio, round, times, ZERO } from "./rational.ts";
import type { Discount, Item, Life, Line, LineKind, Subscription } from "./state.ts";
import { ratesOfItem } from "./tax.ts";

export function makeLine(life: Life, kind: LineKind, exact: Rational, given: Partial<Line>): Line {
  return {
    kind,
    subscription: undefined,
    plan: undefined,
    quantity: 1,
    usage: undefined,
    start: undefined,
    end: undefined,
    discountable: false,
    taxRates: undefined,
    debitOf: undefined,
    ...given,
    amount: round(exact),
    exact,
    at: life.now,
    sequence: life.sequence++,
    discounts: [],
    taxes: [],
  };
}

function itemLine(life: Life, kind: LineKind, exact: Rational, subscription: Subscription, item: Item): Line {
  const { plan, quantity, start, end } = item;
  return makeLine(life, kind, exact, {
    subscription,
    plan,
    quantity,
    start,
    end,
    taxRates: ratesOfItem(life, item, subscription),
  });
}

/** The running period at its price: whole, or the part that a stub, a cut or a late start leaves (D14). */
export function recurringLine(life: Life, subscription: Subscription, item: Item): Line {
  const exact = times(price(item.plan, item.quantity), ratio(item.end - item.start, item.whole));
  const line = itemLine(life, "subscription", exact, subscription, item);
  return { ...line, discountable: true, debitOf: item };
}

/** Nothing, from `start` to the end of the item's period in the trial (B3, B21). */
export function trialLine(life: Life, subscription: Subscription, item: Item, start: number): Line {
  return { ...itemLine(life, "trial", ZERO, subscription, item), start };
}

/** A pending item: an amount, or a quantity of a plan at its price (B38). */
export function plainItem(life: Life, exact: Rational, given: Partial<Line>): Line {
  const line = makeLine(life, "invoice_item", exact, given);
  life.pending.push(line);
  return line;
}

/**
 * Credits what is left, after `date`, of every live debit of the item, and cuts the debits there (D15). Returns how many lines were made.
 * A debit of 0 gives a line only when the item's change says so (B17).
 */
export function creditDebits(life: Life, subscription: Subscription, item: Item, date: number, zerosToo: boolean): number {
  if (life.scenario.billing.mode === "classic") return creditAtCurrentPrice(life, subscription, item, date, zerosToo);
  let made = 0;
  for (const debit of item.debits) {
    const from = Math.max(date, debit.start);
    if (debit.end <= from) continue;
    const exact = times(ratio(-debit.amount), ratio(debit.end - from, debit.end - debit.start));
    if (debit.amount !== 0 || zerosToo) {
      const line = itemLine(life, "proration_credit", exact, subscription, item);
      const { plan, quantity, end } = debit;
      life.pending.push({ ...line, plan, quantity, start: from, end });
      made++;
    }
    debit.amount += round(exact);
    debit.end = from;
  }
  return made;
}

/**
 * Classic (C1): one line, from the date to the end of billed time, of what the item costs as it is, with the coupons that billed it last, each of them whole.
 */
function creditAtCurrentPrice(life: Life, subscription: Subscription, item: Item, date: number, zerosToo: boolean): number {
  const end = Math.max(0, ...item.debits.map((debit) => debit.end));
  if (end <= date) return 0;
  for (const debit of item.debits) debit.end = Math.min(debit.end, date);
  // A metered price is never prorated (PRO).
  if (item.plan.usage !== undefined) return 0;
  const billed = item.lastCoupons.map((coupon) => ({ coupon, firstUsedAt: undefined }));
  const cost = (discountedPrices([item], billed, life)[0] as { price: Rational }).price;
  if (!isPositive(cost) && !zerosToo) return 0;
  const shares = reachesInto(subscription, item, date) ? sharesOf(subscription, item, date, end, "classic") : [shareOf(item, date, end)];
  for (const { start, end: until, share } of shares) {
    const line = itemLine(life, "proration_credit", times(times(cost, ratio(-1)), share), subscription, item);
    life.pending.push({ ...line, start, end: until });
  }
  return shares.length;
}

const shareOf = (item: Item, start: number, end: number): Share => ({ start, end, share: ratio(end - start, item.whole), isPart: true });

/** Whether an instant lies before the running period of a backdated subscription, in the time that was billed with it (X4). */
const reachesInto = (subscription: Subscription, item: Item, date: number): boolean => subscription.reachesBack && date < item.start;

/** What is to be charged for an item: from an instant to another of its running period. */
export interface ToCharge {
  readonly item: Item;
  readonly from: number;
  readonly to: number;
}

/** Charges parts of running periods at today's price after today's discounts (B16); each becomes a new debit. */
export function chargeParts(life: Life, subscription: Subscription, parts: readonly ToCharge[]): number {
  const discounts = discountsInForce(life, subscription);
  // Classic (C2): each coupon counts whole in each item.
  const isClassic = life.scenario.billing.mode === "classic";
  const prices = isClassic
    ? subscription.items.flatMap((item) => discountedPrices([item], discounts, life))
    : discountedPrices(subscription.items, discounts, life);
  const used = new Set<Discount>();
  for (const { item, from, to } of parts) {
    if (item.plan.usage !== undefined) throw new Error("a metered price is never prorated");
    const discounted = prices[subscription.items.indexOf(item)] as (typeof prices)[number];
    const mode = life.scenario.billing.mode;
    const shares = reachesInto(subscription, item, from) ? sharesOf(subscription, item, from, to, mode) : [shareOf(item, from, to)];
    for (const { start, end, share } of shares) {
      const line = itemLine(life, "proration_charge", times(discounted.price, share), subscription, item);
      life.pending.push({ ...line, start, end });
      const { plan, quantity } = item;
      item.debits.push({ plan, quantity, amount: line.amount, start, end });
    }
    item.lastCoupons = [...discounted.used].map((discount) => discount.coupon);
    for (const discount of discounted.used) used.add(discount);
  }
  markUsed(life, used);
  return parts.length;
}
