import type { IntervalGrid } from "../metrics/interval-grid.ts";
import { earnedBy } from "./earned.ts";
import type { Posting } from "./posting.ts";
import type { RecognitionTerms } from "./recognition-terms.ts";

/** Where each interval of a grid ends for recognition: the clock's end cuts the last one. */
export function recognitionEnds(grid: IntervalGrid, terms: RecognitionTerms): Float64Array {
  return Float64Array.from(grid.labels, (_, i) => terms.clock(grid.endOf(i)));
}

/**
 * Adds to every interval from `index` on what a posting's schedule earns in it: sums[offset + i]. `ends` are the intervals' ends, of which the
 * first is the one that holds the posting's instant. Answers the last interval that got something to add.
 */
export function spread({ scheduled, start, end, from }: Posting, index: number, ends: Float64Array, sums: Float64Array, offset: number): number {
  let before = earnedBy(from, scheduled, start, end);
  let i = index;
  for (;;) {
    const until = ends[i] as number;
    const earned = earnedBy(until, scheduled, start, end);
    sums[offset + i] = (sums[offset + i] as number) + earned - before;
    if (until >= end || i === ends.length - 1) return i;
    before = earned;
    i++;
  }
}
