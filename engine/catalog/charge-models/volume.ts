import { asDecimal, formatDecimal, quantityText } from "../../money/decimal.ts";
import { add, multiply } from "../../money/exact.ts";
import type { ChargeModel, ChargeTerms, Tier } from "./charge-model.ts";

function tierOf(terms: ChargeTerms, quantity: number): Tier {
  return terms.tiers.find((tier) => quantity <= tier.upTo) as Tier;
}

/** The tier that `units / per` falls in. */
function tierOfFraction(terms: ChargeTerms, units: bigint, per: bigint): Tier {
  return terms.tiers.find((tier) => tier.upTo === Number.POSITIVE_INFINITY || units <= BigInt(tier.upTo) * per) as Tier;
}

/** The whole quantity at the price of the tier it falls in, with only that tier's flat amount (TIER). */
export const volume: ChargeModel = {
  kind: "volume",
  price(terms, quantity) {
    const tier = tierOf(terms, quantity);
    return add(multiply(tier.unit, quantity), tier.flat);
  },
  priceFraction(terms, units, per) {
    const tier = tierOfFraction(terms, units, per);
    return BigInt(tier.unit) * units + BigInt(tier.flat) * per;
  },
  describe(terms, quantity) {
    const decimal = asDecimal(quantity);
    const tier = tierOfFraction(terms, BigInt(decimal.units), BigInt(decimal.scale));
    const units = `${quantityText(quantity)} x ${formatDecimal({ units: tier.unit, scale: terms.scale })}`;
    return tier.flat === 0 ? units : `${units} + flat ${formatDecimal({ units: tier.flat, scale: terms.scale })}`;
  },
};
