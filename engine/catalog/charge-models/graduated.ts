import { formatDecimal } from "../../money/decimal.ts";
import type { Exact } from "../../money/exact.ts";
import { add, multiply } from "../../money/exact.ts";
import type { ChargeModel } from "./charge-model.ts";

/**
 * Each tier prices its own share of the quantity, and adds its flat amount when it is entered.
 * Quantity 0 bills the first tier's flat amount (TIER).
 */
export const graduated: ChargeModel = {
  kind: "graduated",
  price(terms, quantity) {
    let total: Exact = 0;
    let below = 0;
    for (let i = 0; i < terms.tiers.length; i++) {
      const tier = terms.tiers[i] as (typeof terms.tiers)[number];
      if (i > 0 && quantity <= below) break;
      const inTier = (quantity < tier.upTo ? quantity : tier.upTo) - below;
      const price = multiply(tier.unit, inTier);
      total = add(total, tier.flat === 0 ? price : add(price, tier.flat));
      below = tier.upTo;
    }
    return total;
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
