import { identifierComplaint } from "../../../language/identifier.ts";
import { readDistribution, readNumber } from "../../../language/read-distribution.ts";
import { readStep } from "../../../language/read-step.ts";
import { type Reader, type Reading, readField, readOr } from "../../../language/reading.ts";
import { readReference } from "../../../language/references.ts";
import { block, named, ref, type Schema, text } from "../../../language/schema-parts.ts";
import { field, has, namedEntries, quoteText, quoteValue, type SourceEntry, type SourceMap } from "../../../language/source-node.ts";
import type { Behavior, Offer } from "../../../population/population.ts";
import { purpose } from "../../../population/purposes.ts";
import type { UsageEntry } from "../../../population/usage-entry.ts";
import { fixed, type Varying } from "../../../population/varying.ts";
import { constant, type Distribution } from "../../../random/distribution.ts";
import { lognormal } from "../../../random/distributions/lognormal.ts";
import type { PopulationContext } from "./population-context.ts";
import { readVarying } from "./varying-value.ts";

const spreadOf = (description: string): Schema => ref("number_or_distribution", description, { examples: ["60%"], "x-expects": "a share such as 60%" });

const FILE =
  "A CSV file with the columns customer, plan, at, quantity and, if there is need, action and idempotency_key, for a population whose customers come from a file: each row is a record at its own instant. A customer's rows stand together, and customers come in the same order as in their own file. The path is relative to the scenario and stays in its folder.";

const entrySchema: Schema = block("One stream of usage: drawn (`plan`, `every` and `quantity` are required), or with `from` alone read from a file.", {
  plan: ref("id", "The metered plan."),
  every: ref("duration", "The time between two records, in steps from 1970-01-01 on: `1 day` is every midnight."),
  quantity: ref("number_or_distribution", "How much each time. Each record is drawn by itself, rounded to a whole number, and at least 0."),
  growth: ref("number_or_distribution", "Monthly growth from the clock's first month on, compounded by calendar month. Default: none.", {
    examples: ["1%"],
    "x-expects": "a share such as 1%",
  }),
  spread: block("How customers and months differ: coefficients of variation of two factors with mean 1.", {
    customer: spreadOf("Of the factor that a customer keeps."),
    month: spreadOf("Of the factor that a customer has for each calendar month."),
  }),
  from: text(FILE),
});

export const populationUsageSchema: Schema = {
  ...named("Usage of metered plans while they are held, by name: `quantity` x a lasting factor x a monthly factor x growth; or read from a file.", entrySchema),
  properties: { from: text("Short for a single entry `{ from: usage.csv }`: the file of usage.") },
};

/** Reads what the customers of a population use. */
export function readPopulationUsage(
  context: PopulationContext,
  population: SourceMap,
  mix: readonly Offer[],
  behavior: readonly Behavior[],
): readonly UsageEntry[] {
  const node = field(population, "usage");
  if (node?.kind !== "map") return [];
  const usage: UsageEntry[] = [];
  for (const entry of namedEntries(node)) {
    const complaint = identifierComplaint(entry.key, "an entry of the usage");
    if (complaint !== undefined) context.reading.refuseKey(entry, complaint);
    const isDrawn = entry.value.kind === "map" && !entry.value.broken && !has(entry.value, "from");
    const read = isDrawn ? readEntry(context, entry, entry.value as SourceMap) : undefined;
    if (read === undefined) continue;
    usage.push(read);
    warnIfNeverHeld(context, entry, read, mix, behavior);
  }
  return usage;
}

const SAME: Varying<Distribution> = fixed(constant(1));

