import type { BillingInterval } from "../../engine/calendar/billing-period.ts";
import { boundary, periodHolding } from "./calendar.ts";
import { makeLine } from "./lines.ts";
import { price } from "./pricing.ts";
import { plus, type Rational, ratio, times, ZERO } from "./rational.ts";
import type { Item, Life, Line, Subscription } from "./state.ts";
import { ratesOfItem } from "./tax.ts";

/** Some of an item's time with the share of its price that it costs. */
export interface Share {
  readonly start: number;
  readonly end: number;
  readonly share: Rational;
  /** What is left of it, or of its period, costs less than one whole price. */
  readonly isPart: boolean;
}

/** Period after period from the start on, and of each what lies in `[from, to)` (X2, D14). */
function periods(anchor: number, interval: BillingInterval, startedAt: number, from: number, to: number): Share[] {
  const shares: Share[] = [];
  let at = startedAt;
  while (at < to) {
    const full = periodHolding(anchor, interval, at);
    const length = full.start === at ? full.end - full.start : boundary(at, interval, 1) - at;
    const start = Math.max(at, from);
    const end = Math.min(full.end, to);
    if (start < end) shares.push({ start, end, share: ratio(end - start, length), isPart: end - start !== length });
    at = full.end;
  }
  return shares;
}

/** Classic: one for all, but for a cut period behind a stub (X2). */
function merged(shares: readonly Share[]): Share[] {
  if (shares.length < 2) return [...shares];
  const last = shares.at(-1) as Share;
  const first = shares[0] as Share;
  if (last.isPart && first.isPart) return [...merged(shares.slice(0, -1)), last];
  return [{ start: first.start, end: last.end, share: shares.reduce((sum, { share }) => plus(sum, share), ZERO), isPart: true }];
}

/** The shares that bill an item's time in the first period of a backdated subscription. */
export function sharesOf(subscription: Subscription, item: Item, from: number, to: number, mode: string): Share[] {
  const anchor = subscription.trialEnd === undefined ? subscription.anchor : subscription.startedAt;
  const shares = periods(anchor, item.plan.interval, subscription.startedAt, from, to);
  return mode === "classic" ? merged(shares) : shares;
}

/** The lines of the backdated time: with the running period, or before a trial up to the sign-up (X2, X3). */
export function backdatedLines(life: Life, subscription: Subscription, item: Item): Line[] {
  const { plan, quantity } = item;
  const to = subscription.trialEnd === undefined ? item.end : life.now;
  return sharesOf(subscription, item, subscription.startedAt, to, life.scenario.billing.mode).map(({ start, end, share }) =>
    makeLine(life, "subscription", times(price(plan, quantity), share), {
      subscription,
      plan,
      quantity,
      start,
      end,
      taxRates: ratesOfItem(life, item, subscription),
      discountable: true,
      debitOf: item,
    }),
  );
}
