import { type BillingInterval, sameInterval } from "./billing-period.ts";

/** How an interval goes with the shortest of its subscription (MIX, X6). */
export type Fit = "same" | "mixed" | "apart";

/** `mixed`: a multiple of the shortest, so that both turn together; days and weeks, or months and years. `apart`: never on one subscription. */
export function fitOf(interval: BillingInterval, shortest: BillingInterval): Fit {
  if (sameInterval(interval, shortest)) return "same";
  if (interval.months > 0 !== shortest.months > 0) return "apart";
  const rest = shortest.months > 0 ? interval.months % shortest.months : interval.seconds % shortest.seconds;
  return rest === 0 ? "mixed" : "apart";
}

/** Which of these intervals is the shortest, among those of the first one's kind: days and weeks, or months and years. */
export function indexOfShortest(intervals: readonly BillingInterval[]): number {
  let shortest = 0;
  for (let i = 1; i < intervals.length; i++) {
    const interval = intervals[i] as BillingInterval;
    const least = intervals[shortest] as BillingInterval;
    if (interval.months > 0 === least.months > 0 && interval.months + interval.seconds < least.months + least.seconds) shortest = i;
  }
  return shortest;
}

/** The shortest of intervals that may stand on one subscription. */
export function shortestInterval(intervals: readonly BillingInterval[]): BillingInterval {
  return intervals[indexOfShortest(intervals)] as BillingInterval;
}
