import type { CollectionMethod } from "../billing/settings.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Minor } from "../money/exact.ts";
import type { Adjustments } from "./adjustments.ts";
import type { Line } from "./line.ts";
import type { CollectionPause, Discount, Subscription } from "./subscription.ts";

export type InvoiceStatus = "draft" | "open" | "paid" | "void" | "uncollectible";
export type BillingReason = "subscription_create" | "subscription_cycle" | "subscription_update" | "subscription_threshold" | "manual";

/** A bill. Instants that have not come are NEVER. */
export interface Invoice {
  /** Its place in the account's table, re-used when the account keeps only open invoices. */
  slot: number;
  /** Its number within the customer, from 1, given at creation (D11). */
  number: number;
  /** Raised whenever what was planned for it no longer holds. */
  generation: number;
  subscription: Subscription | undefined;
  reason: BillingReason;
  collectionMethod: CollectionMethod;
  /** Only of what is sent. */
  daysUntilDue: number;
  status: InvoiceStatus;

  createdAt: Instant;
  finalizedAt: Instant;
  /** Of what is sent, from its finalization on (S3). */
  dueAt: Instant;
  paidAt: Instant;
  voidedAt: Instant;
  uncollectibleAt: Instant;

  /** In print order (D4). */
  lines: Line[];
  /** The discounts its lines were settled with, in list order. */
  discounts: readonly Discount[];
  /** Sum of line amounts, before discounts, with inclusive tax inside. */
  subtotal: Minor;
  discount: Minor;
  /** All taxes, inclusive ones too. */
  tax: Minor;
  /** subtotal - discount + exclusive taxes. May be negative. */
  total: Minor;
  /** Customer balance before and after finalization; negative is credit (D5). */
  startingBalance: Minor;
  endingBalance: Minor;
  /** What is asked of the customer; 0 until finalized. */
  amountDue: Minor;
  amountPaid: Minor;
  amountRemaining: Minor;

  /** From the retry schedule's view: manual tries after the first do not count (SDK). */
  attempts: number;
  nextAttemptAt: Instant;
  /** Index of the card that declined hard and is not charged again (DUN); -1 for none. */
  blockedCard: number;
  /** How many of the attempts were made with cards in numbers that the customer has replaced since (D35). */
  attemptsBefore: number;
  /** The subscription's `terms` when it was drafted, if the same bill could be made again (lifecycle/repeat-invoice.ts); else -1. */
  repeats: number;
  /** The first charge of a `default_incomplete` sign-up waits for `pay`. */
  awaitsPay: boolean;
  /** Collection was paused when it was drafted: what becomes of it instead of being collected (P1). */
  uncollected: CollectionPause | undefined;
  /** Undefined as long as nothing was done to it by hand. */
  adjustments: Adjustments | undefined;
}
