import type { Instant } from "../calendar/instant.ts";
import type { Currency } from "../money/currency.ts";
import type { Decimal } from "../money/decimal.ts";
import type { Minor } from "../money/exact.ts";
import type { Plan } from "./plan.ts";

/** A price reduction. Exactly one of `percentOff` and `amountOff` is given. */
export interface Coupon {
  readonly index: number;
  readonly id: string;
  readonly percentOff: Decimal | undefined;
  readonly amountOff: Minor | undefined;
  /** Of `amountOff`; an amount coupon does nothing on an invoice in another currency (D25). */
  readonly currency: Currency | undefined;
  readonly duration: "once" | "repeating" | "forever";
  /** Only for `repeating`: months from the first invoice it discounts, half-open (D7). */
  readonly durationInMonths: number;
  /** How many customers and subscriptions together may redeem it, Infinity for no limit (D24). */
  readonly maxRedemptions: number;
  /** Redeemable before this instant, NEVER for no limit. Limits redemption only (COU). */
  readonly redeemBy: Instant;
  /** Product or plan ids; undefined is everything (D25). */
  readonly appliesTo: ReadonlySet<string> | undefined;
}

/** Whether a line of this plan can be discounted. A line without a plan only by a coupon for everything. */
export function appliesToPlan(coupon: Coupon, plan: Plan | undefined): boolean {
  if (coupon.appliesTo === undefined) return true;
  if (plan === undefined) return false;
  return coupon.appliesTo.has(plan.id) || (plan.product !== undefined && coupon.appliesTo.has(plan.product.id));
}
