import { didYouMean, listed } from "../../../language/did-you-mean.ts";
import type { Reader } from "../../../language/reading.ts";
import { field, has, quoteText, type SourceEntry, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import { byDimension, type Dimension, fixed, type Varying } from "../../../population/varying.ts";
import type { PopulationContext } from "./population-context.ts";

const MONTHS: readonly string[] = Array.from({ length: 12 }, (_, i) => String(i + 1));
const OWN = ["plan", "currency", "population", "month"] as const;

/** What a value can be split by, and what that can be; undefined: anything. */
interface Split {
  readonly dimension: Dimension;
  readonly values: readonly string[] | undefined;
  /** What is enough to be named, where more may be. */
  readonly needed?: readonly string[] | undefined;
}

/**
 * A value of a population: as `read` reads it, or `{ by: segment, solo: 4%, team: 2%, otherwise: 1% }`, which nests.
 */
export function readVarying<T>(context: PopulationContext, read: Reader<T>): Reader<Varying<T>> {
  return readVaryingWith(context, (reading, node) => {
    const value = read(reading, node);
    return value === undefined ? undefined : fixed(value);
  });
}

/** The same for values that can vary in more ways than `by`. */
export function readVaryingWith<T>(context: PopulationContext, read: Reader<Varying<T>>): Reader<Varying<T>> {
  const reader: Reader<Varying<T>> = (reading, node) => {
    if (node.kind !== "map" || !has(node, "by")) return read(reading, node);
    const by = field(node, "by");
    const split = by === undefined ? undefined : readSplit(context, by);
    const cases = new Map<string, Varying<T>>();
    let otherwise: Varying<T> | undefined;
    let isWhole = true;
    for (const entry of node.entries.values()) {
      if (entry.key === "by") continue;
      entry.read = true;
      const value = entry.value.broken ? undefined : reader(reading, entry.value);
      if (value === undefined) isWhole = false;
      else if (entry.key === "otherwise") otherwise = value;
      else if (split !== undefined && isCase(context, entry, split)) cases.set(entry.key, value);
    }
    if (split === undefined || !isWhole) return undefined;
    const last = otherwise ?? completed(context, node, split, cases);
    return last && byDimension(split.dimension, cases, last);
  };
  return reader;
}

function readSplit(context: PopulationContext, by: SourceNode): Split | undefined {
  const { attributes, declarations, populations, reading } = context;
  const name = by.kind === "scalar" ? by.text : "";
  const attribute = attributes.get(name);
  if (attribute !== undefined && attribute.kind !== "number") return { dimension: { kind: "attribute", place: attribute.place }, values: attribute.values };
  switch (name) {
    case "plan":
      return { dimension: { kind: "plan" }, values: [...declarations.plans.all.keys()] };
    case "currency":
      return { dimension: { kind: "currency" }, values: undefined, needed: context.codes };
    case "population":
      return { dimension: { kind: "population" }, values: populations };
    case "month":
      return { dimension: { kind: "month" }, values: MONTHS };
    default:
  }
  const choices = [...[...attributes].filter(([, { kind }]) => kind !== "number").map(([key]) => key), ...OWN];
  return reading.refuse(by, {
    code: "unknown-id",
    message: attribute === undefined ? `There is no attribute ${quoteText(name)}.` : `The attribute ${quoteText(name)} is a number.`,
    rule: `A value is split by an attribute that is no number, or by ${OWN.join(", ")}: ${listed(choices)}.`,
    remedy: didYouMean(name, choices, "Define it under `attributes`, or name another."),
  });
}

function isCase({ reading }: PopulationContext, entry: SourceEntry, { values }: Split): boolean {
  if (values === undefined || values.includes(entry.key)) return true;
  reading.refuseKey(entry, {
    code: "unknown-id",
    message: `${quoteText(entry.key)} is none of what it is split by.`,
    rule: `It is one of ${listed(values)}, or \`otherwise\`.`,
    remedy: didYouMean(entry.key, [...values, "otherwise"], "Take it out."),
  });
  return false;
}

/** Without `otherwise` every case must be there. */
function completed<T>(
  { reading }: PopulationContext,
  node: SourceMap,
  { values, needed }: Split,
  cases: ReadonlyMap<string, Varying<T>>,
): Varying<T> | undefined {
  const missing = (values ?? needed)?.filter((value) => !cases.has(value));
  if (missing !== undefined && missing.length === 0) return cases.values().next().value;
  return reading.refuseMissing(
    node,
    missing === undefined ? "The split has no `otherwise`." : `The split says nothing of ${listed(missing)}.`,
    "A split names every case, or has `otherwise` for the rest.",
    "Add `otherwise`.",
  );
}
