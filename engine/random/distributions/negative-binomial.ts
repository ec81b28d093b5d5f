import type { Distribution } from "../distribution.ts";
import { massTable } from "../mass-table.ts";
import { defineDistribution } from "./definition.ts";

/** Whole numbers from 0 with this mean and a larger variance: of failures before the r-th success, r = mean² ÷ (variance - mean). */
export function negativeBinomial(mean: number, variance: number): Distribution {
  const successes = (mean * mean) / (variance - mean);
  const failure = (variance - mean) / variance;
  const mode = successes > 1 ? Math.floor(((successes - 1) * failure) / (1 - failure)) : 0;
  return massTable(mode, 0, (k) => ((k + successes) / (k + 1)) * failure);
}

export const negativeBinomialDistribution = defineDistribution({
  name: "negative_binomial",
  description: "Whole numbers from 0 that vary more than poisson: `mean` and `sd`, with sd² above the mean.",
  needs: ["mean", "sd"],
  complaint({ mean, sd }) {
    if (!(mean > 0)) return `The mean must be above 0; it is ${mean}.`;
    if (!(sd * sd > mean))
      return `The square of the standard deviation must be above the mean (else it is poisson or narrower); it is ${sd * sd}, the mean ${mean}.`;
    return sd <= 1e5 ? undefined : `The standard deviation must be at most 100000; it is ${sd}.`;
  },
  build: ({ mean, sd }) => negativeBinomial(mean, sd * sd),
});
