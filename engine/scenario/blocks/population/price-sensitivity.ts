import { type Plan, planIn } from "../../../catalog/plan.ts";
import { didYouMean, listed } from "../../../language/did-you-mean.ts";
import { readNumber } from "../../../language/read-distribution.ts";
import { readPositiveAmount } from "../../../language/read-number.ts";
import { type Reader, type Reading, readOr } from "../../../language/reading.ts";
import { block, type Schema } from "../../../language/schema-parts.ts";
import { field, has, quoteText, quoteValue, type SourceEntry, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import type { Offer } from "../../../population/population.ts";
import { listPrice, type PriceOf, type PriceSensitivity } from "../../../population/price-sensitivity.ts";
import { fixed, type Varying } from "../../../population/varying.ts";
import type { PopulationContext } from "./population-context.ts";
import { readVarying } from "./varying-value.ts";

const elasticity = (description: string): Schema => ({
  description,
  type: ["number", "string", "object"],
  default: 0,
  "x-expects": "an elasticity such as -0.6",
});

/** How prices change what a population does (D32). */
export const priceSensitivitySchema: Schema = block("How prices change sign-ups, churn and usage: elasticities, which may be split by `by` (D32).", {
  signup_elasticity: elasticity("Of sign-ups: they are multiplied by (price / reference) to this power, for example -0.6."),
  churn_elasticity: elasticity("Of churn: the hazard of every `cancel` is multiplied by (own price / reference) to this power, for example 0.4."),
  usage_elasticity: elasticity("Of usage: every record is multiplied by (own price / reference) of its metered plan to this power, for example -0.3."),
  reference: {
    description:
      "The list price of one, in minor units, at which the population is as written; default: that of the file. A map by plan, or by plan and currency: `{ pro: 4900, team: { usd: 900, eur: 850 } }`.",
    type: ["integer", "object"],
    examples: [1900, { pro: 4900, team: { usd: 900, eur: 850 } }],
    "x-expects": "a price in minor units, or a map of prices by plan",
  },
});

/** Stronger answers than this are slips: a price 10% higher would leave a quarter. */
const STRONGEST = 15;
const NONE: Varying<number> = fixed(0);

export function readPriceSensitivity(context: PopulationContext, population: SourceMap, mix: readonly Offer[]): PriceSensitivity | undefined {
  const { reading } = context;
  const node = field(population, "price_sensitivity");
  if (node?.kind !== "map") return undefined;
  const signUp = readOr(reading, node, "signup_elasticity", readVarying(context, readElasticity), NONE);
  const churn = readOr(reading, node, "churn_elasticity", readVarying(context, readElasticity), NONE);
  const usage = readOr(reading, node, "usage_elasticity", readVarying(context, readElasticity), NONE);
  warnIfNothingIsUsed(reading, node, population);
  return { signUp, churn, usage, price: pricesOf(context), reference: readReferences(context, field(node, "reference"), mix) };
}

/** The list price of one; of packages of another size than the file's, of as many as the file's hold. */
function pricesOf({ declarations }: PopulationContext): PriceOf {
  return (plan) => {
    const size = asDeclared(declarations, plan).terms.divideBy;
    return size === plan.terms.divideBy ? listPrice(plan) : (listPrice(plan) * size) / plan.terms.divideBy;
  };
}

/** Usage comes of entries of `usage`; without one there is nothing that could follow the price. */
function warnIfNothingIsUsed(reading: Reading, node: SourceMap, population: SourceMap): void {
  const entry = node.entries.get("usage_elasticity");
  if (entry === undefined || has(population, "usage")) return;
  reading.warn(entry.span, {
    code: "never-held",
    message: "`usage_elasticity` is given, and the population has no `usage`.",
    rule: "Usage that follows the price is what the entries of `usage` draw.",
    remedy: "Describe the usage under `usage`, or take it out.",
  });
}

const readElasticity: Reader<number> = (reading, node) => {
  const value = readNumber(reading, node);
  if (value === undefined || (value >= -STRONGEST && value <= STRONGEST)) return value;
  return reading.refuse(node, {
    code: "bad-number",
    message: `The elasticity is ${quoteValue(node)}.`,
    rule: `An elasticity lies between -${STRONGEST} and ${STRONGEST}: with -0.6 a price 10% higher draws about 6% fewer.`,
    remedy: "Write another number.",
  });
};

/** What is not written is the price of the file. */
function readReferences(context: PopulationContext, node: SourceNode | undefined, mix: readonly Offer[]): PriceOf {
  const { reading, declarations } = context;
  const written = new Map<string, number>();
  if (node?.kind === "map") {
    for (const entry of node.entries.values()) {
      entry.read = true;
      if (!declarations.plans.all.has(entry.key)) refuseUnknownPlan(context, entry);
      else if (!entry.value.broken) readReference(reading, entry.value, declarations.plans.all.get(entry.key), written);
    }
  } else if (node !== undefined) {
    const plans = [...new Set(mix.flatMap(({ items }) => items.map(({ plan }) => plan)))];
    if (plans.length > 1) refuseOneForAll(reading, node, plans);
    else readReference(reading, node, plans[0], written);
  }
  return (plan) => written.get(keyOf(plan.id, plan.currency.code)) ?? listPrice(asDeclared(declarations, plan));
}

/** The plan as the file has it, whatever the business has made of it since. */
function asDeclared({ plans }: PopulationContext["declarations"], plan: Plan): Plan {
  const declared = plans.all.get(plan.id);
  return (declared && planIn(declared, plan.currency)) ?? plan;
}

const keyOf = (plan: string, currency: string): string => `${plan}/${currency}`;

/** One price, of a plan with one currency; or one for each currency. */
function readReference(reading: Reading, node: SourceNode, plan: Plan | undefined, written: Map<string, number>): void {
  if (plan === undefined) return;
  const codes = [plan, ...plan.elsewhere].map(({ currency }) => currency.code);
  if (node.kind === "map") {
    for (const entry of node.entries.values()) {
      entry.read = true;
      const price = codes.includes(entry.key) ? readPrice(reading, entry.value) : refuseUnknownCurrency(reading, entry, plan, codes);
      if (price !== undefined) written.set(keyOf(plan.id, entry.key), price);
    }
    return;
  }
  if (codes.length > 1) {
    reading.refuse(node, {
      code: "wrong-type",
      message: `The reference of ${quoteText(plan.id)} is ${quoteValue(node)}, in which of its currencies is not said.`,
      rule: `The plan has prices in ${listed(codes)}.`,
      remedy: `Write { ${codes.map((code) => `${code}: ...`).join(", ")} }.`,
    });
    return;
  }
  const price = readPrice(reading, node);
  if (price !== undefined) written.set(keyOf(plan.id, plan.currency.code), price);
}

/** An amount; the schema has not looked into the map. */
function readPrice(reading: Reading, node: SourceNode): number | undefined {
  const price = node.broken ? undefined : readPositiveAmount(reading, node);
  if (price !== undefined || node.broken) return price;
  return reading.refuse(node, {
    code: "wrong-type",
    message: `The reference is ${quoteValue(node)}.`,
    rule: "A reference is a price in minor units.",
    remedy: "Write 1900, for example.",
  });
}

function refuseOneForAll(reading: Reading, node: SourceNode, plans: readonly Plan[]): void {
  const names = plans.map(({ id }) => id);
  reading.refuse(node, {
    code: "wrong-type",
    message: `The reference is one price, and the mix has the plans ${listed(names)}.`,
    rule: "Every plan has a reference of its own.",
    remedy: `Write { ${names[0]}: ${quoteValue(node)} }, for example.`,
  });
}

function refuseUnknownPlan({ reading, declarations: { plans } }: PopulationContext, entry: SourceEntry): void {
  reading.refuseKey(entry, {
    code: "unknown-id",
    message: `There is no plan ${quoteText(entry.key)}.`,
    rule: `It must be a plan of \`plans\`: ${plans.choices()}.`,
    remedy: didYouMean(entry.key, plans.all.keys(), "Define it under `plans`, or name another."),
  });
}

function refuseUnknownCurrency(reading: Reading, entry: SourceEntry, plan: Plan, codes: readonly string[]): undefined {
  return reading.refuseKey(entry, {
    code: "wrong-currency",
    message: `The plan ${quoteText(plan.id)} has no price in ${quoteText(entry.key)}.`,
    rule: `It has prices in ${listed(codes)}.`,
    remedy: didYouMean(entry.key, codes, "Take it out."),
  });
}
