import { monthOf, monthStart } from "./civil.ts";
import type { Duration } from "./duration.ts";
import { DAY, type Instant } from "./instant.ts";

/** The calendar epoch, 1970-01-01: steps of drawn usage count from it, so that nobody's steps depend on when the clock or a life began (D37). */
const EPOCH: Instant = 0;

/** The n-th step of this length from the calendar epoch. */
export function stepAt({ months, seconds }: Duration, n: number): Instant {
  // The epoch is the first instant of month 0.
  return (months === 0 ? EPOCH : monthStart(months * n)) + seconds * n;
}

/** The first step that is not before an instant. */
export function firstStepFrom(every: Duration, at: Instant): number {
  const { months, seconds } = every;
  if (months === 0) return Math.ceil((at - EPOCH) / seconds);
  if (seconds === 0) {
    const step = Math.floor(monthOf(at) / months);
    return monthStart(step * months) < at ? step + 1 : step;
  }
  // No step is shorter than this: the wanted one lies between the bounds.
  const shortest = months * 28 * DAY + seconds;
  let low = Math.min(0, Math.floor(at / shortest)) - 1;
  let high = Math.max(0, Math.ceil(at / shortest)) + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (stepAt(every, middle) >= at) high = middle;
    else low = middle;
  }
  return high;
}
