import type { Duration } from "../calendar/duration.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { Funding } from "../payments/card.ts";

export type ProrationBehavior = "create_prorations" | "none" | "always_invoice";

/** How changes are credited and when periods start anew (D15, D16, C1-C8). */
export type BillingMode = "flexible" | "classic";

/** Account-wide settings: the `billing:` block. */
export interface BillingSettings {
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
}
