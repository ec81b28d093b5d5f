import { fc, test } from "@fast-check/vitest";
import gammaQuantile from "@stdlib/stats-base-dists-gamma-quantile";
import { describe, expect, it } from "vitest";
import { bounded } from "../../../engine/random/bounded.ts";
import type { DistributionParameters } from "../../../engine/random/distributions/definition.ts";
import { distributions } from "../../../engine/random/distributions/registry.ts";
import { childKey, draw } from "../../../engine/random/keyed-draw.ts";
import { rootKey } from "../../../engine/random/root-key.ts";

const N = 200_000;

interface Case {
  readonly name: string;
  readonly parameters: Partial<DistributionParameters>;
  /** By the textbook's formulas. */
  readonly mean: number;
  readonly variance: number;
}

const ZIPF = [1, 2, 3, 4].map((k) => 1 / (k * k));
const ZIPF_SUM = ZIPF.reduce((sum, weight) => sum + weight, 0);
const ZIPF_MEAN = ZIPF.reduce((sum, weight, i) => sum + weight * (i + 1), 0) / ZIPF_SUM;

const CASES: readonly Case[] = [
  { name: "constant", parameters: { value: 7 }, mean: 7, variance: 0 },
  { name: "uniform", parameters: { min: 2, max: 8 }, mean: 5, variance: 3 },
  { name: "poisson", parameters: { mean: 0.3 }, mean: 0.3, variance: 0.3 },
  { name: "poisson", parameters: { mean: 4 }, mean: 4, variance: 4 },
  { name: "poisson", parameters: { mean: 25_000 }, mean: 25_000, variance: 25_000 },
  { name: "negative_binomial", parameters: { mean: 4, sd: 5 }, mean: 4, variance: 25 },
  { name: "negative_binomial", parameters: { mean: 40, sd: 9 }, mean: 40, variance: 81 },
  { name: "geometric", parameters: { mean: 3 }, mean: 3, variance: 12 },
  { name: "exponential", parameters: { mean: 12 }, mean: 12, variance: 144 },
  { name: "normal", parameters: { mean: -3, sd: 2 }, mean: -3, variance: 4 },
  { name: "lognormal", parameters: { mean: 900, sd: 700 }, mean: 900, variance: 490_000 },
  { name: "gamma", parameters: { mean: 12, sd: 10 }, mean: 12, variance: 100 },
  { name: "gamma", parameters: { mean: 5, sd: 10 }, mean: 5, variance: 100 },
  // Mean scale Γ(1 + 1/2), variance scale² (Γ(2) - Γ(1.5)²).
  { name: "weibull", parameters: { shape: 2, scale: 10 }, mean: 5 * Math.sqrt(Math.PI), variance: 100 * (1 - Math.PI / 4) },
  { name: "zipf", parameters: { exponent: 2, max: 4 }, mean: ZIPF_MEAN, variance: 4 / ZIPF_SUM - ZIPF_MEAN ** 2 },
  { name: "empirical", parameters: { values: [10, 1, 4], weights: [1, 2, 1] }, mean: 4, variance: 13.5 },
];

const build = ({ name, parameters }: Pick<Case, "name" | "parameters">) => {
  const definition = distributions.get(name);
  if (definition === undefined) throw new Error(name);
  expect(definition.complaint(parameters)).toBeUndefined();
  return definition.build(parameters);
};

const root = rootKey("distributions");
const purpose = childKey({ high: 0, low: 0 }, "value");

