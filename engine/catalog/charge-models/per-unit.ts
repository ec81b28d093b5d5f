import { formatDecimal, quantityText } from "../../money/decimal.ts";
import { multiply } from "../../money/exact.ts";
import type { ChargeModel } from "./charge-model.ts";

/** Quantity times unit amount. */
export const perUnit: ChargeModel = {
  kind: "per_unit",
  price: (terms, quantity) => multiply(terms.unit, quantity),
  priceFraction: (terms, units) => BigInt(terms.unit) * units,
  describe: (terms, quantity) => `${quantityText(quantity)} x ${formatDecimal({ units: terms.unit, scale: terms.scale })}`,
};
