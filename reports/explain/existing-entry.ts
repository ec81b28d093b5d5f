import type { Account } from "../../engine/account/account.ts";
import type { Discount, Item, Subscription } from "../../engine/account/subscription.ts";
import { boundary, sameInterval } from "../../engine/calendar/billing-period.ts";
import { dayOfMonth, formatInstant, secondOfDay } from "../../engine/calendar/civil.ts";
import { addMonths } from "../../engine/calendar/duration.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";

/** How many boundaries ahead two ways of counting periods are compared: a leap year lies among them. */
const COMPARED = 60;

/**
 * Why no script can do what a subscription does that lived before the clock; undefined where one can (N175). A script begins with the clock: it
 * can have the time up to the next renewal for nothing, and nothing that was billed before.
 */
export function unsayable(at: Instant, { status, periodEnd, trialEnd, items, itemCount, anchor, discounts }: Subscription): string | undefined {
  const [first] = items as [Item];
  const { interval } = first.plan;
  if (status === "past_due" || status === "unpaid") return "it owes for a period before the clock, and a script owes nothing when it begins";
  if (status === "paused") return "it was paused before the clock, and a script would bill a first period before it pauses";
  if (status === "trialing" && trialEnd > at) return "its trial began before the clock, and a script's trial begins with an invoice of 0";
  if (periodEnd === at) return "its period turns in the very instant in which the clock starts, and a script would bill its first invoice at once";
  for (let i = 1; i < itemCount; i++) {
    if (!sameInterval((items[i] as Item).plan.interval, interval)) return "its items run in periods of different lengths, which began before the clock";
  }
  const limited = discounts.find(({ coupon }) => coupon.redeemBy !== NEVER || coupon.maxRedemptions !== Number.POSITIVE_INFINITY);
  if (limited !== undefined) return `its coupon "${limited.coupon.id}" was redeemed before the clock, and may be over or used up for a script`;
  for (let n = 1; n <= COMPARED; n++) {
    const end = boundary(periodEnd, interval, n);
    if (!fits(anchor, periodEnd, interval, n, end) && !byCalendar(first))
      return `its periods are counted from ${formatInstant(anchor)}, and no anchor after the clock's start gives the same`;
  }
  return undefined;
}

function fits(anchor: Instant, periodEnd: Instant, interval: Item["plan"]["interval"], n: number, end: Instant): boolean {
  return periodBoundary(anchor, interval, periodEnd, n) === end;
}

/** The n-th boundary after `from`, which is one, counted from the anchor. */
function periodBoundary(anchor: Instant, interval: Item["plan"]["interval"], from: Instant, n: number): Instant {
  let k = 0;
  while (boundary(anchor, interval, k) < from) k++;
  return boundary(anchor, interval, k + n);
}

function byCalendar({ plan: { interval } }: Item): boolean {
  return interval.unit === "month" && interval.count === 1;
}

/** What a script's `subscribe` says of it besides its items and coupons: the time up to the next renewal is free. */
export function existingFields(account: Account, subscription: Subscription): Record<string, unknown> {
  const { name, periodEnd, anchor, items, cancelAt, pauseCollection } = subscription;
  const [first] = items as [Item];
  const { interval } = first.plan;
  const expected = subscription.ordinal === 0 ? account.id : `${account.id}/${subscription.ordinal + 1}`;
  const isPlain = Array.from({ length: COMPARED }, (_, n) => n + 1).every((n) => fits(anchor, periodEnd, interval, n, boundary(periodEnd, interval, n)));
  const seconds = secondOfDay(anchor);
  const config = { day_of_month: dayOfMonth(anchor), hour: Math.floor(seconds / 3600), minute: Math.floor(seconds / 60) % 60, second: seconds % 60 };
  return {
    ...(name === expected ? {} : { as: name.slice(account.id.length + 1) }),
    ...(isPlain ? { billing_cycle_anchor: formatInstant(periodEnd) } : { billing_cycle_anchor_config: config }),
    proration_behavior: "none",
    ...(cancelAt === NEVER || cancelAt === periodEnd ? {} : { cancel_at: formatInstant(cancelAt) }),
    ...(pauseCollection === undefined ? {} : { pause_collection: { behavior: pauseCollection } }),
  };
}

/** When coupons stop that had months left, each with those that stay. */
export function couponEnds({ discounts }: Subscription): readonly { readonly at: Instant; readonly stay: readonly string[] }[] {
  const ends = [...new Set(discounts.map(endOf).filter((end) => end !== NEVER))].sort((a, b) => a - b);
  return ends.map((at) => ({ at, stay: discounts.filter((discount) => endOf(discount) > at).map(({ coupon }) => coupon.id) }));
}

function endOf({ coupon, firstUsedAt, endsAt }: Discount): Instant {
  if (endsAt !== undefined) return endsAt;
  return coupon.duration === "repeating" && firstUsedAt !== NEVER ? addMonths(firstUsedAt, coupon.durationInMonths) : NEVER;
}
