import pow from "@stdlib/math-base-special-pow";
import { cumulativeTable } from "../mass-table.ts";
import { defineDistribution } from "./definition.ts";

const MOST = 1_000_000;

export const zipfDistribution = defineDistribution({
  name: "zipf",
  description: "Whole numbers from 1 to `max`: k comes 1 ÷ k^`exponent` times as often as 1.",
  needs: ["exponent", "max"],
  complaint({ exponent, max }) {
    if (!(exponent >= 0)) return `The exponent must not be negative; it is ${exponent}.`;
    return Number.isInteger(max) && max >= 1 && max <= MOST ? undefined : `The largest value must be a whole number from 1 to ${MOST}; it is ${max}.`;
  },
  build: ({ exponent, max }) =>
    cumulativeTable(
      1,
      Array.from({ length: max }, (_, i) => pow(i + 1, -exponent)),
    ),
});
