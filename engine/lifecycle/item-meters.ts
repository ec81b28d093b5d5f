import type { Account } from "../account/account.ts";
import { Refusal } from "../account/refusal.ts";
import type { Item, ItemTarget, Subscription } from "../account/subscription.ts";
import type { World } from "../account/world.ts";
import type { BillingMode, ProrationBehavior } from "../billing/settings.ts";
import { sameInterval } from "../calendar/billing-period.ts";
import type { Plan } from "../catalog/plan.ts";
import { changeMeter, endUsage, INTERVAL_CHANGE, isMetered, startUsage, turnUsage } from "./metering.ts";
import { addPending } from "./pending.ts";
import { inTrial } from "./status.ts";
import { leftUsageLines } from "./usage-lines.ts";

/** @throws Refusal when metered items take part in a change that does not know what becomes of their usage. */
export function refuseMetered(subscription: Subscription, targets: readonly ItemTarget[], what: string): void {
  const held = subscription.items.slice(0, subscription.itemCount);
  const metered = [...held, ...targets].find(isMetered);
  if (metered === undefined) return;
  throw new Refusal(
    `plan "${metered.plan.id}" is metered and takes part in a change with ${what}`,
    `With metered plans ${what} is not yet supported.`,
    "Change the plan without it.",
  );
}

/** @throws Refusal for metered plans in classic mode: what becomes of usage there is not yet supported. */
export function refuseMeteredInClassic(mode: BillingMode, items: readonly { readonly plan: Plan }[]): void {
  const metered = mode === "classic" ? items.find(isMetered) : undefined;
  if (metered === undefined) return;
  throw new Refusal(
    `plan "${metered.plan.id}" is metered and the billing mode is classic`,
    "Metered plans in classic mode are not yet supported.",
    "Use the flexible mode, or a licensed plan.",
  );
}

/**
 * Before items change: what becomes of their usage (CMP, D16, U2). At another metered price it goes on, each use at its price when reported;
 * at another interval it is billed with the invoice that is made at once; of a removed item it becomes pending lines, unless `none`.
 * Returns how many lines were made.
 */
export function leaveMeters(world: World, account: Account, subscription: Subscription, targets: readonly ItemTarget[], behavior: ProrationBehavior): number {
  let lines = 0;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (!isMetered(item)) continue;
    const target = targets.find(({ source }) => source === item);
    if (target?.plan === item.plan) continue;
    const waits = behavior === "none" || inTrial(account, subscription);
    if (target !== undefined && isMetered(target)) {
      if (waits || sameInterval(target.plan.interval, item.plan.interval)) changeMeter(account, item, target.plan);
      else turnUsage(item, target.plan, INTERVAL_CHANGE, account.now);
      continue;
    }
    if (behavior !== "none") lines += billLeft(world, account, subscription, item);
    item.usage = undefined;
  }
  return lines;
}

function billLeft(world: World, account: Account, subscription: Subscription, item: Item): number {
  endUsage(item, false, account.now);
  const lines = leftUsageLines(world, account, subscription, item);
  for (const line of lines) addPending(account, line);
  return lines.length;
}

/** After items changed: those that are metered now measure from now on. */
export function enterMeters(account: Account, subscription: Subscription): void {
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (isMetered(item) && item.usage?.running === undefined) startUsage(account, item, inTrial(account, subscription));
  }
}
