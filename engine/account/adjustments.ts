import type { Minor } from "../money/exact.ts";
import type { CreditNote } from "./credit-note.ts";

/** What happened to a finalized invoice by hand. Most invoices have none. */
export interface Adjustments {
  /** Paid without a charge (M5): nothing that a card could get back. */
  outOfBand: Minor;
  /** Given back of what was paid. */
  refunded: Minor;
  /** Taken back by the cardholder: disputes that are open or lost. */
  disputed: Minor;
  /** By credit notes, and of that off the amount remaining. */
  credited: Minor;
  creditedOpen: Minor;
  creditNotes: CreditNote[];
}

/** Those of an invoice to which something is being done. */
export function adjustmentsOf(invoice: { adjustments: Adjustments | undefined }): Adjustments {
  invoice.adjustments ??= { outOfBand: 0, refunded: 0, disputed: 0, credited: 0, creditedOpen: 0, creditNotes: [] };
  return invoice.adjustments;
}
