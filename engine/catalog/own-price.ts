import type { Decimal } from "../money/decimal.ts";
import type { Plan } from "./plan.ts";

/**
 * The plan at a price of one that is not its list price: what an existing customer pays for it. Same id and place in the catalog, so it is the
 * same plan wherever plans are told apart; undefined for tiers, which have no one price.
 */
export function atUnitPrice(plan: Plan, unit: Decimal): Plan | undefined {
  const { terms } = plan;
  if (terms.tiers.length > 0) return undefined;
  if (BigInt(terms.unit) * BigInt(unit.scale) === BigInt(unit.units) * BigInt(terms.scale)) return plan;
  return { ...plan, terms: { ...terms, unit: unit.units, scale: unit.scale }, elsewhere: [], isOwnPrice: true };
}
