import type { Duration } from "../calendar/duration.ts";
import type { Plan } from "../catalog/plan.ts";
import type { Distribution } from "../random/distribution.ts";
import type { Key } from "../random/root-key.ts";
import type { Varying } from "./varying.ts";

/** Usage of one metered plan by the customers of a population: a record at every step while they hold it (N20-N25). */
export interface UsageEntry {
  readonly name: string;
  /** What the draws are for: `usage/<name>` of the records, by step; `/customer` of the lasting factor; `/month` of the monthly ones, by month. */
  readonly purpose: Key;
  readonly customerPurpose: Key;
  readonly monthPurpose: Key;
  readonly plan: Plan;
  readonly every: Duration;
  /** Of one record, in the first month of the clock, of a customer whose factors are 1. */
  readonly quantity: Varying<Distribution>;
  /** Monthly. */
  readonly growth: Varying<number>;
  /** How customers differ: a factor with mean 1. */
  readonly customerFactor: Varying<Distribution>;
  /** How one customer's months differ: a factor with mean 1. */
  readonly monthFactor: Varying<Distribution>;
}
