import { type BillingInterval, boundary, periodNumber, periodStart } from "../calendar/billing-period.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";

/** What is known of the running period of a subscription that lived before the clock starts. */
export interface KnownPeriod {
  readonly startedAt: Instant;
  readonly start: Instant | undefined;
  readonly end: Instant | undefined;
  /** NEVER: it had no trial. */
  readonly trialEnd: Instant;
  /** NEVER: none is planned. It may cut the period. */
  readonly cancelAt: Instant;
}

/** Where its periods turn, and where the one began that runs when the clock starts. */
export interface RunningPeriod {
  readonly anchor: Instant;
  readonly start: Instant;
}

/**
 * The period in which `now`, the clock's start, lies; one that ends right there still runs, since its renewal belongs to the clock. One that is
 * known and ended before is taken as renewed until then (N106).
 *
 * The anchor is the first that the known period agrees with: where the subscription (or its trial's end) began, the period's start, its end. A
 * first stub before an anchor is its own period. Undefined: the period is none of this interval.
 */
export function runningPeriod(known: KnownPeriod, interval: BillingInterval, now: Instant): RunningPeriod | undefined {
  const { startedAt, trialEnd, start, end } = known;
  const first = trialEnd === NEVER || trialEnd > now ? startedAt : trialEnd;
  if (start === undefined && end === undefined) return at(first, interval, now);
  const anchor = [first, start, end].find((candidate) => candidate !== undefined && agrees(candidate, interval, known));
  if (anchor !== undefined) {
    const begun = start ?? boundary(anchor, interval, periodNumber(anchor, interval, end as Instant) - 1);
    return lastEnd(anchor, begun, interval, known) < now ? at(anchor, interval, now) : { anchor, start: begun };
  }
  if (start === undefined || end === undefined || start <= boundary(end, interval, -1) || start >= end) return undefined;
  return end < now ? at(end, interval, now) : { anchor: end, start };
}

function at(anchor: Instant, interval: BillingInterval, now: Instant): RunningPeriod {
  return { anchor, start: periodStart(anchor, interval, now - 1) };
}

function lastEnd(anchor: Instant, begun: Instant, interval: BillingInterval, { end }: KnownPeriod): Instant {
  return end ?? boundary(anchor, interval, periodNumber(anchor, interval, begun) + 1);
}

/** Whether the period is one of those counted from this anchor; a planned end may cut it. */
function agrees(anchor: Instant, interval: BillingInterval, { start, end, cancelAt }: KnownPeriod): boolean {
  if (start === undefined) return isBoundary(anchor, interval, end as Instant);
  if (!isBoundary(anchor, interval, start)) return false;
  const full = boundary(anchor, interval, periodNumber(anchor, interval, start) + 1);
  return end === undefined || end === full || (end === cancelAt && end < full);
}

function isBoundary(anchor: Instant, interval: BillingInterval, instant: Instant): boolean {
  return periodStart(anchor, interval, instant) === instant;
}
