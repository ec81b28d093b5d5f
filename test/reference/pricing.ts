import type { Plan } from "../../engine/catalog/plan.ts";
import { plus, type Rational, ratio, times } from "./rational.ts";

type Tier = Plan["terms"]["tiers"][number];

/** The exact price of a quantity in minor units, a fraction of one where the plan is so precise. Nothing is rounded. */
export function price(plan: Plan, quantity: number): Rational {
  const amount = (value: number | bigint): Rational => ratio(value, plan.terms.scale);
  const { divideBy, round, tiers, unit } = plan.terms;
  switch (plan.model.kind) {
    case "per_unit":
      return times(amount(unit), ratio(quantity));
    case "package": {
      const packages = round === "up" ? Math.ceil(quantity / divideBy) : Math.floor(quantity / divideBy);
      return times(amount(unit), ratio(packages));
    }
    case "volume": {
      const tier = tiers.find((candidate) => quantity <= candidate.upTo) as Tier;
      return plus(times(amount(tier.unit), ratio(quantity)), amount(tier.flat));
    }
    case "graduated":
      return graduated(tiers, quantity, amount);
    default:
      throw new Error(`no such charge model: ${plan.model.kind}`);
  }
}

/** Unit by unit: each finds its own tier; a tier's flat fee comes with its first unit, the first tier's always (TIER). */
function graduated(tiers: readonly Tier[], quantity: number, amount: (value: number | bigint) => Rational): Rational {
  let total = amount((tiers[0] as Tier).flat);
  let entered = 0;
  for (let nth = 1; nth <= quantity; nth++) {
    const index = tiers.findIndex((tier) => nth <= tier.upTo);
    const tier = tiers[index] as Tier;
    if (index > entered) {
      total = plus(total, amount(tier.flat));
      entered = index;
    }
    total = plus(total, amount(tier.unit));
  }
  return total;
}
