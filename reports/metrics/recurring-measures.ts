import type { MeasureKind } from "./exchange.ts";

/**
 * The measures of recurring revenue, in the order of their block, each with how it is converted (D45). Flows are sums of the interval; stocks
 * are kept as changes, their value at an interval's end is the sum up to there. `fx` comes with the conversion;
 * `existing` was there when the clock started.
 */
const MEASURES = {
  new: "flow",
  reactivation: "flow",
  expansion: "flow",
  contraction: "flow",
  churn: "flow",
  churnInvoluntary: "flow",
  transferIn: "flow",
  transferOut: "flow",
  fx: "flow",
  existing: "flow",
  customersNew: "count",
  customersReactivated: "count",
  churnedVoluntary: "count",
  churnedInvoluntary: "count",
  customersIn: "count",
  customersOut: "count",
  customersExisting: "count",
  arr: "stock",
  discounted: "stock",
  pastDue: "stock",
  pastDueCustomers: "count",
  retainedNow: "flow",
  retainedLeast: "flow",
  trailingThen: "stock",
  trailingNow: "stock",
  trailingLeast: "stock",
} as const satisfies Record<string, MeasureKind>;

const NAMES = Object.keys(MEASURES) as (keyof typeof MEASURES)[];

/** Where each measure stands in a block. */
export const MEASURE = Object.fromEntries(NAMES.map((name, place) => [name, place])) as Readonly<Record<keyof typeof MEASURES, number>>;

/** How each measure is converted, in their order. */
export const MEASURE_KINDS: readonly MeasureKind[] = NAMES.map((name) => MEASURES[name]);
