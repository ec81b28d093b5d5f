import { cumulativeTable } from "../mass-table.ts";
import { defineDistribution } from "./definition.ts";

const MOST = 1_000_000;

export const empiricalDistribution = defineDistribution({
  name: "empirical",
  description: "The `values` that were seen, each as often as its entry of `weights` says; without weights all equally often.",
  needs: ["values"],
  mayHave: ["weights"],
  complaint({ values, weights }) {
    if (values.length === 0 || values.length > MOST) return `There must be between 1 and ${MOST} values; there are ${values.length}.`;
    if (weights === undefined) return undefined;
    if (weights.length !== values.length) return `There must be as many weights as values; there are ${weights.length} weights and ${values.length} values.`;
    if (weights.some((weight) => !(weight >= 0))) return "No weight may be negative.";
    return weights.some((weight) => weight > 0) ? undefined : "At least one weight must be above 0.";
  },
  build({ values, weights }) {
    // In order of value, so that a larger uniform number never gives a smaller value.
    const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
    const sorted = order.map((i) => values[i] as number);
    const place = cumulativeTable(
      0,
      order.map((i) => weights?.[i] ?? 1),
    );
    return { sample: (uniform) => sorted[place.sample(uniform)] as number };
  },
});
