import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import quantile from "@stdlib/stats-base-dists-normal-quantile";
import type { Distribution } from "../distribution.ts";
import { quantileTable } from "../quantile-table.ts";
import { defineDistribution, needsPositiveMean } from "./definition.ts";

/** Positive numbers whose logarithm is normal, with this mean and standard deviation (of the numbers, not of their logarithms). */
export function lognormal(mean: number, sd: number): Distribution {
  const spread = ln(1 + (sd / mean) * (sd / mean));
  const median = mean / Math.sqrt(1 + (sd / mean) * (sd / mean));
  const normal = quantile.factory(0, 1);
  const width = Math.sqrt(spread);
  return quantileTable((probability) => median * exp(width * normal(probability)));
}

export const lognormalDistribution = defineDistribution({
  name: "lognormal",
  description: "Positive numbers with a long tail: `mean` and `sd` of the numbers themselves.",
  needs: ["mean", "sd"],
  complaint: needsPositiveMean,
  build: ({ mean, sd }) => lognormal(mean, sd),
});
