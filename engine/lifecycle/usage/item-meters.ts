import type { Account } from "../../account/account.ts";
import type { Item, ItemTarget, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import type { ProrationBehavior } from "../../billing/settings.ts";
import { sameInterval } from "../../calendar/billing-period.ts";
import type { Plan } from "../../catalog/plan.ts";
import { addPending } from "../invoices/pending.ts";
import { modeOf } from "../modes/registry.ts";
import { inTrial } from "../subscriptions/status.ts";
import { changeMeter, dropRunning, endUsage, INTERVAL_CHANGE, isMetered, leaveAtTurn, startUsage, turnUsage } from "./metering.ts";
import { leftUsageLines, startLine } from "./usage-lines.ts";

/**
 * Before items change: what becomes of their usage (CMP, D16, U2). At another metered price it goes on, each use at its price when reported;
 * at another interval it is billed with the invoice that is made at once; of a removed item it becomes pending lines, unless `none`. Where
 * the anchor moves to now the caller ends the period of what stays metered (U10). Classic mode bills nothing of what was used before (U12).
 * Returns how many lines were made.
 */
export function leaveMeters(world: World, account: Account, subscription: Subscription, targets: readonly ItemTarget[], leaving: Leaving): number {
  let lines = 0;
  const { billsLeftUsage } = modeOf(subscription);
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (!isMetered(item)) continue;
    const target = targets.find(({ source }) => source === item);
    if (target?.plan === item.plan) continue;
    if (target !== undefined && isMetered(target)) changePrice(account, subscription, item, target.plan, leaving);
    else {
      if (billsLeftUsage && leaving.behavior !== "none") lines += billLeft(world, account, subscription, item);
      item.usage = undefined;
    }
  }
  return lines;
}

/** How the change goes that the usage meets. */
export interface Leaving {
  readonly behavior: ProrationBehavior;
  /** The anchor moves to now, so that every period ends. */
  readonly resetsAnchor: boolean;
}

function changePrice(account: Account, subscription: Subscription, item: Item, plan: Plan, { behavior, resetsAnchor }: Leaving): void {
  if (!modeOf(subscription).billsLeftUsage) dropRunning(item);
  else if (resetsAnchor) return;
  else if (behavior === "none" || inTrial(account, subscription) || sameInterval(plan.interval, item.plan.interval)) changeMeter(account, item, plan);
  else turnUsage(account, item, plan, INTERVAL_CHANGE, account.now);
}

/** A change that waited for the turn of a period: what goes with it is billed by the renewal, as what stays is (U11). */
export function leaveMetersAtTurn(account: Account, subscription: Subscription, targets: readonly ItemTarget[]): void {
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (!isMetered(item)) continue;
    const target = targets.find(({ source }) => source === item);
    if (target === undefined || !isMetered(target)) leaveAtTurn(subscription, item, account.now);
    else if (target.plan !== item.plan && item.periodEnd > account.now) changeMeter(account, item, target.plan);
  }
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

const NOTHING_STARTS: readonly boolean[] = [];

/** Which items become metered that were not. */
export function startsMetered(subscription: Subscription, targets: readonly ItemTarget[]): readonly boolean[] {
  if (!modeOf(subscription).showsMeteredStart) return NOTHING_STARTS;
  return targets.map((target) => isMetered(target) && (target.source === undefined || !isMetered(target.source)));
}

/** A line of 0 for each item that is metered from now on, where the billing mode has one (U12). */
export function showStarts(world: World, account: Account, subscription: Subscription, starts: readonly boolean[]): number {
  let lines = 0;
  for (let i = 0; i < starts.length; i++) {
    if (starts[i] === false) continue;
    addPending(account, startLine(world, account, subscription, subscription.items[i] as Item));
    lines++;
  }
  return lines;
}
