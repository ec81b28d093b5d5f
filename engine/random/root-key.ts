import seedrandom from "seedrandom";

/** 64 bits, as two 32-bit halves. */
export interface Key {
  readonly high: number;
  readonly low: number;
}

/**
 * The root of all draws of a run. `String(seed)` always: 42 and "42" are one seed (D38).
 *
 * The generator repeats its key, so that "1" and "11" would be one seed; an end mark that no seed contains keeps them apart.
 */
export function rootKey(seed: string): Key {
  const generator = seedrandom(`${seed}\n`);
  return { high: generator.int32(), low: generator.int32() };
}
