import { collectionFields, readCollection } from "../../../actions/collection-fields.ts";
import type { Collection } from "../../../billing/settings.ts";
import type { Plan } from "../../../catalog/plan.ts";
import type { TaxRate } from "../../../catalog/tax-rate.ts";
import { identifierComplaint } from "../../../language/identifier.ts";
import { readCurrency } from "../../../language/read-currency.ts";
import { type Reading, readField, readList, readOr } from "../../../language/reading.ts";
import { readReference } from "../../../language/references.ts";
import { block, list, named, notYet, ref, type Schema } from "../../../language/schema-parts.ts";
import { field, has, namedEntries, quoteText, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import type { Currency } from "../../../money/currency.ts";
import type { Card } from "../../../payments/card.ts";
import type { Dunning } from "../../../payments/dunning.ts";
import type { Behavior, Offer, Population } from "../../../population/population.ts";
import { fixed, type Varying } from "../../../population/varying.ts";
import { type WeightedChoice, weightedChoice } from "../../../population/weighted-choice.ts";
import type { Declarations } from "../../declarations.ts";
import { dunningSchema, readDunning } from "../dunning.ts";
import { attributesSchema, readAttributes } from "./attributes.ts";
import { behaviorSchema, readBehavior } from "./behavior.ts";
import { couponChoiceSchema, readCouponChoice } from "./coupon-choice.ts";
import { mixSchema, readMix } from "./mix.ts";
import { paysSchema, readPays } from "./pays.ts";
import type { PopulationContext } from "./population-context.ts";
import { priceSensitivitySchema, readPriceSensitivity } from "./price-sensitivity.ts";
import { readShares } from "./shares.ts";
import { readSignUps, signupsSchema } from "./signups.ts";
import { populationUsageSchema, readPopulationUsage } from "./usage.ts";
import { readVarying } from "./varying-value.ts";

const number = (description: string): Schema => ref("number_or_distribution", description);

const populationSchema = block("A population.", {
  like: ref("id", "Another population, over which this one is a merge patch: maps are merged, `null` takes a key out. Its draws are its own."),
  signups: signupsSchema,
  attributes: attributesSchema,
  currency: {
    description: "One currency, or shares by currency code; may be split by `by`. Default: that of the plans.",
    type: ["string", "object"],
    examples: ["usd", { usd: "80%", eur: "20%" }],
    "x-expects": "a currency, or shares of currencies",
  },
  card: { description: "The cards' behaviour: a card of `cards`; may be split by `by`.", type: ["string", "number", "object"], "x-expects": "a card" },
  tax_rates: list("Its customers' tax rates.", ref("id", "A tax rate of `tax_rates`.")),
  coupon: couponChoiceSchema,
  ...collectionFields("an invoice of its customers", "that of `billing`"),
  dunning: dunningSchema("Its customers' retry schedule."),
  subscribe: mixSchema,
  usage: populationUsageSchema,
  behavior: behaviorSchema,
  timeline: notYet(
    "It will give every customer the same entries.",
    named("Entries that every one of its customers goes through, by name.", { description: "An entry, as in a customer's timeline.", type: "object" }),
  ),
  pays: paysSchema,
  price_sensitivity: priceSensitivitySchema,
  willingness_to_pay: notYet(
    "It will let customers take what they are willing to pay.",
    named("The most that customers pay, by plan: a distribution; in place of elasticities.", number("The most a customer pays for this plan.")),
  ),
});

export const populationsSchema: Schema = named("Customers drawn from distributions, by name.", populationSchema);

/** What holds for a population that says nothing else: the scenario's own. */
export interface PopulationDefaults {
  readonly dunning: Dunning;
  readonly collection: Readonly<Collection>;
}

/** Reads the crowds of a scenario. */
export function readPopulations(
  reading: Reading,
  node: SourceNode | undefined,
  declarations: Declarations,
  defaults: PopulationDefaults,
): readonly Population[] {
  if (node?.kind !== "map") return [];
  const names = [...node.entries.keys()];
  const populations: Population[] = [];
  for (const entry of namedEntries(node)) {
    const complaint = identifierComplaint(entry.key, "a population");
    if (complaint !== undefined) reading.refuseKey(entry, complaint);
    if (entry.value.kind !== "map" || entry.value.broken) continue;
    const context: PopulationContext = { reading, declarations, name: entry.key, populations: names, attributes: new Map() };
    const population = readPopulation(context, entry.value, defaults);
    if (population !== undefined) populations.push(population);
  }
  return populations;
}

function readPopulation(context: PopulationContext, map: SourceMap, { dunning, collection }: PopulationDefaults): Population | undefined {
  const { reading, declarations, name } = context;
  const signUps = readSignUps(reading, map);
  const attributes = readAttributes(context, map);
  const mix = readMix(context, map);
  const visa = declarations.cards.all.get("visa") as Card;
  const card = readOr(reading, map, "card", readVarying(context, readReference(declarations.cards)), fixed(visa));
  const taxRates: readonly TaxRate[] | undefined = readField(reading, map, "tax_rates", readList(readReference(declarations.taxRates)));
  const coupon = readCouponChoice(context, map);
  const own = has(map, "dunning") ? readDunning(reading, field(map, "dunning"), dunning) : dunning;
  const behavior = readBehavior(context, map);
  const usage = readPopulationUsage(context, map, mix, behavior);
  const targets = behavior.flatMap((one) => (one.kind === "change" ? [one.to] : []));
  const collects = readOwnCollection(reading, map, collection);
  if (collects.collectionMethod === "send_invoice") refusePauses(reading, map, behavior);
  const pays = readPays(context, map);
  const sensitivity = readPriceSensitivity(context, map, mix);
  const currencies = readCurrencies(context, map, mix, targets);
  const [first] = mix;
  if (currencies === undefined || first === undefined) return undefined;
  const anyCurrency = (first.items[0] as Offer["items"][number]).plan.currency;
  return {
    name,
    signUps,
    attributes,
    currencies,
    anyCurrency,
    card,
    taxRates,
    coupon,
    dunning: own,
    collection: collects,
    pays,
    mix,
    usage,
    behavior,
    sensitivity,
  };
}

/** Its own, else the scenario's. */
function readOwnCollection(reading: Reading, map: SourceMap, collection: Readonly<Collection>): Readonly<Collection> {
  const { collectionMethod, daysUntilDue } = readCollection(reading, map);
  return { collectionMethod: collectionMethod ?? collection.collectionMethod, daysUntilDue: daysUntilDue ?? collection.daysUntilDue };
}

/** Every pause would be refused (PAU), so that none happens: that is not what was meant. */
function refusePauses(reading: Reading, map: SourceMap, behavior: readonly Behavior[]): void {
  const pause = behavior.find(({ kind }) => kind === "pause");
  const node = field(map, "behavior");
  const entry = pause === undefined || node?.kind !== "map" ? undefined : node.entries.get(pause.name);
  if (entry === undefined) return;
  reading.refuseKey(entry, {
    code: "impossible",
    message: "The customers are sent their invoices, and pause their service.",
    rule: "The service can be paused only with `collection_method: charge_automatically` (PAU).",
    remedy: "Take the pause out, or charge them automatically.",
  });
}

/** As written, else the one that all its plans have; every plan of the mix must be offered in each (D6). */
function readCurrencies(
  context: PopulationContext,
  map: SourceMap,
  mix: readonly Offer[],
  targets: readonly Plan[],
): Varying<WeightedChoice<Currency>> | undefined {
  const { reading } = context;
  const written = field(map, "currency");
  const plans: readonly Plan[] = mix.flatMap(({ items }) => items.map(({ plan }) => plan));
  if (written !== undefined) {
    const read = readVarying<WeightedChoice<Currency>>(context, (_, node) => readCurrencyShares(context, node));
    const currencies = read(reading, written);
    checkOffered(context, written, [...plans, ...targets]);
    return currencies;
  }
  const [first, ...others] = new Set(plans.map(({ currency }) => currency));
  if (first === undefined) return undefined;
  if (others.length === 0) return fixed(weightedChoice([first], [1]));
  return reading.refuseMissing(
    map,
    `The plans of the mix have several currencies: ${[first, ...others].map(({ code }) => code).join(", ")}.`,
    "A population has one currency, or `currency`, and every plan of its mix is offered in each (D6).",
    "Make a population for each currency.",
  );
}

function readCurrencyShares({ reading }: PopulationContext, node: SourceNode): WeightedChoice<Currency> | undefined {
  if (node.kind === "map") {
    return readShares(reading, node, (key) => {
      const entry = node.entries.get(key);
      if (entry === undefined) return undefined;
      return readCurrency(reading, { kind: "scalar", value: key, text: key, broken: false, ...entry.span });
    });
  }
  const currency = readCurrency(reading, node);
  return currency && weightedChoice([currency], [1]);
}

/** Every plan of the mix must have every currency that is written anywhere. */
function checkOffered({ reading }: PopulationContext, node: SourceNode, plans: readonly Plan[]): void {
  const codes = new Set(codesIn(node));
  for (const plan of plans) {
    const offered = [plan, ...plan.elsewhere].map(({ currency }) => currency.code);
    const missing = [...codes].find((code) => !offered.includes(code));
    if (missing === undefined) continue;
    reading.refuse(node, {
      code: "wrong-currency",
      message: `The plan ${quoteText(plan.id)} has no price in ${missing}.`,
      rule: "A population's currency must be offered by every plan of its mix (D6).",
      remedy: `Add \`currency_options: { ${missing}: { unit_amount: ... } }\` to the plan, or another population.`,
    });
    return;
  }
}

function codesIn(node: SourceNode): readonly string[] {
  if (node.kind === "scalar") return [node.text];
  if (node.kind === "list") return [];
  if (!has(node, "by")) return [...node.entries.keys()];
  return [...node.entries.values()].filter(({ key }) => key !== "by").flatMap(({ value }) => codesIn(value));
}
