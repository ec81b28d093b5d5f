import type { Decimal } from "../../money/decimal.ts";
import type { Exact } from "../../money/exact.ts";

/** One step of a tiered price. `upTo` is inclusive; the last one is `Infinity` (SDK). Amounts over the plan's scale. */
export interface Tier {
  readonly upTo: number;
  readonly unit: Exact;
  readonly flat: Exact;
}

/**
 * The numbers a charge model works with. All amounts are integers over one common power of ten, `scale`:
 * "0.05" minor units are `unit: 5, scale: 100`.
 */
export interface ChargeTerms {
  readonly scale: number;
  readonly unit: Exact;
  /** `transform_quantity`: packages of this many, 1 for none. */
  readonly divideBy: number;
  readonly round: "up" | "down";
  readonly tiers: readonly Tier[];
}

/** How a quantity becomes a price. */
export interface ChargeModel {
  readonly kind: string;
  /** The exact price of a quantity, in units of `1 / scale` minor units. Nothing is rounded here. */
  price(terms: ChargeTerms, quantity: number): Exact;
  /** The exact price of `units / per` of them (usage may have decimals), in units of `1 / (scale x per)` minor units. Not rounded either. */
  priceFraction(terms: ChargeTerms, units: bigint, per: bigint): bigint;
  /** The arithmetic in words, for `explain`: `5 x 500 + 6 x 400`. */
  describe(terms: ChargeTerms, quantity: number | Decimal): string;
}
