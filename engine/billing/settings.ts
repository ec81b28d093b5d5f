import type { Duration } from "../calendar/duration.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { Funding } from "../payments/card.ts";
import type { PaymentFees } from "../payments/payment-fees.ts";

export type ProrationBehavior = "create_prorations" | "none" | "always_invoice";

/** Whether the card is charged, or the customer is asked to pay by a date. */
export type CollectionMethod = "charge_automatically" | "send_invoice";

/** How invoices are collected, as the scenario, a customer, a subscription or an invoice has it (S1). */
export interface Collection {
  collectionMethod: CollectionMethod;
  /** When what is sent is due, in days of 24 hours after its finalization (S3). */
  daysUntilDue: number;
}

/** What holds where nothing is said (S1). */
export const defaultCollection: Readonly<Collection> = { collectionMethod: "charge_automatically", daysUntilDue: 30 };

/** How changes are credited and when periods start anew (D15, D16, C1-C8). */
export type BillingMode = "flexible" | "classic";

/** Account-wide settings: the `billing:` block. */
export interface BillingSettings extends Readonly<Collection> {
  readonly mode: BillingMode;
  /** Default of `change`, `resume` and `cancel_at`; not of `subscribe`. */
  readonly prorationBehavior: ProrationBehavior;
  /** How long a renewal stays a draft (D17). */
  readonly finalizeAfter: Duration;
  readonly taxRates: readonly TaxRate[];
  /** Undefined accepts every funding; else others are refused at sign-up (D28). */
  readonly acceptFunding: ReadonlySet<Funding> | undefined;
  /** Fundings that are put into review at sign-up. */
  readonly reviewFunding: ReadonlySet<Funding>;
  /** Of each successful charge; undefined: nothing is taken. */
  readonly fees: PaymentFees | undefined;
}
