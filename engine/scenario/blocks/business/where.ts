import type { Where } from "../../../business/reach.ts";
import { didYouMean, listed } from "../../../language/did-you-mean.ts";
import { readCurrency } from "../../../language/read-currency.ts";
import { readInstant } from "../../../language/read-instant.ts";
import { readPositiveAmount } from "../../../language/read-number.ts";
import { type Reader, readField, readText } from "../../../language/reading.ts";
import { readReference } from "../../../language/references.ts";
import { ref, type Schema } from "../../../language/schema-parts.ts";
import { quoteText, type SourceEntry, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import type { Currency } from "../../../money/currency.ts";
import type { BusinessContext } from "./business-context.ts";

const oneOrMore = (description: string, expects: string): Schema => ({
  description,
  type: ["string", "number", "array"],
  items: { description: "One of them.", type: ["string", "number"], "x-expects": expects },
  minItems: 1,
  "x-expects": `${expects}, or a list`,
});

export const whereSchema: Schema = {
  description: "Which customers; every key must hold. Any other key is an attribute: its value, or a list of values.",
  type: "object",
  properties: {
    plan: oneOrMore("Subscriptions with one of these plans.", "a plan"),
    population: oneOrMore("Customers of these populations; scripted customers are of none.", "a population"),
    currency: oneOrMore("Customers in these currencies.", "a currency"),
    started_before: ref("instant", "Subscriptions that started before this instant."),
    started_after: ref("instant", "Subscriptions that started at this instant or later."),
    paying_below: ref("amount", "Subscriptions that come to less than this in a month, with the coupons that they have, in minor units of their currency."),
    paying_above: ref("amount", "Subscriptions that come to more than this in a month."),
  },
  additionalProperties: oneOrMore("An attribute of the populations, with the values that it may have.", "a value of the attribute"),
};

const { population: _, ...ownProperties } = whereSchema.properties ?? {};

/** The same in a population's own timeline, which is about its customers alone. */
export const ownWhereSchema: Schema = { ...whereSchema, properties: ownProperties };

const OWN: ReadonlySet<string> = new Set(Object.keys(whereSchema.properties ?? {}));

/** Everybody. */
export const ALL: Where = {
  populations: undefined,
  currencies: undefined,
  attributes: [],
  plans: undefined,
  startedBefore: undefined,
  startedAfter: undefined,
  payingBelow: undefined,
  payingAbove: undefined,
};

export function readWhere(context: BusinessContext, node: SourceNode | undefined): Where {
  const { reading, declarations, own } = context;
  if (node?.kind !== "map") return own === undefined ? ALL : { ...ALL, populations: new Set([own]) };
  const named = readField(reading, node, "population", readSome(readPopulationName(context)));
  if (own !== undefined) refusePopulation(context, node, own);
  const names = own === undefined ? named : [own];
  const currencies = readField(reading, node, "currency", readSome<Currency>(readCurrency));
  const plans = readField(reading, node, "plan", readSome(readReference(declarations.plans)));
  return {
    populations: names && new Set(names),
    currencies: currencies && new Set(currencies),
    attributes: [...node.entries.values()].filter(({ key }) => !OWN.has(key)).flatMap((entry) => readAttribute(context, entry)),
    plans: plans && new Set(plans.map(({ id }) => id)),
    startedBefore: readField(reading, node, "started_before", readInstant),
    startedAfter: readField(reading, node, "started_after", readInstant),
    payingBelow: readField(reading, node, "paying_below", readPositiveAmount),
    payingAbove: readField(reading, node, "paying_above", readPositiveAmount),
  };
}

/** An entry of a population is about nobody else. */
function refusePopulation({ reading }: BusinessContext, where: SourceMap, own: string): void {
  const entry = where.entries.get("population");
  if (entry === undefined) return;
  reading.refuseKey(entry, {
    code: "misplaced-key",
    message: `\`population\` stands in an entry of the population ${quoteText(own)}.`,
    rule: "The entries of a population's own timeline are about its customers alone.",
    remedy: "Take it out, or move the entry to the scenario's `timeline`.",
  });
}

/** One value, or a list of them. */
function readSome<T>(reader: Reader<T>): Reader<readonly T[]> {
  return (reading, node) => {
    const nodes = node.kind === "list" ? node.items : [node];
    const values = nodes.map((item) => (item.broken ? undefined : reader(reading, item)));
    return values.filter((value) => value !== undefined);
  };
}

function readPopulationName({ populationNames }: BusinessContext): Reader<string> {
  return (reading, node) => {
    if (node.kind !== "scalar" || populationNames.includes(node.text)) return readText(reading, node);
    return reading.refuse(node, {
      code: "unknown-id",
      message: `There is no population ${quoteText(node.text)}.`,
      rule: `It must be one of \`populations\`: ${populationNames.length === 0 ? "there are none" : listed(populationNames)}.`,
      remedy: didYouMean(node.text, populationNames, "Name one of them, or leave `population` out."),
    });
  };
}

/** What an attribute can be, over all populations that have it as shares; undefined where a value may be any. */
interface Known {
  readonly places: ReadonlyMap<string, number>;
  readonly isNumber: boolean;
  readonly values: readonly string[] | undefined;
}

function knownAttribute({ populations }: BusinessContext, name: string): Known | undefined {
  const places = new Map<string, number>();
  const values = new Set<string>();
  let [isNumber, isOpen] = [false, false];
  for (const population of populations) {
    const place = population.attributes.findIndex((attribute) => attribute.name === name);
    const attribute = population.attributes[place];
    if (attribute === undefined) continue;
    places.set(population.name, place);
    isNumber ||= attribute.kind === "number";
    if (attribute.kind === "number") continue;
    // What a file says may be anything.
    const choice = attribute.kind === "text" ? undefined : attribute.choice.always;
    isOpen ||= choice === undefined;
    for (const value of choice?.values ?? []) values.add(value);
  }
  return places.size === 0 ? undefined : { places, isNumber, values: isOpen ? undefined : [...values] };
}

function readAttribute(context: BusinessContext, entry: SourceEntry): Where["attributes"] {
  entry.read = true;
  const { reading, populations, populationNames } = context;
  const known = knownAttribute(context, entry.key);
  const { value } = entry;
  const values = value.broken ? undefined : readSome(readText)(reading, value);
  if (known?.isNumber) return refuseNumber(context, entry);
  if (known === undefined) {
    // A population that is broken may have it.
    if (populations.length === populationNames.length) refuseUnknown(context, entry);
    return [];
  }
  for (const node of value.kind === "list" ? value.items : [value]) refuseValue(context, node, known);
  return values === undefined ? [] : [{ places: known.places, values: new Set(values) }];
}

function refuseValue({ reading }: BusinessContext, node: SourceNode, { values }: Known): void {
  if (node.kind !== "scalar" || node.broken || values === undefined || values.includes(node.text)) return;
  reading.refuse(node, {
    code: "unknown-id",
    message: `No customer is ${quoteText(node.text)}.`,
    rule: `The attribute is one of ${listed(values)}.`,
    remedy: didYouMean(node.text, values, "Take it out."),
  });
}

function refuseNumber({ reading }: BusinessContext, entry: SourceEntry): readonly [] {
  reading.refuseKey(entry, {
    code: "wrong-type",
    message: `The attribute ${quoteText(entry.key)} is a number.`,
    rule: "Customers are told apart by attributes with shares.",
    remedy: "Add an attribute with shares, such as { small: 80%, large: 20% }.",
  });
  return [];
}

function refuseUnknown({ reading, populations }: BusinessContext, entry: SourceEntry): void {
  const names = [...OWN, ...new Set(populations.flatMap(({ attributes }) => attributes.map(({ name }) => name)))];
  reading.refuseKey(entry, {
    code: "unknown-key",
    message: `${quoteText(entry.key)} is nothing that customers are told apart by.`,
    rule: `\`where\` has ${listed([...OWN])}, and the attributes of populations.`,
    remedy: didYouMean(entry.key, names, "Define it under `attributes` of a population, or take it out."),
  });
}
