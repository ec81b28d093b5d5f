import { formatDecimal } from "../../money/decimal.ts";
import { multiply } from "../../money/exact.ts";
import type { ChargeModel, ChargeTerms } from "./charge-model.ts";

/** Whole packages, rounded up or down before pricing (`transform_quantity`, QTY). */
function packages(terms: ChargeTerms, quantity: number): number {
  const whole = Math.floor(quantity / terms.divideBy);
  return terms.round === "up" && whole * terms.divideBy < quantity ? whole + 1 : whole;
}

/** So much per package of `divide_by` units. */
export const packagePricing: ChargeModel = {
  kind: "package",
  price: (terms, quantity) => multiply(terms.unit, packages(terms, quantity)),
  describe: (terms, quantity) =>
    `${quantity} / ${terms.divideBy} rounded ${terms.round} = ${packages(terms, quantity)}; ${packages(terms, quantity)} x ${formatDecimal({ units: terms.unit, scale: terms.scale })}`,
};
