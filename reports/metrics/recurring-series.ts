import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { IntervalGrid } from "./interval-grid.ts";
import { MEASURE } from "./recurring-measures.ts";
import { TrailingRetention, type TrailingSums } from "./trailing-retention.ts";

/**
 * What one customer pays in one segment, interval by interval: which of it is retained. Used again for the next customer. Allocates nothing
 * per change.
 */
export class RecurringSeries {
  private readonly count: number;
  private readonly trailing: TrailingRetention;
  private readonly trailingSums: TrailingSums;
  private readonly reactivationInNrr: boolean;
  /** Those of the segment. */
  private sums: Float64Array = new Float64Array(0);
  /** The interval with a change in it, what was paid when that opened, whether anything was paid before, and what is paid now. */
  private open = -1;
  private opening: Minor = 0;
  private paid = false;
  private value: Minor = 0;
  private everPaid = false;

  constructor(grid: IntervalGrid, clockStart: Instant, reactivationInNrr: boolean) {
    const { count } = grid;
    this.count = count;
    this.trailingSums = { then: MEASURE.trailingThen * count, now: MEASURE.trailingNow * count, least: MEASURE.trailingLeast * count };
    this.trailing = new TrailingRetention(grid, clockStart, reactivationInNrr);
    this.reactivationInNrr = reactivationInNrr;
  }

  begin(sums: Float64Array): void {
    this.sums = sums;
    this.open = -1;
    this.value = 0;
    this.everPaid = false;
    this.trailing.begin();
  }

  /** This was paid when the clock started: nothing has moved. */
  stood(interval: number, after: Minor): void {
    this.value = after;
    this.everPaid = true;
    this.trailing.stood(interval, after);
  }

  /** From this instant on `after` is paid. Who comes back has paid before, be it before the clock. */
  change(at: Instant, interval: number, after: Minor, comesBack: boolean): void {
    if (comesBack) this.everPaid = true;
    if (interval !== this.open) this.openInterval(interval);
    this.value = after;
    if (after > 0) this.everPaid = true;
    this.trailing.change(at, interval, after);
  }

  end(): void {
    // What was there before the clock may never have moved.
    if (this.open < 0 && this.value === 0) return;
    this.closeInterval();
    this.trailing.addTo(this.sums, this.trailingSums);
  }

  private openInterval(interval: number): void {
    this.closeInterval();
    this.open = interval;
    this.opening = this.value;
    this.paid = this.everPaid;
  }

  /**
   * Retention of the interval that had changes. In all others is paid at the end what was paid at the opening, so that the sums over
   * all customers are the opening itself, corrected here (D41).
   */
  private closeInterval(): void {
    if (this.open < 0) return;
    const { opening, value } = this;
    if (opening > 0) {
      this.add(MEASURE.retainedNow, value - opening);
      if (value < opening) this.add(MEASURE.retainedLeast, value - opening);
    } else if (this.paid && this.reactivationInNrr) {
      this.add(MEASURE.retainedNow, value);
    }
  }

  private add(measure: number, amount: number): void {
    const { sums } = this;
    const i = measure * this.count + this.open;
    sums[i] = (sums[i] as number) + amount;
  }
}
