import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { IntervalGrid } from "./interval-grid.ts";

/** The first interval with twelve months of the clock before its end; `count` for none. */
export function firstTrailing(grid: IntervalGrid, clockStart: Instant): number {
  const from = grid.yearBefore.findIndex((instant) => instant >= clockStart);
  return from < 0 ? grid.count : from;
}

/** Where the sums of trailing retention stand, as offsets into a block: written as changes from interval to interval. */
export interface TrailingSums {
  readonly then: number;
  readonly now: number;
  readonly least: number;
}

/**
 * Net and gross retention over the twelve months before each interval's end (D41), for one customer at a time: it remembers the customer's
 * changes and, at its end, adds what it paid then and now to every interval at once, as differences: O(changes), not O(intervals).
 */
export class TrailingRetention {
  private readonly from: number;
  private readonly grid: IntervalGrid;
  private readonly countReactivated: boolean;
  private size = 0;
  private interval = new Int32Array(64);
  private trailing = new Int32Array(64);
  private value = new Float64Array(64);

  constructor(grid: IntervalGrid, clockStart: Instant, countReactivated: boolean) {
    this.grid = grid;
    this.countReactivated = countReactivated;
    this.from = firstTrailing(grid, clockStart);
  }

  begin(): void {
    this.size = 0;
  }

  /** This was paid before the clock started: who looks back to its very start finds it. */
  stood(interval: number, after: Minor): void {
    this.add(interval, this.from, after);
  }

  /** From this instant on the customer pays `after`. */
  change(at: Instant, interval: number, after: Minor): void {
    this.add(interval, this.from === this.grid.count ? this.from : this.grid.firstTrailing(at, interval), after);
  }

  private add(interval: number, trailing: number, after: Minor): void {
    if (this.from === this.grid.count) return;
    if (this.size === this.interval.length) this.grow();
    this.interval[this.size] = interval;
    this.trailing[this.size] = trailing;
    this.value[this.size] = after;
    this.size++;
  }

  /** Adds the customer to the sums. */
  addTo(block: Float64Array, sums: TrailingSums): void {
    const { count } = this.grid;
    let current = 0;
    for (let k = 0; k < this.size; k++) {
      const then = this.value[k] as number;
      let at = this.trailing[k] as number;
      const until = k + 1 < this.size ? (this.trailing[k + 1] as number) : count;
      while (at < until) {
        while (current + 1 < this.size && (this.interval[current + 1] as number) <= at) current++;
        const stop = current + 1 < this.size ? Math.min(until, this.interval[current + 1] as number) : until;
        this.addSpan(block, sums, at, stop, then, this.value[current] as number);
        at = stop;
      }
    }
  }

  /** In `[from, to)` the customer paid `then` a year before and `now` at the end. */
  private addSpan(block: Float64Array, sums: TrailingSums, from: number, to: number, then: Minor, now: Minor): void {
    if (then > 0) {
      addRange(block, sums.then, this.grid.count, from, to, then);
      addRange(block, sums.now, this.grid.count, from, to, now);
      addRange(block, sums.least, this.grid.count, from, to, now < then ? now : then);
    } else if (this.countReactivated) {
      // A change to 0 has a positive value before it: the customer had left, and what it pays now is reactivated.
      addRange(block, sums.now, this.grid.count, from, to, now);
    }
  }

  private grow(): void {
    const interval = new Int32Array(this.size * 2);
    interval.set(this.interval);
    this.interval = interval;
    const trailing = new Int32Array(this.size * 2);
    trailing.set(this.trailing);
    this.trailing = trailing;
    const value = new Float64Array(this.size * 2);
    value.set(this.value);
    this.value = value;
  }
}

function addRange(block: Float64Array, offset: number, count: number, from: number, to: number, amount: number): void {
  block[offset + from] = (block[offset + from] as number) + amount;
  if (to < count) block[offset + to] = (block[offset + to] as number) - amount;
}
