import type { BillingSettings } from "../billing/settings.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Account } from "./account.ts";
import type { Business } from "./business.ts";
import type { FactSink } from "./facts.ts";

/**
 * The only thing that couples customers: how often a coupon may be redeemed (D24). A table settled beforehand in a batch, a counter in a
 * test clock.
 */
export interface Redemptions {
  /** Whether this attempt gets a slot. Asked once per attempt, after every other reason to refuse. */
  redeem(coupon: Coupon, at: Instant, account: Account): boolean;
}

/** What is the same for all customers of a run. */
export interface World {
  readonly settings: BillingSettings;
  readonly start: Instant;
  /** Only what is stamped before it happens (D9). */
  readonly horizon: Instant;
  readonly sink: FactSink;
  readonly redemptions: Redemptions;
  /** Undefined where the business does nothing. */
  readonly business: Business | undefined;
}
