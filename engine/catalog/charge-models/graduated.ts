import { formatDecimal } from "../../money/decimal.ts";
import type { Exact } from "../../money/exact.ts";
import { add, multiply } from "../../money/exact.ts";
import type { ChargeModel, ChargeTerms, Tier } from "./charge-model.ts";

/**
 * Each tier prices its own share of the quantity, and adds its flat amount when it is entered.
 * Quantity 0 bills the first tier's flat amount (TIER).
 */
export const graduated: ChargeModel = {
  kind: "graduated",
  price(terms, quantity) {
    let total = 0;
    let below = 0;
    for (let i = 0; i < terms.tiers.length; i++) {
      const { upTo, unit, flat } = terms.tiers[i] as Tier;
      if (i > 0 && quantity <= below) break;
      if (typeof unit !== "number" || typeof flat !== "number") return exactPrice(terms, quantity);
      total += unit * ((quantity < upTo ? quantity : upTo) - below) + flat;
      below = upTo;
    }
    // Nothing in it is negative, so a sum that is safe at the end was safe all along.
    return total >= 0 && total <= Number.MAX_SAFE_INTEGER ? total : exactPrice(terms, quantity);
  },
  describe(terms, quantity) {
    const parts: string[] = [];
    let below = 0;
    for (const [i, tier] of terms.tiers.entries()) {
      if (i > 0 && quantity <= below) break;
      const inTier = Math.min(quantity, tier.upTo) - below;
      parts.push(`${inTier} x ${formatDecimal({ units: tier.unit, scale: terms.scale })}`);
      if (tier.flat !== 0) parts.push(`flat ${formatDecimal({ units: tier.flat, scale: terms.scale })}`);
      below = tier.upTo;
    }
    return parts.join(" + ");
  },
};

/** The same for sums that may outgrow 2^53. */
function exactPrice(terms: ChargeTerms, quantity: number): Exact {
  let total: Exact = 0;
  let below = 0;
  for (let i = 0; i < terms.tiers.length; i++) {
    const tier = terms.tiers[i] as Tier;
    if (i > 0 && quantity <= below) break;
    const inTier = (quantity < tier.upTo ? quantity : tier.upTo) - below;
    total = add(total, add(multiply(tier.unit, inTier), tier.flat));
    below = tier.upTo;
  }
  return total;
}
