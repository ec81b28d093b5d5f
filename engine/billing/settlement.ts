import type { Currency } from "../money/currency.ts";
import { type Minor, roundToMultiple } from "../money/exact.ts";

/** What finalization asks of the customer and does to the customer balance. Balance movements are signed as the balance: positive is owed. */
export interface Settlement {
  amountDue: Minor;
  /** Credit used (positive) or given (negative), debt collected (negative). */
  applied: Minor;
  /** What special rounding moved to the balance. */
  rounding: Minor;
  /** The whole amount when it is below the currency's minimum. */
  tooSmall: Minor;
}

/**
 * amount due = max(0, total + balance), then special rounding (UGX, ISK to 100; three-decimal currencies to 10), then the minimum charge:
 * below it the invoice counts as paid and the sum goes to the balance (D3, D17, BAL). Writes into `result`.
 */
export function settle(total: Minor, balance: Minor, currency: Currency, result: Settlement): void {
  const sum = total + balance;
  const asked = sum > 0 ? sum : 0;
  const rounded = currency.step === 1 ? asked : roundToMultiple(asked, currency.step);
  const tooSmall = rounded < currency.minimum ? rounded : 0;
  result.amountDue = rounded - tooSmall;
  result.applied = total - asked;
  result.rounding = asked - rounded;
  result.tooSmall = tooSmall;
}
