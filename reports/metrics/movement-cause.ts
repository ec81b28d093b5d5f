import type { Account } from "../../engine/account/account.ts";
import type { Item, Subscription } from "../../engine/account/subscription.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { MetricSettings } from "../../engine/scenario/scenario.ts";
import { invoicedUsage } from "./invoiced-usage.ts";
import type { MovementKind } from "./movement.ts";
import { isRecognized, recognizedMrr } from "./recognized-mrr.ts";

/** Why recurring revenue moved. */
export type MovementCause = "signup" | "price" | "plan" | "quantity" | "discount_start" | "discount_end" | "cancel" | "dunning" | "pause" | "return" | "fx";

/** What of a subscription decides its recurring revenue, at one instant. */
export interface RevenueSnapshot {
  readonly name: string;
  readonly mrr: Minor;
  /** Before any discount. */
  readonly list: Minor;
  readonly recognized: boolean;
  readonly wasTrialing: boolean;
  readonly failed: boolean;
  readonly paused: boolean;
  readonly plans: string;
  readonly quantities: string;
}

/** Every subscription of the customer, in order. */
export function snapshots(account: Account, settings: MetricSettings): readonly RevenueSnapshot[] {
  return account.subscriptions.slice(0, account.subscriptionCount).map((subscription) => snapshot(account, subscription, settings));
}

function snapshot(account: Account, subscription: Subscription, settings: MetricSettings): RevenueSnapshot {
  const items = subscription.items.slice(0, subscription.itemCount);
  return {
    name: subscription.name,
    mrr: recognizedMrr(subscription, account.discount, settings),
    list: recognizedMrr(subscription, undefined, { ...settings, mrrDiscounts: "none" }),
    recognized: isRecognized(subscription, settings),
    wasTrialing: subscription.status === "trialing",
    failed: subscription.endReason === "payment_failure" || subscription.status === "unpaid" || subscription.status === "past_due",
    paused: subscription.status === "paused",
    plans: items.map((item) => item.plan.id).join(";"),
    quantities: items.map((item) => quantityText(item, settings)).join(";"),
  };
}

/** A change of what usage was invoiced last is one of the quantity that was used. */
function quantityText({ plan, quantity, usage }: Item, settings: MetricSettings): string {
  if (plan.usage === undefined || !settings.meteredInMrr) return String(quantity);
  return invoicedUsage(usage)
    .map(({ amount }) => amount)
    .join("+");
}

/** The plans that make up recurring revenue, over all subscriptions; empty when there is none. */
export function plansOf(taken: readonly RevenueSnapshot[]): string | undefined {
  const paying = taken.filter((one) => one.mrr > 0);
  return paying.length === 0 ? undefined : paying.map((one) => one.plans).join(";");
}

/** The cause of a movement: that of the subscription whose recurring revenue moved most, the first of several. */
export function causeOf(kind: MovementKind, before: readonly RevenueSnapshot[], after: readonly RevenueSnapshot[]): MovementCause {
  let most = 0;
  let moved = after[0];
  for (const [i, now] of after.entries()) {
    const difference = now.mrr - (before[i]?.mrr ?? 0);
    const size = difference < 0 ? -difference : difference;
    if (size > most) {
      most = size;
      moved = now;
    }
  }
  if (moved === undefined) return "signup";
  return causeOfOne(kind, before[after.indexOf(moved)], moved);
}

function causeOfOne(kind: MovementKind, before: RevenueSnapshot | undefined, after: RevenueSnapshot): MovementCause {
  if (before === undefined) return kind === "reactivation" ? "return" : "signup";
  if (before.recognized && !after.recognized && after.paused) return "pause";
  if (before.recognized && !after.recognized) return after.failed ? "dunning" : "cancel";
  if (!before.recognized && after.recognized) return kind === "new" || before.wasTrialing ? "signup" : "return";
  if (before.plans !== after.plans) return "plan";
  if (before.quantities !== after.quantities) return "quantity";
  if (before.list !== after.list) return "price";
  return after.mrr < before.mrr ? "discount_start" : "discount_end";
}
