import { boundary, periodHolding } from "./calendar.ts";
import type { Item, Subscription } from "./state.ts";

/**
 * Lets the planned end cut the item's period (B5, B12); its full length stays the denominator (D14). A period in a trial runs to the
 * trial's end whatever is planned (B3).
 */
export function cut(item: Item, subscription: Subscription): void {
  const cancelAt = item.fullEnd === subscription.trialEnd ? undefined : subscription.cancelAt;
  item.end = cancelAt !== undefined && cancelAt > item.start && cancelAt < item.fullEnd ? cancelAt : item.fullEnd;
}

/**
 * The item's next period, from `at` to the next boundary of the anchor. When it does not begin on a boundary it is a stub:
 * of one interval from its own start at sign-up and after a trial (B3, D14), of the full period that holds it after an interval
 * change that waited (B18).
 */
export function turnTo(item: Item, subscription: Subscription, at: number, stub: "from its start" | "of the full period"): void {
  const { interval } = item.plan;
  const full = periodHolding(subscription.anchor, interval, at);
  item.start = at;
  item.fullEnd = full.end;
  const imagined = stub === "from its start" && full.start !== at;
  item.whole = imagined ? boundary(at, interval, 1) - at : full.end - full.start;
  cut(item, subscription);
}

/** The period of the item's own interval that holds the instant, as it stands around the anchor (B18, D10). */
export function moveToPeriodHolding(item: Item, subscription: Subscription, at: number): void {
  const { interval } = item.plan;
  const full = periodHolding(subscription.anchor, interval, at);
  item.start = full.start;
  item.fullEnd = full.end;
  item.whole = full.end - full.start;
  cut(item, subscription);
}

/** An interval change that waits: the item keeps its period; its price is by the new interval's full length (B18). */
export function priceByPeriodHolding(item: Item, subscription: Subscription, at: number): void {
  const full = periodHolding(subscription.anchor, item.plan.interval, at);
  item.whole = full.end - full.start;
}

/** A period from `start` to the trial's end. Nothing is billed for it. */
export function spanTrial(item: Item, subscription: Subscription, start: number, end: number): void {
  item.start = start;
  item.fullEnd = end;
  item.whole = end - start;
  cut(item, subscription);
}
