import type { Instant } from "../calendar/instant.ts";
import type { Minor } from "../money/exact.ts";
import type { Invoice } from "./invoice.ts";
import type { OneOffCharge } from "./one-off-charge.ts";

export type DisputeStep = "created" | "won" | "lost";

/** A cardholder takes a payment back (M8): of an invoice, or a one-off charge. */
export interface Dispute {
  readonly invoice: Invoice | undefined;
  readonly charge: OneOffCharge | undefined;
  readonly at: Instant;
  readonly decidedAt: Instant;
  readonly amount: Minor;
  readonly fee: Minor;
  readonly outcome: "won" | "lost";
}
