import { asDecimal, formatDecimal } from "../../money/decimal.ts";
import type { Exact } from "../../money/exact.ts";
import { add, multiply } from "../../money/exact.ts";
import type { ChargeModel, ChargeTerms, Tier } from "./charge-model.ts";

/** The tiers that `units / per` enters, each with its share in units of `1 / per`. */
function sharesOf(terms: ChargeTerms, units: bigint, per: bigint): readonly { readonly tier: Tier; readonly share: bigint }[] {
  const shares: { readonly tier: Tier; readonly share: bigint }[] = [];
  let below = 0n;
  for (const tier of terms.tiers) {
    if (shares.length > 0 && units <= below) break;
    const upTo = tier.upTo === Number.POSITIVE_INFINITY ? units : BigInt(tier.upTo) * per;
    const top = units < upTo ? units : upTo;
    shares.push({ tier, share: top - below });
    below = upTo;
  }
  return shares;
}

/** What was asked last: a change of seats is measured as recurring revenue and billed after, at the same price. */
const asked = { terms: undefined as ChargeTerms | undefined, quantity: 0, price: 0 };

/**
 * Each tier prices its own share of the quantity, and adds its flat amount when it is entered.
 * Quantity 0 bills the first tier's flat amount (TIER).
 */
export const graduated: ChargeModel = {
  kind: "graduated",
  price(terms, quantity) {
    if (terms === asked.terms && quantity === asked.quantity) return asked.price;
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
    if (!(total >= 0 && total <= Number.MAX_SAFE_INTEGER)) return exactPrice(terms, quantity);
    asked.terms = terms;
    asked.quantity = quantity;
    asked.price = total;
    return total;
  },
  priceFraction(terms, units, per) {
    let total = 0n;
    for (const { tier, share } of sharesOf(terms, units, per)) total += BigInt(tier.unit) * share + BigInt(tier.flat) * per;
    return total;
  },
  describe(terms, quantity) {
    const { units, scale } = asDecimal(quantity);
    const parts: string[] = [];
    for (const { tier, share } of sharesOf(terms, BigInt(units), BigInt(scale))) {
      parts.push(`${formatDecimal({ units: share, scale })} x ${formatDecimal({ units: tier.unit, scale: terms.scale })}`);
      if (tier.flat !== 0) parts.push(`flat ${formatDecimal({ units: tier.flat, scale: terms.scale })}`);
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
