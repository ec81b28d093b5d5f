import type { CollectionPause, Thresholds, TrialEndBehavior } from "../account/subscription.ts";
import type { CollectionMethod, ProrationBehavior } from "../billing/settings.ts";
import type { AnchorFields } from "../calendar/anchor-fields.ts";
import type { Duration } from "../calendar/duration.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { Currency } from "../money/currency.ts";
import type { Decimal } from "../money/decimal.ts";
import type { Minor } from "../money/exact.ts";
import type { Card } from "../payments/card.ts";

/** A plan and how many of it. */
export interface PlanQuantity {
  readonly plan: Plan;
  readonly quantity: number;
  /** Undefined: inherit; empty: none (D2). */
  readonly taxRates: readonly TaxRate[] | undefined;
  /** Of a metered plan at a sign-up: so much usage is billed at once (V3). */
  readonly usageGte?: number | undefined;
}

/** A one-off charge: an amount, or a quantity of a plan at its price. `amount` is of the whole item. */
export interface OneOff {
  readonly amount: Minor | undefined;
  readonly plan: Plan | undefined;
  readonly quantity: number;
  readonly description: string;
  readonly taxRates: readonly TaxRate[] | undefined;
}

/** How a sign-up's trial is given. `plan`: the plans' own (the longest); `none`: taken away. */
export type TrialChoice =
  | { readonly kind: "plan" }
  | { readonly kind: "none" }
  | { readonly kind: "duration"; readonly duration: Duration }
  | { readonly kind: "until"; readonly end: Instant };

/** How collection is paused. */
export interface CollectionPauseTerms {
  readonly behavior: CollectionPause;
  readonly resumesAt: Instant | undefined;
}

/** One phase of a schedule as it is asked for: its instants follow from the sign-up's (H3). */
export interface PhaseRequest {
  readonly items: readonly PlanQuantity[];
  readonly length:
    | { readonly kind: "duration"; readonly duration: Duration }
    | { readonly kind: "iterations"; readonly count: number }
    | { readonly kind: "until"; readonly end: Instant };
  readonly coupons: readonly Coupon[];
  readonly trial: TrialChoice;
  readonly prorationBehavior: ProrationBehavior;
  readonly movesAnchor: boolean;
}

/** A subscription schedule: at least one phase. */
export interface ScheduleRequest {
  readonly phases: readonly PhaseRequest[];
  readonly endBehavior: "release" | "cancel";
}

export interface Subscribe {
  readonly kind: "subscribe";
  readonly items: readonly PlanQuantity[];
  readonly as: string | undefined;
  readonly trial: TrialChoice;
  readonly billingCycleAnchor: Instant | undefined;
  /** The anchor by its calendar fields, in place of `billingCycleAnchor` (T3). */
  readonly anchorFields?: AnchorFields | undefined;
  /** When the subscription starts, if earlier than the sign-up (X1). */
  readonly backdateStartDate?: Instant | undefined;
  readonly prorationBehavior: ProrationBehavior;
  /** In the order they apply. */
  readonly discounts: readonly Coupon[];
  readonly taxRates: readonly TaxRate[] | undefined;
  readonly cancelAt: Instant | undefined;
  readonly cancelAtPeriodEnd: boolean;
  readonly addInvoiceItems: readonly OneOff[];
  /** When usage is billed before its period ends. Given where only an item has a threshold, too. */
  readonly thresholds?: Thresholds | undefined;
  readonly paymentBehavior: "allow_incomplete" | "default_incomplete" | "error_if_incomplete";
  /** Undefined: `create_invoice`. */
  readonly trialEndBehavior?: TrialEndBehavior | undefined;
  /** Collection is paused from the start. */
  readonly pauseCollection?: CollectionPauseTerms | undefined;
  /** Undefined: the customer's (S1). */
  readonly collectionMethod?: CollectionMethod | undefined;
  readonly daysUntilDue?: number | undefined;
  /** With a schedule `items`, `trial`, `discounts` and `prorationBehavior` are those of its first phase (H1). */
  readonly schedule?: ScheduleRequest | undefined;
}

export type ItemChange =
  | { readonly kind: "set"; readonly plan: Plan; readonly quantity: number | undefined; readonly taxRates: readonly TaxRate[] | undefined }
  | { readonly kind: "remove"; readonly plan: Plan }
  | { readonly kind: "swap"; readonly from: Plan; readonly to: Plan; readonly quantity: number | undefined };

/** Undefined fields stay as they are. */
export interface Change {
  readonly kind: "change";
  readonly plan: Plan | undefined;
  readonly quantity: number | undefined;
  readonly items: readonly ItemChange[];
  /** It waits for the end of the running period (T2). */
  readonly atPeriodEnd?: boolean;
  /** A new period begins now, and the anchor is now (T1). */
  readonly resetsAnchor?: boolean;
  readonly prorationBehavior: ProrationBehavior | undefined;
  readonly prorationDate: Instant | undefined;
  readonly trialEnd: Instant | "now" | undefined;
  /** Replaces the subscription's discounts; empty removes them. */
  readonly discounts: readonly Coupon[] | undefined;
  readonly taxRates: readonly TaxRate[] | undefined;
  /** `null` clears the planned end. */
  readonly cancelAt: Instant | null | undefined;
  readonly cancelAtPeriodEnd: boolean | undefined;
}

