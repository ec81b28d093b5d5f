import { fc } from "@fast-check/vitest";
import { termsOf } from "../../builders.ts";

/** The table of the product's rows 5 and 6: 1-5 at 500, 6-10 at 400, 11-15 at 300, 16-20 at 200, 21 and more at 100. */
export const licences = termsOf({
  tiers: [
    [5, "500"],
    [10, "400"],
    [15, "300"],
    [20, "200"],
    [Number.POSITIVE_INFINITY, "100"],
  ],
});

/** With flat amounts: 1-5 at 7.00 and 10.00 flat, 6-10 at 6.50 and 20.00 flat, then 6.00 and 30.00 flat. */
export const withFlat = termsOf({
  tiers: [
    [5, "700", "1000"],
    [10, "650", "2000"],
    [Number.POSITIVE_INFINITY, "600", "3000"],
  ],
});

/** Only flat amounts. */
export const flatOnly = termsOf({
  tiers: [
    [10, "0", "5000"],
    [100, "0", "20000"],
    [Number.POSITIVE_INFINITY, "0", "90000"],
  ],
});

/** Fractions of a minor unit. */
export const fractions = termsOf({
  tiers: [
    [1000, "0.05", "0.5"],
    [Number.POSITIVE_INFINITY, "0.000000000001"],
  ],
});

export interface DrawnTier {
  readonly width: number;
  readonly unit: number;
  readonly flat: number;
}

/** Any table of one to six tiers, narrow ones among them, and a quantity near its edges or anywhere. */
export const drawnTiers = fc
  .array(
    fc.record({
      width: fc.integer({ min: 1, max: 12 }),
      unit: fc.integer({ min: 0, max: 900 }),
      flat: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5000 })),
    }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .chain((tiers) => fc.record({ tiers: fc.constant<readonly DrawnTier[]>(tiers), quantity: fc.integer({ min: 0, max: 90 }) }));

export function termsOfDrawn(tiers: readonly DrawnTier[]) {
  let upTo = 0;
  return termsOf({
    tiers: tiers.map(({ width, unit, flat }, i) => {
      upTo += width;
      return [i === tiers.length - 1 ? Number.POSITIVE_INFINITY : upTo, String(unit), String(flat)];
    }),
  });
}

/** Which tier a unit stands in, counted off one by one; unit 1 is the first. */
export function tierOfUnit(tiers: readonly DrawnTier[], unit: number): number {
  let upTo = 0;
  for (const [i, { width }] of tiers.entries()) {
    upTo += width;
    if (unit <= upTo) return i;
  }
  return tiers.length - 1;
}
