import type { Thresholds } from "../../engine/account/subscription.ts";
import type { Collection, ProrationBehavior } from "../../engine/billing/settings.ts";
import type { Coupon } from "../../engine/catalog/coupon.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import type { TaxRate } from "../../engine/catalog/tax-rate.ts";
import type { Card } from "../../engine/payments/card.ts";
import type { CustomerScript, Scenario } from "../../engine/scenario/scenario.ts";
import type { PaymentOutcome } from "./outcome.ts";
import type { Rational } from "./rational.ts";

/** What was billed ahead for an item (D15). */
export interface Debit {
  /** What was debited, whatever the item is now (B14). */
  plan: Plan;
  quantity: number;
  amount: number;
  start: number;
  end: number;
}

export interface Item {
  plan: Plan;
  quantity: number;
  taxRates: readonly TaxRate[] | undefined;
  start: number;
  /** As it really is; `fullEnd` is where it would end without a planned `cancel_at`. */
  end: number;
  fullEnd: number;
  /** Seconds of the full period (D14). */
  whole: number;
  debits: Debit[];
  /** The coupons on the line that billed it last (C1). */
  lastCoupons: Coupon[];
  /** Its usage, period by period; empty unless it is metered. */
  usage: UsagePeriod[];
  /** V3; 0: none. */
  usageGte: number;
}

/** One reported use. */
export interface UsageRecord {
  readonly plan: Plan;
  readonly at: number;
  readonly quantity: Rational;
  readonly action: "increment" | "set";
}

/** The usage of one period of a metered item, at one price after the other. */
export interface UsagePeriod {
  readonly onTrial: boolean;
  readonly stints: { plan: Plan; from: number; to: number | undefined }[];
  /** As reported. */
  readonly records: UsageRecord[];
  /** Undefined: it runs. */
  end: number | undefined;
  fate: "open" | "billed" | "gone";
  /** Nothing is carried into it: the item, or in classic mode its price, begins here. */
  readonly fresh: boolean;
  /** Billed also when unused (D27). */
  zeroLine: boolean;
  billed: { invoice: Invoice | undefined; lines: Line[] } | undefined;
  /** What threshold invoices billed of it before its end (V4). */
  readonly early: { readonly plan: Plan; readonly quantity: Rational; readonly amount: number; readonly at: number }[];
}

export interface Discount {
  coupon: Coupon;
  firstUsedAt: number | undefined;
}

export type Status = "incomplete" | "incomplete_expired" | "trialing" | "active" | "past_due" | "unpaid" | "paused" | "canceled";

/** What becomes of invoices while collection is paused (P1). */
export type Uncollected = "void" | "keep_as_draft" | "mark_uncollectible";

/** A change that waits for the end of the period (T2). */
export interface Waiting {
  readonly items: readonly {
    readonly item: Item | undefined;
    readonly plan: Plan;
    readonly quantity: number;
    readonly taxRates: readonly TaxRate[] | undefined;
  }[];
  readonly discounts: Discount[] | undefined;
  readonly taxRates: readonly TaxRate[] | undefined;
}

/** A phase of a schedule; its instants are settled at the sign-up (H3). */
export interface Phase {
  readonly items: readonly { readonly plan: Plan; readonly quantity: number; readonly taxRates: readonly TaxRate[] | undefined }[];
  readonly coupons: readonly Coupon[];
  readonly behavior: ProrationBehavior;
  readonly phaseStart: boolean;
  readonly start: number;
  readonly end: number;
  readonly trialEnd: number | undefined;
}

export interface Subscription extends Collection {
  ordinal: number;
  name: string;
  as: string | undefined;
  status: Status;
  items: Item[];
  /** Metered items that went with the turn of a period: their last usage is on that renewal (U11). */
  departed: Item[];
  discounts: Discount[];
  taxRates: readonly TaxRate[] | undefined;
  /** The sign-up, or what it was backdated to. */
  startedAt: number;
  createdAt: number;
  /** The time since `startedAt` was billed with the first period, which runs (X4). */
  reachesBack: boolean;
  anchor: number;
  trialStart: number | undefined;
  trialEnd: number | undefined;
  /** The stub before the anchor is not billed (B2). */
  freeStub: boolean;
  waiting: Waiting | undefined;
  withoutCard: "create_invoice" | "cancel" | "pause";
  /** What must be paid for the pause to end (P8). */
  resumption: Invoice | undefined;
  /** Collection is paused (P1); `until` undefined: for good. */
  collection: { readonly behavior: Uncollected; readonly until: number | undefined } | undefined;
  thresholds: Thresholds | undefined;
  /** Its schedule and the number of the phase that runs (H1). */
  schedule: { readonly phases: readonly Phase[]; readonly cancels: boolean; running: number } | undefined;
  cancelAt: number | undefined;
  atPeriodEnd: boolean;
  canceledAt: number | undefined;
  endedAt: number | undefined;
  endReason: string | undefined;
}

export type LineKind = "subscription" | "proration_credit" | "proration_charge" | "usage" | "invoice_item" | "trial";

