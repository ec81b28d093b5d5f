import { constant } from "../distribution.ts";
import { defineDistribution } from "./definition.ts";

export const constantDistribution = defineDistribution({
  name: "constant",
  description: "Always `value`.",
  needs: ["value"],
  build: ({ value }) => constant(value),
});
