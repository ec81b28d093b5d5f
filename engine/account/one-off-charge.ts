import type { Instant } from "../calendar/instant.ts";
import type { Minor } from "../money/exact.ts";
import type { DeclineCode } from "../payments/decline-codes.ts";

/** Money taken outside of invoices, or tried to (M4). */
export interface OneOffCharge {
  /** Counted per customer, from 1: `<customer>-ch-1` (D11). */
  readonly number: number;
  readonly at: Instant;
  readonly amount: Minor;
  readonly description: string;
  /** Undefined: it succeeded. */
  readonly decline: DeclineCode | undefined;
  /** Given back so far. */
  refunded: Minor;
  /** Taken back by the cardholder: disputes that are open or lost. */
  disputed: Minor;
}

/** `<customer>-ch-1` (D11). */
export function chargeName(customer: string, number: number): string {
  return `${customer}-ch-${number}`;
}
