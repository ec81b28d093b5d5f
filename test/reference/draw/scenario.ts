import fc from "fast-check";
import { byHandDraw, byHandEntries } from "./by-hand.ts";
import {
  type CouponDraw,
  couponArbitrary,
  type Family,
  familyArbitrary,
  mixedFamilies,
  planArbitrary,
  planObject,
  taxRateArbitrary,
  typicalDays,
} from "./catalog.ts";
import { withPricesAbroad } from "./currency-options.ts";
import { type ActionDraw, backdatingDraw, changeDraw, entryArbitrary, offset, subscribeDraw, subscribeFields, taxes } from "./entry.ts";
import { type PauseDraw, pauseDraw, pauseSteps, servicePauseDraw, subscribePauses } from "./pauses.ts";
import { cardArbitrary, cardChoice, cardObject, dunningArbitrary } from "./payment.ts";
import { type Names, References } from "./references.ts";
import { scheduleDraw } from "./schedule.ts";
import { ScriptWriter } from "./script.ts";
import { type SentDraw, sentDraw, withSent } from "./sent.ts";
import { entryWithUsage, meteredPlans, subscribeToSeveral, type ThresholdDraw, thresholdDraw } from "./threshold.ts";
import { isoInstant, type PlainRecord, pick, secondsOf } from "./yaml-object.ts";

const DAY = 86_400;

const start = fc
  .tuple(
    fc.constantFrom(
      secondsOf(2026, 1, 31),
      secondsOf(2026, 1, 1),
      secondsOf(2024, 1, 29),
      secondsOf(2027, 12, 30),
      secondsOf(2023, 11, 15),
      secondsOf(2024, 2, 29),
      secondsOf(2026, 3, 31),
    ),
    fc.oneof(fc.constant(0), fc.nat(DAY - 1)),
  )
  .map(([date, second]) => date + second);

const currency = fc.oneof(
  { withCrossShrink: true },
  { weight: 6, arbitrary: fc.constant("usd") },
  { weight: 6, arbitrary: fc.constantFrom("jpy", "eur", "kwd", "ugx", "isk", "krw", "gbp", "huf", "bhd") },
);

const maybe = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ withCrossShrink: true }, { weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

export const baseCustomer = {
  card: fc.option(cardChoice, { nil: undefined, freq: 3 }),
  balance: maybe(fc.integer({ min: -4000, max: 3000 }), 4),
  taxes: maybe(taxes, 5),
  coupon: maybe(fc.nat(3), 6),
  dunning: maybe(dunningArbitrary, 6),
  flagged: fc.constantFrom(false, true, true),
  first: subscribeDraw,
  firstAt: fc.oneof(fc.constant(undefined), offset),
  itemBefore: fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.integer({ min: -3000, max: 3000 }).filter((n) => n !== 0) },
  ),
  second: maybe(fc.record({ after: offset, action: subscribeDraw }), 3),
};
const customer = fc.record({
  ...baseCustomer,
  entries: fc.array(entryArbitrary, { maxLength: 14 }),
  byHand: maybe(fc.array(byHandDraw, { minLength: 1, maxLength: 2 }), 8),
  pauses: fc.constant<PauseDraw[] | undefined>(undefined),
});
const customerByHand = fc.record({
  ...baseCustomer,
  entries: fc.array(entryArbitrary, { maxLength: 3 }),
  byHand: fc.array(byHandDraw, { minLength: 1, maxLength: 5 }),
  pauses: fc.constant<PauseDraw[] | undefined>(undefined),
});
const pausing = fc.tuple(subscribeDraw, subscribePauses).map(([draw, pauses]) => ({ ...draw, pausing: pauses }));
/** A trial of a customer who has no card, and says what becomes of it. */
const cardlessTrial = fc
  .tuple(pausing, fc.integer({ min: 2, max: 20 }), fc.constantFrom("cancel", "cancel", "pause", "pause", "pause"))
  .map(([draw, days, trialEnd]) => ({
    ...draw,
    trial: { days },
    addInvoiceItems: undefined,
    cancelAt: undefined,
    pausing: { trialEnd, collection: undefined },
  }));
