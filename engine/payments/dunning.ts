import type { Duration } from "../calendar/duration.ts";

/** What happens after failed payments (D28, D29). */
export interface Dunning {
  /** Each counted from the previous attempt. Retry number k (from 0) comes `retries[k]` after the attempt before it. */
  readonly retries: readonly Duration[];
  /** What becomes of the subscription when the last retry has failed. */
  readonly then: "cancel" | "unpaid" | "past_due";
  /** What becomes of the invoice that was not paid. */
  readonly invoiceThen: "open" | "uncollectible";
  /** How long a sent invoice may be overdue until it ends like one whose last retry has failed (S5). */
  readonly overdueFor: Duration;
}

const day = (days: number): Duration => ({ months: 0, seconds: days * 86_400 });

/** Stripe's custom schedule in its usual setting (DUN, D29). */
export const defaultDunning: Dunning = { retries: [day(3), day(5), day(7)], then: "cancel", invoiceThen: "open", overdueFor: day(30) };

/** A fixed stand-in for Smart Retries: 8 tries in two weeks. Never claimed to be Stripe's model, which is not public (D29). */
export const smartRetries: readonly Duration[] = [1, 1, 2, 2, 2, 2, 2, 2].map(day);
