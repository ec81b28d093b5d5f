import fc from "fast-check";
import { type Offset, offset } from "./entry.ts";
import type { PlainRecord } from "./yaml-object.ts";

const behavior = fc.constantFrom("void", "keep_as_draft", "mark_uncollectible", "mark_uncollectible", undefined);
const prorations = fc.constantFrom(undefined, undefined, "none", "create_prorations", "always_invoice");

const collectionDraw = fc.record({
  kind: fc.constant("collection" as const),
  behavior,
  /** When collection is to resume by itself. */
  until: fc.option(offset, { nil: undefined, freq: 2 }),
});

const serviceDraw = fc.record({
  kind: fc.constant("service" as const),
  prorate: fc.constantFrom(undefined, true, false),
  /** A trial that runs is ended just before, so that there is something to pause. */
  afterTrial: fc.boolean(),
  anchor: fc.constantFrom(undefined, "now", "unchanged", "unchanged"),
  prorations,
  date: fc.option(offset, { nil: undefined, freq: 5 }),
  /** The customer has no card when it resumes; what is done about it, and how much later. */
  card: fc.constantFrom(undefined, "visa", "none", "none", "insufficient_funds", "insufficient_funds"),
  then: fc.constantFrom("nothing", "nothing", "pay", "pay", "void", "mark_uncollectible", "resume", "cancel"),
  thenAfter: offset,
});

/** A pause, and how and when it ends, if it does. */
export const pauseDraw = fc.record({
  /** Behind how many of the customer's other entries it comes. */
  place: fc.nat(5),
  after: offset,
  subscription: fc.nat(2),
  what: fc.oneof({ withCrossShrink: true }, { weight: 3, arbitrary: collectionDraw }, { weight: 4, arbitrary: serviceDraw }),
  /** How long after the pause the script ends it. */
  ends: fc.option(offset, { nil: undefined, freq: 4 }),
});
export type PauseDraw = typeof pauseDraw extends fc.Arbitrary<infer T> ? T : never;

/** A pause of the service, which a trial that ended without a card may have brought already. */
export const servicePauseDraw: fc.Arbitrary<PauseDraw> = fc.record({
  place: fc.constant(0),
  after: offset,
  subscription: fc.constant(0),
  what: serviceDraw,
  ends: offset,
});

/** What a sign-up says about pauses. */
export const subscribePauses = fc.record({
  trialEnd: fc.constantFrom(undefined, "cancel", "pause", "pause", "create_invoice"),
  collection: fc.option(fc.record({ behavior, until: fc.option(offset, { nil: undefined, freq: 2 }) }), { nil: undefined, freq: 2 }),
});
export type SubscribePauses = typeof subscribePauses extends fc.Arbitrary<infer T> ? T : never;

/** One entry of a pause: how long after what came before, and what it says; `resolve` gives instants ahead of it. */
export interface PauseStep {
  readonly after: Offset;
  /** Whether it is about the subscription. */
  readonly isNamed: boolean;
  entry(resolve: (offset: Offset) => string): PlainRecord;
}

const AT_ONCE: Offset = { kind: "fixed", span: "0 seconds", seconds: 0 };

export function pauseSteps({ after, what, ends }: PauseDraw): PauseStep[] {
  if (what.kind === "service") return serviceSteps(after, what, ends);
  const pause: PauseStep = { after, isNamed: true, entry: (resolve) => ({ pause_collection: collectionFields(what, resolve) }) };
  return ends === undefined ? [pause] : [pause, { after: ends, isNamed: true, entry: () => ({ pause_collection: null }) }];
}

type ServiceDraw = typeof serviceDraw extends fc.Arbitrary<infer T> ? T : never;

function serviceSteps(
  after: Offset,
  { prorate, afterTrial, anchor, prorations: how, date, card, then, thenAfter }: ServiceDraw,
  ends: Offset | undefined,
): PauseStep[] {
  const steps: PauseStep[] = [];
  if (afterTrial) steps.push({ after: AT_ONCE, isNamed: true, entry: () => ({ change: { trial_end: "now" } }) });
  steps.push({ after, isNamed: true, entry: () => ({ pause: { prorate } }) });
  if (ends === undefined) return steps;
  if (card !== undefined) steps.push({ after: AT_ONCE, isNamed: false, entry: () => ({ card }) });
  const resume: PauseStep["entry"] = (resolve) => ({
    resume: { billing_cycle_anchor: anchor, proration_behavior: how, proration_date: date === undefined || anchor !== "unchanged" ? undefined : resolve(date) },
  });
  steps.push({ after: ends, isNamed: true, entry: resume });
  if (then === "nothing" || card === undefined) return steps;
  if (then !== "void") steps.push({ after: AT_ONCE, isNamed: false, entry: () => ({ card: "visa" }) });
  const isNamed = then === "resume" || then === "cancel";
  steps.push({ after: thenAfter, isNamed, entry: then === "resume" ? resume : () => ({ [then]: {} }) });
  return steps;
}

export function collectionFields(
  { behavior: how, until }: { readonly behavior: string | undefined; readonly until: Offset | undefined },
  resolve: (offset: Offset) => string,
): PlainRecord {
  return { behavior: how, resumes_at: until === undefined ? undefined : resolve(until) };
}
