import type { Key } from "./root-key.ts";

const GOLDEN = 0x9e3779b9;

/** The 32-bit finalizer of MurmurHash3: every input bit reaches every output bit. */
export function finalize(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A key for `text` below `parent`: a customer below the root, a purpose below a customer (D30). */
export function childKey(parent: Key, text: string): Key {
  let high = parent.high;
  let low = parent.low;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = finalize(Math.imul(low ^ unit, GOLDEN) + high);
    high = finalize(Math.imul(high, GOLDEN) + low);
  }
  return { high: finalize(high ^ text.length), low: finalize(low + high) };
}

/**
 * A uniform number strictly between 0 and 1, with 32 bits: a function of key, purpose and occurrence only, so that no draw can move another
 * (D30). Its logarithm is finite on both sides.
 */
export function draw(key: Key, purpose: Key, occurrence: number): number {
  const low = finalize(key.low ^ Math.imul(purpose.low + occurrence, GOLDEN));
  return (finalize(low + (key.high ^ purpose.high) + Math.imul(occurrence, 0x27d4eb2f)) + 0.5) / 4_294_967_296;
}