describe("a distribution", () => {
  it("of every kind has a case here", () => {
    expect(new Set(CASES.map(({ name }) => name))).toEqual(new Set(distributions.keys()));
  });

  it.each(CASES)("$name $parameters has its mean and variance within the statistical error of 200,000 draws", (given) => {
    const distribution = build(given);
    let sum = 0;
    let squares = 0;
    let fourth = 0;
    for (let i = 0; i < N; i++) {
      const off = distribution.sample(draw(childKey(root, String(i)), purpose, 0)) - given.mean;
      sum += off;
      squares += off * off;
      fourth += off ** 4;
    }
    // Keys are fixed, so these are fixed numbers: four standard errors each.
    expect(Math.abs(sum / N)).toBeLessThanOrEqual(4 * Math.sqrt(given.variance / N));
    const errorOfVariance = Math.sqrt(Math.max(fourth / N - (squares / N) ** 2, 0) / N);
    expect(Math.abs(squares / N - given.variance)).toBeLessThanOrEqual(4 * errorOfVariance + 1e-9);
  });

  test.prop([fc.constantFrom(...CASES), fc.array(fc.double({ min: 1e-10, max: 1 - 1e-10, noNaN: true }), { minLength: 2, maxLength: 50 })])(
    "never gives a smaller value for a larger number",
    (given, numbers) => {
      const distribution = build(given);
      const values = numbers.sort((a, b) => a - b).map((uniform) => distribution.sample(uniform));
      // Quantiles of the library are exact to some fifteen digits.
      for (const [i, value] of values.slice(1).entries()) expect(value).toBeGreaterThanOrEqual((values[i] as number) - 1e-10);
    },
  );

  test.prop([fc.double({ min: 1e-10, max: 1 - 1e-10, noNaN: true })])("by table is the library's quantile, exact in the tails", (uniform) => {
    const drawn = build({ name: "gamma", parameters: { mean: 12, sd: 10 } }).sample(uniform);
    const exact = gammaQuantile(uniform, 1.44, 0.12);
    const inTail = uniform < 16 / 4096 || uniform >= 1 - 16 / 4096;
    expect(Math.abs(drawn - exact)).toBeLessThanOrEqual(inTail ? 0 : 1e-3 * exact);
  });

  test.prop([fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), fc.double({ min: 1e-10, max: 1 - 1e-10, noNaN: true })])(
    "poisson counts never fall when the mean rises (so sets of customers nest)",
    (some, more, uniform) => {
      const fewer = build({ name: "poisson", parameters: { mean: some / 10 } }).sample(uniform);
      const larger = build({ name: "poisson", parameters: { mean: (some + more) / 10 } }).sample(uniform);
      expect(larger).toBeGreaterThanOrEqual(fewer);
    },
  );

  it.each([
    ["uniform", { min: 3, max: 2 }],
    ["poisson", { mean: -1 }],
    ["negative_binomial", { mean: 4, sd: 2 }],
    ["geometric", { mean: 0 }],
    ["exponential", { mean: 0 }],
    ["normal", { mean: 0, sd: -1 }],
    ["lognormal", { mean: -5, sd: 1 }],
    ["gamma", { mean: 5, sd: 0 }],
    ["weibull", { shape: 0, scale: 1 }],
    ["zipf", { exponent: 1, max: 0 }],
    ["empirical", { values: [1, 2], weights: [1] }],
    ["empirical", { values: [1, 2], weights: [0, 0] }],
  ] as const)("%s %o is refused in a full sentence", (name, parameters) => {
    expect(distributions.get(name)?.complaint(parameters)).toMatch(/^[A-Z].*\.$/);
  });
});

describe("bounds", () => {
  const raw = { sample: (uniform: number) => uniform * 10 - 5 };

  it.each([
    ["nearest", 0.55, 1],
    ["nearest", 0.45, -1],
    ["up", 0.51, 1],
    ["down", 0.49, -1],
  ] as const)("round %s (ties away from zero)", (round, uniform, value) => {
    expect(bounded(raw, { round, min: undefined, max: undefined }).sample(uniform)).toBe(value);
  });

  it("hold what is drawn outside, without another draw", () => {
    const held = bounded(raw, { round: undefined, min: -1, max: 2 });
    expect([0.1, 0.5, 0.99].map((uniform) => held.sample(uniform))).toEqual([-1, 0, 2]);
  });

  it("change nothing when there are none", () => {
    expect(bounded(raw, { round: undefined, min: undefined, max: undefined })).toBe(raw);
  });
});
