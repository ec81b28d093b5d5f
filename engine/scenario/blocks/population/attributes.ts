import { identifierComplaint } from "../../../language/identifier.ts";
import { readDistribution } from "../../../language/read-distribution.ts";
import { named, type Schema } from "../../../language/schema-parts.ts";
import { field, has, namedEntries, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import type { Attribute } from "../../../population/population.ts";
import { purpose } from "../../../population/purposes.ts";
import type { PopulationContext } from "./population-context.ts";
import { readShares } from "./shares.ts";
import { readVarying } from "./varying-value.ts";

export const attributesSchema: Schema = named("Attributes drawn per customer, by name: shares, or a distribution.", {
  description: "Shares by value, or a distribution. Attributes further down may be split by those above them.",
  type: ["object"],
});

/**
 * Reads the attributes of a population, and makes them known to what follows.
 *
 * @param columns of its file that say what a customer is: those that are not drawn are texts.
 */
export function readAttributes(context: PopulationContext, population: SourceMap, columns: readonly string[]): readonly Attribute[] {
  const attributes: Attribute[] = [];
  const node = field(population, "attributes");
  if (node?.kind === "map") readDrawn(context, node, attributes);
  for (const name of columns) {
    if (context.attributes.has(name)) continue;
    context.attributes.set(name, { place: context.attributes.size, kind: "text", values: undefined });
    attributes.push({ name, purpose: purpose(`attribute/${name}`), kind: "text" });
  }
  return attributes;
}

function readDrawn(context: PopulationContext, node: SourceMap, attributes: Attribute[]): void {
  for (const entry of namedEntries(node)) {
    const complaint = identifierComplaint(entry.key, "an attribute");
    if (complaint !== undefined) context.reading.refuseKey(entry, complaint);
    const attribute = entry.value.broken ? undefined : readAttribute(context, entry.key, entry.value);
    if (attribute !== undefined) attributes.push(attribute);
    const isNumeric = attribute?.kind === "number";
    const values = isNumeric ? undefined : valuesIn(entry.value);
    context.attributes.set(entry.key, { place: context.attributes.size, kind: isNumeric ? "number" : "shares", values });
  }
}

function readAttribute(context: PopulationContext, name: string, node: SourceNode): Attribute | undefined {
  const { reading } = context;
  const itsPurpose = purpose(`attribute/${name}`);
  if (isNumber(node)) {
    const distribution = readVarying(context, readDistribution())(reading, node);
    return distribution && { name, purpose: itsPurpose, kind: "number", distribution };
  }
  const choice = readVarying(context, (_, value) => (value.kind === "map" ? readShares(reading, value, (key) => key) : undefined))(reading, node);
  return choice && { name, purpose: itsPurpose, kind: "shares", choice };
}

/** Whether it is a distribution, also within a split. */
function isNumber(node: SourceNode): boolean {
  if (node.kind !== "map") return node.kind === "scalar";
  if (!has(node, "by")) return has(node, "distribution");
  return [...node.entries.values()].some(({ key, value }) => key !== "by" && isNumber(value));
}

/** Everything that shares can come to. */
function valuesIn(node: SourceNode): readonly string[] {
  if (node.kind !== "map") return [];
  if (!has(node, "by")) return [...node.entries.keys()];
  return [...new Set([...node.entries.values()].filter(({ key }) => key !== "by").flatMap(({ value }) => valuesIn(value)))];
}
