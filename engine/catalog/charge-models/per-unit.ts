import { formatDecimal } from "../../money/decimal.ts";
import { multiply } from "../../money/exact.ts";
import type { ChargeModel } from "./charge-model.ts";

/** Quantity times unit amount. */
export const perUnit: ChargeModel = {
  kind: "per_unit",
  price: (terms, quantity) => multiply(terms.unit, quantity),
  describe: (terms, quantity) => `${quantity} x ${formatDecimal({ units: terms.unit, scale: terms.scale })}`,
};
