import type { ProrationBehavior } from "../../../billing/settings.ts";
import type { Plan } from "../../../catalog/plan.ts";
import { identifierComplaint } from "../../../language/identifier.ts";
import { readDistribution } from "../../../language/read-distribution.ts";
import { readDuration } from "../../../language/read-duration.ts";
import { readChoice, readField, readFlag, readOr, readText } from "../../../language/reading.ts";
import { readReference } from "../../../language/references.ts";
import { block, choice, flag, named, ref, type Schema, text } from "../../../language/schema-parts.ts";
import { field, has, namedEntries, type SourceEntry, type SourceMap } from "../../../language/source-node.ts";
import type { Behavior } from "../../../population/population.ts";
import { purpose } from "../../../population/purposes.ts";
import { fixed, type Varying } from "../../../population/varying.ts";
import { couponChoiceSchema, readCouponChoice } from "./coupon-choice.ts";
import type { PopulationContext } from "./population-context.ts";
import { readRate } from "./rate.ts";
import { readVarying } from "./varying-value.ts";

const rate = (description: string): Schema => ref("rate", description);
const PRORATION = ["create_prorations", "none", "always_invoice"];
const ofPlan = ref("id", "Only customers of this plan.");

/** What drawn customers do, as independent hazards (D33). */
export const behaviorSchema: Schema = named(
  "What customers do, by name: competing hazards.",
  block("One behaviour: exactly one of these keys.", {
    cancel: block("They leave.", {
      rate: rate("How many a month."),
      at_renewal: rate("The share that leaves at each renewal, in place of `rate`."),
      plan: ofPlan,
      at_period_end: flag("They stay until the period ends.", { default: false }),
      reason: text("Why, in your own words."),
    }),
    change: block(
      "They change plan, and keep their quantity.",
      {
        from: ofPlan,
        to: ref("id", "The plan that they change to."),
        rate: rate("How many a month."),
        proration_behavior: choice("How it is settled.", PRORATION),
      },
      ["to", "rate"],
    ),
    seats: block(
      "They change the quantity, but keep at least 1.",
      {
        plan: ofPlan,
        change: ref("number_or_distribution", "By how much."),
        rate: rate("How many a month."),
        proration_behavior: choice("How it is settled.", PRORATION),
      },
      ["change", "rate"],
    ),
    pause: block(
      "They pause the service; then it begins again with a full period.",
      { rate: rate("How many a month."), for: ref("duration", "For how long."), plan: ofPlan },
      ["rate", "for"],
    ),
    refund: block(
      "They get their latest payment back.",
      { plan: ofPlan, rate: rate("How many a month."), first: ref("duration", "Only in this time after the payment.") },
      ["rate"],
    ),
    return: block(
      "Those who left come back to what they had, at today's price and without a trial.",
      { rate: rate("How many of them a month."), within: ref("duration", "Only in this time after leaving."), coupon: couponChoiceSchema },
      ["rate"],
    ),
  }),
);

/** Reads what the customers of a population do. */
export function readBehavior(context: PopulationContext, population: SourceMap): readonly Behavior[] {
  const node = field(population, "behavior");
  if (node?.kind !== "map") return [];
  const behaviors: Behavior[] = [];
  for (const entry of namedEntries(node)) {
    const complaint = identifierComplaint(entry.key, "a behaviour");
    if (complaint !== undefined) context.reading.refuseKey(entry, complaint);
    const behavior = entry.value.kind === "map" && !entry.value.broken ? readOne(context, entry, entry.value) : undefined;
    if (behavior !== undefined) behaviors.push(behavior);
  }
  return behaviors;
}

type ReadKind = (context: PopulationContext, name: string, map: SourceMap) => Behavior | undefined;

const KINDS: ReadonlyMap<string, ReadKind> = new Map<string, ReadKind>([
  ["cancel", readCancel],
  ["change", readChange],
  ["seats", readSeats],
  ["pause", readPause],
  ["refund", readRefund],
  ["return", readReturn],
]);

