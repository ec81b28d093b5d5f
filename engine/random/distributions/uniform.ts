import { defineDistribution } from "./definition.ts";

export const uniformDistribution = defineDistribution({
  name: "uniform",
  description: "Any number from `min` to `max`, all equally likely.",
  needs: ["min", "max"],
  complaint: ({ min, max }) => (min <= max ? undefined : `The least value must not be above the largest; they are ${min} and ${max}.`),
  build: ({ min, max }) => ({ sample: (uniform) => min + (max - min) * uniform }),
});
