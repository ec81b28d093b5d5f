import type { Distribution } from "./distribution.ts";

/** What is this much rarer than the commonest value comes less often than once in 2^32 draws, the finest that a draw can tell apart. */
const NEGLIGIBLE = 1e-18;
/** Entries of the guide: where in the table the search for a uniform number begins. */
const GUIDE = 1024;

/**
 * A distribution on whole numbers from the ratios of neighbouring probabilities, as a table of its cumulative probabilities (D37).
 *
 * The table grows from the commonest value to both sides until what is left is negligible, so nothing over- or underflows.
 *
 * @param mode the commonest value.
 * @param ratio probability of k + 1 ÷ probability of k, for k >= first; 0 where nothing follows.
 */
export function massTable(mode: number, first: number, ratio: (k: number) => number): Distribution {
  const above: number[] = [];
  for (let k = mode, mass = ratio(mode); mass > NEGLIGIBLE; k++, mass *= ratio(k)) above.push(mass);
  const below: number[] = [];
  for (let k = mode - 1, mass = 1; k >= first; k--) {
    mass /= ratio(k);
    if (mass <= NEGLIGIBLE) break;
    below.push(mass);
  }
  return cumulativeTable(mode - below.length, [...below.reverse(), 1, ...above]);
}

/** Consecutive whole numbers from `first`, with weights that need not add up to 1. */
export function cumulativeTable(first: number, weights: readonly number[]): Distribution {
  const cumulative = new Float64Array(weights.length);
  let sum = 0;
  for (const [i, weight] of weights.entries()) {
    sum += weight;
    cumulative[i] = sum;
  }
  const last = weights.length - 1;
  const guide = new Int32Array(GUIDE);
  for (let i = 0, at = 0; i < GUIDE; i++) {
    while (at < last && (cumulative[at] as number) <= (i / GUIDE) * sum) at++;
    guide[i] = at;
  }
  return {
    sample(uniform) {
      const target = uniform * sum;
      let at = guide[Math.floor(uniform * GUIDE)] as number;
      while (at < last && (cumulative[at] as number) <= target) at++;
      return first + at;
    },
  };
}
