import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import { earnedBy } from "./earned.ts";

/** What one line earns, interval by interval. One object, filled again for each line: a view, valid during the call. */
export class Earnings {
  /** What it adds to revenue, over [start, end). */
  net: Minor = 0;
  start: Instant = 0;
  end: Instant = 0;
  /** The interval in which it is billed, with what has been earned before, and the last one that gets anything. */
  first = 0;
  last = 0;
  /** What each interval gets, from `first` to `last`; the others hold what earlier lines left there. */
  readonly amounts: Float64Array;
  /** Where each interval ends for recognition. */
  private readonly ends: Float64Array;

  constructor(ends: Float64Array) {
    this.ends = ends;
    this.amounts = new Float64Array(ends.length);
  }

  /** A line is billed in interval `first`. */
  spread(first: number, net: Minor, start: Instant, end: Instant): void {
    const { ends, amounts } = this;
    this.net = net;
    this.start = start;
    this.end = end;
    this.first = first;
    let before = 0;
    let i = first;
    for (;;) {
      const until = ends[i] as number;
      if (until >= end || i === ends.length - 1) break;
      const earned = earnedBy(until, net, start, end);
      amounts[i] = earned - before;
      before = earned;
      i++;
    }
    amounts[i] = earnedBy(ends[i] as number, net, start, end) - before;
    this.last = i;
  }

  /** Adds what the intervals get to sums of one cell per interval, of which the first stands at `offset`. */
  addTo(sums: Float64Array, offset: number): void {
    const { amounts, last } = this;
    for (let i = this.first; i <= last; i++) sums[offset + i] = (sums[offset + i] as number) + (amounts[i] as number);
  }
}
