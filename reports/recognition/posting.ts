import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { OneOffCharge } from "../../engine/account/one-off-charge.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import type { Minor } from "../../engine/money/exact.ts";

/**
 * Why revenue was posted.
 *
 * - `opening`: the clock starts in a period that was paid before it.
 * - `booked`: an invoice was finalized, or a one-off charge made. `pending`: a line waits for its invoice. `used`: usage nobody has billed yet.
 * - `billed`: what a pending line recognises ends, since its invoice is final. `discarded`: what was recognised will never be billed.
 * - `voided`, `written_off`, `credited`, `refunded`, `disputed`: an invoice (or charge) was reduced. `recovered`: paid after it was written off.
 *   `won`: a dispute gave back. `reclassified`: a void makes bad debt contra.
 * - `stopped`: the subscription ended and the invoice is unpaid. `caught_up`: it was paid after all.
 * - `adjusted`: money given to the customer balance.
 */
export type PostingCause =
  | "opening"
  | "booked"
  | "pending"
  | "used"
  | "billed"
  | "discarded"
  | "voided"
  | "written_off"
  | "credited"
  | "refunded"
  | "disputed"
  | "recovered"
  | "won"
  | "reclassified"
  | "stopped"
  | "caught_up"
  | "adjusted";

/** Which account of the books revenue goes to. */
export type RevenueKind = "subscriptions" | "usage" | "one-off";

/** The amounts that move at the posting's instant: signed minor units, named after the columns of recognition.csv. */
export interface PostedAmounts {
  deferredAdded: Minor;
  deferredReleased: Minor;
  deferredReversed: Minor;
  unbilledAdded: Minor;
  unbilledBilled: Minor;
  unbilledReversed: Minor;
  recognizedOnBilling: Minor;
  contra: Minor;
  badDebt: Minor;
  taxReversed: Minor;
  /** Deferred before the clock starts, and not yet earned when it does. */
  deferredOpening: Minor;
}

/**
 * One movement of revenue: amounts at its instant, and what time brings from then on. A view, valid during the call.
 *
 * From `from` on, `scheduled` is earned over [start, end) as `earnedBy` says: what it earns in a stretch of time is released from deferred
 * revenue, or with `scheduledTo: "unbilled"` added to unbilled receivables. A negative `scheduled` takes back what an earlier posting of the
 * same line scheduled. 0 where nothing follows.
 */
export interface Posting extends PostedAmounts {
  cause: PostingCause;
  /** Undefined while pending, of charges and of the balance. */
  invoice: Invoice | undefined;
  charge: OneOffCharge | undefined;
  /** The line's place on its invoice, from 1; 0 while it is pending, and where no line is concerned. */
  number: number;
  line: Line | undefined;
  plan: Plan | undefined;
  subscription: Subscription | undefined;
  kind: RevenueKind;
  scheduled: Minor;
  scheduledTo: "deferred" | "unbilled";
  start: Instant;
  end: Instant;
  from: Instant;
}

export const POSTED = [
  "deferredAdded",
  "deferredReleased",
  "deferredReversed",
  "unbilledAdded",
  "unbilledBilled",
  "unbilledReversed",
  "recognizedOnBilling",
  "contra",
  "badDebt",
  "taxReversed",
  "deferredOpening",
] as const satisfies readonly (keyof PostedAmounts)[];

/** A posting that says nothing yet; made once and filled again. */
export function blankPosting(): Posting {
  return {
    cause: "booked",
    invoice: undefined,
    charge: undefined,
    number: 0,
    line: undefined,
    plan: undefined,
    subscription: undefined,
    kind: "subscriptions",
    scheduled: 0,
    scheduledTo: "deferred",
    start: 0,
    end: 0,
    from: 0,
    deferredAdded: 0,
    deferredReleased: 0,
    deferredReversed: 0,
    unbilledAdded: 0,
    unbilledBilled: 0,
    unbilledReversed: 0,
    recognizedOnBilling: 0,
    contra: 0,
    badDebt: 0,
    taxReversed: 0,
    deferredOpening: 0,
  };
}

/** Sets every amount of a posting to 0. */
export function clearAmounts(posting: Posting): void {
  posting.scheduled = 0;
  posting.deferredAdded = 0;
  posting.deferredReleased = 0;
  posting.deferredReversed = 0;
  posting.unbilledAdded = 0;
  posting.unbilledBilled = 0;
  posting.unbilledReversed = 0;
  posting.recognizedOnBilling = 0;
  posting.contra = 0;
  posting.badDebt = 0;
  posting.taxReversed = 0;
  posting.deferredOpening = 0;
}

/** The account of the books that a line's revenue goes to. */
export function revenueKind(line: Line): RevenueKind {
  return line.kind === "usage" ? "usage" : line.kind === "invoice_item" ? "one-off" : "subscriptions";
}