const customerCardless = fc.record({
  ...baseCustomer,
  card: fc.constant<string | number | undefined>("none"),
  flagged: fc.constant(true),
  itemBefore: fc.constant(undefined),
  first: cardlessTrial,
  entries: fc.array(entryArbitrary, { maxLength: 2 }),
  byHand: fc.constant(undefined),
  pauses: fc.array(servicePauseDraw, { minLength: 1, maxLength: 2 }),
});
const customerPausing = fc.record({
  ...baseCustomer,
  card: fc.option(fc.oneof({ weight: 1, arbitrary: fc.constant<string | number>("none") }, { weight: 3, arbitrary: cardChoice }), { nil: undefined, freq: 2 }),
  first: fc.oneof(subscribeDraw, pausing),
  entries: fc.array(entryArbitrary, { maxLength: 5 }),
  byHand: maybe(fc.array(byHandDraw, { minLength: 1, maxLength: 2 }), 3),
  pauses: fc.array(pauseDraw, { minLength: 2, maxLength: 4 }),
});
/** Whose first sign-up, and many a second one, is a schedule; fewer entries, so that its phases come to pass. */
const scheduledCustomer = fc.record({
  ...baseCustomer,
  first: fc.record({ ...subscribeFields, schedule: scheduleDraw }),
  second: maybe(fc.record({ after: offset, action: subscribeDraw }), 6),
  entries: fc.array(entryArbitrary, { maxLength: 5 }),
  byHand: maybe(fc.array(byHandDraw, { minLength: 1, maxLength: 2 }), 12),
  pauses: maybe(fc.array(pauseDraw, { minLength: 1, maxLength: 2 }), 6),
});
/** Sign-ups that are backdated or end in their first period. */
const backdatedSignUp = fc.tuple(subscribeDraw, backdatingDraw).map(([draw, backdating]) => ({ ...draw, backdating }));
/** A change of plan or quantity soon after it, from an earlier instant on. */
const earlyChange = fc
  .tuple(changeDraw, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 120 }))
  .map(([draw, prorationDate, quantity, thousandths]) => ({
    after: { kind: "part" as const, thousandths },
    subscription: 0,
    action: {
      ...draw,
      prorationDate,
      what: draw.what ?? { quantity },
      effect: "now" as const,
      trialEnd: undefined,
      cancelAt: undefined,
      behavior: draw.behavior === "none" ? undefined : draw.behavior,
    },
  }));
const backdatedCustomer = fc.record({
  ...baseCustomer,
  first: backdatedSignUp,
  second: maybe(fc.record({ after: offset, action: backdatedSignUp }), 3),
  entries: fc.tuple(earlyChange, fc.array(entryArbitrary, { maxLength: 8 })).map(([early, others]) => [early, ...others]),
  byHand: fc.constant(undefined),
  pauses: fc.constant<PauseDraw[] | undefined>(undefined),
});
/** Of three plans at least two: three intervals, so that two of them differ. */
const mixedSignUp = fc
  .tuple(subscribeDraw, fc.constantFrom(2, 3, 3), maybe(backdatingDraw, 5))
  .map(([draw, itemCount, backdating]) => ({ ...draw, itemCount, backdating }));
const mixedPlan = fc.tuple(planArbitrary, fc.nat(2)).map(([plan, family]) => ({ ...plan, family }));
const longCancel = fc.record({
  kind: fc.constant("cancel" as const),
  how: fc.constantFrom<PlainRecord[]>({ prorate: true }, { prorate: true, invoice_now: true }, { at_period_end: true }),
}) as fc.Arbitrary<ActionDraw>;
const mixedEntry = fc.oneof(
  { withCrossShrink: true },
  { weight: 5, arbitrary: entryArbitrary },
  { weight: 5, arbitrary: fc.record({ after: offset, subscription: fc.constant(0), action: changeDraw }) },
  { weight: 1, arbitrary: fc.record({ after: offset, subscription: fc.constant(0), action: longCancel }) },
);
const mixedCustomer = fc.record({
  ...baseCustomer,
  card: maybe(cardChoice, 4),
  first: mixedSignUp,
  entries: fc.array(mixedEntry, { minLength: 2, maxLength: 9 }),
  byHand: fc.constant(undefined),
  pauses: fc.constant<PauseDraw[] | undefined>(undefined),
});
type CustomerDraw = typeof customer extends fc.Arbitrary<infer T> ? T : never;

