import type { Plan } from "../catalog/plan.ts";
import type { Currency } from "../money/currency.ts";
import type { DeclineCode } from "../payments/decline-codes.ts";
import type { Reach } from "./reach.ts";

interface AnyEntry {
  readonly name: string;
  readonly reach: Reach;
}

/** Every charge is declined while it lasts; the cards' own draws are not touched (D35). */
export interface Outage extends AnyEntry {
  readonly kind: "outage";
  readonly declines: DeclineCode;
}

/** Who meets a new price: those who take the plan up from then on, and of those who have it nobody, all from their next renewal, or all at once. */
export type PriceChangeFor = "new" | "at_renewal" | "now";

/** A plan gets another price. */
export interface PriceChange extends AnyEntry {
  readonly kind: "change_price";
  /** As the file declares it. */
  readonly plan: Plan;
  /** The same plan at its new price, in all of its currencies. */
  readonly to: Plan;
  /** The currencies in which the price differs from that before this entry. */
  readonly currencies: ReadonlySet<Currency>;
  readonly for: PriceChangeFor;
}

/** One thing that the business does. */
export type BusinessEntry = Outage | PriceChange;
