import type { Item, Subscription } from "../../account/subscription.ts";
import { periodStart } from "../../calendar/billing-period.ts";

/** Whether the running period is a stub before a boundary of the anchor, or all of it lies before the anchor. */
export function isStub(subscription: Subscription): boolean {
  const item = subscription.items[0] as Item;
  return item.periodStart < subscription.anchor || periodStart(subscription.anchor, item.plan.interval, item.periodStart) !== item.periodStart;
}
