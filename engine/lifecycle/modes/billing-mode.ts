import type { Account } from "../../account/account.ts";
import type { Discount, Item, Subscription } from "../../account/subscription.ts";
import type { DiscountedPrice, PricedItem } from "../../billing/discounts.ts";
import type { Instant } from "../../calendar/instant.ts";
import type { TaxRate } from "../../catalog/tax-rate.ts";

/** What a credit of unused time is asked for. */
export interface Unused {
  readonly from: Instant;
  /** Something takes the item's place: a credit of 0 has a line too (B17). */
  readonly isReplaced: boolean;
  readonly rates: readonly TaxRate[];
}

/**
 * Where Stripe's two billing modes differ (MODE, CMP, D15, D16). Everything else of the lifecycle is the same for both and asks here.
 */
export interface ModeRules {
  /** Makes the pending lines that credit an item's unused time. Returns how many. */
  credit(account: Account, subscription: Subscription, item: Item, unused: Unused): number;
  /** What the discounts leave of the full price of each item of a subscription, for charges. */
  prices(items: readonly PricedItem[], discounts: readonly Discount[]): readonly DiscountedPrice[];
  /** Whether an interval change, or free to paid, moves the anchor to now and bills full periods at once, whatever the proration behavior (C3). */
  readonly restartsPeriods: boolean;
  /** Whether the invoice of a change that moved the anchor to now leaves what was pending before with `always_invoice` (C4). */
  readonly leavesPending: boolean;
  /** Whether usage before its metered price changed, or its item went, is billed; else only what is used after it (CMP, D16, U12). */
  readonly billsLeftUsage: boolean;
  /** Whether a metered item has a line of 0 where it begins (CMP, D27, U12). */
  readonly showsMeteredStart: boolean;
  /** Whether the usage that ends with a phase of a schedule has an invoice of its own, before that of the phase that begins (H5). */
  readonly billsPhaseApart: boolean;
  /** When a trial ends for which this end is planned (C6); either may be NEVER. */
  trialEnd(trialEnd: Instant, cancelAt: Instant): Instant;
  /** Whether a later trial leaves `trial_start` at the first one (CMP). */
  readonly keepsFirstTrialStart: boolean;
  /** Whether a backdated subscription's anchor is its start; else it is the sign-up (CMP, X1). */
  readonly startsAtBackdate: boolean;
  /** Which items have a line on the invoice of a change in a trial; undefined: there is no invoice (B21, C7). */
  trialLines(changed: readonly boolean[]): readonly boolean[] | undefined;
  /** A planned end came to lie inside the running period, before what was planned until then (C5). */
  planEarlierEnd(account: Account, subscription: Subscription): void;
}
