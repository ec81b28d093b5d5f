import ln from "@stdlib/math-base-special-ln";
import pow from "@stdlib/math-base-special-pow";
import { quantileTable } from "../quantile-table.ts";
import { defineDistribution } from "./definition.ts";

export const weibullDistribution = defineDistribution({
  name: "weibull",
  description: "Lifetimes: `shape` below 1 for things that fail early, above 1 for things that wear out; 63% lie below `scale`.",
  needs: ["shape", "scale"],
  complaint: ({ shape, scale }) => (shape > 0 && scale > 0 ? undefined : `Shape and scale must be above 0; they are ${shape} and ${scale}.`),
  build: ({ shape, scale }) => quantileTable((probability) => scale * pow(-ln(1 - probability), 1 / shape)),
});
