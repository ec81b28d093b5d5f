import { defineDistribution } from "./definition.ts";
import { negativeBinomial } from "./negative-binomial.ts";

export const geometricDistribution = defineDistribution({
  name: "geometric",
  description: "Whole numbers from 0, each rarer than the one before by the same factor, `mean` on average.",
  needs: ["mean"],
  complaint: ({ mean }) => (mean > 0 && mean <= 1e5 ? undefined : `The mean must be above 0 and at most 100000; it is ${mean}.`),
  build: ({ mean }) => negativeBinomial(mean, mean + mean * mean),
});
