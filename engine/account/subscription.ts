import type { BillingMode, CollectionMethod } from "../billing/settings.ts";
import type { AnchorParts, BillingInterval } from "../calendar/billing-period.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { Minor } from "../money/exact.ts";
import type { Invoice } from "./invoice.ts";
import type { ItemUsage, LeftUsage } from "./meter.ts";
import type { Schedule } from "./schedule.ts";

export type SubscriptionStatus = "incomplete" | "incomplete_expired" | "trialing" | "active" | "past_due" | "unpaid" | "paused" | "canceled";

/** What becomes of the invoices of a subscription whose collection is paused (PPC, P1). */
export type CollectionPause = "void" | "keep_as_draft" | "mark_uncollectible";

/** What happens when a trial ends and the customer has no card (TRI, P4). */
export type TrialEndBehavior = "create_invoice" | "cancel" | "pause";

/** Why a subscription ended; `payment_failure` and `expired` are involuntary. */
export type EndReason = "cancel" | "period_end" | "cancel_at" | "payment_failure" | "expired" | "missing_payment_method";

/** What was billed ahead for an item: the basis of flexible credits (D15). Cut when credited: `end` moves, `amount` shrinks. */
export interface Debit {
  /** What was billed: the item may have another plan or quantity since, changed without proration. */
  plan: Plan;
  quantity: number;
  /** After discounts, as rounded. */
  amount: Minor;
  start: Instant;
  end: Instant;
}

/** One plan on a subscription. */
export interface Item {
  plan: Plan;
  quantity: number;
  taxRates: readonly TaxRate[] | undefined;
  /** The running period as it really is, half-open: cut by a stub, a trial's end or `cancel_at`. */
  periodStart: Instant;
  periodEnd: Instant;
  /** Where the period would end if no planned end cut it. */
  fullEnd: Instant;
  /** Seconds of the full period, the denominator of prorations also where the period is cut (D14). */
  whole: number;
  /** Number of the boundary that is `fullEnd`, counted from this anchor by this interval: the next one is one further. */
  turn: number;
  turnAnchor: Instant;
  turnInterval: BillingInterval | undefined;
  debits: Debit[];
  /** The coupons on the line that billed it last, in their order: the basis of classic credits (C1). */
  lastCoupons: readonly Coupon[];
  debitCount: number;
  /** Only while its plan is metered. */
  usage: ItemUsage | undefined;
  /** So much usage since it was last billed is billed at once (V3); 0 for no such threshold. */
  usageGte: number;
}

/** When usage is billed before its period ends (THR, V1-V9). An item's own threshold stands on the item. */
export interface Thresholds {
  /** So much, used and not yet billed, is billed at once; undefined for no such threshold. */
  readonly amountGte: Minor | undefined;
  /** Whether the anchor moves to the instant of a threshold invoice. */
  readonly resetsAnchor: boolean;
}

/** A redeemed coupon. */
export interface Discount {
  coupon: Coupon;
  redeemedAt: Instant;
  /** The first invoice (or proration) it discounted; NEVER before. Coupon months count from here (D7). */
  firstUsedAt: Instant;
  /** When a repeating one stops, where that does not follow from `firstUsedAt`: it is older than the clock. */
  readonly endsAt?: Instant | undefined;
}

/** What an item is to become by a change. */
export interface ItemTarget {
  /** The item that becomes it; undefined for an added one. */
  readonly source: Item | undefined;
  plan: Plan;
  quantity: number;
  taxRates: Item["taxRates"];
}

/** A change that waits for the end of the running period (T2). What is undefined stays as it is. */
export interface WaitingChange {
  readonly targets: readonly ItemTarget[];
  readonly discounts: Discount[] | undefined;
  readonly taxRates: readonly TaxRate[] | undefined;
}

/** A customer's contract. Instants that do not apply are NEVER. */
export interface Subscription {
  /** Order within the customer, from 0. */
  ordinal: number;
  /** `<customer>`, `<customer>/<as>` or `<customer>/<n>` (D11). */
  name: string;
  status: SubscriptionStatus;
  /** Which rules bill it (D16). */
  mode: BillingMode;
  /** How its invoices are collected, for good (S1). */
  collectionMethod: CollectionMethod;
  daysUntilDue: number;
  /** Raised when its next boundary is planned anew. */
  generation: number;
  /** When its next boundary is planned; 0 when none is. */
  boundaryAt: Instant;

  /** Raised whenever something changes that its next bill is made of. */
  terms: number;
  /** A closed invoice of these terms, kept to be made again (lifecycle/repeat-invoice.ts). */
  parked: Invoice | undefined;

  items: Item[];
  itemCount: number;
  /** Of metered items that went with the turn of a period, as long as it can change. */
  leftUsage: LeftUsage[];
  discounts: Discount[];
  taxRates: readonly TaxRate[] | undefined;

  /** Undefined where usage waits for its period's end. */
  thresholds: Thresholds | undefined;
  /** Happens at the next turn of a period (lifecycle/waiting-change.ts). */
  waitingChange: WaitingChange | undefined;
  /** Its phases, while a schedule manages it; also after it ended under one (H1). */
  schedule: Schedule | undefined;

  /** The sign-up, or an earlier instant that it was backdated to. */
  startedAt: Instant;
  /** Its first period runs, and the time since `startedAt` was billed with it (X1, X4). */
  isBackdated: boolean;
  /** Periods turn at this instant plus whole intervals. */
  anchor: Instant;
  /** The anchor taken apart. */
  anchorParts: AnchorParts;
  /** When the trial began: the latest one, in classic mode the first (CMP). */
  trialStart: Instant;
  trialEnd: Instant;
  trialEndBehavior: TrialEndBehavior;
  /** The stub before the first full period is free and makes no invoice (CYC, B2). */
  freeStub: boolean;
  /** Latest item start, earliest item end (MIX). */
  periodStart: Instant;
  periodEnd: Instant;

  /** The planned end while a cancel is pending (D23). */
  cancelAt: Instant;
  cancelAtPeriodEnd: boolean;
  /** The request; NEVER when none stands. */
  canceledAt: Instant;
  /** The effect. */
  endedAt: Instant;
  endReason: EndReason | undefined;
  /** The user's `reason` of a cancel. */
  cancelReason: string;

  /** Collection is paused in this way (PPC); undefined: it is not. */
  pauseCollection: CollectionPause | undefined;
  /** When collection resumes by itself. */
  collectionResumesAt: Instant;

  /** Number of the open invoice whose payment ends the pause (P8); 0 for none. */
  resumptionInvoice: number;

  /** Number of the latest invoice that decides the status: finalized, not void, not manual. 0 for none. */
  latestInvoice: number;
  /** Whether that invoice is paid. */
  latestIsPaid: boolean;
}
