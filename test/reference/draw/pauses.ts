import fc from "fast-check";
import { type Offset, offset } from "./entry.ts";
import type { PlainRecord } from "./yaml-object.ts";

const behavior = fc.constantFrom("void", "keep_as_draft", "mark_uncollectible", undefined);

/** A pause, and how and when it ends, if it does. */
export const pauseDraw = fc.record({
  /** Behind how many of the customer's other entries it comes. */
  place: fc.nat(5),
  after: offset,
  subscription: fc.nat(2),
  behavior,
  /** When collection is to resume by itself. */
  until: fc.option(offset, { nil: undefined, freq: 2 }),
  /** How long after the pause the script ends it. */
  ends: fc.option(offset, { nil: undefined, freq: 3 }),
});
export type PauseDraw = typeof pauseDraw extends fc.Arbitrary<infer T> ? T : never;

/** What a sign-up says about pauses. */
export const subscribePauses = fc.record({
  collection: fc.option(fc.record({ behavior, until: fc.option(offset, { nil: undefined, freq: 2 }) }), { nil: undefined, freq: 3 }),
});
export type SubscribePauses = typeof subscribePauses extends fc.Arbitrary<infer T> ? T : never;

/** One entry of a pause: how long after what came before, and what it says; `resolve` gives instants ahead of it. */
export interface PauseStep {
  readonly after: Offset;
  entry(resolve: (offset: Offset) => string): PlainRecord;
}

export function pauseSteps({ after, behavior: how, until, ends }: PauseDraw): PauseStep[] {
  const pause: PauseStep = { after, entry: (resolve) => ({ pause_collection: collectionFields({ behavior: how, until }, resolve) }) };
  return ends === undefined ? [pause] : [pause, { after: ends, entry: () => ({ pause_collection: null }) }];
}

export function collectionFields(
  { behavior: how, until }: { readonly behavior: string | undefined; readonly until: Offset | undefined },
  resolve: (offset: Offset) => string,
): PlainRecord {
  return { behavior: how, resumes_at: until === undefined ? undefined : resolve(until) };
}
