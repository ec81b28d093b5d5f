import { finalize } from "./keyed-draw.ts";
import type { Key } from "./root-key.ts";

/** A key for the n-th of something below `parent`, without a text: months, layers and ordinals of sign-ups (D30). */
export function numberedKey(parent: Key, n: number): Key {
  const low = finalize(Math.imul(parent.low ^ n, 0x9e3779b9) + parent.high);
  return { high: finalize(Math.imul(parent.high, 0x85ebca6b) ^ (low + n)), low };
}

/** The same, into a key that is used again; it may be the parent itself. */
export function setNumbered(into: { high: number; low: number }, parent: Key, n: number): void {
  const low = finalize(Math.imul(parent.low ^ n, 0x9e3779b9) + parent.high);
  into.high = finalize(Math.imul(parent.high, 0x85ebca6b) ^ (low + n));
  into.low = low;
}
