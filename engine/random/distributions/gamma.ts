import quantile from "@stdlib/stats-base-dists-gamma-quantile";
import { quantileTable } from "../quantile-table.ts";
import { defineDistribution, needsPositiveMean } from "./definition.ts";

export const gammaDistribution = defineDistribution({
  name: "gamma",
  description: "Positive numbers, such as waiting times of several steps: `mean` and `sd`.",
  needs: ["mean", "sd"],
  complaint: needsPositiveMean,
  build({ mean, sd }) {
    const variance = sd * sd;
    return quantileTable(quantile.factory((mean * mean) / variance, mean / variance));
  },
});
