import type { Business } from "../account/business.ts";
import type { TrialEndBehavior } from "../account/subscription.ts";
import type { Collection, ProrationBehavior } from "../billing/settings.ts";
import type { Duration } from "../calendar/duration.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { TrialChoice } from "../lifecycle/requests.ts";
import type { Currency } from "../money/currency.ts";
import type { Card } from "../payments/card.ts";
import type { Dunning } from "../payments/dunning.ts";
import type { Distribution } from "../random/distribution.ts";
import type { Key } from "../random/root-key.ts";
import type { FiledCustomer } from "./filed-customer.ts";
import type { PaymentHabit } from "./payment-habit.ts";
import type { PriceSensitivity } from "./price-sensitivity.ts";
import type { SignUpRate } from "./sign-up-count.ts";
import type { UsageEntry } from "./usage-entry.ts";
import type { Varying } from "./varying.ts";
import type { WeightedChoice } from "./weighted-choice.ts";
import type { Willingness } from "./willingness.ts";

/** How many customers come, and when (D31). */
export type SignUps =
  | { readonly kind: "rate"; readonly rate: SignUpRate; readonly process: "poisson" | "even" }
  /** So many in each calendar month of the clock in turn; none after the last. */
  | { readonly kind: "each_month"; readonly counts: readonly number[] }
  /** So many live subscriptions when the clock starts, drawn from the mix, and nobody after them (N107). */
  | { readonly kind: "base"; readonly count: number }
  /** Those of a file. */
  | FiledSignUps;

export interface FiledSignUps {
  readonly kind: "file";
  readonly file: string;
  /** How many places it has: names of which some may be nobody any more. */
  readonly count: number;
  readonly currencies: readonly Currency[];
  /** Every place in turn, read anew whenever asked for: they need not fit into memory. Undefined for nobody, and for places before `from`. */
  customers(from: number): Iterable<FiledCustomer | undefined>;
}

/** Something a customer is, drawn once or said by a file: one of some values, a number, or any text. */
export type Attribute = {
  readonly name: string;
  /** What its draw is for: `attribute/<name>`. */
  readonly purpose: Key;
} & (
  | { readonly kind: "shares"; readonly choice: Varying<WeightedChoice<string>> }
  | { readonly kind: "number"; readonly distribution: Varying<Distribution> }
  /** Said by a file, and never drawn. */
  | { readonly kind: "text" }
);

/** One of the mix: what a customer may sign up for. */
export interface Offer {
  readonly name: string;
  /** What the draws of its quantities are for, one for each item: `offer/<name>/quantity`. */
  readonly quantityPurpose: Key;
  /** Relative to the other offers'. */
  readonly weight: Varying<number>;
  readonly items: readonly { readonly plan: Plan; readonly quantity: Varying<Distribution> }[];
  readonly trial: TrialChoice;
  /** The share that stays at the trial's end; the others cancel during it (D36). Undefined: all stay. */
  readonly converts: Varying<number> | undefined;
  /** What becomes of those who do not convert: they have no card, and the trial's end does the rest. Undefined: they cancel before it. */
  readonly trialEndBehavior: TrialEndBehavior | undefined;
  readonly coupon: Varying<Coupon | undefined>;
  readonly taxRates: readonly TaxRate[] | undefined;
}

/** What all behaviours have: a hazard of its own in continuous time (D33). */
interface AnyBehavior {
  readonly name: string;
  /** What the draws of its thresholds are for: `behavior/<name>`. */
  readonly purpose: Key;
  /** Only customers of this plan; undefined: of any. */
  readonly plan: Plan | undefined;
  /** Monthly. */
  readonly rate: Varying<number>;
}

/** They leave, now or at the period's end; or with a probability at each renewal in place of the rate. */
export interface CancelBehavior extends AnyBehavior {
  readonly kind: "cancel";
  readonly atRenewal: Varying<number> | undefined;
  readonly atPeriodEnd: boolean;
  readonly reason: string;
}

/** They move to another plan and keep their quantity (D18). */
export interface ChangeBehavior extends AnyBehavior {
  readonly kind: "change";
  readonly to: Plan;
  readonly prorationBehavior: ProrationBehavior | undefined;
}

/** They change how many they have, again and again. */
export interface SeatsBehavior extends AnyBehavior {
  readonly kind: "seats";
  readonly by: Varying<Distribution>;
  /** What the draws of how many are for: `behavior/<name>/amount`. */
  readonly amountPurpose: Key;
  readonly prorationBehavior: ProrationBehavior | undefined;
}

/** The service stops for a time, and then begins anew with a full period (PAU). */
export interface PauseBehavior extends AnyBehavior {
  readonly kind: "pause";
  readonly for: Duration;
}

/** Their latest payment is given back; with `first` only so long after it. */
export interface RefundBehavior extends AnyBehavior {
  readonly kind: "refund";
  readonly first: Duration | undefined;
}

/** Those who left come back to what they had, at today's price and without a trial (D34); with `within` only so long after they left. */
export interface ReturnBehavior extends AnyBehavior {
  readonly kind: "return";
  readonly within: Duration | undefined;
  readonly coupon: Varying<Coupon | undefined>;
}

export type Behavior = CancelBehavior | ChangeBehavior | SeatsBehavior | PauseBehavior | RefundBehavior | ReturnBehavior;

/** A crowd of customers drawn from distributions. Its name is the key of all its draws (D30). */
export interface Population {
  readonly name: string;
  readonly signUps: SignUps;
  readonly attributes: readonly Attribute[];
  readonly currencies: Varying<WeightedChoice<Currency>>;
  readonly card: Varying<Card>;
  readonly taxRates: readonly TaxRate[] | undefined;
  readonly coupon: Varying<Coupon | undefined>;
  readonly dunning: Dunning;
  /** How its customers' invoices are collected. */
  readonly collection: Readonly<Collection>;
  /** How they pay what is sent; undefined: they do not. */
  readonly pays: PaymentHabit | undefined;
  readonly mix: readonly Offer[];
  readonly usage: readonly UsageEntry[];
  readonly behavior: readonly Behavior[];
  /** How it answers to prices; undefined: not at all. */
  readonly sensitivity: PriceSensitivity | undefined;
  /** The most that its customers pay; undefined: they take what the mix's weights say. */
  readonly willingness: Willingness | undefined;
  /** All that they can come to. */
  readonly everyCurrency: readonly Currency[];
  /** What the business does: which prices those meet who may come. Undefined: nothing. */
  readonly business: Business | undefined;
  /** One of its currencies: what `currency` is before it is drawn. */
  readonly anyCurrency: Currency;
}
