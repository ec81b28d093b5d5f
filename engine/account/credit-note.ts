import type { Instant } from "../calendar/instant.ts";
import type { Minor } from "../money/exact.ts";
import { invoiceName } from "./invoice-name.ts";

/** Where goes what a credit note takes off: the invoice's remaining amount, the balance, the card, or somewhere outside. */
export interface CreditParts {
  /** Off the amount remaining. */
  open: Minor;
  toBalance: Minor;
  refunded: Minor;
  outOfBand: Minor;
}

/** What a credit note takes off one line. */
export interface CreditNoteLine extends CreditParts {
  /** The line's place on the invoice, from 1. */
  readonly line: number;
  /** With tax. */
  readonly amount: Minor;
  /** Of it, inside the line's amount. */
  readonly taxInclusive: Minor;
  /** Of it, on top. */
  readonly taxExclusive: Minor;
}

/** A finalized invoice is reduced (M7). */
export interface CreditNote extends CreditParts {
  /** Counted per invoice, from 1: `<invoice>-cn-1` (D11). */
  readonly number: number;
  readonly at: Instant;
  readonly amount: Minor;
  readonly reason: string;
  readonly lines: readonly CreditNoteLine[];
}

/** `<invoice>-cn-1` (D11). */
export function creditNoteName(customer: string, invoice: number, number: number): string {
  return `${invoiceName(customer, invoice)}-cn-${number}`;
}
