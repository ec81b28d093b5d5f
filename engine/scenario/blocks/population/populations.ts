import { collectionFields, readCollection } from "../../../actions/collection-fields.ts";
import type { BillingSettings, Collection } from "../../../billing/settings.ts";
import type { TaxRate } from "../../../catalog/tax-rate.ts";
import { identifierComplaint } from "../../../language/identifier.ts";
import { type Reading, readField, readList, readOr } from "../../../language/reading.ts";
import { readReference } from "../../../language/references.ts";
import { block, list, named, ref, type Schema } from "../../../language/schema-parts.ts";
import { field, has, namedEntries, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import { type Currency, currencies as knownCurrencies } from "../../../money/currency.ts";
import type { Card } from "../../../payments/card.ts";
import type { Dunning } from "../../../payments/dunning.ts";
import type { Behavior, Population, SignUps } from "../../../population/population.ts";
import { fixed } from "../../../population/varying.ts";
import { weightedChoice } from "../../../population/weighted-choice.ts";
import { populationTimelineSchema } from "../business/timeline.ts";
import { dunningSchema, readDunning } from "../dunning.ts";
import { attributesSchema, readAttributes } from "./attributes.ts";
import { behaviorSchema, readBehavior } from "./behavior.ts";
import { couponChoiceSchema, readCouponChoice } from "./coupon-choice.ts";
import { codesIn, readCurrencies } from "./currencies.ts";
import { isFiled, openCustomerFile } from "./customer-files.ts";
import { mixSchema, readMix } from "./mix.ts";
import { paysSchema, readPays } from "./pays.ts";
import type { PopulationContext } from "./population-context.ts";
import { priceSensitivitySchema, readPriceSensitivity } from "./price-sensitivity.ts";
import { readSignUps, signupsSchema } from "./signups.ts";
import { populationUsageSchema, readPopulationUsage } from "./usage.ts";
import { readUsageFiles } from "./usage-files.ts";
import { readVarying } from "./varying-value.ts";
import { checkWillingnessCurrencies, readWillingness, willingnessSchema } from "./willingness-to-pay.ts";

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
  timeline: populationTimelineSchema,
  pays: paysSchema,
  price_sensitivity: priceSensitivitySchema,
  willingness_to_pay: willingnessSchema,
});

export const populationsSchema: Schema = named("Customers drawn from distributions, by name.", populationSchema);

/** What reading the populations needs to know of the rest. */
export interface PopulationsContext extends Pick<PopulationContext, "reading" | "declarations" | "clock" | "files"> {
  /** What holds for a population that says nothing else. */
  readonly dunning: Dunning;
  readonly billing: BillingSettings;
  /** The names of the scripted customers. */
  readonly scripts: ReadonlySet<string>;
}

/** Reads the crowds of a scenario. */
export function readPopulations(outer: PopulationsContext, node: SourceNode | undefined): readonly Population[] {
  if (node?.kind !== "map") return [];
  const { reading, billing, scripts } = outer;
  const named = { scripts, files: [] };
  const names = [...node.entries.keys()];
  const populations: Population[] = [];
  for (const entry of namedEntries(node)) {
    const complaint = identifierComplaint(entry.key, "a population");
    if (complaint !== undefined) reading.refuseKey(entry, complaint);
    if (entry.value.kind !== "map" || entry.value.broken) continue;
    const own = { name: entry.key, codes: codesWritten(entry.value), attributes: new Map(), isFiled: isFiled(entry.value) };
    const context: PopulationContext = { ...outer, ...own, populations: names, mode: billing.mode, named };
    const population = readPopulation(context, entry.value, outer);
    if (population !== undefined) populations.push(population);
  }
  return populations;
}

function readPopulation(context: PopulationContext, map: SourceMap, { dunning, billing }: PopulationsContext): Population | undefined {
  const { reading, declarations, name } = context;
  const drawnSignUps = readSignUps(reading, map);
  const file = context.isFiled ? openCustomerFile(context, map) : undefined;
  const attributes = readAttributes(context, map, file?.attributes ?? []);
  const mix = readMix(context, map, !context.isFiled);
  const visa = declarations.cards.all.get("visa") as Card;
  const card = readOr(reading, map, "card", readVarying(context, readReference(declarations.cards)), fixed(visa));
  const taxRates: readonly TaxRate[] | undefined = readField(reading, map, "tax_rates", readList(readReference(declarations.taxRates)));
  const coupon = readCouponChoice(context, map);
  const own = has(map, "dunning") ? readDunning(reading, field(map, "dunning"), dunning) : dunning;
  const behavior = readBehavior(context, map);
  const usage = readPopulationUsage(context, map, mix, behavior);
  const usageFiles = readUsageFiles(context, map, usage);
  const targets = behavior.flatMap((one) => (one.kind === "change" ? [one.to] : []));
  const collects = readOwnCollection(reading, map, billing);
  if (collects.collectionMethod === "send_invoice") refusePauses(reading, map, behavior);
  const pays = readPays(context, map);
  const sensitivity = readPriceSensitivity(context, map, mix);
  const willingness = readWillingness(context, map, mix);
  const currencies = readCurrencies(context, map, mix, targets);
  const { codes } = context;
  const signUps = file === undefined ? drawnSignUps : file.read({ attributes, mix, targets, codes, usage: usageFiles });
  const [first] = mix;
  const [anyCode = "usd"] = codes ?? [];
  const anyCurrency = first?.items[0]?.plan.currency ?? (knownCurrencies.get(anyCode) as Currency);
  if (signUps === undefined || (first === undefined ? file === undefined : currencies === undefined)) return undefined;
  const all = everyCurrency(signUps, codes, first === undefined ? [] : [anyCurrency]);
  checkWillingnessCurrencies(context, map, all);
  return {
    name,
    signUps,
    attributes,
    currencies: currencies ?? fixed(weightedChoice([anyCurrency], [1])),
    everyCurrency: all,
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
    willingness,
    business: undefined,
  };
}

function codesWritten(map: SourceMap): readonly string[] | undefined {
  const written = map.entries.get("currency");
  return written && codesIn(written.value);
}

/** Those that are written, else that of its plans, and those of its file's rows. */
function everyCurrency(signUps: SignUps, codes: readonly string[] | undefined, ofPlans: readonly Currency[]): readonly Currency[] {
  const own = codes === undefined ? ofPlans : codes.flatMap((code) => knownCurrencies.get(code) ?? []);
  return [...new Set([...own, ...(signUps.kind === "file" ? signUps.currencies : [])])];
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