function readEntry(context: PopulationContext, { key: name }: SourceEntry, map: SourceMap): UsageEntry | undefined {
  const { reading } = context;
  const plan = readField(reading, map, "plan", readMetered(context));
  const every = readField(reading, map, "every", readStep);
  const quantity = readField(reading, map, "quantity", readVarying(context, readDistribution()));
  const growth = readOr(reading, map, "growth", readVarying(context, readGrowth), fixed(0));
  const spread = field(map, "spread");
  const factorOf = (key: string): Varying<Distribution> =>
    spread?.kind === "map" ? readOr(reading, spread, key, readVarying(context, readSpread), SAME) : SAME;
  const customerFactor = factorOf("customer");
  const monthFactor = factorOf("month");
  if (refuseMissing(reading, map) || plan === undefined || every === undefined || quantity === undefined) return undefined;
  const purposes = {
    purpose: purpose(`usage/${name}`),
    customerPurpose: purpose(`usage/${name}/customer`),
    monthPurpose: purpose(`usage/${name}/month`),
  };
  return { name, ...purposes, plan, every, quantity, growth, customerFactor, monthFactor };
}

function refuseMissing(reading: Reading, map: SourceMap): boolean {
  const missing = ["plan", "every", "quantity"].filter((key) => !has(map, key));
  if (missing.length === 0) return false;
  reading.refuseMissing(
    map,
    `The entry has no \`${missing.join("` and no `")}\`.`,
    "Drawn usage has `plan`, `every` and `quantity`; usage from a file has `from` alone.",
    "Write `{ plan: api, every: 1 day, quantity: 5 }`, or `{ from: usage.csv }`.",
  );
  return true;
}

function readMetered({ declarations }: PopulationContext): Reader<UsageEntry["plan"]> {
  return (reading, node) => {
    const plan = readReference(declarations.plans)(reading, node);
    if (plan === undefined || plan.usage !== undefined) return plan;
    return reading.refuse(node, {
      code: "not-metered",
      message: `The plan ${quoteText(plan.id)} is licensed.`,
      rule: "Usage is recorded for metered plans.",
      remedy: "Write `usage_type: metered` in the plan, or describe the quantity in `subscribe`.",
    });
  };
}

const readGrowth: Reader<number> = (reading, node) => {
  const growth = readNumber(reading, node);
  if (growth === undefined || (growth > -1 && growth <= 10)) return growth;
  return reading.refuse(node, {
    code: "bad-number",
    message: `The number is ${quoteValue(node)}.`,
    rule: "Monthly growth lies above -100% and is at most 1000%.",
    remedy: "Write another number.",
  });
};

/** A coefficient of variation above this is a slip: hardly anybody would use anything. */
const MOST_SPREAD = 10;

/** A lasting or monthly factor: lognormal with mean 1 (N23). */
const readSpread: Reader<Distribution> = (reading, node) => {
  const variation = readNumber(reading, node);
  if (variation === undefined) return undefined;
  if (variation >= 0 && variation <= MOST_SPREAD) return variation === 0 ? constant(1) : lognormal(1, variation);
  return reading.refuse(node, {
    code: "bad-number",
    message: `The spread is ${quoteValue(node)}.`,
    rule: "A spread is a coefficient of variation, standard deviation ÷ mean: between 0 and 10.",
    remedy: "Write 60%, for example.",
  });
};

/** A usage-only item is easily forgotten in the mix. */
function warnIfNeverHeld(
  { reading, isFiled }: PopulationContext,
  entry: SourceEntry,
  { plan }: UsageEntry,
  mix: readonly Offer[],
  behavior: readonly Behavior[],
): void {
  const isOffered = mix.some(({ items }) => items.some((item) => item.plan.id === plan.id));
  if (isFiled || isOffered || behavior.some((one) => one.kind === "change" && one.to.id === plan.id)) return;
  reading.warn(entry.span, {
    code: "never-held",
    message: `Nobody of this population signs up for ${quoteText(plan.id)} or changes to it.`,
    rule: "A plan is used by those who hold it.",
    remedy: `Add it to \`subscribe\`: \`items: [{ plan: ... }, { plan: ${plan.id} }]\`.`,
  });
}
