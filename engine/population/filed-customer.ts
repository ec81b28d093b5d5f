import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import type { ExistingSubscription } from "../lifecycle/subscriptions/begin-existing.ts";
import type { Currency } from "../money/currency.ts";
import type { Card } from "../payments/card.ts";
import type { FiledUsage } from "./filed-usage.ts";

/** One sign-up of a file. What is undefined is drawn, as for a customer of the population that is drawn whole (N101). */
export interface FiledSignUp {
  readonly at: Instant;
  readonly plans: readonly Plan[] | undefined;
  /** By the place of the plan; undefined where none is given. */
  readonly quantities: readonly (number | undefined)[];
  /** Not later than the sign-up: no trial. */
  readonly trialEnd: Instant | undefined;
  readonly coupon: Coupon | undefined;
}

/** A customer of a file: its rows, which stand together. What they leave open is drawn. */
export interface FiledCustomer {
  readonly id: string;
  readonly currency: Currency | undefined;
  readonly card: Card | undefined;
  /** By the attribute's place; empty for what the file does not say. */
  readonly attributes: readonly string[];
  /** In time order. */
  readonly signUps: readonly FiledSignUp[];
  /** What it has when the clock starts; it then has no sign-ups in the file, and at least one of these. */
  readonly existing: readonly ExistingSubscription[];
  /** What it uses by the files of the population's `usage`, in time order. */
  readonly usage: readonly FiledUsage[];
}
