import { formatDecimal } from "../../money/decimal.ts";
import { add, multiply } from "../../money/exact.ts";
import type { ChargeModel, ChargeTerms, Tier } from "./charge-model.ts";

function tierOf(terms: ChargeTerms, quantity: number): Tier {
  return terms.tiers.find((tier) => quantity <= tier.upTo) as Tier;
}

/** The whole quantity at the price of the tier it falls in, with only that tier's flat amount (TIER). */
export const volume: ChargeModel = {
  kind: "volume",
  price(terms, quantity) {
    const tier = tierOf(terms, quantity);
    return add(multiply(tier.unit, quantity), tier.flat);
  },
  describe(terms, quantity) {
    const tier = tierOf(terms, quantity);
    const units = `${quantity} x ${formatDecimal({ units: tier.unit, scale: terms.scale })}`;
    return tier.flat === 0 ? units : `${units} + flat ${formatDecimal({ units: tier.flat, scale: terms.scale })}`;
  },
};
