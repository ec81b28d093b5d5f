import type { Account } from "../../account/account.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import type { DiscountedPrice } from "../../billing/discounts.ts";
import type { ProrationBehavior } from "../../billing/settings.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import { chargeItem, creditItem, markUsed, pricesNow } from "../changes/prorate.ts";
import { modeOf } from "../modes/registry.ts";
import { planBoundary } from "../periods/boundary-plan.ts";
import { setAnchor, spanItems, waitUntil } from "../periods/periods.ts";
import { isMetered } from "../usage/metering.ts";
import { inTrial } from "./status.ts";

/**
 * Sets, moves or clears (NEVER) the planned end. Inside the running period it cuts or restores it: earlier credits the time from the new end,
 * later charges the time that is no longer paid for (D20, B23). Without `credits` what longer items have paid beyond it is not given back
 * (X8). Returns how many proration lines that made.
 */
export function planEnd(
  world: World,
  account: Account,
  subscription: Subscription,
  end: Instant,
  behavior: ProrationBehavior,
  credits: boolean = true,
): number {
  const isPeriodEnd = end !== NEVER && end === fullPeriodEnd(subscription);
  const isHeld = end === subscription.cancelAt && isPeriodEnd === subscription.cancelAtPeriodEnd && subscription.canceledAt !== NEVER;
  if (isHeld) return 0;
  subscription.cancelAt = end;
  subscription.canceledAt = end === NEVER ? NEVER : account.now;
  let lines = 0;
  if (inTrial(account, subscription)) moveTrialEnd(subscription, modeOf(subscription).trialEnd(subscription.trialEnd, end));
  else {
    const isEarlier = end < subscription.periodEnd;
    lines = movePeriodEnds(world, account, subscription, end, behavior, credits);
    if (isEarlier) modeOf(subscription).planEarlierEnd(account, subscription);
  }
  spanItems(subscription);
  subscription.cancelAtPeriodEnd = isPeriodEnd;
  planBoundary(account, subscription);
  return lines;
}

/**
 * Puts another end in the place of the planned one without proration: the end that is asked for holds before a trial or the anchor moves,
 * so that the periods that open know it (B22, T1).
 */
export function forgetPlannedEnd(subscription: Subscription, end: Instant): void {
  subscription.cancelAt = end;
  subscription.cancelAtPeriodEnd = false;
  subscription.canceledAt = NEVER;
}

/** The trial ends earlier, and the anchor with it where it was the trial's end (C6). */
function moveTrialEnd(subscription: Subscription, end: Instant): void {
  const { trialEnd } = subscription;
  if (end === trialEnd) return;
  if (subscription.anchor === trialEnd) setAnchor(subscription, end);
  subscription.trialEnd = end;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    waitUntil(item, item.periodStart, end);
  }
}

/** The end of the running period as it would be without a planned end. */
export function fullPeriodEnd(subscription: Subscription): Instant {
  let end = NEVER;
  for (let i = 0; i < subscription.itemCount; i++) {
    const { fullEnd } = subscription.items[i] as Item;
    if (fullEnd < end) end = fullEnd;
  }
  return end;
}

function movePeriodEnds(world: World, account: Account, subscription: Subscription, end: Instant, behavior: ProrationBehavior, credits: boolean): number {
  let prices: readonly DiscountedPrice[] | undefined;
  let lines = 0;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    const newEnd = end < item.fullEnd ? end : item.fullEnd;
    const oldEnd = item.periodEnd;
    item.periodEnd = newEnd;
    if (behavior === "none" || isMetered(item)) continue;
    if (newEnd < oldEnd && credits) lines += creditItem(world, account, subscription, item, newEnd, false);
    const paidUntil = billedUntil(item, oldEnd);
    if (newEnd > paidUntil) {
      prices ??= pricesNow(account, subscription);
      chargeItem(world, account, subscription, item, prices[i] as DiscountedPrice, paidUntil, newEnd);
      lines++;
    }
  }
  if (prices !== undefined) markUsed(account, prices);
  return lines;
}

/** Where the billed time ends: a cut that was made with `none` left it paid for beyond the period's end. */
export function billedUntil(item: Item, periodEnd: Instant): Instant {
  let until = periodEnd;
  for (let i = 0; i < item.debitCount; i++) {
    const debit = item.debits[i] as (typeof item.debits)[number];
    if (debit.end > until) until = debit.end;
  }
  return until;
}
