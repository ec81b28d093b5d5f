import type { BillingInterval } from "../calendar/billing-period.ts";
import type { Currency } from "../money/currency.ts";
import type { Decimal } from "../money/decimal.ts";
import type { ChargeModel, ChargeTerms } from "./charge-models/charge-model.ts";

/** What a thing sold is called. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly statementDescriptor: string | undefined;
}

/** How usage records of a period become one quantity (D26). */
export type AggregateUsage = "sum" | "count" | "max" | "last_during_period" | "last_ever";

/** A recurring price. Immutable; `index` is its place in the catalog. */
export interface Plan {
  readonly index: number;
  readonly id: string;
  readonly product: Product | undefined;
  readonly nickname: string | undefined;
  readonly currency: Currency;
  readonly interval: BillingInterval;
  readonly model: ChargeModel;
  readonly terms: ChargeTerms;
  /** Of a metered plan, billed in arrears by usage; undefined for a licensed one. */
  readonly usage: AggregateUsage | undefined;
  /** The plan's own trial, 0 for none; counts at `subscribe` only (D19). */
  readonly trialPeriodDays: number;
  /** Where given it wins over its tax rates' own `inclusive` (D2). */
  readonly taxBehavior: "exclusive" | "inclusive" | undefined;
  /** The same plan with its prices in other currencies (`currency_options`); of those themselves none. A customer has one currency, so it meets only one of them. */
  readonly elsewhere: readonly Plan[];
  /** What made this price, where the business changed it during the run: the entry's name. Undefined: it is the file's. */
  readonly version?: string | undefined;
  /** Whether the price is one customer's own, and not on the list (N105). */
  readonly isOwnPrice?: boolean | undefined;
  /** What one unit costs the business per interval, or as it is used, in minor units of the plan's currency; undefined: nothing is said of it (R111). */
  readonly unitCost?: Decimal | undefined;
}

/** The plan as it is sold in this currency; undefined where it has no price in it. */
export function planIn(plan: Plan, currency: Currency): Plan | undefined {
  return plan.currency === currency ? plan : plan.elsewhere.find((option) => option.currency === currency);
}

/** What people read: the product's name, else the nickname, else the id. */
export function planTitle(plan: Plan): string {
  return plan.product?.name ?? plan.nickname ?? plan.id;
}

/** The plan's id, and behind it what made its price, where that is not the file's: `pro (new_list)`. */
export function planName({ id, version }: Plan): string {
  return version === undefined ? id : `${id} (${version})`;
}
