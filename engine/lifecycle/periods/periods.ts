import type { Item, Subscription } from "../../account/subscription.ts";
import { type BillingInterval, boundary, monthlyBoundary, monthlyPeriodNumber, periodNumber, takeApart } from "../../calendar/billing-period.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";

/**
 * Gives an item the period that begins at `start` and ends at the next boundary counted from the anchor (D10), cut by a planned end.
 *
 * The denominator of its prorations is always a full period (D14): of a whole period its own length; of a first stub one interval from the
 * stub's start; of what is left of a period after an interval change without proration, that period's length (B18).
 */
export function openPeriod(subscription: Subscription, item: Item, start: Instant, isFirst: boolean): void {
  const { interval } = item.plan;
  const isNext = item.fullEnd === start && item.turnInterval === interval && item.turnAnchor === subscription.anchor;
  if (!isNext) item.turn = turnAt(subscription, interval, start);
  item.turn++;
  item.turnInterval = interval;
  item.turnAnchor = subscription.anchor;
  const end = boundaryOf(subscription, interval, item.turn);
  const from = isNext ? start : boundaryOf(subscription, interval, item.turn - 1);
  item.periodStart = start;
  item.fullEnd = end;
  item.whole = from !== start && isFirst ? boundary(start, interval, 1) - start : end - from;
  item.periodEnd = subscription.cancelAt < end ? subscription.cancelAt : end;
  item.debitCount = 0;
}

/** From now on periods turn at this instant plus whole intervals. */
export function setAnchor(subscription: Subscription, anchor: Instant): void {
  subscription.anchor = anchor;
  takeApart(anchor, subscription.anchorParts);
}

/** The n-th boundary from the subscription's anchor (D10). */
export function boundaryOf(subscription: Subscription, interval: BillingInterval, n: number): Instant {
  if (interval.months === 0) return subscription.anchor + n * interval.seconds;
  return monthlyBoundary(subscription.anchorParts, interval.months, n);
}

/** The number of the period that holds the instant, counted from the subscription's anchor. */
function turnAt(subscription: Subscription, interval: BillingInterval, at: Instant): number {
  if (interval.months === 0) return periodNumber(subscription.anchor, interval, at);
  return monthlyPeriodNumber(subscription.anchorParts, interval.months, at);
}

/** A period that only waits: a trial, or a free stub before nothing was billed. */
export function waitUntil(item: Item, start: Instant, end: Instant): void {
  item.periodStart = start;
  item.periodEnd = end;
  item.fullEnd = end;
  item.whole = end > start ? end - start : 1;
  item.turnInterval = undefined;
  item.debitCount = 0;
}

/** The subscription's period: latest item start, earliest item end (MIX). */
export function spanItems(subscription: Subscription): void {
  let start = 0;
  let end = NEVER;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (item.periodStart > start) start = item.periodStart;
    if (item.periodEnd < end) end = item.periodEnd;
  }
  subscription.periodStart = start;
  subscription.periodEnd = end;
}
