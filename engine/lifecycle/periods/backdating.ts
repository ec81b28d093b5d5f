import type { Account } from "../../account/account.ts";
import type { Line } from "../../account/line.ts";
import { Refusal } from "../../account/refusal.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import { addDebit } from "../../account/subscription-pool.ts";
import { type BilledSpan, backdatedPeriods, joinedPeriods } from "../../billing/backdated-periods.ts";
import { periodStart } from "../../calendar/billing-period.ts";
import { formatBrief } from "../../calendar/civil.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import type { Subscribe } from "../requests.ts";
import { isMetered } from "../usage/metering.ts";

/** More lines than this are not on one invoice (BACK). */
const MOST_LINES = 250;

/** When the subscription begins: the sign-up, or the earlier instant it is backdated to (X1). */
export function startOf(now: Instant, { backdateStartDate }: Subscribe): Instant {
  return backdateStartDate ?? now;
}

/** Whether the sign-up bills time before it: with `none` only the start moves (BACK, X1). */
export function isBilledBack(now: Instant, action: Subscribe): boolean {
  return startOf(now, action) < now && action.prorationBehavior !== "none";
}

/** @throws Refusal when the start lies in the future. */
export function checkBackdate(now: Instant, { backdateStartDate }: Subscribe): void {
  if (backdateStartDate === undefined || backdateStartDate <= now) return;
  throw new Refusal(
    `\`backdate_start_date\` ${formatBrief(backdateStartDate)} lies after the sign-up at ${formatBrief(now)}`,
    "A backdated start is the sign-up or earlier.",
    "Give an earlier instant, or move the entry.",
  );
}

/** @throws Refusal when the first invoice would have more lines than an invoice can have (BACK, X2). */
export function checkBackdatedLines(account: Account, subscription: Subscription, action: Subscribe): void {
  let lines = action.addInvoiceItems.length;
  const isTrial = subscription.trialEnd !== NEVER;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    // The running period of a metered item is billed at its end; a trial's line is one more.
    const to = isTrial || isMetered(item) ? Math.min(account.now, runningStart(account, subscription, item)) : account.now + 1;
    lines += periodsTo(subscription, item, subscription.startedAt, isTrial ? account.now : to).length + (isTrial && !isMetered(item) ? 1 : 0);
  }
  if (lines <= MOST_LINES) return;
  throw new Refusal(
    `the first invoice of "${subscription.name}" would have ${lines} lines, back to ${formatBrief(subscription.startedAt)}`,
    "Backdating bills one line per period, and an invoice has at most 250 lines.",
    "Backdate it less far.",
  );
}

/** Where the running period of a backdated subscription begins: at a boundary, or in a stub at the start itself. */
export function runningStart(account: Account, subscription: Subscription, item: Item): Instant {
  const start = periodStart(subscription.anchor, item.plan.interval, account.now);
  return start > subscription.startedAt ? start : subscription.startedAt;
}

/** What the first invoice bills of an item: all time up to the end of the running period, or up to the trial, which is a line of its own (X2, X3). */
export function backdatedSpans(account: Account, subscription: Subscription, item: Item): readonly BilledSpan[] {
  const to = subscription.trialEnd === NEVER ? item.periodEnd : account.now;
  return periodsTo(subscription, item, subscription.startedAt, to);
}

/** The time of an item from an instant in the first period of a backdated subscription, by the lines that bill it (X4). */
export function spansFrom(subscription: Subscription, item: Item, from: Instant, to: Instant): readonly BilledSpan[] {
  return periodsTo(subscription, item, from, to);
}

/** Before a trial periods count from the backdated start: the anchor is the trial's (X3). */
function periodsTo(subscription: Subscription, item: Item, from: Instant, to: Instant): readonly BilledSpan[] {
  const { startedAt, trialEnd, mode } = subscription;
  const anchor = trialEnd === NEVER ? subscription.anchor : startedAt;
  const spans = backdatedPeriods(anchor, item.plan.interval, startedAt, from, to);
  return mode === "classic" ? joinedPeriods(spans) : spans;
}

/** Each line of an item becomes a debit of its own (D15). */
export function noteBackdatedDebits(subscription: Subscription, lines: readonly Line[]): void {
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (isMetered(item)) continue;
    for (const line of lines) {
      if (line.kind !== "subscription" || line.plan !== item.plan || line.subscription !== subscription) continue;
      addDebit(item, line.amount - line.discount, line.start, line.end);
      item.lastCoupons = line.discounts.map(({ coupon }) => coupon);
    }
  }
}
