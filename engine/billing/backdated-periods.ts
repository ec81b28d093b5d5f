import { type BillingInterval, boundary, periodNumber } from "../calendar/billing-period.ts";
import type { Instant } from "../calendar/instant.ts";

/** Time that one line bills: `part / whole` of the price. `part` is more than `whole` where a line is for several periods. */
export interface BilledSpan {
  readonly start: Instant;
  readonly end: Instant;
  readonly part: number;
  readonly whole: number;
}

/**
 * The periods of a backdated subscription as far as they lie in `[from, to)`, counted from the anchor. What comes before the first boundary
 * is a stub, its denominator one interval from `startedAt` (BACK, D14); every other one has its own full length.
 */
export function backdatedPeriods(anchor: Instant, interval: BillingInterval, startedAt: Instant, from: Instant, to: Instant): BilledSpan[] {
  const spans: BilledSpan[] = [];
  let n = periodNumber(anchor, interval, startedAt);
  let isStub = boundary(anchor, interval, n) !== startedAt;
  for (let start = startedAt; start < to; ) {
    const fullEnd = boundary(anchor, interval, ++n);
    const whole = (isStub ? boundary(start, interval, 1) : fullEnd) - start;
    const first = from > start ? from : start;
    const end = fullEnd < to ? fullEnd : to;
    if (end > first) spans.push({ start: first, end, part: end - first, whole });
    start = fullEnd;
    isStub = false;
  }
  return spans;
}

/**
 * Classic: one line for all of them (CMP). Whole periods count as so many whole lengths of the one that is cut, first or last; where both are,
 * the last stays a line of its own, so that each line has one denominator (X2).
 */
export function joinedPeriods(spans: readonly BilledSpan[]): readonly BilledSpan[] {
  const first = spans[0];
  const last = spans.at(-1);
  if (first === undefined || last === undefined || first === last) return spans;
  const isCut = last.part !== last.whole;
  if (isCut && first.part !== first.whole) return [...joinedPeriods(spans.slice(0, -1)), last];
  const { part, whole } = isCut ? last : first;
  return [{ start: first.start, end: last.end, part: part + (spans.length - 1) * whole, whole }];
}
