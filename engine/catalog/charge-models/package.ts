import { asDecimal, formatDecimal, quantityText } from "../../money/decimal.ts";
import { multiply } from "../../money/exact.ts";
import type { ChargeModel, ChargeTerms } from "./charge-model.ts";

/** Whole packages, rounded up or down before pricing (`transform_quantity`, QTY). */
function packages(terms: ChargeTerms, quantity: number): number {
  const whole = Math.floor(quantity / terms.divideBy);
  return terms.round === "up" && whole * terms.divideBy < quantity ? whole + 1 : whole;
}

/** The same of `units / per`. */
function packagesOf(terms: ChargeTerms, units: bigint, per: bigint): bigint {
  const size = BigInt(terms.divideBy) * per;
  const whole = units / size;
  return terms.round === "up" && whole * size < units ? whole + 1n : whole;
}

/** So much per package of `divide_by` units. */
export const packagePricing: ChargeModel = {
  kind: "package",
  price: (terms, quantity) => multiply(terms.unit, packages(terms, quantity)),
  priceFraction: (terms, units, per) => BigInt(terms.unit) * packagesOf(terms, units, per) * per,
  describe: (terms, quantity) => {
    const { units, scale } = asDecimal(quantity);
    const count = packagesOf(terms, BigInt(units), BigInt(scale));
    const price = formatDecimal({ units: terms.unit, scale: terms.scale });
    return `${quantityText(quantity)} / ${terms.divideBy} rounded ${terms.round} = ${count}; ${count} x ${price}`;
  },
};
