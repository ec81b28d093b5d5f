import { parseDecimal } from "../money/decimal.ts";
import { bounded, type Rounding } from "../random/bounded.ts";
import { constant, type Distribution } from "../random/distribution.ts";
import type { DistributionDefinition, DistributionParameter, DistributionParameters } from "../random/distributions/definition.ts";
import { distributions } from "../random/distributions/registry.ts";
import { didYouMean, listed } from "./did-you-mean.ts";
import { type Reader, type Reading, readList } from "./reading.ts";
import { field, has, quoteText, quoteValue, type SourceMap, type SourceNode } from "./source-node.ts";

const ROUNDINGS: ReadonlySet<string> = new Set<Rounding>(["nearest", "up", "down"]);
const LISTS: ReadonlySet<DistributionParameter> = new Set<DistributionParameter>(["values", "weights"]);
const COMMON = ["min", "max", "round"] as const;

/** A number of a model: of either sign, with decimals or a percent sign. It is drawn from, never billed, so a double is exact enough. */
export const readNumber: Reader<number> = (reading, node) => {
  if (node.kind !== "scalar" || (typeof node.value !== "string" && typeof node.value !== "number")) return undefined;
  const percent = node.text.endsWith("%");
  const decimal = parseDecimal(percent ? node.text.slice(0, -1) : node.text);
  if (decimal !== undefined) return Number(decimal.units) / decimal.scale / (percent ? 100 : 1);
  return reading.refuse(node, {
    code: "bad-number",
    message: `${quoteText(node.text)} is not a number.`,
    rule: "A number has digits, at most one point, and may end in a percent sign.",
    remedy: "Write it as 4, 0.25 or 4%.",
  });
};

/**
 * `4`, or `{ distribution: poisson, mean: 4, min: 1 }`.
 *
 * @param readValue how its values are written: numbers, or durations as seconds.
 */
export function readDistribution(readValue: Reader<number> = readNumber): Reader<Distribution> {
  return (reading, node) => {
    if (node.kind === "list") return refuseShape(reading, node);
    if (node.kind === "scalar") {
      const value = readValue(reading, node);
      return value === undefined ? undefined : constant(value);
    }
    if (!has(node, "distribution")) return refuseShape(reading, node);
    const definition = readDefinition(reading, node);
    return definition && readParameters(reading, node, definition, readValue);
  };
}

function refuseShape(reading: Reading, node: SourceNode): undefined {
  return reading.refuse(node, {
    code: "bad-distribution",
    message: `${quoteValue(node)} is neither a number nor a distribution.`.replace(/^./, (letter) => letter.toUpperCase()),
    rule: "A distribution is a map with the key `distribution` and its parameters.",
    remedy: "Write a number, or { distribution: poisson, mean: 4 }, for example.",
  });
}

function readDefinition(reading: Reading, map: SourceMap): DistributionDefinition | undefined {
  const node = field(map, "distribution");
  if (node === undefined) return undefined;
  const text = node.kind === "scalar" ? node.text : "";
  const definition = distributions.get(text);
  if (definition !== undefined) return definition;
  return reading.refuse(node, {
    code: "unknown-distribution",
    message: `There is no distribution ${quoteText(text)}.`,
    rule: `It is one of ${[...distributions.keys()].join(", ")}.`,
    remedy: didYouMean(text, distributions.keys(), "Name one of them."),
  });
}

function readParameters(reading: Reading, map: SourceMap, definition: DistributionDefinition, readValue: Reader<number>): Distribution | undefined {
  const known = [...definition.needs, ...definition.mayHave];
  if (refuseUnknown(reading, map, definition, known)) return undefined;
  const parameters: Record<string, number | readonly number[]> = {};
  let isWhole = true;
  for (const key of new Set<DistributionParameter>([...known, "min", "max"])) {
    const node = field(map, key);
    // Shapes, exponents and weights are plain numbers even where values are durations.
    const reader: Reader<number> = key === "shape" || key === "exponent" || key === "weights" ? readNumber : readValue;
    const value = node === undefined ? undefined : LISTS.has(key) ? readList(reader)(reading, node) : reader(reading, node);
    if (value !== undefined) parameters[key] = value;
    else if (has(map, key)) isWhole = false;
    else if (definition.needs.includes(key)) isWhole = refuseMissing(reading, map, definition, key) !== undefined;
  }
  const round = readRounding(reading, map);
  if (!isWhole || map.broken) return undefined;
  const told = parameters as Partial<DistributionParameters>;
  const complaint = definition.complaint(told);
  if (complaint !== undefined) {
    return reading.refuse(map, { code: "bad-distribution", message: complaint, rule: ruleOf(definition), remedy: "Correct its parameters." });
  }
  return bounded(definition.build(told), { round, min: told.min, max: told.max });
}

function ruleOf({ name, description, needs }: DistributionDefinition): string {
  return `${name} needs ${listed(needs)}. ${description}`;
}

function refuseMissing(reading: Reading, map: SourceMap, definition: DistributionDefinition, key: string): undefined {
  return reading.refuseMissing(map, `The distribution ${definition.name} has no \`${key}\`.`, ruleOf(definition), `Add \`${key}\`.`);
}

function refuseUnknown(reading: Reading, map: SourceMap, definition: DistributionDefinition, known: readonly string[]): boolean {
  const allowed = [...known, ...COMMON];
  let isRefused = false;
  for (const entry of map.entries.values()) {
    if (entry.key === "distribution" || allowed.includes(entry.key)) continue;
    reading.refuseKey(entry, {
      code: "unknown-key",
      message: `The distribution ${definition.name} has no parameter ${quoteText(entry.key)}.`,
      rule: `${ruleOf(definition)} All take min, max and round.`,
      remedy: didYouMean(entry.key, allowed, "Take it out."),
    });
    isRefused = true;
  }
  return isRefused;
}

function readRounding(reading: Reading, map: SourceMap): Rounding | undefined {
  const node = field(map, "round");
  if (node === undefined) return undefined;
  if (node.kind === "scalar" && ROUNDINGS.has(node.text)) return node.text as Rounding;
  return reading.refuse(node, {
    code: "wrong-value",
    message: `\`round\` is ${quoteValue(node)}.`,
    rule: "It is one of nearest, up and down.",
    remedy: "Write `round: nearest`, for example.",
  });
}