/** The one thing that the entry says; anything else is reported. */
function readOne(context: PopulationContext, { key: name }: SourceEntry, map: SourceMap): Behavior | undefined {
  const { reading } = context;
  const [first, second] = [...map.entries.values()];
  if (first === undefined) {
    return reading.refuse(map, {
      code: "no-action",
      message: "The behaviour does not say what happens.",
      rule: `A behaviour has exactly one of ${[...KINDS.keys()].join(", ")}.`,
      remedy: "Write `cancel: { rate: 2% }`, for example.",
    });
  }
  if (second !== undefined) {
    return reading.refuseKey(second, {
      code: "several-actions",
      message: `The behaviour has ${map.entries.size} keys.`,
      rule: `A behaviour has exactly one of ${[...KINDS.keys()].join(", ")}.`,
      remedy: "Make an entry of each, with a name of its own.",
    });
  }
  const inner = field(map, first.key);
  return inner?.kind === "map" ? KINDS.get(first.key)?.(context, name, inner) : undefined;
}

const NEVER_HAPPENS: Varying<number> = fixed(0);

function common(
  context: PopulationContext,
  name: string,
  map: SourceMap,
  planKey = "plan",
): { name: string; purpose: Behavior["purpose"]; plan: Plan | undefined; rate: Varying<number> } {
  const { reading, declarations } = context;
  return {
    name,
    purpose: purpose(`behavior/${name}`),
    plan: readField(reading, map, planKey, readReference(declarations.plans)),
    rate: readOr(reading, map, "rate", readRate(context), NEVER_HAPPENS),
  };
}

function readCancel(context: PopulationContext, name: string, map: SourceMap): Behavior | undefined {
  const { reading } = context;
  const atRenewal = readField(reading, map, "at_renewal", readRate(context));
  const both = map.entries.get("at_renewal");
  if (both !== undefined && has(map, "rate")) {
    reading.refuseKey(both, {
      code: "exclusive-keys",
      message: "`rate` and `at_renewal` are both given.",
      rule: "One of the two says how many leave.",
      remedy: "Make two entries, each with a name of its own.",
    });
  } else if (both === undefined && !has(map, "rate")) {
    return reading.refuseMissing(map, "It does not say how many leave.", "One of `rate` and `at_renewal` is required.", "Write `rate: 2%`, for example.");
  }
  const atPeriodEnd = readOr(reading, map, "at_period_end", readFlag, false);
  return { kind: "cancel", ...common(context, name, map), atRenewal, atPeriodEnd, reason: readField(reading, map, "reason", readText) ?? name };
}

function readChange(context: PopulationContext, name: string, map: SourceMap): Behavior | undefined {
  const { reading, declarations } = context;
  const to = readField(reading, map, "to", readReference(declarations.plans));
  const shared = common(context, name, map, "from");
  const prorationBehavior = readField<ProrationBehavior>(reading, map, "proration_behavior", readChoice());
  return to && { kind: "change", ...shared, to, prorationBehavior };
}

function readSeats(context: PopulationContext, name: string, map: SourceMap): Behavior | undefined {
  const { reading } = context;
  const by = readField(reading, map, "change", readVarying(context, readDistribution()));
  const shared = common(context, name, map);
  const prorationBehavior = readField<ProrationBehavior>(reading, map, "proration_behavior", readChoice());
  return by && { kind: "seats", ...shared, by, amountPurpose: purpose(`behavior/${name}/amount`), prorationBehavior };
}

function readPause(context: PopulationContext, name: string, map: SourceMap): Behavior | undefined {
  const duration = readField(context.reading, map, "for", readDuration);
  const shared = common(context, name, map);
  return duration && { kind: "pause", ...shared, for: duration };
}

function readRefund(context: PopulationContext, name: string, map: SourceMap): Behavior {
  return { kind: "refund", ...common(context, name, map), first: readField(context.reading, map, "first", readDuration) };
}

function readReturn(context: PopulationContext, name: string, map: SourceMap): Behavior {
  const within = readField(context.reading, map, "within", readDuration);
  return { kind: "return", ...common(context, name, map), within, coupon: readCouponChoice(context, map) };
}
