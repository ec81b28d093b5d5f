import type { Account } from "../../account/account.ts";
import type { Line } from "../../account/line.ts";
import { takeLine } from "../../account/line-pool.ts";
import type { Debit, Item, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { assert } from "../../assert.ts";
import type { BilledSpan } from "../../billing/backdated-periods.ts";
import type { PricedItem } from "../../billing/discounts.ts";
import { nearestRates, taxLine } from "../../billing/tax.ts";
import type { Instant } from "../../calendar/instant.ts";
import type { Coupon } from "../../catalog/coupon.ts";
import type { Plan } from "../../catalog/plan.ts";
import type { TaxRate } from "../../catalog/tax-rate.ts";
import { type Exact, type Minor, mulDivRound, multiply } from "../../money/exact.ts";

const NO_RATES: readonly TaxRate[] = [];

/** The one place where a line's amount is computed: `round(base x part / (whole x scale))`, ties away from zero (D1). */
export function priceLine(line: Line, base: Exact, scale: Exact, part: number, whole: number): void {
  line.base = base;
  line.scale = scale;
  line.part = part;
  line.whole = whole;
  if (part !== whole) line.amount = mulDivRound(base, part, multiply(whole, scale));
  else line.amount = scale === 1 && typeof base === "number" ? base : mulDivRound(base, 1, scale);
}

/** The rates in force for an item of a subscription (D2). */
export function ratesOf(world: World, account: Account, subscription: Subscription | undefined, item: Pick<Item, "taxRates"> | undefined): readonly TaxRate[] {
  return nearestRates(item?.taxRates, subscription?.taxRates, account.taxRates, world.settings.taxRates);
}

/** An item's price for its running period: the whole of it, or the cut part of a stub or a planned end (an ordinary line, D15). */
export function recurringLine(world: World, account: Account, subscription: Subscription, item: Item): Line {
  const { periodStart, periodEnd, whole } = item;
  return periodLine(world, account, subscription, item, periodStart, periodEnd, periodEnd - periodStart, whole);
}

/** The same for any time of an item: `part / whole` of its price. */
export function periodLine(
  world: World,
  account: Account,
  subscription: Subscription,
  item: Item,
  start: Instant,
  end: Instant,
  part: number,
  whole: number,
): Line {
  const line = takeLine(account);
  const { plan, quantity } = item;
  line.kind = "subscription";
  line.subscription = subscription;
  line.plan = plan;
  line.quantity = quantity;
  line.start = start;
  line.end = end;
  line.discountable = true;
  line.taxRates = ratesOf(world, account, subscription, item);
  const isWhole = part === whole;
  priceLine(line, plan.model.price(plan.terms, quantity), plan.terms.scale, isWhole ? 1 : part, isWhole ? 1 : whole);
  return line;
}

/** A recurring line of a whole period without discounts, for another quantity of the same plan. */
export function repriceLine(line: Line, quantity: number): void {
  const { model, terms } = line.plan as Plan;
  line.quantity = quantity;
  priceLine(line, model.price(terms, quantity), terms.scale, 1, 1);
  const rates = line.taxRates ?? NO_RATES;
  if (rates.length > 0) taxLine(line, rates);
}

/** `Free trial for N x X`: 0 over the trial (TRI). */
export function trialLine(account: Account, subscription: Subscription, item: Item, start: Instant): Line {
  const line = takeLine(account);
  line.kind = "trial";
  line.subscription = subscription;
  line.plan = item.plan;
  line.quantity = item.quantity;
  line.start = start;
  line.end = subscription.trialEnd;
  line.taxRates = NO_RATES;
  priceLine(line, 0, 1, 1, 1);
  return line;
}

/** What a proration line is about. */
export interface ProratedItem {
  readonly plan: Plan;
  readonly quantity: number;
  readonly rates: readonly TaxRate[];
}

/**
 * Unused time: credits a live debit from `from` to its end and cuts it there (D15). The amount originally debited is the basis, so its
 * discounts are inside.
 */
export function creditLine(account: Account, subscription: Subscription, rates: readonly TaxRate[], debit: Debit, from: Instant): Line {
  const line = takeLine(account);
  const start = from > debit.start ? from : debit.start;
  line.kind = "proration_credit";
  line.subscription = subscription;
  line.plan = debit.plan;
  line.quantity = debit.quantity;
  line.start = start;
  line.end = debit.end;
  line.taxRates = rates;
  priceLine(line, 0 - debit.amount, 1, debit.end - start, debit.end - debit.start);
  debit.amount += line.amount;
  debit.end = start;
  assert(debit.amount >= 0, () => `customer ${account.id}: more was credited than debited on ${subscription.name}`);
  return line;
}

/** An item as far as its price is concerned. */
export function pricedItem({ plan, quantity }: Item): PricedItem {
  return { plan, price: plan.model.price(plan.terms, quantity), scale: plan.terms.scale };
}

/**
 * Unused time in classic mode: the price of what the item is now, with the coupons that billed it last inside, x part / whole (C1).
 * Touches no debit.
 */
export function currentPriceCreditLine(
  account: Account,
  subscription: Subscription,
  item: ProratedItem,
  price: { readonly base: Exact; readonly scale: Exact; readonly coupons: readonly Coupon[] },
  span: BilledSpan,
): Line {
  const line = chargeLine(account, subscription, item, { ...price, base: negated(price.base) }, span);
  line.kind = "proration_credit";
  return line;
}

function negated(value: Exact): Exact {
  return typeof value === "number" ? 0 - value : -value;
}

/** Remaining time: price x discounts x part / whole, rounded once (D1, B16). */
export function chargeLine(
  account: Account,
  subscription: Subscription,
  item: ProratedItem,
  price: { readonly base: Exact; readonly scale: Exact; readonly coupons: readonly Coupon[] },
  span: BilledSpan,
): Line {
  const line = takeLine(account);
  line.kind = "proration_charge";
  line.subscription = subscription;
  line.plan = item.plan;
  line.quantity = item.quantity;
  line.start = span.start;
  line.end = span.end;
  line.taxRates = item.rates;
  line.insideDiscounts = price.coupons;
  priceLine(line, price.base, price.scale, span.part, span.whole);
  return line;
}

/** A one-off: an amount, or a quantity of a plan at its price rounded once (B38). */
export function oneOffLine(
  account: Account,
  subscription: Subscription | undefined,
  item: {
    readonly amount: Minor | undefined;
    readonly plan: Plan | undefined;
    readonly quantity: number;
    readonly description: string;
    readonly taxRates: readonly TaxRate[] | undefined;
  },
  discountable: boolean,
): Line {
  const line = takeLine(account);
  line.kind = "invoice_item";
  line.subscription = subscription;
  line.plan = item.plan;
  line.quantity = item.quantity;
  line.description = item.description;
  line.start = account.now;
  line.end = account.now;
  line.discountable = discountable;
  line.taxRates = item.taxRates;
  const { plan } = item;
  if (plan === undefined) priceLine(line, item.amount as Minor, 1, 1, 1);
  else priceLine(line, plan.model.price(plan.terms, item.quantity), plan.terms.scale, 1, 1);
  return line;
}
