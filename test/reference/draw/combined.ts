import fc from "fast-check";
import { byHandDraw } from "./by-hand.ts";
import { mixedFamilies } from "./catalog.ts";
import { type ActionDraw, backdatingDraw, changeDraw, type EntryDraw, entryArbitrary, offset } from "./entry.ts";
import { pauseDraw, subscribePauses } from "./pauses.ts";
import { cardChoice } from "./payment.ts";
import { baseCustomer, type ScenarioDraw, scenarioParts } from "./scenario.ts";
import { scheduleDraw } from "./schedule.ts";
import { sentDraw } from "./sent.ts";
import { entryWithUsage, meteredPlans, subscribeToSeveral, thresholdDraw } from "./threshold.ts";
import type { PlainRecord } from "./yaml-object.ts";

/** One time in so many it is drawn, else not there. */
const oneIn = <T>(times: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ withCrossShrink: true }, { weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const signUp = fc
  .record({ drawn: subscribeToSeveral, backdating: oneIn(2, backdatingDraw), pausing: oneIn(8, subscribePauses), schedule: oneIn(10, scheduleDraw) })
  // The trials of a schedule ask for no card at their end.
  .map(({ drawn, pausing, ...rest }) => ({
    ...drawn,
    ...rest,
    pausing: pausing && (rest.schedule === undefined ? pausing : { ...pausing, trialEnd: undefined }),
  }));

const change = fc.record({ after: offset, subscription: fc.constant(0), action: changeDraw as fc.Arbitrary<ActionDraw> });
const billedCancel = fc.record({
  kind: fc.constant("cancel" as const),
  how: fc.constantFrom<PlainRecord[]>({ prorate: true }, { invoice_now: true }, { prorate: true, invoice_now: true }),
}) as fc.Arbitrary<ActionDraw>;
const entry: fc.Arbitrary<EntryDraw> = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.record({ after: offset, subscription: fc.nat(1), action: billedCancel }) },
  { weight: 6, arbitrary: entryWithUsage },
  { weight: 3, arbitrary: change },
  { weight: 3, arbitrary: entryArbitrary },
);

const customer = fc.record({
  ...baseCustomer,
  card: fc.option(cardChoice, { nil: undefined, freq: 1 }),
  flagged: fc.constantFrom(true, true, true, true, false),
  first: signUp,
  second: oneIn(5, fc.record({ after: offset, action: signUp })),
  entries: fc.array(entry, { minLength: 3, maxLength: 12 }),
  byHand: oneIn(2, fc.array(byHandDraw, { minLength: 1, maxLength: 3 })),
  pauses: oneIn(3, fc.array(pauseDraw, { minLength: 1, maxLength: 2 })),
});

type CustomerDraw = ScenarioDraw["customers"][number];

/** Mixed intervals under a schedule are not supported. */
function withoutSchedules<T extends CustomerDraw>(drawn: T): T {
  const { first, second, entries } = drawn;
  const unscheduled = <A extends ActionDraw>(action: A): A => (action.kind === "subscribe" ? { ...action, schedule: undefined } : action);
  return {
    ...drawn,
    first: unscheduled(first),
    second: second && { ...second, action: unscheduled(second.action) },
    entries: entries.map((one) => ({ ...one, action: unscheduled(one.action) })),
  };
}

/** Intervals that are mixed on one subscription, or two families that are not. */
const intervals = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.record({ mixed: fc.constant(false), families: scenarioParts.families }) },
  { weight: 1, arbitrary: fc.record({ mixed: fc.constant(true), families: mixedFamilies }) },
);

/** What is drawn apart elsewhere, all together: each of it in many cases, so that every two of it meet. */
export const combinedScenarioDraw: fc.Arbitrary<ScenarioDraw> = fc
  .record({
    ...scenarioParts,
    intervals,
    plans: meteredPlans,
    metered: fc.constant<boolean>(true),
    thresholds: fc.oneof(
      { withCrossShrink: true },
      { weight: 1, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(thresholdDraw, { minLength: 3, maxLength: 3 }) },
    ),
    sent: oneIn(2, sentDraw),
    pricesAbroad: oneIn(4, fc.constantFrom("usd", "jpy", "bhd", "isk")),
    customers: fc.array(customer, { minLength: 3, maxLength: 3 }),
  })
  .map(({ intervals: { mixed, families }, billing, plans, customers, ...rest }) => ({
    ...rest,
    customers: mixed ? customers.map(withoutSchedules) : customers,
    families,
    mixed,
    plans: plans.map((plan, i) => (mixed ? { ...plan, family: i } : plan)),
    // Mixed intervals need flexible mode (X6).
    billing: mixed && billing.mode === "classic" ? { ...billing, mode: "flexible" } : billing,
  }));
