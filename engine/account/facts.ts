import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import type { Decimal } from "../money/decimal.ts";
import type { Minor } from "../money/exact.ts";
import type { Card } from "../payments/card.ts";
import type { DeclineCode } from "../payments/decline-codes.ts";
import type { Account } from "./account.ts";
import type { CreditNote } from "./credit-note.ts";
import type { Dispute, DisputeStep } from "./dispute.ts";
import type { Invoice } from "./invoice.ts";
import type { Line } from "./line.ts";
import type { Meter } from "./meter.ts";
import type { OneOffCharge } from "./one-off-charge.ts";
import type { Subscription, SubscriptionStatus } from "./subscription.ts";

/**
 * What happened to a subscription.
 * `existing`: it lived before the clock starts, and goes on.
 * `renewed`: a period turned. `status`: only its status moved. `updated`: items, discounts, trial, anchor or planned end changed.
 * `anchor_reset`: a billing threshold was reached, and full periods begin (V7).
 * `change_planned`: a change waits for the period's end.
 * `moved`: the business gave it another price or plan.
 * `phase_entered`: the next phase of its schedule began, and made it what it is now. `released`: its schedule is over, it goes on without.
 * `resuming`: it stays paused until the resumption invoice is paid. `resumed`: it is paused no longer.
 * `ended`: canceled or incomplete_expired. `refused`: a sign-up that came to nothing (funding, `error_if_incomplete`); the subscription exists only during the call.
 */
export type SubscriptionChange =
  | "created"
  | "existing"
  | "updated"
  | "change_planned"
  | "anchor_reset"
  | "moved"
  | "phase_entered"
  | "released"
  | "renewed"
  | "status"
  | "trial_ended"
  | "cancel_requested"
  | "cancel_withdrawn"
  | "paused"
  | "resuming"
  | "resumed"
  | "collection_paused"
  | "collection_resumed"
  | "ended"
  | "refused";

/** `overdue`: sent, and not paid by its date. */
export type InvoiceStep = "created" | "finalized" | "paid" | "payment_failed" | "overdue" | "voided" | "marked_uncollectible";

/**
 * `payment`: an attempt on an invoice. `charge`: one outside of invoices. `out_of_band`: an invoice was paid without a charge.
 * `refund`: money given back. `dispute`: taken back by the cardholder.
 */
export type PaymentKind = "payment" | "charge" | "out_of_band" | "refund" | "dispute";

/** Money that moved, or an attempt to move it. A view, valid during the call. */
export interface Payment {
  kind: PaymentKind;
  /** What it is for, or what is given back: an invoice, or a one-off charge. */
  invoice: Invoice | undefined;
  charge: OneOffCharge | undefined;
  /** Negative only where a won dispute gives back. */
  amount: Minor;
  /** What the provider keeps. */
  fee: Minor;
  /** The attempt number, from 1; 0 where no card was asked. */
  attempt: number;
  /** Undefined where no card was asked. */
  card: Card | undefined;
  /** Undefined: it succeeded. */
  decline: DeclineCode | undefined;
}

/** `replaced`: by the customer. `updated`: by the networks' updater, when its last month was over (K3). */
export type CardChange = "replaced" | "updated" | "renewed";

export type BalanceCause = "initial" | "adjustment" | "applied_to_invoice" | "unapplied_from_invoice" | "invoice_too_small" | "credit_note";
/** One usage record. A view, valid during the call. */
export interface RecordedUsage {
  plan: Plan;
  /** When it was used; not later than it is told. */
  usedAt: Instant;
  quantity: Decimal;
  action: "increment" | "set";
  /** What the period's usage at this price comes to with it. */
  aggregate: Decimal;
  /** Whether it belongs to an ended period, whose draft bills it (D26). */
  isLate: boolean;
  /** What measures it: it tells the usage of one period at one price from that of others. */
  meter: Meter;
  /** Whether an invoice is to bill it: not in a trial or a pause, nor what an invoice that is final has billed already. */
  isBillable: boolean;
}

/**
 * Where facts go: one method per kind of fact. Arguments are views that are valid only during the call;
 * whoever wants to keep something copies it (a test poisons them).
 */
export interface FactSink {
  /** A customer's life begins: its opening balance, card and coupon are set. */
  begin(account: Account): void;
  /** `previous` is the status before the change; for `created` the same as after. */
  subscription(at: Instant, account: Account, subscription: Subscription, change: SubscriptionChange, previous: SubscriptionStatus): void;
  /** A line of a subscription that lived before the clock starts: what was paid then for the period that runs. It is on no invoice. */
  opening(at: Instant, account: Account, line: Line): void;
  /** A pending line was made (1) or removed unbilled (-1). Lines made on an invoice arrive with the invoice. */
  line(at: Instant, account: Account, line: Line, booking: 1 | -1): void;
  invoice(at: Instant, account: Account, invoice: Invoice, step: InvoiceStep): void;
  payment(at: Instant, account: Account, payment: Payment): void;
  /** `amount` was added to the customer balance, which is `account.balance` now; positive means owed by the customer (D5). */
  balance(at: Instant, account: Account, amount: Minor, cause: BalanceCause, invoice: Invoice | undefined, description: string): void;
  /** An invoice was reduced; what it moved is told after it. */
  creditNote(at: Instant, account: Account, invoice: Invoice, note: CreditNote): void;
  /** A dispute began or was decided. */
  dispute(at: Instant, account: Account, dispute: Dispute, step: DisputeStep): void;
  /** Usage was recorded. Never for a record whose idempotency key came before. */
  usage(at: Instant, account: Account, subscription: Subscription, usage: RecordedUsage): void;
  /** The customer's default card is a new one, or the updater has replaced it by one that goes on as it did. */
  card(at: Instant, account: Account, card: Card, change: CardChange): void;
  /** The customer's own coupon is a new one, or none. */
  coupon(at: Instant, account: Account, coupon: Coupon | undefined): void;
  /** The customer's card was put into review at sign-up (D28). */
  review(at: Instant, account: Account, card: Card): void;
  /** Everything of the instant has happened. */
  settle(at: Instant, account: Account): void;
  /** An `expect` of the scenario wants to look: number `ref`, just after everything of the instant. */
  probe(at: Instant, account: Account, ref: number): void;
  /** An entry marked `error: expected` was refused, or not: then `message` is undefined. */
  refusal(at: Instant, account: Account, entry: number, message: string | undefined): void;
  /** The customer's life ends: at the horizon, everything is final. */
  end(account: Account): void;
}
