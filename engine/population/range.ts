/** Part of a total order, half-open: places `from` up to, not including, `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How far a run has come in the order of customers. */
export interface Passed {
  places: number;
}
