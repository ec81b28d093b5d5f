import type { Collection } from "../../../billing/settings.ts";
import type { Plan } from "../../../catalog/plan.ts";
import type { TaxRate } from "../../../catalog/tax-rate.ts";
import { identifierComplaint } from "../../../language/identifier.ts";
import { readCurrency } from "../../../language/read-currency.ts";
import { type Reading, readField, readList, readOr } from "../../../language/reading.ts";
import { readReference } from "../../../language/references.ts";
import { block, choice, list, named, notYet, ref, type Schema, whole } from "../../../language/schema-parts.ts";
import { field, has, namedEntries, quoteText, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import type { Currency } from "../../../money/currency.ts";
import type { Card } from "../../../payments/card.ts";
import type { Dunning } from "../../../payments/dunning.ts";
import type { Offer, Population } from "../../../population/population.ts";
import { fixed, type Varying } from "../../../population/varying.ts";
import { type WeightedChoice, weightedChoice } from "../../../population/weighted-choice.ts";
import type { Declarations } from "../../declarations.ts";
import { dunningSchema, readDunning } from "../dunning.ts";
import { attributesSchema, readAttributes } from "./attributes.ts";
import { behaviorSchema, readBehavior } from "./behavior.ts";
import { couponChoiceSchema, readCouponChoice } from "./coupon-choice.ts";
import { mixSchema, readMix } from "./mix.ts";
import type { PopulationContext } from "./population-context.ts";
import { readShares } from "./shares.ts";
import { readSignUps, signupsSchema } from "./signups.ts";
import { readVarying } from "./varying-value.ts";

const number = (description: string): Schema => ref("number_or_distribution", description);

const usageSchema = named(
  "Usage of metered plans, by name: `quantity` x a lasting factor x a monthly factor x growth.",
  block("One stream of usage.", {
    plan: ref("id", "The metered plan."),
    every: ref("duration", "The time between two records."),
    quantity: number("How much each time."),
    growth: ref("share", "Monthly growth, compounded."),
    spread: block("How customers and months differ: coefficients of variation.", {
      customer: ref("share", "Of the factor that a customer keeps."),
      month: ref("share", "Of the factor that changes every month."),
    }),
  }),
);

const populationSchema = block("A population.", {
  like: notYet("It will make a population like another.", ref("id", "Another population, over which this one is a merge patch.")),
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
  collection_method: notYet(
    "It will send invoices to be paid by hand.",
    choice("How its customers' invoices are collected.", ["charge_automatically", "send_invoice"]),
  ),
  days_until_due: notYet("It will set when a sent invoice is due.", whole("Days until a sent invoice is due.", 0)),
  dunning: dunningSchema("Its customers' retry schedule."),
  subscribe: mixSchema,
  usage: notYet("It will draw usage.", usageSchema),
  behavior: behaviorSchema,
  timeline: notYet(
    "It will give every customer the same entries.",
    named("Entries that every one of its customers goes through, by name.", { description: "An entry, as in a customer's timeline.", type: "object" }),
  ),
  pays: notYet(
    "It will say when sent invoices are paid.",
    block("How customers pay sent invoices.", {
      after: { description: "How long after an invoice was sent: a duration or a distribution.", type: ["string", "object"] },
      never: ref("share", "The share that is never paid."),
    }),
  ),
  price_sensitivity: notYet(
    "It will let sign-ups, churn and usage follow the price.",
    block("How prices change sign-ups, churn and usage: elasticities (D32).", {
      signup_elasticity: number("Of sign-ups, for example -0.6."),
      churn_elasticity: number("Of churn, for example 0.4."),
      usage_elasticity: number("Of usage, for example -0.3."),
      reference: { description: "The price they are relative to; default: that of the file.", type: ["integer", "object"] },
    }),
  ),
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
  const targets = behavior.flatMap((one) => (one.kind === "change" ? [one.to] : []));
  const currencies = readCurrencies(context, map, mix, targets);
  const [first] = mix;
  if (currencies === undefined || first === undefined) return undefined;
  const anyCurrency = (first.items[0] as Offer["items"][number]).plan.currency;
  return { name, signUps, attributes, currencies, anyCurrency, card, taxRates, coupon, dunning: own, collection, mix, behavior };
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
