/** Alternatives with weights: relative numbers that need not add up to 1. */
export interface WeightedChoice<T> {
  readonly values: readonly T[];
  /** Running sums of the weights; the last is their total. */
  readonly cumulative: readonly number[];
}

/** Weights are 0 or more, and at least one is above 0. */
export function weightedChoice<T>(values: readonly T[], weights: readonly number[]): WeightedChoice<T> {
  let sum = 0;
  return { values, cumulative: weights.map((weight) => (sum += weight)) };
}

/** The alternative that a uniform number falls on, in the order they are given. */
export function choose<T>({ values, cumulative }: WeightedChoice<T>, uniform: number): T {
  const target = uniform * (cumulative[cumulative.length - 1] as number);
  const found = cumulative.findIndex((sum) => target < sum);
  return values[found < 0 ? values.length - 1 : found] as T;
}
