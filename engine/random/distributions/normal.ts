import quantile from "@stdlib/stats-base-dists-normal-quantile";
import type { Distribution } from "../distribution.ts";
import { quantileTable } from "../quantile-table.ts";
import { defineDistribution } from "./definition.ts";

/** Made at its first use, and then shared: every normal and lognormal distribution is a transform of it. */
let standard: Distribution | undefined;

/** The standard normal distribution: mean 0, standard deviation 1. */
export function standardNormal(): Distribution {
  standard ??= quantileTable(quantile.factory(0, 1));
  return standard;
}

export const normalDistribution = defineDistribution({
  name: "normal",
  description: "The bell curve: `mean` and `sd`.",
  needs: ["mean", "sd"],
  complaint: ({ sd }) => (sd >= 0 ? undefined : `The standard deviation must not be negative; it is ${sd}.`),
  build({ mean, sd }) {
    const normal = standardNormal();
    return { sample: (uniform) => mean + sd * normal.sample(uniform) };
  },
});
