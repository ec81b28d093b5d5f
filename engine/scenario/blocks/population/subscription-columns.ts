import { identifierComplaint } from "../../../language/identifier.ts";

/** The columns of subscriptions.csv (outputs.md), where attributes stand behind them: none of those can be called like one of these. */
export const SUBSCRIPTION_COLUMNS: ReadonlySet<string> = new Set([
  "subscription",
  "customer",
  "population",
  "plans",
  "quantity",
  "status",
  "started_at",
  "trial_end",
  "current_period_start",
  "current_period_end",
  "cancel_at",
  "canceled_at",
  "ended_at",
  "end_reason",
  "mrr",
  "currency",
  "unit_amount",
  "coupon",
  "coupon_ends_at",
  "collection_method",
  "pause_collection",
  "trial_start",
]);

/** Whether a column of a file can say what a customer is. */
export function isAttributeColumn(name: string): boolean {
  return identifierComplaint(name, "an attribute") === undefined && !SUBSCRIPTION_COLUMNS.has(name) && !/[;\t|]/.test(name);
}