/** Records usage of a metered plan (UREC). */
export interface Usage {
  readonly kind: "usage";
  readonly plan: Plan;
  readonly quantity: Decimal;
  /** `increment` adds at its instant, `set` overwrites that instant. */
  readonly action: "increment" | "set";
  /** A record whose key came before is not counted again. */
  readonly idempotencyKey: string | undefined;
  /** When it was used; undefined: now. */
  readonly timestamp: Instant | undefined;
  /** A later sign-up of the script is backdated over it: where its plan is not held yet, it waits (X5a). */
  readonly waits?: boolean;
  /** Of a stream: where nothing takes it, nothing is used. */
  readonly isStreamed: boolean;
}

export interface Cancel {
  readonly kind: "cancel";
  readonly atPeriodEnd: boolean;
  readonly prorate: boolean;
  readonly invoiceNow: boolean;
  readonly reason: string;
}

export interface Uncancel {
  readonly kind: "uncancel";
}

/** Stops the service (PAU). */
export interface Pause {
  readonly kind: "pause";
  /** Unused time is credited. */
  readonly prorate: boolean;
}

/** A paused subscription goes on (PAU, TRI). */
export interface Resume {
  readonly kind: "resume";
  /** A new period begins now, and the anchor is now. */
  readonly resetsAnchor: boolean;
  readonly prorationBehavior: ProrationBehavior | undefined;
  readonly prorationDate: Instant | undefined;
}

/** Pauses the collection of a subscription's invoices, or lets it resume (PPC). */
export interface PauseCollection {
  readonly kind: "pause_collection";
  /** Undefined: it resumes. */
  readonly pause: CollectionPauseTerms | undefined;
}

export interface ReplaceCard {
  readonly kind: "card";
  readonly card: Card;
  /** Charges the open invoices at once. */
  readonly payOpen: boolean;
}

export interface InvoiceItem {
  readonly kind: "invoice_item";
  readonly item: OneOff;
  readonly currency: Currency | undefined;
  readonly discountable: boolean;
}

export interface BillPending {
  readonly kind: "invoice";
  readonly pay: boolean;
  /** Undefined: the subscription's, or the customer's (S1). */
  readonly collectionMethod?: CollectionMethod | undefined;
  readonly daysUntilDue?: number | undefined;
}

export interface Pay {
  readonly kind: "pay";
  /** An invoice's name, `<customer>-0001`; undefined: the oldest open one. */
  readonly invoice: string | undefined;
  /** The money came outside of the card: nothing is charged. */
  readonly outOfBand: boolean;
}

export interface VoidInvoice {
  readonly kind: "void";
  /** An invoice's name; undefined: the oldest open one. */
  readonly invoice: string | undefined;
}

export interface MarkUncollectible {
  readonly kind: "mark_uncollectible";
  /** An invoice's name; undefined: the oldest open one. */
  readonly invoice: string | undefined;
}

/** A charge outside of invoices. */
export interface Charge {
  readonly kind: "charge";
  readonly amount: Minor;
  readonly currency: Currency | undefined;
  readonly description: string;
}

export interface Credit {
  readonly kind: "credit";
  /** Positive in the customer's favour (D5). */
  readonly amount: Minor;
  readonly description: string;
}

export interface ReplaceCoupon {
  readonly kind: "coupon";
  /** Undefined removes it. */
  readonly coupon: Coupon | undefined;
}

/** A payment by the name of its invoice or of a one-off charge; `true`: the latest of that kind; neither: the latest of all. */
export interface WhichPayment {
  readonly invoice: string | true | undefined;
  readonly charge: string | true | undefined;
  /** Undefined: all that is left. */
  readonly amount: Minor | undefined;
}

export interface Refund extends WhichPayment {
  readonly kind: "refund";
}

export interface DisputePayment extends WhichPayment {
  readonly kind: "dispute";
  readonly outcome: "won" | "lost";
  /** When it is decided, counted from now. */
  readonly after: Duration;
  readonly fee: Minor;
}

export interface IssueCreditNote {
  readonly kind: "credit_note";
  /** An invoice's name; undefined: the latest that is open or paid. */
  readonly invoice: string | undefined;
  /** With tax; undefined: by `lines`. */
  readonly amount: Minor | undefined;
  /** Amounts without exclusive tax; lines from 1, each once. */
  readonly lines: readonly { readonly line: number; readonly amount: Minor }[];
  /** Where goes what exceeds the amount remaining. */
  readonly to: "balance" | "refund" | "out_of_band";
  readonly reason: string;
}

/** What is done to invoices and payments by hand. */
export type ByHand = VoidInvoice | MarkUncollectible | Charge | Refund | IssueCreditNote | DisputePayment;

/** Everything a script can do. */
export type Action =
  | Subscribe
  | Change
  | Usage
  | Cancel
  | Uncancel
  | Pause
  | Resume
  | PauseCollection
  | ReplaceCard
  | InvoiceItem
  | BillPending
  | Pay
  | Credit
  | ReplaceCoupon
  | ByHand;
export type ActionKind = Action["kind"];
