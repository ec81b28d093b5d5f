import fc from "fast-check";
import { type PlanDraw, planArbitrary } from "./catalog.ts";
import { type ActionDraw, type EntryDraw, entryArbitrary, type Offset, offset, type SubscribeDraw, subscribeDraw, usageDraw } from "./entry.ts";
import { cardChoice } from "./payment.ts";
import type { References } from "./references.ts";
import type { PlainRecord } from "./yaml-object.ts";

/** The thresholds of one sign-up. */
export interface ThresholdDraw {
  /** Above the licensed fees, so far as they can be told. */
  readonly amount: number | undefined;
  readonly usage: number | undefined;
  readonly resets: boolean;
  /** Now and then the fees are not counted, or the anchor is reset with a value that carries over: it is refused then. */
  readonly isCareless: boolean;
}

export const thresholdDraw: fc.Arbitrary<ThresholdDraw> = fc.record({
  amount: fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constantFrom<(number | undefined)[]>(undefined, 50, 1000, 5000) },
    { weight: 2, arbitrary: fc.integer({ min: 50, max: 20_000 }) },
  ),
  usage: fc.constantFrom(undefined, undefined, 1, 3, 10),
  resets: fc.constantFrom(false, true),
  isCareless: fc.constantFrom(false, false, false, false, false, true),
});

/** Mostly inside the running period, so that usage adds up there. */
const soon: fc.Arbitrary<Offset> = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 250 }).map((thousandths) => ({ kind: "part" as const, thousandths })) },
  { weight: 1, arbitrary: offset },
);
const much = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 90 }) }, { weight: 1, arbitrary: fc.constantFrom("12.5", "0.25", -4, 0) });
const usageOfMuch: fc.Arbitrary<ActionDraw> = fc.tuple(usageDraw, much).map(([draw, quantity]) => ({ ...draw, quantity }));
const newCard: fc.Arbitrary<ActionDraw> = fc.record({ kind: fc.constant("card" as const), card: cardChoice });
const entryOf = (action: fc.Arbitrary<ActionDraw>): fc.Arbitrary<EntryDraw> => fc.record({ after: soon, subscription: fc.nat(2), action });

/** Entries of which most are usage. */
export const entryWithUsage: fc.Arbitrary<EntryDraw> = fc.oneof(
  { withCrossShrink: true },
  { weight: 7, arbitrary: entryOf(usageOfMuch) },
  { weight: 3, arbitrary: entryArbitrary.chain(({ action }) => entryOf(fc.constant(action))) },
  { weight: 1, arbitrary: entryOf(newCard) },
);

/** A sign-up for several plans as a rule, seldom with a trial of its own. */
export const subscribeToSeveral: fc.Arbitrary<SubscribeDraw> = fc.tuple(subscribeDraw, fc.nat(5)).map(([draw, chance]) => ({
  ...draw,
  itemCount: draw.itemCount === 3 ? 3 : 2,
  trial: chance === 0 ? draw.trial : "none",
}));

/** Plans of which the first is metered, and the others more often than elsewhere; what is licensed is cheap, so that usage gets ahead of the fees. */
export const meteredPlans: fc.Arbitrary<PlanDraw[]> = fc.array(fc.tuple(planArbitrary, fc.nat(3)), { minLength: 2, maxLength: 5 }).map((plans) =>
  plans.map(([plan, chance], i) => {
    if (i === 0 || chance === 0) return { ...plan, trialDays: 0, usage: plan.usage ?? (chance > 1 ? "last_during_period" : "sum") };
    return plan.usage === undefined && chance < 3 ? { ...plan, trialDays: 0, pricing: { unit_amount: 100 } } : plan;
  }),
);

/** Writes the thresholds into the fields of a sign-up. Only metered items have one of their own. */
export function writeThresholds(draw: ThresholdDraw | undefined, refer: References, items: ReadonlyMap<number, PlainRecord>): PlainRecord {
  if (draw === undefined) return {};
  const { amount, usage, resets, isCareless } = draw;
  const plans = [...items.keys()];
  const metered = plans.filter((plan) => refer.isMetered(plan));
  if (usage !== undefined) for (const plan of metered) Object.assign(items.get(plan) as PlainRecord, { usage_gte: usage });
  const hasAny = amount !== undefined || (usage !== undefined && metered.length > 0);
  if (!hasAny) return {};
  const carries = plans.some((plan) => refer.aggregate(plan) === "last_ever");
  const fees = [...items].reduce((sum, [plan, { quantity }]) => sum + refer.mostFee(plan, Number(quantity ?? 1)), 0);
  return {
    billing_thresholds: {
      amount_gte: amount === undefined ? undefined : amount + (isCareless ? 0 : fees),
      reset_billing_cycle_anchor: resets && (isCareless || !carries) ? true : undefined,
    },
  };
}
