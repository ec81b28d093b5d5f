import type { Instant } from "../calendar/instant.ts";

/** Part of a total order, half-open: places `from` up to, not including, `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Which part of a population is run. */
export interface Part {
  /** The clock's. */
  readonly start: Instant;
  readonly range: Range;
  readonly passed: Passed;
}

/** How far a run has come in the order of customers. */
export interface Passed {
  places: number;
}
