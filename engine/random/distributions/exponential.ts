import ln from "@stdlib/math-base-special-ln";
import { defineDistribution, needsPositiveMean } from "./definition.ts";

export const exponentialDistribution = defineDistribution({
  name: "exponential",
  description: "Waiting times without memory, `mean` on average.",
  needs: ["mean"],
  complaint: needsPositiveMean,
  build: ({ mean }) => ({ sample: (uniform) => -mean * ln(1 - uniform) }),
});