const billing = fc.record({
  mode: fc.constantFrom("flexible", "flexible", "flexible", "classic"),
  proration_behavior: maybe(fc.constantFrom("none", "always_invoice", "create_prorations"), 6),
  finalize_after: maybe(fc.constantFrom("0 seconds", "30 minutes", "2 days"), 6),
  taxes: maybe(taxes, 5),
  accept_funding: maybe(fc.constant(["credit", "debit"]), 6),
  review_funding: maybe(fc.constant(["unknown"]), 8),
});

/** Everything of a scenario that is drawn but its customers; references are numbers, wrapped around what there is. */
export const scenarioParts = {
  start,
  currency,
  families: fc.tuple(familyArbitrary, familyArbitrary) as fc.Arbitrary<readonly Family[]>,
  /** Whether one subscription may have plans of all families. */
  mixed: fc.constant<boolean>(false),
  plans: fc.array(planArbitrary, { minLength: 2, maxLength: 5 }),
  /** Whether plans may be metered. */
  metered: fc.constant<boolean>(false),
  /** What sign-ups have as thresholds, in turn; none in most. */
  thresholds: fc.constant<readonly ThresholdDraw[]>([]),
  /** How invoices are collected, where they are not all charged. */
  sent: fc.constant<SentDraw | undefined>(undefined),
  /** The currency that plans are sold in at home, where it is not the customers'. */
  pricesAbroad: fc.constant<string | undefined>(undefined),
  coupons: fc.array(couponArbitrary, { minLength: 1, maxLength: 3 }),
  taxRates: fc.array(taxRateArbitrary, { minLength: 1, maxLength: 3 }),
  cards: fc.array(cardArbitrary, { minLength: 1, maxLength: 3 }),
  dunning: dunningArbitrary,
  billing,
  /** How many of them take part. */
  customerCount: fc.constantFrom(1, 1, 1, 2, 2, 3),
  tail: fc.integer({ min: 1, max: 2500 }),
};
export const scenarioDraw = fc.record({ ...scenarioParts, customers: fc.array(customer, { minLength: 3, maxLength: 3 }) });

/** Scenarios in which plans are metered, drawn apart so that usage does not thin out everything else. */
export const meteredScenarioDraw = fc.record({
  ...scenarioParts,
  metered: fc.constant<boolean>(true),
  customers: fc.array(customer, { minLength: 3, maxLength: 3 }),
});
/** Scenarios with subscription schedules. */
export const scheduledScenarioDraw = fc.record({
  ...scenarioParts,
  customers: fc.array(scheduledCustomer, { minLength: 3, maxLength: 3 }),
  tail: fc.integer({ min: 2000, max: 9000 }),
  metered: fc.noBias(fc.constantFrom<boolean>(false, true)),
});

const customerOfThresholds = fc.record({
  ...baseCustomer,
  card: fc.constant(undefined),
  first: subscribeToSeveral,
  entries: fc.array(entryWithUsage, { minLength: 2, maxLength: 12 }),
  byHand: fc.constant(undefined),
  pauses: maybe(fc.array(pauseDraw, { minLength: 1, maxLength: 2 }), 6),
});
/** Scenarios in which usage is billed before its period ends. */
export const thresholdScenarioDraw: fc.Arbitrary<ScenarioDraw> = fc.record({
  ...scenarioParts,
  plans: meteredPlans,
  metered: fc.constant<boolean>(true),
  thresholds: fc.array(thresholdDraw, { minLength: 3, maxLength: 3 }),
  customers: fc.array(customerOfThresholds, { minLength: 3, maxLength: 3 }),
});
/** Scenarios whose subscriptions have items of several intervals, some of them metered. */
export const mixedScenarioDraw: fc.Arbitrary<ScenarioDraw> = fc.record({
  ...scenarioParts,
  mixed: fc.constant(true),
  families: mixedFamilies,
  metered: fc.noBias(fc.boolean()),
  plans: fc.array(mixedPlan, { minLength: 3, maxLength: 5 }),
  billing: billing.map((settings) => (settings.mode === "classic" ? { ...settings, mode: "flexible" } : settings)),
  customers: fc.array(mixedCustomer, { minLength: 3, maxLength: 3 }),
});

