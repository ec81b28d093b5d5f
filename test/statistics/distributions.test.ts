import { describe, expect, it } from "vitest";
import { drawnCustomers } from "../../engine/population/drawn-customers.ts";
import type { Population } from "../../engine/population/population.ts";
import { rootKey } from "../../engine/random/root-key.ts";
import { crowd } from "../population/crowd.ts";
import { zOfCounts } from "./chances.ts";

/** Seeds are fixed, so each of these is one fixed number. */
const LIMIT = 4;
const CUSTOMERS = 200_000;

/** What a distribution is, from the textbook: relative weights of whole numbers, or a density over a range, neither normalised. */
type Law = { readonly written: string } & (
  | { readonly kind: "whole"; readonly from: number; readonly to: number; weight(k: number): number }
  | { readonly kind: "dense"; readonly from: number; readonly to: number; density(x: number): number }
);

/** (mean 20, sd 30) of the numbers themselves, as parameters of the logarithm. */
const SIGMA2 = Math.log(1 + (30 / 20) ** 2);
const MU = Math.log(20) - SIGMA2 / 2;
/** (mean 12, sd 10) as shape and scale. */
const SHAPE = (12 / 10) ** 2;
const SCALE = 10 ** 2 / 12;

function factorial(k: number): number {
  let product = 1;
  for (let i = 2; i <= k; i++) product *= i;
  return product;
}

/** (r + k - 1)! / (k! (r - 1)!) for an r that need not be whole. */
function rising(r: number, k: number): number {
  let product = 1;
  for (let i = 0; i < k; i++) product *= (r + i) / (i + 1);
  return product;
}

const LAWS: Readonly<Record<string, Law>> = {
  constant: { written: "{ distribution: constant, value: 7 }", kind: "whole", from: 7, to: 7, weight: () => 1 },
  uniform: { written: "{ distribution: uniform, min: 3, max: 11 }", kind: "dense", from: 3, to: 11, density: () => 1 },
  exponential: { written: "{ distribution: exponential, mean: 20 }", kind: "dense", from: 0, to: 500, density: (x) => Math.exp(-x / 20) },
  normal: { written: "{ distribution: normal, mean: 50, sd: 12 }", kind: "dense", from: -60, to: 160, density: (x) => Math.exp(-((x - 50) ** 2) / 288) },
  lognormal: {
    written: "{ distribution: lognormal, mean: 20, sd: 30 }",
    kind: "dense",
    from: 0,
    to: 3000,
    density: (x) => Math.exp(-((Math.log(x) - MU) ** 2) / (2 * SIGMA2)) / x,
  },
  gamma: {
    written: "{ distribution: gamma, mean: 12, sd: 10 }",
    kind: "dense",
    from: 0,
    to: 300,
    density: (x) => x ** (SHAPE - 1) * Math.exp(-x / SCALE),
  },
  weibull: {
    written: "{ distribution: weibull, shape: 1.5, scale: 10 }",
    kind: "dense",
    from: 0,
    to: 120,
    density: (x) => x ** 0.5 * Math.exp(-((x / 10) ** 1.5)),
  },
  poisson: { written: "{ distribution: poisson, mean: 4 }", kind: "whole", from: 0, to: 40, weight: (k) => 4 ** k / factorial(k) },
  geometric: { written: "{ distribution: geometric, mean: 3 }", kind: "whole", from: 0, to: 200, weight: (k) => (3 / 4) ** k },
  // Variance 25 with mean 5: r = 25 / 20, success 1/5.
  negative_binomial: {
    written: "{ distribution: negative_binomial, mean: 5, sd: 5 }",
    kind: "whole",
    from: 0,
    to: 200,
    weight: (k) => rising(25 / 20, k) * (4 / 5) ** k,
  },
  zipf: { written: "{ distribution: zipf, exponent: 1.2, max: 50 }", kind: "whole", from: 1, to: 50, weight: (k) => k ** -1.2 },
  empirical: {
    written: "{ distribution: empirical, values: [1, 2, 5, 10], weights: [4, 3, 2, 1] }",
    kind: "whole",
    from: 1,
    to: 10,
    weight: (k) => ({ 1: 4, 2: 3, 5: 2, 10: 1 })[k] ?? 0,
  },
};

/** So fine a grid that the density is even within a cell. */
const GRID = 400_000;

/** Twenty or so ranges, each as probable as the next, as upper ends, and how probable each is. */
function cellsOf(law: Law): { readonly ends: readonly number[]; readonly weights: readonly number[] } {
  const step = law.kind === "whole" ? 1 : (law.to - law.from) / GRID;
  const count = law.kind === "whole" ? law.to - law.from + 1 : GRID;
  const weightAt = (i: number): number => (law.kind === "whole" ? law.weight(law.from + i) : law.density(law.from + (i + 0.5) * step));
  let total = 0;
  for (let i = 0; i < count; i++) total += weightAt(i);
  const ends: number[] = [];
  const weights: number[] = [];
  let open = 0;
  for (let i = 0; i < count; i++) {
    open += weightAt(i) / total;
    if (open < 0.05 && i < count - 1) continue;
    if (open === 0) continue;
    ends.push(law.kind === "whole" ? law.from + i + 0.5 : law.from + (i + 1) * step);
    weights.push(open);
    open = 0;
  }
  // What lies beyond the grid belongs to the last range.
  ends[ends.length - 1] = Number.POSITIVE_INFINITY;
  return { ends, weights };
}

describe("an attribute of 200,000 customers has its distribution, by chi-square", () => {
  const names = Object.keys(LAWS);
  const scenario = crowd(
    `
  people:
    signups: { each_month: [${CUSTOMERS}] }
    attributes: { ${names.map((name) => `${name}: ${(LAWS[name] as Law).written}`).join(", ")} }
    subscribe: { all: { plan: starter } }`,
    { seed: "distributions", clock: "{ start: 2026-01-01, for: 1 month }" },
  );
  const values = names.map(() => new Float64Array(CUSTOMERS));
  let n = 0;
  for (const { attributeTexts } of drawnCustomers(scenario.populations[0] as Population, rootKey(scenario.seed), scenario.start, scenario.end)) {
    for (const [i, text] of attributeTexts.entries()) (values[i] as Float64Array)[n] = Number(text);
    n++;
  }

  it.each(names)("%s", (name) => {
    expect(n).toBe(CUSTOMERS);
    const drawn = values[names.indexOf(name)] as Float64Array;
    const law = LAWS[name] as Law;
    const { ends, weights } = cellsOf(law);
    const counts = ends.map(() => 0);
    let impossible = 0;
    for (const value of drawn) {
      if (law.kind === "whole" && law.weight(value) === 0) impossible++;
      const cell = ends.findIndex((end) => value <= end);
      counts[cell] = (counts[cell] as number) + 1;
    }
    expect(impossible).toBe(0);
    if (ends.length === 1) expect(counts).toEqual([CUSTOMERS]);
    else expect(zOfCounts(counts, weights)).toBeLessThan(LIMIT);
  });

  it("and two attributes of one customer have nothing to do with each other", () => {
    const [a, b] = [values[names.indexOf("uniform")], values[names.indexOf("exponential")]] as [Float64Array, Float64Array];
    const counts = Array.from({ length: 16 }, () => 0);
    for (const [i, value] of a.entries()) {
      const cell = Math.floor((value - 3) / 2) * 4 + Math.min(3, Math.floor((1 - Math.exp(-(b[i] as number) / 20)) * 4));
      counts[cell] = (counts[cell] as number) + 1;
    }
    expect(zOfCounts(counts, Array(16).fill(1))).toBeLessThan(LIMIT);
  });
});
