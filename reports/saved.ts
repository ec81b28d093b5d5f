import { assert } from "../engine/assert.ts";

/**
 * What a collector holds, in a form that passes between threads and into files as it is: texts, which say what the numbers are of (currency
 * codes, names, lines of a file), and numbers, integers mostly. What they mean is the collector's own business.
 */
export interface Saved {
  readonly texts: readonly string[];
  readonly numbers: Float64Array;
}

/** Several parts as one, in their order; `apart` takes it to pieces again. */
export function joined(parts: readonly Saved[]): Saved {
  // In front stands how many there are, and how long each is.
  const head = [parts.length, ...parts.flatMap(({ texts, numbers }) => [texts.length, numbers.length])];
  const numbers = new Float64Array(parts.reduce((length, part) => length + part.numbers.length, head.length));
  numbers.set(head);
  let at = head.length;
  for (const part of parts) {
    numbers.set(part.numbers, at);
    at += part.numbers.length;
  }
  return { texts: parts.flatMap(({ texts }) => texts), numbers };
}

/** The parts that `joined` put together: there must be `count` of them. */
export function apart({ texts, numbers }: Saved, count: number): readonly Saved[] {
  assert(numbers[0] === count, () => `${numbers[0]} saved parts are to be loaded into ${count}: they come from a run with other reports`);
  let text = 0;
  let number = 1 + 2 * count;
  return Array.from({ length: count }, (_, i) => {
    const [textCount, numberCount] = [numbers[1 + 2 * i] as number, numbers[2 + 2 * i] as number];
    const part = { texts: texts.slice(text, text + textCount), numbers: numbers.subarray(number, number + numberCount) };
    text += textCount;
    number += numberCount;
    return part;
  });
}
