import type { TrialEndBehavior } from "../../../account/subscription.ts";
import { checkItems } from "../../../actions/subscribe.ts";
import { sameInterval } from "../../../calendar/billing-period.ts";
import type { Plan } from "../../../catalog/plan.ts";
import { identifierComplaint } from "../../../language/identifier.ts";
import { readDistribution } from "../../../language/read-distribution.ts";
import { readDuration } from "../../../language/read-duration.ts";
import { type Reader, readChoice, readField, readList, readOr } from "../../../language/reading.ts";
import { readReference } from "../../../language/references.ts";
import { block, choice, list, named, ref, type Schema } from "../../../language/schema-parts.ts";
import { field, has, namedEntries, quoteText, type SourceEntry, type SourceList, type SourceMap } from "../../../language/source-node.ts";
import type { TrialChoice } from "../../../lifecycle/requests.ts";
import type { Offer } from "../../../population/population.ts";
import { purpose } from "../../../population/purposes.ts";
import { fixed, type Varying } from "../../../population/varying.ts";
import { constant, type Distribution } from "../../../random/distribution.ts";
import { couponChoiceSchema, readCouponChoice } from "./coupon-choice.ts";
import type { PopulationContext } from "./population-context.ts";
import { readRate } from "./rate.ts";
import { readWeight } from "./shares.ts";
import { readVarying } from "./varying-value.ts";

const number = (description: string): Schema => ref("number_or_distribution", description);

export const mixSchema: Schema = named(
  "What customers sign up for, by name: one is drawn per customer.",
  block("One of the mix: one of `plan` and `items` is required.", {
    weight: number("Its weight, relative to the others; 1 unless given."),
    plan: ref("id", "The plan."),
    quantity: number("How many; 1 unless given. Drawn ones are rounded, and at least 0."),
    items: list("Several plans on one subscription.", block("One plan.", { plan: ref("id", "The plan."), quantity: number("How many.") }, ["plan"]), {
      minItems: 1,
      maxItems: 20,
    }),
    trial: ref("trial", "Length of the free trial; `0` removes the plan's own."),
    converts: ref("rate", "The share that stays at the trial's end; the others cancel during it (D36)."),
    trial_end_behavior: choice("What becomes of those who do not convert: they have no card, and the trial's end does this. Without it they cancel (N72).", [
      "cancel",
      "pause",
      "create_invoice",
    ]),
    coupon: couponChoiceSchema,
    tax_rates: list("Tax rates of `tax_rates`.", ref("id", "A tax rate.")),
  }),
);

const ONE: Varying<Distribution> = fixed(constant(1));

/** @param isRequired whether every customer's plan is drawn. */
export function readMix(context: PopulationContext, population: SourceMap, isRequired: boolean): readonly Offer[] {
  const node = field(population, "subscribe");
  if (!isRequired && !has(population, "subscribe")) return [];
  if (!has(population, "subscribe") || (node?.kind === "map" && node.entries.size === 0)) {
    context.reading.refuseMissing(
      population,
      "The population signs up for nothing.",
      "A population has `subscribe`, a map of what its customers sign up for.",
      "Write `subscribe: { all: { plan: <a plan> } }`.",
    );
    return [];
  }
  if (node?.kind !== "map") return [];
  const offers: Offer[] = [];
  for (const entry of namedEntries(node)) {
    const complaint = identifierComplaint(entry.key, "an entry of the mix");
    if (complaint !== undefined) context.reading.refuseKey(entry, complaint);
    const offer = entry.value.kind === "map" && !entry.value.broken ? readOffer(context, entry, entry.value) : undefined;
    if (offer !== undefined) offers.push(offer);
  }
  return offers;
}

function readOffer(context: PopulationContext, { key }: SourceEntry, map: SourceMap): Offer | undefined {
  const { reading, declarations } = context;
  const weight = readOr(reading, map, "weight", readVarying(context, readWeight), fixed(1));
  const items = readItems(context, map);
  const trial = readOr<TrialChoice>(reading, map, "trial", readTrial, { kind: "plan" });
  const converts = readField(reading, map, "converts", readRate(context));
  const trialEndBehavior = readField<TrialEndBehavior>(reading, map, "trial_end_behavior", readChoice());
  const coupon = readCouponChoice(context, map);
  const taxRates = readField(reading, map, "tax_rates", readList(readReference(declarations.taxRates)));
  return items && { name: key, quantityPurpose: purpose(`offer/${key}/quantity`), weight, items, trial, converts, trialEndBehavior, coupon, taxRates };
}

function readItems(context: PopulationContext, map: SourceMap): Offer["items"] | undefined {
  const { reading } = context;
  const items = field(map, "items");
  if (has(map, "items")) {
    for (const key of ["plan", "quantity"]) {
      const entry = map.entries.get(key);
      if (entry !== undefined) {
        reading.refuseKey(entry, {
          code: "exclusive-keys",
          message: `\`${key}\` and \`items\` are both given.`,
          rule: "One of `plan` and `items` is given.",
          remedy: "Put it into `items`.",
        });
      }
    }
    const all = items && readList(readItem(context))(reading, items);
    if (all !== undefined && items?.kind === "list") checkTogether(context, items, all);
    return all;
  }
  if (!has(map, "plan")) {
    return reading.refuseMissing(map, "It does not say which plan.", "One of `plan` and `items` is required.", "Write `plan: <a plan>`.");
  }
  const item = readItem(context)(reading, map);
  return item && [item];
}

/** What cannot stand on one subscription is said before anybody signs up for it. */
function checkTogether(context: PopulationContext, node: SourceList, items: Offer["items"]): void {
  checkItems(context, node.items, items);
  const [first, ...others] = items;
  if (context.mode === "flexible" || first === undefined || others.every(({ plan }) => sameInterval(plan.interval, first.plan.interval))) return;
  context.reading.refuse(node, {
    code: "mixed-intervals",
    message: "The plans have several intervals.",
    rule: "In classic mode all items of a subscription have the same interval (B19).",
    remedy: "Use the flexible mode, or an entry of the mix for each.",
  });
}

function readItem(context: PopulationContext): Reader<Offer["items"][number]> {
  return (reading, node) => {
    if (node.kind !== "map") return undefined;
    const plan = readField(reading, node, "plan", readReference(context.declarations.plans));
    const quantity = readOr(reading, node, "quantity", readVarying(context, readDistribution()), ONE);
    if (plan === undefined) return undefined;
    refuseMeteredQuantity(context, node, plan);
    return { plan, quantity: plan.usage === undefined ? quantity : fixed(constant(0)) };
  };
}

function refuseMeteredQuantity({ reading }: PopulationContext, node: SourceMap, plan: Plan): void {
  const written = node.entries.get("quantity");
  if (written === undefined || plan.usage === undefined) return;
  reading.refuseKey(written, {
    code: "misplaced-key",
    message: `A quantity is given for ${quoteText(plan.id)}, which is metered.`,
    rule: "The quantity of a metered plan is its usage.",
    remedy: "Take it out; describe the usage under `usage`.",
  });
}

/** `14 days`, or `0` for none. */
const readTrial: Reader<TrialChoice> = (reading, node) => {
  if (node.kind === "scalar" && node.value === 0) return { kind: "none" };
  const duration = readDuration(reading, node);
  return duration && { kind: "duration", duration };
};
