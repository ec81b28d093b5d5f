import type { Line, LineKind } from "../../engine/account/line.ts";
import type { Discount } from "../../engine/account/subscription.ts";
import { billingInterval } from "../../engine/calendar/billing-period.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import type { ChargeTerms, Tier } from "../../engine/catalog/charge-models/charge-model.ts";
import { chargeModels } from "../../engine/catalog/charge-models/registry.ts";
import type { Coupon } from "../../engine/catalog/coupon.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import type { TaxRate } from "../../engine/catalog/tax-rate.ts";
import { type Currency, currencies } from "../../engine/money/currency.ts";
import { type Decimal, parseDecimal } from "../../engine/money/decimal.ts";

export function currencyOf(code: string): Currency {
  const currency = currencies.get(code);
  if (currency === undefined) throw new Error(`there is no currency ${code}`);
  return currency;
}

export const usd = currencyOf("usd");

export function decimalOf(text: string): Decimal {
  const decimal = parseDecimal(text);
  if (decimal === undefined) throw new Error(`"${text}" is not a decimal`);
  return decimal;
}

/** Terms of a price; amounts as decimals in minor units, `[upTo, unit, flat?]` per tier. */
export function termsOf(given: {
  readonly unit?: string;
  readonly divideBy?: number;
  readonly round?: "up" | "down";
  readonly tiers?: readonly (readonly [upTo: number, unit: string, flat?: string])[];
}): ChargeTerms {
  const scale = 1_000_000_000_000;
  const units = (text: string) => {
    const { units: own, scale: ownScale } = decimalOf(text);
    const scaled = BigInt(own) * BigInt(scale / ownScale);
    return scaled <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(scaled) : scaled;
  };
  const tiers: Tier[] = (given.tiers ?? []).map(([upTo, unit, flat]) => ({ upTo, unit: units(unit), flat: units(flat ?? "0") }));
  return { scale, unit: units(given.unit ?? "0"), divideBy: given.divideBy ?? 1, round: given.round ?? "up", tiers };
}

/** A monthly price per unit. */
export function planOf(id: string, amount = 1000, more: Partial<Plan> = {}): Plan {
  return {
    index: 0,
    id,
    product: undefined,
    nickname: undefined,
    currency: usd,
    interval: billingInterval("month", 1),
    model: chargeModels.per_unit,
    terms: { scale: 1, unit: amount, divideBy: 1, round: "up", tiers: [] },
    usage: undefined,
    trialPeriodDays: 0,
    elsewhere: [],
    taxBehavior: undefined,
    ...more,
  };
}

/** `percent` or `amount` off; for ever unless `more` says otherwise. */
export function couponOf(id: string, off: { readonly percent: string } | { readonly amount: number }, more: Partial<Coupon> = {}): Coupon {
  const percentOff = "percent" in off ? decimalOf(off.percent) : undefined;
  const amountOff = "amount" in off ? off.amount : undefined;
  return {
    index: 0,
    id,
    percentOff,
    amountOff,
    currency: amountOff === undefined ? undefined : usd,
    duration: "forever",
    durationInMonths: 0,
    maxRedemptions: Number.POSITIVE_INFINITY,
    redeemBy: NEVER,
    appliesTo: undefined,
    ...more,
  };
}

export function discountOf(coupon: Coupon, firstUsedAt = NEVER): Discount {
  return { coupon, redeemedAt: 0, firstUsedAt };
}

export function rateOf(percentage: string, inclusive = false): TaxRate {
  return { index: 0, id: `${percentage} ${inclusive ? "inclusive" : "exclusive"}`, percentage: decimalOf(percentage), inclusive };
}

/** A line that can be discounted, unless it is a proration. */
export function lineOf(amount: number, more: Partial<Line> = {}): Line {
  const kind: LineKind = more.kind ?? "subscription";
  return {
    kind,
    subscription: undefined,
    plan: undefined,
    quantity: 1,
    usage: undefined,
    description: "",
    amount,
    base: amount,
    scale: 1,
    part: 1,
    whole: 1,
    start: 0,
    end: 0,
    at: 0,
    sequence: 0,
    discountable: kind === "subscription" || kind === "invoice_item",
    discount: 0,
    discounts: [],
    insideDiscounts: [],
    taxRates: undefined,
    taxes: [],
    taxInclusive: 0,
    taxExclusive: 0,
    ...more,
  };
}