/** Scenarios whose sign-ups are backdated or cut at once. */
export const backdatedScenarioDraw: fc.Arbitrary<ScenarioDraw> = fc.record({
  ...scenarioParts,
  metered: fc.noBias(fc.boolean()),
  customers: fc.array(backdatedCustomer, { minLength: 3, maxLength: 3 }),
});
export type ScenarioDraw = typeof scenarioDraw extends fc.Arbitrary<infer T> ? T : never;
/** The same with less of everything else and more that is done to invoices and payments by hand. */
export const byHandScenarioDraw: fc.Arbitrary<ScenarioDraw> = fc.record({
  ...scenarioParts,
  customers: fc.array(customerByHand, { minLength: 3, maxLength: 3 }),
});

/** Scenarios with pauses of collection and service, and trials without a card. */
export const pausingScenarioDraw: fc.Arbitrary<ScenarioDraw> = fc.record({
  ...scenarioParts,
  metered: fc.boolean(),
  customers: fc.array(fc.oneof({ weight: 2, arbitrary: customerPausing }, { weight: 1, arbitrary: customerCardless }), { minLength: 3, maxLength: 3 }),
});

const customerSent = fc.record({
  ...baseCustomer,
  entries: fc.array(entryArbitrary, { maxLength: 8 }),
  byHand: fc.array(byHandDraw, { maxLength: 3 }),
  pauses: maybe(fc.array(pauseDraw, { minLength: 1, maxLength: 2 }), 4),
});
/** Scenarios in which invoices are sent to be paid by a date. */
export const sentScenarioDraw: fc.Arbitrary<ScenarioDraw> = fc.record({
  ...scenarioParts,
  sent: sentDraw,
  customers: fc.array(customerSent, { minLength: 3, maxLength: 3 }),
});

/** Two families whose intervals are not so far apart that one of them turns hundreds of times. */
function compatible(families: readonly Family[]): readonly Family[] {
  const [first, second] = families as readonly [Family, Family];
  const ratio = typicalDays(first) / typicalDays(second);
  return ratio > 13 || ratio < 1 / 13 ? [first] : [first, second];
}

function couponObject(coupon: CouponDraw, currency: string, start: number, plans: number): PlainRecord {
  const { reduction, duration } = coupon;
  const foreign = currency === "usd" ? "eur" : "usd";
  const targets = coupon.appliesTo.map((index) => (index < 2 ? `product${index}` : `plan${index % plans}`));
  return {
    ...("percent" in reduction ? { percent_off: reduction.percent } : { amount_off: reduction.amount, currency: reduction.foreign ? foreign : currency }),
    duration,
    duration_in_months: duration === "repeating" ? coupon.months : undefined,
    applies_to: targets.length === 0 ? undefined : [...new Set(targets)],
    redeem_by: coupon.redeemDays === undefined ? undefined : isoInstant(start + (coupon.redeemDays + 1) * DAY),
    max_redemptions: coupon.maxRedemptions,
  };
}

function named(prefix: string, objects: readonly PlainRecord[]): PlainRecord | undefined {
  return objects.length === 0 ? undefined : Object.fromEntries(objects.map((object, index) => [`${prefix}${index}`, object]));
}

function writePause(writer: ScriptWriter, draw: PauseDraw): void {
  for (const step of pauseSteps(draw)) writer.putOn(draw.subscription, step);
}

