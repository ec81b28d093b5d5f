import type { ProrationBehavior } from "../billing/settings.ts";
import { refuseTogether } from "../language/exclusive-keys.ts";
import { readDuration } from "../language/read-duration.ts";
import { readInstant } from "../language/read-instant.ts";
import { type Reader, readChoice, readField, readList, readOr, readWhole } from "../language/reading.ts";
import { block, choice, list, ref, type Schema, whole } from "../language/schema-parts.ts";
import { field, has, quoteValue, type SourceMap } from "../language/source-node.ts";
import type { PhaseRequest, PlanQuantity, ScheduleRequest, Subscribe, TrialChoice } from "./action.ts";
import type { ActionContext } from "./action-definition.ts";
import { readDiscounts, sharedFields } from "./plan-fields.ts";

/** A subscription schedule, as a list of phases that follow each other. */
export const phasesSchema: Schema = list(
  "A subscription schedule: up to ten phases that follow each other, the first at once (H1).",
  block("One phase: `plan` or `items`, and one of `duration`, `iterations` and `end`.", {
    plan: sharedFields.plan,
    quantity: sharedFields.quantity,
    items: list(
      "Several plans in this phase.",
      block("One plan of the phase.", { plan: sharedFields.plan, quantity: sharedFields.quantity, tax_rates: sharedFields.taxRates }, ["plan"]),
      { minItems: 1, maxItems: 20 },
    ),
    duration: ref("duration", "How long the phase lasts."),
    iterations: whole("How many intervals of its plan the phase lasts (H3).", 1, { maximum: 1000 }),
    end: ref("instant", "When the phase ends."),
    coupon: sharedFields.coupon,
    trial: ref("trial", "A free trial at the phase's start; not longer than the phase."),
    proration_behavior: choice("How entering the phase is prorated.", ["create_prorations", "none", "always_invoice"], { default: "create_prorations" }),
    billing_cycle_anchor: choice("Whether the anchor moves to the phase's start (H6).", ["automatic", "phase_start"], { default: "automatic" }),
  }),
  { minItems: 1, maxItems: 10 },
);

/** What a phase says itself, or a schedule does not have (H1). */
const NOT_BESIDE: Readonly<Record<string, string>> = {
  plan: "Put it into the phases.",
  quantity: "Put it into the phases, beside the plan.",
  items: "Put them into the phases.",
  trial: "Put it into the phase that begins with it.",
  trial_end: "Write `trial` in the phase that begins with it.",
  billing_cycle_anchor: "A schedule's anchor is its start: write `billing_cycle_anchor: phase_start` in the phase that moves it.",
  billing_cycle_anchor_config: "A schedule's anchor is its start: write `billing_cycle_anchor: phase_start` in the phase that moves it.",
  backdate_start_date: "Begin the schedule with its entry.",
  proration_behavior: "Put it into the phase that is entered with it.",
  coupon: "Put it into each phase that has it.",
  discounts: "Put `coupon` into each phase that has it.",
  cancel_at: "Write `end_behavior: cancel`: the subscription ends with the last phase.",
  cancel_at_period_end: "Write `end_behavior: cancel`: the subscription ends with the last phase.",
  billing_thresholds: "Take them out, or subscribe without `phases`: a schedule has no thresholds (H1).",
  trial_end_behavior: "Take it out: the trials of a schedule ask for no card at their end.",
  payment_behavior: "Take it out: the first invoice of a schedule is charged like a renewal, and never incomplete (H2).",
};

type ReadItems = (context: ActionContext, map: SourceMap, what: string) => readonly PlanQuantity[] | undefined;

/** `phases` and `end_behavior` of a sign-up; undefined when there are none, or when a phase is broken, which is then reported. */
export function readSchedule(context: ActionContext, map: SourceMap, readItems: ReadItems): ScheduleRequest | undefined {
  const { reading } = context;
  const endBehavior = readOr<ScheduleRequest["endBehavior"]>(reading, map, "end_behavior", readChoice(), "release");
  const endEntry = map.entries.get("end_behavior");
  if (!has(map, "phases")) {
    if (endEntry !== undefined && !endEntry.broken) {
      reading.refuseKey(endEntry, {
        code: "misplaced-key",
        message: "`end_behavior` stands without `phases`.",
        rule: "It says what happens after the last phase of a schedule.",
        remedy: "Add `phases`, or use `cancel_at` to end a subscription without a schedule.",
      });
    }
    return undefined;
  }
  for (const [key, remedy] of Object.entries(NOT_BESIDE)) refuseTogether(reading, map, "phases", key, remedy);
  const node = field(map, "phases");
  const phases = node === undefined ? undefined : readList(readPhase(context, readItems))(reading, node);
  if (node?.kind !== "list" || phases?.length !== node.items.length) return undefined;
  return { phases, endBehavior };
}

/** The first phase as fields of the sign-up. */
export function signUpTerms({ phases }: ScheduleRequest): Pick<Subscribe, "items" | "trial" | "discounts" | "prorationBehavior"> {
  const { items, trial, coupons, prorationBehavior } = phases[0] as PhaseRequest;
  return { items, trial, discounts: coupons, prorationBehavior };
}

function readPhase(context: ActionContext, readItems: ReadItems): Reader<PhaseRequest> {
  return (reading, node) => {
    if (node.kind !== "map") return undefined;
    const items = readItems(context, node, "A phase");
    const length = readLength(context, node);
    const coupons = readDiscounts(context, node) ?? [];
    const trial = readPhaseTrial(context, node);
    const prorationBehavior = readOr<ProrationBehavior>(reading, node, "proration_behavior", readChoice(), "create_prorations");
    const movesAnchor = readField(reading, node, "billing_cycle_anchor", readChoice()) === "phase_start";
    return items === undefined || length === undefined ? undefined : { items, length, coupons, trial, prorationBehavior, movesAnchor };
  };
}

const LENGTHS = ["duration", "iterations", "end"] as const;

function readLength(context: ActionContext, map: SourceMap): PhaseRequest["length"] | undefined {
  const { reading } = context;
  const [given, ...others] = LENGTHS.filter((key) => has(map, key));
  if (given === undefined) {
    return reading.refuseMissing(
      map,
      "A phase does not say how long it lasts.",
      "One of `duration`, `iterations` and `end` is required.",
      "Write `duration: 3 months`, for example; what follows the last phase is said by `end_behavior`.",
    );
  }
  for (const other of others) refuseTogether(reading, map, given, other, "Keep the one that is meant.");
  const duration = readField(reading, map, "duration", readDuration);
  const count = readField(reading, map, "iterations", readWhole);
  const end = readField(reading, map, "end", readInstant);
  if (duration !== undefined) return { kind: "duration", duration };
  if (count !== undefined) return { kind: "iterations", count };
  return end === undefined ? undefined : { kind: "until", end };
}

function readPhaseTrial(context: ActionContext, map: SourceMap): TrialChoice {
  const { reading } = context;
  const trial = field(map, "trial");
  if (trial === undefined) return { kind: "plan" };
  if (trial.kind === "scalar" && typeof trial.value === "number") {
    if (trial.value === 0) return { kind: "none" };
    reading.refuse(trial, {
      code: "bad-duration",
      message: `The trial is ${quoteValue(trial)}, without a unit.`,
      rule: "A trial is a duration such as 14 days; only 0 stands alone and removes the plan's own trial.",
      remedy: `Write ${trial.text} days.`,
    });
    return { kind: "plan" };
  }
  const duration = readDuration(reading, trial);
  return duration === undefined ? { kind: "plan" } : { kind: "duration", duration };
}
