import type { Distribution } from "../distribution.ts";
import { massTable } from "../mass-table.ts";
import { defineDistribution } from "./definition.ts";

/** The largest mean: its table has some ten thousand entries. */
const MOST = 1_000_000;

/** Counts of what happens independently, `mean` on average. */
export function poisson(mean: number): Distribution {
  return massTable(Math.floor(mean), 0, (k) => mean / (k + 1));
}

export const poissonDistribution = defineDistribution({
  name: "poisson",
  description: "Whole numbers from 0: counts of things that happen independently, `mean` on average.",
  needs: ["mean"],
  complaint: ({ mean }) => (mean >= 0 && mean <= MOST ? undefined : `The mean must lie between 0 and ${MOST}; it is ${mean}.`),
  build: ({ mean }) => poisson(mean),
});
