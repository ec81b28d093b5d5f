import type { Item, ItemTarget, Subscription } from "../../account/subscription.ts";
import { addItem } from "../../account/subscription-pool.ts";
import { sameInterval } from "../../calendar/billing-period.ts";

/** Puts the items in their new order. A kept item keeps its debits; an added one gets the running period (B14). */
export function applyTargets(subscription: Subscription, targets: readonly ItemTarget[]): void {
  if (targets.length !== subscription.itemCount || !inPlace(subscription, targets)) rebuildItems(subscription, targets);
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i] as ItemTarget;
    const item = subscription.items[i] as Item;
    item.plan = target.plan;
    item.quantity = target.quantity;
    item.taxRates = target.taxRates;
    if (item.plan.usage === undefined) item.usageGte = 0;
  }
}

function inPlace(subscription: Subscription, targets: readonly ItemTarget[]): boolean {
  for (let i = 0; i < targets.length; i++) if ((targets[i] as ItemTarget).source !== subscription.items[i]) return false;
  return true;
}

/** Kept items move up in their order, added ones stand last and get the running period of their interval; else of the first item. */
function rebuildItems(subscription: Subscription, targets: readonly ItemTarget[]): void {
  const running = targets.map((target) => ({ ...runningPeriod(subscription, target) }));
  const spare = subscription.items.filter((item) => !targets.some((target) => target.source === item));
  subscription.items = targets.map((target) => target.source).filter((item) => item !== undefined);
  subscription.itemCount = subscription.items.length;
  for (const [i, target] of targets.entries()) {
    if (target.source !== undefined) continue;
    const { periodStart: start, periodEnd, fullEnd, whole } = running[i] as Item;
    const item = addItem(subscription, target.plan, target.quantity, target.taxRates);
    item.periodStart = start;
    item.periodEnd = periodEnd;
    item.fullEnd = fullEnd;
    item.whole = whole;
  }
  subscription.items.push(...spare);
}

function runningPeriod(subscription: Subscription, { plan }: ItemTarget): Item {
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (sameInterval(item.plan.interval, plan.interval)) return item;
  }
  return subscription.items[0] as Item;
}
