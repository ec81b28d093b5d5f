import type { Account } from "../../account/account.ts";
import type { Item, ItemTarget, Subscription } from "../../account/subscription.ts";
import { type BillingInterval, nextBoundary, periodStart, sameInterval } from "../../calendar/billing-period.ts";
import type { Instant } from "../../calendar/instant.ts";

/** What becomes of the period of each item that a change asks for, by its place in the targets. */
export interface IntervalMoves {
  /** Another interval: the period of the new one that holds now, or when what was billed has run out (B18). */
  readonly moves: readonly boolean[];
  /** Added with an interval that was not held: the period of its own that holds now (X7). */
  readonly joins: readonly boolean[];
  readonly any: boolean;
}

const NONE: IntervalMoves = { moves: [], joins: [], any: false };

/** Call before the targets are applied. */
export function intervalMoves(subscription: Subscription, targets: readonly ItemTarget[]): IntervalMoves {
  if (targets.every(({ source, plan }) => source?.plan === plan)) return NONE;
  const held = subscription.items.slice(0, subscription.itemCount).map(({ plan }) => plan.interval);
  const isHeld = ({ plan }: ItemTarget): boolean => held.some((interval) => sameInterval(interval, plan.interval));
  const leavesNone = !targets.some(isHeld);
  const moves = targets.map((target) => (target.source === undefined ? leavesNone : !sameInterval(target.source.plan.interval, target.plan.interval)));
  const joins = targets.map((target) => target.source === undefined && !leavesNone && !isHeld(target));
  return { moves, joins, any: moves.includes(true) };
}

/** The intervals whose periods hold now because of a change: a proration date must lie in them (B15). */
export function newIntervals({ moves, joins }: IntervalMoves, targets: readonly ItemTarget[]): readonly BillingInterval[] {
  return targets.filter((_, i) => moves[i] === true || joins[i] === true).map(({ plan }) => plan.interval);
}

/**
 * The anchor stays; an item that moves gets the period of its new interval that holds now (D10). Without proration what was billed runs out
 * first, and only the denominator of later prorations is the new interval's (D15, B18). Call after the targets were applied.
 */
export function moveIntervals(account: Account, subscription: Subscription, { moves, joins, any }: IntervalMoves, prorates: boolean): void {
  if (any) subscription.isBackdated = false;
  for (let i = 0; i < moves.length; i++) {
    const item = subscription.items[i] as Item;
    if (joins[i] === true || (moves[i] === true && prorates)) takePeriodOf(subscription, item, account.now);
    else if (moves[i] === true) waitForInterval(subscription, item, account.now);
  }
}

/** What was billed runs out first: until then prorations are by the new interval's length. */
export function waitForInterval(subscription: Subscription, item: Item, now: Instant): void {
  const { anchor } = subscription;
  const { interval } = item.plan;
  item.whole = nextBoundary(anchor, interval, now) - periodStart(anchor, interval, now);
  item.turnInterval = undefined;
}

function takePeriodOf(subscription: Subscription, item: Item, now: Instant): void {
  const { anchor, cancelAt } = subscription;
  const { interval } = item.plan;
  const end = nextBoundary(anchor, interval, now);
  waitForInterval(subscription, item, now);
  item.periodStart = periodStart(anchor, interval, now);
  item.fullEnd = end;
  item.periodEnd = cancelAt < end ? cancelAt : end;
}
