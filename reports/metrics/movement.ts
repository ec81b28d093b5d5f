import type { Minor } from "../../engine/money/exact.ts";
import type { MovementPart } from "./movement-parts.ts";

/** How a customer's recurring revenue moved (D40). `opening`: it was there when the clock started, and stands in the first opening. */
export type MovementKind = "opening" | "new" | "reactivation" | "expansion" | "contraction" | "churn";

/** A customer's recurring revenue before and after an instant, netted over all its subscriptions. A view, valid during the call. */
export interface Movement {
  /** `none`: the sum is the same, but the year's sum, the discounts in it, or what is past due is not. */
  kind: MovementKind | "none";
  before: Minor;
  after: Minor;
  /** Of a churn: whether a failed payment brought the sum to 0. */
  involuntary: boolean;
  /** Signed changes of the sums that stand beside it. */
  arrChange: Minor;
  discountedChange: Minor;
  pastDueChange: Minor;
  /** 1 when the customer fell behind with a payment, -1 when no subscription is past due any more, else 0. */
  pastDueCustomers: number;
  /** Only where reports are split by plan: what of it belongs to each plan that something changed about. */
  parts: readonly MovementPart[] | undefined;
}
