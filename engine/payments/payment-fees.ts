import type { Currency } from "../money/currency.ts";
import { type Minor, mulDivRound } from "../money/exact.ts";

/** What the payment provider takes of every successful charge. */
export interface PaymentFees {
  /** A share of the amount, in parts per million. */
  readonly percentPpm: number;
  /** On top, by the charge's currency; none where it has no entry. */
  readonly fixed: ReadonlyMap<Currency, Minor>;
}

/** The fee of a successful charge: its share, rounded once, and the fixed sum of its currency. */
export function feeOf({ percentPpm, fixed }: PaymentFees, amount: Minor, currency: Currency): Minor {
  return mulDivRound(amount, percentPpm, 1_000_000) + (fixed.get(currency) ?? 0);
}
