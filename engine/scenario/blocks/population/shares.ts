import { readNumber } from "../../../language/read-distribution.ts";
import type { Reader, Reading } from "../../../language/reading.ts";
import { quoteText, quoteValue, type SourceMap } from "../../../language/source-node.ts";
import { type WeightedChoice, weightedChoice } from "../../../population/weighted-choice.ts";

/** A weight: 0 or more; `70`, `70%` and `0.7` are all fine, since weights are relative. */
export const readWeight: Reader<number> = (reading, node) => {
  const weight = readNumber(reading, node);
  if (weight === undefined || weight >= 0) return weight;
  if (node.kind === "scalar" && node.isUncertain) return 0;
  return reading.refuse(node, {
    code: "bad-share",
    message: `The weight is ${quoteValue(node)}.`,
    rule: "A weight is 0 or more.",
    remedy: "Write it without its sign.",
  });
};

/**
 * `{ solo: 70%, team: 25%, mid: 5% }`: shares that need not add up to 1, in the file's order.
 *
 * @param read what a key stands for; undefined when it is refused.
 */
export function readShares<T>(reading: Reading, map: SourceMap, read: (key: string, place: SourceMap) => T | undefined): WeightedChoice<T> | undefined {
  const values: T[] = [];
  const weights: number[] = [];
  for (const entry of map.entries.values()) {
    entry.read = true;
    const weight = entry.value.broken ? undefined : readWeight(reading, entry.value);
    const value = read(entry.key, map);
    if (weight === undefined || value === undefined) continue;
    values.push(value);
    weights.push(weight);
  }
  if (values.length < map.entries.size) return undefined;
  if (weights.some((weight) => weight > 0)) return weightedChoice(values, weights);
  return reading.refuse(map, {
    code: "bad-share",
    message: `No share is above 0${values.length === 0 ? "" : `, not that of ${quoteText(String(map.entries.keys().next().value))} either`}.`,
    rule: "At least one of the shares is above 0.",
    remedy: "Write { a: 70%, b: 30% }, for example.",
  });
}
