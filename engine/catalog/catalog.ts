import type { Coupon } from "./coupon.ts";
import type { Plan, Product } from "./plan.ts";
import type { TaxRate } from "./tax-rate.ts";

/** All that is sold, in the file's order. Maps, because users choose the names. */
export interface Catalog {
  readonly products: ReadonlyMap<string, Product>;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly coupons: ReadonlyMap<string, Coupon>;
  readonly taxRates: ReadonlyMap<string, TaxRate>;
}
