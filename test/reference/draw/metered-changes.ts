import fc from "fast-check";
import { planArbitrary } from "./catalog.ts";
import { changeDraw, type EntryDraw, entryArbitrary, offset, usageDraw } from "./entry.ts";
import { baseCustomer, type ScenarioDraw, scenarioParts } from "./scenario.ts";

const plan = fc.nat(5);
const held = fc.nat(3);

/** Metered plans that come, go, and take each other's place. */
const itemChange = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("set" as const), plan, quantity: fc.constant(undefined) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), held }) },
  { weight: 7, arbitrary: fc.record({ kind: fc.constant("swap" as const), held, plan, quantity: fc.constant(undefined) }) },
);

const change = fc
  .record({
    drawn: changeDraw,
    items: fc.array(itemChange, { minLength: 1, maxLength: 2 }),
    sameFamily: fc.constantFrom(true, true, true, true, true, true, false),
    effect: fc.constantFrom("now" as const, "at period end" as const, "reset anchor" as const),
    moves: fc.constantFrom(true, false, false, false, false, false),
  })
  .map(({ drawn, items, sameFamily, effect, moves }) => {
    const rest = moves ? drawn : { ...drawn, trialEnd: undefined, cancelAt: undefined, cancelAtPeriodEnd: undefined, coupons: undefined };
    return { ...rest, what: { items, sameFamily }, effect };
  });

const entry: fc.Arbitrary<EntryDraw> = fc.oneof(
  { withCrossShrink: true },
  { weight: 6, arbitrary: fc.record({ after: offset, subscription: fc.constant(0), action: usageDraw }) },
  { weight: 6, arbitrary: fc.record({ after: offset, subscription: fc.constant(0), action: change }) },
  { weight: 1, arbitrary: entryArbitrary },
);

const customer = fc.record({
  ...baseCustomer,
  card: fc.constant(undefined),
  second: fc.constant(undefined),
  byHand: fc.constant(undefined),
  entries: fc.array(entry, { minLength: 4, maxLength: 9 }),
  first: fc.record({ drawn: baseCustomer.first, onTrial: fc.constantFrom(true, false, false) }).map(({ drawn, onTrial }) => ({
    ...drawn,
    family: 0,
    itemCount: 3,
    trial: onTrial ? drawn.trial : undefined,
    cancelAt: undefined,
    paymentBehavior: undefined,
  })),
});

const plans = fc
  .array(planArbitrary, { minLength: 4, maxLength: 6 })
  .map((drawn) => drawn.map((one, i) => ({ ...one, family: i < 4 ? 0 : one.family, trialDays: 0, usage: i === 0 ? undefined : (one.usage ?? "sum") })));

/** Several metered plans on one subscription that change now, at a new anchor and at the period's end, as often in classic mode as in flexible. */
export const meteredChangesScenarioDraw: fc.Arbitrary<ScenarioDraw> = fc.record({
  ...scenarioParts,
  metered: fc.constant(true),
  customerCount: fc.constant(1),
  plans,
  billing: fc.record({ drawn: scenarioParts.billing, mode: fc.constantFrom("flexible", "classic") }).map(({ drawn, mode }) => ({ ...drawn, mode })),
  // What else a customer may do is left out: nothing of it is drawn.
  customers: fc.tuple(customer).map((one) => one as readonly object[] as ScenarioDraw["customers"]),
});