export interface Line {
  kind: LineKind;
  subscription: Subscription | undefined;
  plan: Plan | undefined;
  quantity: number;
  /** The exact aggregate of a usage line. */
  usage: Rational | undefined;
  amount: number;
  /** Undefined: no service period. */
  start: number | undefined;
  end: number | undefined;
  at: number;
  sequence: number;
  discountable: boolean;
  /** Undefined until the invoice decides. */
  taxRates: readonly TaxRate[] | undefined;
  discounts: { coupon: Coupon; amount: number }[];
  taxes: { rate: TaxRate; inclusive: boolean; amount: number }[];
  /** Debit to open on this item when the line has been discounted. */
  debitOf: Item | undefined;
  /** The exact amount, for the assertion that it was rounded once. */
  exact: Rational;
}

export type InvoiceStatus = "draft" | "open" | "paid" | "void" | "uncollectible";
export type Reason = "subscription_create" | "subscription_cycle" | "subscription_update" | "subscription_threshold" | "manual";

/** What is to come of an invoice that was sent (S3-S6). */
export interface SentPlan {
  readonly what: "payment" | "due" | "end of waiting";
  readonly at: number;
  readonly planned: number;
}

export interface Invoice extends Collection {
  number: number;
  subscription: Subscription | undefined;
  reason: Reason;
  status: InvoiceStatus;
  createdAt: number;
  finalizedAt: number | undefined;
  dueAt: number | undefined;
  sent: SentPlan[];
  paidAt: number | undefined;
  voidedAt: number | undefined;
  uncollectibleAt: number | undefined;
  lines: Line[];
  /** Those in force when it was drafted. */
  discounts: readonly Discount[];
  subtotal: number;
  discount: number;
  tax: number;
  total: number;
  startingBalance: number;
  endingBalance: number;
  amountDue: number;
  amountPaid: number;
  amountRemaining: number;
  attempts: number;
  /** Whether it finalizes and is retried by itself: lost when its subscription ends (B27) or is unpaid (B11). */
  advances: boolean;
  /** Drafted while collection was paused. */
  uncollected: Uncollected | undefined;
  /** When a draft finalizes by itself. */
  finalizeAt: number | undefined;
  /** When a card is tried by itself. */
  attemptAt: number | undefined;
  /** Order of planning of what is due, the last word inside a phase. */
  planned: number;
  /** The card that declined hard on this invoice: not charged again by a retry (B32). */
  hardDeclined: Card | undefined;
  /** Paid without a charge (M5). */
  outOfBand: number;
  refunded: number;
  refundedByNotes: number;
  disputed: number;
  creditNotes: string[];
  /** What credit notes took of each line, tax inside (M7). */
  lineCredits: { gross: number; inclusive: number; exclusive: number }[];
}

/** A charge outside of invoices (M4). */
export interface OneOff {
  number: number;
  amount: number;
  succeeded: boolean;
  at: number;
  refunded: number;
  disputed: number;
}

export interface OpenDispute {
  decidedAt: number;
  planned: number;
  of: Invoice | OneOff;
  amount: number;
  won: boolean;
}

/** One customer's whole state and history. */
export interface Life {
  readonly scenario: Scenario;
  readonly script: CustomerScript;
  /** Whether the coupon of the entry (-1: the customer's own) has a redemption slot. */
  readonly hasSlot: (entry: number, coupon: Coupon) => boolean;
  now: number;
  balance: number;
  card: Card;
  charges: Map<number, number>;
  discount: Discount | undefined;
  subscriptions: Subscription[];
  pending: Line[];
  invoices: Invoice[];
  usageKeys: Set<string>;
  /** Usage of plans that are not held yet (X5a). */
  waitingUsage: UsageRecord[];
  sequence: number;
  nextEntry: number;
  statuses: { at: number; subscription: string; status: Status }[];
  payments: PaymentOutcome[];
  /** When invoices were not paid by their date (S4). */
  overdue: { at: number; invoice: number }[];
  oneOffs: OneOff[];
  /** Disputes that are not decided. */
  disputes: OpenDispute[];
  movements: { at: number; amount: number; cause: string; invoice: number | undefined }[];
  refusals: { entry: number; expected: boolean }[];
  unexpectedlyAccepted: number[];
  /** What was told ahead (C9): `at type subscription`. */
  announcements: string[];
  /** The trial's end that was announced last, by subscription. */
  announcedTrials: Map<string, number | undefined>;
  /** The trial's end that a subscription had last while it ran. */
  knownTrials: Map<string, number>;
  /** Those that were unpaid after the step before. */
  unpaidBefore: Set<string>;
}

/** An action that is refused: nothing of it has happened. */
export class Refused extends Error {
  override readonly name = "Refused";
}

export function refuseUnless(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Refused(why);
}

export function hasEnded(subscription: Subscription): boolean {
  return subscription.status === "canceled" || subscription.status === "incomplete_expired";
}

export function inTrial(life: Life, subscription: Subscription): boolean {
  return subscription.trialEnd !== undefined && subscription.trialEnd > life.now;
}

export function setStatus(life: Life, subscription: Subscription, status: Status): void {
  subscription.status = status;
  life.statuses.push({ at: life.now, subscription: subscription.name, status });
}

/** The subscription's period: latest item start, earliest item end (MIX). */
export function periodOf(subscription: Subscription): { start: number; end: number } {
  return {
    start: Math.max(...subscription.items.map((item) => item.start)),
    end: Math.min(...subscription.items.map((item) => item.end)),
  };
}

export function moveBalance(life: Life, amount: number, cause: string, invoice: Invoice | undefined): void {
  if (amount === 0) return;
  life.balance += amount;
  life.movements.push({ at: life.now, amount, cause, invoice: invoice?.number });
}
