import fc from "fast-check";
import { type PlainRecord, pick } from "./yaml-object.ts";

/** Intervals a scenario's plans may have; a subscription stays inside one family unless a change moves it. */
export type Unit = "day" | "week" | "month" | "year";
export interface Family {
  readonly unit: Unit;
  readonly count: number;
}

export const familyArbitrary: fc.Arbitrary<Family> = fc.oneof(
  { withCrossShrink: true },
  { weight: 8, arbitrary: fc.constant<Family>({ unit: "month", count: 1 }) },
  { weight: 2, arbitrary: fc.constant<Family>({ unit: "year", count: 1 }) },
  { weight: 2, arbitrary: fc.constantFrom<Family[]>({ unit: "month", count: 2 }, { unit: "month", count: 3 }) },
  { weight: 2, arbitrary: fc.constantFrom<Family[]>({ unit: "week", count: 1 }, { unit: "week", count: 2 }) },
  { weight: 2, arbitrary: fc.constantFrom<Family[]>({ unit: "day", count: 1 }, { unit: "day", count: 3 }) },
);

/** Intervals that go together on one subscription (MIX). */
export const mixedFamilies: fc.Arbitrary<readonly Family[]> = fc.constantFrom<readonly Family[]>(
  [
    { unit: "month", count: 1 },
    { unit: "month", count: 3 },
    { unit: "year", count: 1 },
  ],
  [
    { unit: "month", count: 1 },
    { unit: "month", count: 2 },
    { unit: "month", count: 4 },
  ],
  [
    { unit: "month", count: 12 },
    { unit: "year", count: 1 },
    { unit: "month", count: 6 },
  ],
  [
    { unit: "day", count: 1 },
    { unit: "week", count: 1 },
    { unit: "day", count: 14 },
  ],
  [
    { unit: "week", count: 1 },
    { unit: "day", count: 7 },
    { unit: "week", count: 2 },
  ],
);

/** Days of a family's interval, roughly: the measure for offsets and clock lengths. */
export function typicalDays({ unit, count }: Family): number {
  return { day: 1, week: 7, month: 30, year: 365 }[unit] * count;
}

const amount = fc.oneof(
  { withCrossShrink: true },
  { weight: 6, arbitrary: fc.constantFrom(1000, 2000, 980, 5000, 333) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 20_000 }) },
  { weight: 1, arbitrary: fc.constant(0) },
);
const decimalAmount = fc
  .tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 999_999 }))
  .map(([whole, part]) => `${whole}.${String(part).padStart(6, "0")}`);

const flat = fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined });
const tierPrice = fc.oneof(
  fc.record({ unit_amount: amount, flat_amount: flat }),
  fc.record({ unit_amount_decimal: decimalAmount }),
  fc.record({ flat_amount: fc.integer({ min: 0, max: 3000 }) }),
);
const tiers = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), tierPrice), { minLength: 0, maxLength: 3 });

const pricing: fc.Arbitrary<PlainRecord> = fc.oneof(
  { withCrossShrink: true },
  { weight: 8, arbitrary: fc.record({ unit_amount: amount }) },
  { weight: 2, arbitrary: fc.record({ unit_amount_decimal: decimalAmount }) },
  {
    weight: 2,
    arbitrary: fc.record({
      unit_amount: amount,
      transform_quantity: fc.record({
        divide_by: fc.integer({ min: 2, max: 5 }),
        round: fc.constantFrom("up", "down"),
      }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom("graduated", "volume"), tiers, tierPrice)
      .map(([tiers_mode, steps, last]) => ({ billing_scheme: "tiered", tiers_mode, tiers: inRisingOrder(steps, last) })),
  },
);

function inRisingOrder(steps: readonly (readonly [number, PlainRecord])[], last: PlainRecord): PlainRecord[] {
  let upTo = 0;
  const rising = steps.map(([step, price]) => {
    upTo += step;
    return { up_to: upTo, ...price };
  });
  return [...rising, { up_to: "inf", ...last }];
}

export interface PlanDraw {
  readonly family: number;
  readonly pricing: PlainRecord;
  readonly trialDays: number;
  readonly taxBehavior: string | undefined;
  readonly product: number;
  /** How it aggregates usage; undefined: licensed. */
  readonly usage: string | undefined;
}

export const planArbitrary: fc.Arbitrary<PlanDraw> = fc.record({
  family: fc.oneof({ withCrossShrink: true }, { weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
  pricing,
  trialDays: fc.oneof({ withCrossShrink: true }, { weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) }),
  taxBehavior: fc.oneof({ withCrossShrink: true }, { weight: 8, arbitrary: fc.constant(undefined) }, fc.constantFrom("inclusive", "exclusive")),
  product: fc.nat(3),
  usage: fc.oneof(
    { withCrossShrink: true },
    { weight: 5, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary: fc.constantFrom("sum", "count", "max", "last_during_period", "last_ever") },
  ),
});

export function planObject(plan: PlanDraw, families: readonly Family[], currency: string): PlainRecord {
  const { unit, count } = pick(families, plan.family);
  return {
    product: plan.product < 2 ? `product${plan.product}` : undefined,
    currency,
    interval: unit,
    interval_count: count === 1 ? undefined : count,
    ...plan.pricing,
    usage_type: plan.usage === undefined ? undefined : "metered",
    aggregate_usage: plan.usage === "sum" ? undefined : plan.usage,
    trial_period_days: plan.trialDays === 0 ? undefined : plan.trialDays,
    tax_behavior: plan.taxBehavior,
  };
}

export interface CouponDraw {
  readonly reduction: { readonly percent: number | string } | { readonly amount: number; readonly foreign: boolean };
  readonly duration: "once" | "repeating" | "forever";
  readonly months: number;
  readonly appliesTo: readonly number[];
  readonly redeemDays: number | undefined;
  readonly maxRedemptions: number | undefined;
}

export const couponArbitrary: fc.Arbitrary<CouponDraw> = fc.record({
  reduction: fc.oneof(
    fc.record({ percent: fc.oneof(fc.constantFrom<(number | string)[]>(50, 20, 100, 12.5), fc.integer({ min: 1, max: 99 })) }),
    fc.record({
      amount: fc.oneof(fc.constantFrom(500, 1000), fc.integer({ min: 1, max: 6000 })),
      foreign: fc.oneof({ withCrossShrink: true }, { weight: 6, arbitrary: fc.constant(false) }, fc.constant(true)),
    }),
  ),
  duration: fc.constantFrom("forever", "once", "repeating"),
  months: fc.integer({ min: 1, max: 4 }),
  appliesTo: fc.oneof({ withCrossShrink: true }, { weight: 2, arbitrary: fc.constant([]) }, fc.array(fc.nat(5), { minLength: 1, maxLength: 2 })),
  redeemDays: fc.oneof({ withCrossShrink: true }, { weight: 8, arbitrary: fc.constant(undefined) }, fc.integer({ min: 0, max: 120 })),
  maxRedemptions: fc.oneof({ withCrossShrink: true }, { weight: 6, arbitrary: fc.constant(undefined) }, fc.integer({ min: 1, max: 2 })),
});

export const taxRateArbitrary: fc.Arbitrary<PlainRecord> = fc.record({
  percentage: fc.oneof(fc.constantFrom<(number | string)[]>(21, 10, "8.8875", "5.5"), fc.integer({ min: 1, max: 30 })),
  inclusive: fc.boolean(),
});
