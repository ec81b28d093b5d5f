import { didYouMean } from "../../../language/did-you-mean.ts";
import { readNumber } from "../../../language/read-distribution.ts";
import { readShare } from "../../../language/read-number.ts";
import type { Reader } from "../../../language/reading.ts";
import { field, has, quoteText, quoteValue, type SourceEntry, type SourceMap } from "../../../language/source-node.ts";
import { byTenure, fixed, mapped, productOf, type TenureStep, type Varying } from "../../../population/varying.ts";
import type { PopulationContext } from "./population-context.ts";
import { readVaryingWith } from "./varying-value.ts";

const TENURE = /^first (\d{1,4}) months?$/;
const PPM = 1_000_000;

/** A share as a number between 0 and 1. */
export const readProbability: Reader<number> = (reading, node) => {
  const ppm = readShare(reading, node);
  return ppm === undefined ? undefined : ppm / PPM;
};

/** A factor of a product: 0 or more. */
const readFactor: Reader<number> = (reading, node) => {
  const factor = readNumber(reading, node);
  if (factor === undefined || factor >= 0) return factor;
  if (node.kind === "scalar" && node.isUncertain) return 0;
  return reading.refuse(node, {
    code: "bad-number",
    message: `The factor is ${quoteValue(node)}.`,
    rule: "A factor of a rate is 0 or more.",
    remedy: "Write 0.5 for half as often, 2 for twice as often.",
  });
};

/**
 * A rate: `2%`, by tenure `{ first 3 months: 6%, after: 2.5% }`, split `{ by: plan, ... }`, or a product `{ base: 2.5%, times: { tenure: { ... }, plan: { ... } } }`
 * of at most 1.
 */
export function readRate(context: PopulationContext): Reader<Varying<number>> {
  return readVaryingWith(context, (reading, node) => {
    if (node.kind === "map" && (has(node, "base") || has(node, "times"))) return readProduct(context, node);
    return readByTenure(context, readProbability)(reading, node);
  });
}

/** `{ first 3 months: 6%, first 12 months: 3%, after: 2.5% }`, or one value. */
function readByTenure(context: PopulationContext, read: Reader<number>): Reader<Varying<number>> {
  const reader: Reader<Varying<number>> = readVaryingWith(context, (reading, node) => {
    if (node.kind === "scalar") {
      const value = read(reading, node);
      return value === undefined ? undefined : fixed(value);
    }
    if (node.kind === "list") {
      return reading.refuse(node, {
        code: "wrong-type",
        message: "The rate is a list.",
        rule: "A rate is a share, or a map of shares by tenure.",
        remedy: "Write { first 3 months: 6%, after: 2% }, for example.",
      });
    }
    return readSteps(context, node, reader);
  });
  return reader;
}

function readSteps({ reading }: PopulationContext, map: SourceMap, reader: Reader<Varying<number>>): Varying<number> | undefined {
  const steps: TenureStep<number>[] = [];
  let after: Varying<number> | undefined;
  let isWhole = true;
  for (const entry of map.entries.values()) {
    entry.read = true;
    const value = entry.value.broken ? undefined : reader(reading, entry.value);
    if (value === undefined) isWhole = false;
    else if (entry.key === "after") after = value;
    else {
      const below = readTenure(reading, entry, steps);
      if (below === undefined) isWhole = false;
      else steps.push({ below, value });
    }
  }
  if (!isWhole) return undefined;
  if (after === undefined) {
    return reading.refuseMissing(map, "The rate does not say what follows.", "A rate by tenure ends with `after`.", "Add `after: 2%`, for example.");
  }
  return byTenure(steps, after);
}

function readTenure(reading: PopulationContext["reading"], entry: SourceEntry, before: readonly TenureStep<number>[]): number | undefined {
  const match = TENURE.exec(entry.key);
  const rule = "A rate by tenure has steps `first N months`, each longer than the one before, and `after`.";
  if (match === null) {
    return reading.refuseKey(entry, {
      code: "unknown-key",
      message: `${quoteText(entry.key)} is no step of a rate.`,
      rule,
      remedy: didYouMean(entry.key, ["after", "by", "base", "times", "otherwise"], "Write `first 3 months`, for example."),
    });
  }
  const months = Number(match[1]);
  const last = before[before.length - 1]?.below ?? 0;
  if (months > last) return months;
  return reading.refuseKey(entry, {
    code: "wrong-order",
    message: `The step ${quoteText(entry.key)} is not longer than what stands before it.`,
    rule,
    remedy: "Put the steps in order.",
  });
}

/** `{ base: 2.5%, times: { tenure: { first 3 months: 2.4, after: 1 }, plan: { pro: 0.6 } } }`; a factor that says nothing of a case is 1. */
function readProduct(context: PopulationContext, map: SourceMap): Varying<number> | undefined {
  const { reading } = context;
  const base = field(map, "base");
  const times = field(map, "times");
  for (const entry of map.entries.values()) {
    if (entry.key === "base" || entry.key === "times") continue;
    reading.refuseKey(entry, {
      code: "unknown-key",
      message: `${quoteText(entry.key)} is no part of a product.`,
      rule: "A product has `base` and `times`.",
      remedy: didYouMean(entry.key, ["base", "times"], "Put it into `times`, under what it depends on."),
    });
  }
  if (base === undefined || times?.kind !== "map") {
    return reading.refuseMissing(
      map,
      "The product is not whole.",
      "A product has `base`, a rate, and `times`, a map of factors.",
      "Write { base: 2%, times: { plan: { pro: 0.5 } } }.",
    );
  }
  const factors: Varying<number>[] = [];
  for (const entry of times.entries.values()) {
    entry.read = true;
    if (entry.value.broken) continue;
    const { value } = entry;
    const factor =
      entry.key === "tenure"
        ? readByTenure(context, readFactor)(reading, value.kind === "map" ? withDefault(value, "after") : value)
        : readFactorBy(context, entry);
    if (factor !== undefined) factors.push(factor);
  }
  const read = readRate(context)(reading, base);
  if (read === undefined || factors.length < times.entries.size) return undefined;
  return mapped(productOf([read, ...factors]), (rate) => (rate > 1 ? 1 : rate));
}

/** `plan: { pro: 0.6 }` is `{ by: plan, pro: 0.6, otherwise: 1 }`. */
function readFactorBy(context: PopulationContext, entry: SourceEntry): Varying<number> | undefined {
  const { value, span } = entry;
  if (value.kind !== "map") {
    return context.reading.refuse(value, {
      code: "wrong-type",
      message: `The factor of ${quoteText(entry.key)} is ${quoteValue(value)}.`,
      rule: "Under `times` stands what the factor depends on, with a map of factors.",
      remedy: "Write `plan: { pro: 0.6 }`, for example.",
    });
  }
  const by: SourceEntry = { key: "by", span, value: { kind: "scalar", value: entry.key, text: entry.key, broken: false, ...span }, read: true, broken: false };
  const split: SourceMap = { ...value, entries: new Map([["by", by], ...withDefault(value, "otherwise").entries]) };
  return readByTenure(context, readFactor)(context.reading, split);
}

/** The same map, with a factor of 1 for what it says nothing of. */
function withDefault(map: SourceMap, key: string): SourceMap {
  if (map.entries.has(key)) return map;
  const span = { path: map.path, start: map.start, end: map.end };
  const one: SourceEntry = { key, span, value: { kind: "scalar", value: 1, text: "1", broken: false, ...span }, read: true, broken: false };
  return { ...map, entries: new Map([...map.entries, [key, one]]) };
}
