import type { Distribution } from "./distribution.ts";

export type Rounding = "nearest" | "up" | "down";

/** How a drawn number is finished: rounded first, then held between bounds. */
export interface Bounds {
  readonly round: Rounding | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/**
 * The same distribution, rounded and then held between bounds: what is drawn outside becomes the bound, it is not drawn again (one uniform, one
 * value: D37).
 */
export function bounded(distribution: Distribution, { round, min = -Infinity, max = Infinity }: Bounds): Distribution {
  if (round === undefined && min === -Infinity && max === Infinity) return distribution;
  const step = round === undefined ? undefined : ROUNDING[round];
  return {
    sample(uniform) {
      const drawn = distribution.sample(uniform);
      const rounded = step === undefined ? drawn : step(drawn);
      return rounded < min ? min : rounded > max ? max : rounded;
    },
  };
}

const ROUNDING: Readonly<Record<Rounding, (value: number) => number>> = {
  // Ties away from zero, as everywhere (D1).
  nearest: (value) => (value < 0 ? -Math.floor(-value + 0.5) : Math.floor(value + 0.5)),
  up: Math.ceil,
  down: Math.floor,
};
