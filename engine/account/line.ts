import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { Decimal } from "../money/decimal.ts";
import type { Exact, Minor } from "../money/exact.ts";
import type { Meter } from "./meter.ts";
import type { Subscription } from "./subscription.ts";

export type LineKind = "subscription" | "proration_credit" | "proration_charge" | "usage" | "invoice_item" | "trial";

/** What one coupon took off one line. */
export interface LineDiscount {
  coupon: Coupon;
  amount: Minor;
}

/** One tax on one line. An inclusive tax is inside the line's amount, an exclusive one comes on top. */
export interface LineTax {
  rate: TaxRate;
  inclusive: boolean;
  amount: Minor;
}

/** What a usage line bills. */
export interface LineUsage {
  /** Whose usage: lines of a draft are made anew when late usage comes. Undefined where a metered item begins (U12). */
  readonly meter: Meter | undefined;
  /** What this line bills: the aggregate less what threshold invoices billed of it (V4). */
  readonly quantity: Decimal;
  /** Of the whole period up to this line. */
  readonly aggregate: Decimal;
  /** Minor units that threshold invoices have billed of the aggregate. */
  readonly billed: Minor;
}

/**
 * One thing to bill: an invoice line, or a pending item that will become one.
 *
 * It carries the very numbers its amount was computed from: `amount = round(base x part / (whole x scale))`, ties away from zero.
 * A credit has a negative base. `explain` prints these numbers and a test asserts the equation for every line.
 */
export interface Line {
  kind: LineKind;
  subscription: Subscription | undefined;
  plan: Plan | undefined;
  /** Of usage: how much it bills, rounded where that has decimals; `usage` has them all. */
  quantity: number;
  /** What a usage line bills, exactly; undefined on every other line. */
  usage: LineUsage | undefined;
  /** The user's own words; empty for lines the engine makes. */
  description: string;

  /** Signed minor units before `discount`. A proration has its discounts inside. */
  amount: Minor;
  base: Exact;
  scale: Exact;
  part: number;
  whole: number;

  /** Service period, half-open. Both equal `at` when there is none (invoice items). */
  start: Instant;
  end: Instant;
  /** When it was made. */
  at: Instant;
  /** Order of making within the customer. */
  sequence: number;

  discountable: boolean;
  /** Sum of `discounts`: what coupons took off, >= 0. */
  discount: Minor;
  discounts: LineDiscount[];
  /** The coupons whose reduction is already inside a proration's base, for its explanation. */
  insideDiscounts: readonly Coupon[];

  /** The rates that apply; undefined until the invoice decides (invoice items without own rates). */
  taxRates: readonly TaxRate[] | undefined;
  taxes: LineTax[];
  taxInclusive: Minor;
  taxExclusive: Minor;
}
