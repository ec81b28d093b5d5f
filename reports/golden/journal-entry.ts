import type { Instant } from "../../engine/calendar/instant.ts";

/** Something that belongs to what stands above it: a pending line, a line of an invoice, a balance applied. */
export interface Below {
  readonly what: string;
  readonly amount: string;
  readonly detail: string;
}

/** What happened, in words. */
export interface Told {
  readonly what: string;
  /** Money with its currency, or empty. */
  readonly amount: string;
  readonly detail: string;
  /** Why it happened, for a timeline. */
  readonly why: string;
  readonly below: readonly Below[];
}

/** One thing that happened: when, and to whom. */
export interface JournalEntry extends Told {
  readonly at: Instant;
  /** The customer's place in the order of customers. */
  readonly ordinal: number;
  readonly customer: string;
}
