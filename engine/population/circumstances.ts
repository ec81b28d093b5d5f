import type { MonthNumber } from "../calendar/civil.ts";
import type { Currency } from "../money/currency.ts";

/** What a drawn customer's values may depend on. Filled again for each customer and each look. */
export interface Circumstances {
  population: string;
  /** Values of the attributes that are shares, by the attribute's place; empty texts for numeric ones. */
  attributes: readonly string[];
  currency: Currency;
  /** The plan's id; empty before there is one. */
  plan: string;
  /** The calendar month, from January 1970. */
  month: MonthNumber;
  /** Whole calendar months since the first paid instant (D34); 0 before. */
  tenure: number;
}