function writeCustomer(draw: CustomerDraw, id: string, names: Names, draws: ScenarioDraw): { object: PlainRecord; end: number } {
  const refer = new References(names);
  const writer = new ScriptWriter(id, refer, draws.start, draw.flagged, draws.thresholds);
  if (draw.itemBefore !== undefined) {
    writer.entries.push({ at: isoInstant(draws.start), invoice_item: { amount: draw.itemBefore } });
  }
  const atOnce = { kind: "fixed", span: "0 seconds", seconds: 0 } as const;
  writer.write({ after: draw.firstAt ?? atOnce, subscription: 0, action: draw.first });
  if (draw.second !== undefined) writer.write({ ...draw.second, subscription: 0 });
  const byHand = draw.byHand ?? [];
  const pauses = draw.pauses ?? [];
  for (const [i, entry] of draw.entries.entries()) {
    writer.write(entry);
    for (const one of byHand) if (one.place === i) writer.put(one.after, byHandEntries(one, id, names.cards));
    for (const one of pauses) if (one.place === i) writePause(writer, one);
  }
  for (const one of byHand) if (one.place >= draw.entries.length) writer.put(one.after, byHandEntries(one, id, names.cards));
  for (const one of pauses) if (one.place >= draw.entries.length) writePause(writer, one);
  const object = {
    currency: draws.currency,
    card: draw.card === undefined ? (draw.byHand === undefined ? undefined : "kept") : refer.card(draw.card),
    balance: draw.balance,
    tax_rates: refer.taxes(draw.taxes),
    coupon: refer.coupon(draw.coupon) ?? undefined,
    dunning: draw.dunning,
    timeline: writer.entries,
  };
  return { object, end: writer.now };
}

/** Leaves out what nothing refers to, so that a minimal scenario is short. */
function withoutUnused(scenario: PlainRecord): PlainRecord {
  let kept = scenario;
  for (const block of ["coupons", "cards", "tax_rates", "plans", "products"]) {
    const entries = Object.entries((kept[block] ?? {}) as PlainRecord);
    const text = JSON.stringify({ ...kept, [block]: undefined });
    const used = entries.filter(([name]) => text.includes(`"${name}"`));
    kept = { ...kept, [block]: used.length === 0 ? undefined : Object.fromEntries(used) };
  }
  return kept;
}

/** The drawn scenario as the object its YAML stands for. Defaults are left out. */
export function scenarioObject(draw: ScenarioDraw): PlainRecord {
  const families = draw.mixed ? draw.families : compatible(draw.families);
  const indexed = (prefix: string, list: readonly unknown[]): string[] => list.map((_, index) => `${prefix}${index}`);
  const plans = draw.metered ? draw.plans : draw.plans.map((plan) => ({ ...plan, usage: undefined }));
  const names: Names = {
    families,
    mixed: draw.mixed,
    plans,
    coupons: indexed("coupon", draw.coupons),
    taxRates: indexed("tax", draw.taxRates),
    cards: indexed("card", draw.cards),
  };
  const written = draw.customers.slice(0, draw.customerCount).map((customer, index) => writeCustomer(customer, `c${index}`, names, draw));
  const last = Math.max(...written.map(({ end }) => end));
  const longest = Math.max(...families.map(typicalDays));
  const end = last + Math.max(1, Math.floor((longest * draw.tail) / 1000)) * DAY;
  const { taxes: billingTaxes, ...settings } = draw.billing;
  const taxRates =
    billingTaxes === undefined || names.taxRates.length === 0 ? undefined : [...new Set(billingTaxes.map((index) => pick(names.taxRates, index)))];
  const scenario = {
    clock: { start: isoInstant(draw.start), end: isoInstant(end) },
    billing: { ...settings, tax_rates: taxRates },
    products: { product0: {}, product1: { name: "The other" } },
    plans: named(
      "plan",
      plans.map((plan) => planObject(plan, families, draw.currency)),
    ),
    coupons: named(
      "coupon",
      draw.coupons.map((coupon) => couponObject(coupon, draw.currency, draw.start, draw.plans.length)),
    ),
    tax_rates: named("tax", draw.taxRates),
    cards: {
      ...named(
        "card",
        draw.cards.map((card) => cardObject(card, draw.start)),
      ),
      // Only who is handled by hand is given these.
      kept: { expires: isoInstant(draw.start + 10 * DAY).slice(0, 7), updater: true },
      lapsing: { expires: isoInstant(draw.start).slice(0, 7) },
    },
    dunning: draw.dunning,
    customers: Object.fromEntries(written.map(({ object }, index) => [`c${index}`, object])),
  };
  const collected = withoutUnused(draw.sent === undefined ? scenario : withSent(scenario, draw.sent));
  return draw.pricesAbroad === undefined ? collected : withPricesAbroad(collected, draw.currency, draw.pricesAbroad);
}
