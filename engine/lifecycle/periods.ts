import type { Item, Subscription } from "../account/subscription.ts";
import { boundary, nextBoundary, periodStart } from "../calendar/billing-period.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";

/**
 * Gives an item the period that begins at `start` and ends at the next boundary counted from the anchor (D10), cut by a planned end.
 *
 * The denominator of its prorations is always a full period (D14): of a whole period its own length; of a first stub one interval from the
 * stub's start; of what is left of a period after an interval change without proration, that period's length (B18).
 */
export function openPeriod(subscription: Subscription, item: Item, start: Instant, isFirst: boolean): void {
  const { anchor } = subscription;
  const { interval } = item.plan;
  const end = nextBoundary(anchor, interval, start);
  const from = periodStart(anchor, interval, start);
  item.periodStart = start;
  item.fullEnd = end;
  item.whole = from !== start && isFirst ? boundary(start, interval, 1) - start : end - from;
  item.periodEnd = subscription.cancelAt < end ? subscription.cancelAt : end;
  item.debitCount = 0;
}

/** A period that only waits: a trial, or a free stub before nothing was billed. */
export function waitUntil(item: Item, start: Instant, end: Instant): void {
  item.periodStart = start;
  item.periodEnd = end;
  item.fullEnd = end;
  item.whole = end > start ? end - start : 1;
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
