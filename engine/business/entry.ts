import type { ProrationBehavior } from "../billing/settings.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import type { Currency } from "../money/currency.ts";
import type { DeclineCode } from "../payments/decline-codes.ts";
import type { Promotion } from "./promotion.ts";
import type { Reach } from "./reach.ts";
import type { Response } from "./response.ts";

interface AnyEntry {
  readonly name: string;
  readonly reach: Reach;
}

/** Every charge is declined while it lasts; the cards' own draws are not touched (D35). */
export interface Outage extends AnyEntry {
  readonly kind: "outage";
  readonly declines: DeclineCode;
}

/** Who meets a new price: those who take the plan up from then on, and of those who have it nobody, all from their next renewal, or all at once. */
export type PriceChangeFor = "new" | "at_renewal" | "now";

/** A plan gets another price. */
export interface PriceChange extends AnyEntry {
  readonly kind: "change_price";
  /** As the file declares it. */
  readonly plan: Plan;
  /** The same plan at the price that is in force with this entry, once for each of its currencies: where that is the price of an earlier entry, the very plan of that one. */
  readonly prices: readonly Plan[];
  /** The currencies that the entry is about. */
  readonly currencies: ReadonlySet<Currency>;
  readonly for: PriceChangeFor;
  /** Who leaves for it; undefined: nobody more than would anyway. */
  readonly response: Response | undefined;
}

/** Customers move from one plan to another. */
export interface Migration extends AnyEntry {
  readonly kind: "migrate";
  readonly from: Plan;
  readonly to: Plan;
  readonly when: "now" | "at_renewal";
  /** Undefined: as the scenario settles changes. At a renewal there is nothing to settle. */
  readonly prorationBehavior: ProrationBehavior | undefined;
  /** Takes the place of the subscription's coupons; undefined: they stay. */
  readonly coupon: Coupon | undefined;
  readonly response: Response | undefined;
}

/** What gives subscriptions another price or plan. */
export type Move = PriceChange | Migration;

/** One thing that the business does. */
export type BusinessEntry = Outage | Move | Promotion;
