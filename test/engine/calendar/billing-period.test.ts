import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  type AnchorParts,
  type BillingInterval,
  billingInterval,
  boundary,
  type IntervalUnit,
  monthlyBoundary,
  nextBoundary,
  periodNumber,
  periodStart,
  sameInterval,
  takeApart,
} from "../../../engine/calendar/billing-period.ts";
import type { Instant } from "../../../engine/calendar/instant.ts";
import { at, dateText, instantOfZoned, zoned } from "./temporal.ts";

const TO_DURATION = { day: "days", week: "weeks", month: "months", year: "years" } as const;

/** Boundary n by the standard's calendar: always from the anchor, in one step. */
function oracle(anchor: Instant, { unit, count }: BillingInterval, n: number): Instant {
  return instantOfZoned(zoned(anchor).add({ [TO_DURATION[unit]]: n * count }, { overflow: "constrain" }));
}

// Stripe's longest interval is three years.
const anyInterval = fc.oneof(
  fc.record({ unit: fc.constant<IntervalUnit>("day"), count: fc.integer({ min: 1, max: 1095 }) }),
  fc.record({ unit: fc.constant<IntervalUnit>("week"), count: fc.integer({ min: 1, max: 156 }) }),
  fc.record({ unit: fc.constant<IntervalUnit>("month"), count: fc.integer({ min: 1, max: 36 }) }),
  fc.record({ unit: fc.constant<IntervalUnit>("year"), count: fc.integer({ min: 1, max: 3 }) }),
);
const interval = anyInterval.map(({ unit, count }) => billingInterval(unit, count));
// Ends of months are where calendars go wrong: half of the anchors lie on a day from the 28th on.
const monthEnd = fc
  .record({
    year: fc.integer({ min: 1980, max: 2100 }),
    month: fc.integer({ min: 1, max: 12 }),
    back: fc.integer({ min: 0, max: 3 }),
    second: fc.integer({ min: 0, max: 86_399 }),
  })
  .map(({ year, month, back, second }) => {
    const date = zoned(at(`${year}-${String(month).padStart(2, "0")}-01`));
    return instantOfZoned(date.with({ day: date.daysInMonth - back })) + second;
  });
const anchor = fc.oneof(fc.integer({ min: at("1980-01-01"), max: at("2100-01-01") }), monthEnd);
const moment = fc.integer({ min: at("1975-01-01"), max: at("2150-01-01") });

describe("boundary number n", () => {
  test.prop([anchor, interval, fc.integer({ min: -20, max: 100 })])(
    "is counted from the anchor with the day clamped, forward and backward",
    (from, every, n) => {
      expect(boundary(from, every, n)).toBe(oracle(from, every, n));
    },
  );

  test.prop([anchor, interval, fc.integer({ min: -20, max: 100 })])("is the same from an anchor taken apart", (from, every, n) => {
    fc.pre(every.months > 0);
    const parts: AnchorParts = { month: 0, day: 0, second: 0 };
    takeApart(from, parts);
    expect(monthlyBoundary(parts, every.months, n)).toBe(boundary(from, every, n));
  });

  it.each<[string, IntervalUnit, number, string[]]>([
    ["2026-01-31", "month", 1, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]],
    ["2028-01-31", "month", 1, ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"]],
    ["2026-01-30", "month", 1, ["2026-01-30", "2026-02-28", "2026-03-30", "2026-04-30", "2026-05-30"]],
    ["2026-01-29", "month", 1, ["2026-01-29", "2026-02-28", "2026-03-29", "2026-04-29", "2026-05-29"]],
    ["2026-02-28", "month", 1, ["2026-02-28", "2026-03-28", "2026-04-28", "2026-05-28", "2026-06-28"]],
    ["2026-01-31", "month", 3, ["2026-01-31", "2026-04-30", "2026-07-31", "2026-10-31", "2027-01-31"]],
    ["2026-08-31", "month", 6, ["2026-08-31", "2027-02-28", "2027-08-31", "2028-02-29", "2028-08-31"]],
    ["2028-02-29", "year", 1, ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]],
    ["2026-03-28T02:30:00", "day", 1, ["2026-03-28T02:30:00", "2026-03-29T02:30:00", "2026-03-30T02:30:00", "2026-03-31T02:30:00", "2026-04-01T02:30:00"]],
    ["2026-10-19", "week", 1, ["2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16"]],
    ["2026-12-24", "week", 2, ["2026-12-24", "2027-01-07", "2027-01-21", "2027-02-04", "2027-02-18"]],
  ])("from %s every %s x %i", (from, unit, count, expected) => {
    const every = billingInterval(unit, count);
    expect(expected.map((_, n) => dateText(boundary(at(from), every, n)))).toEqual(expected);
  });

  it("before the anchor clamps too: 31 March, one month back, is 28 February", () => {
    const every = billingInterval("month", 1);
    expect([-1, -2, -3].map((n) => dateText(boundary(at("2026-03-31"), every, n)))).toEqual(["2026-02-28", "2026-01-31", "2025-12-31"]);
  });
});

describe("the period that holds an instant", () => {
  test.prop([anchor, interval, moment])("starts at or before it and ends after it, for every unit and count", (from, every, instant) => {
    const n = periodNumber(from, every, instant);
    expect(boundary(from, every, n)).toBeLessThanOrEqual(instant);
    expect(boundary(from, every, n + 1)).toBeGreaterThan(instant);
    expect(periodStart(from, every, instant)).toBe(boundary(from, every, n));
    expect(nextBoundary(from, every, instant)).toBe(boundary(from, every, n + 1));
  });

  test.prop([anchor, interval, fc.integer({ min: -10, max: 50 })])(
    "is half-open: a boundary belongs to the later one, the second before it to the earlier",
    (from, every, n) => {
      const instant = boundary(from, every, n);
      expect(periodNumber(from, every, instant)).toBe(n);
      expect(periodNumber(from, every, instant - 1)).toBe(n - 1);
    },
  );

  test.prop([anchor, interval, fc.integer({ min: -10, max: 50 })])("leaves no gap: boundaries rise strictly", (from, every, n) => {
    expect(boundary(from, every, n + 1)).toBeGreaterThan(boundary(from, every, n));
  });
});

describe("two intervals count as the same", () => {
  const pairs: [IntervalUnit, number, IntervalUnit, number, boolean][] = [
    ["month", 12, "year", 1, true],
    ["day", 7, "week", 1, true],
    ["month", 1, "month", 1, true],
    ["month", 3, "month", 1, false],
    ["week", 4, "month", 1, false],
    ["day", 30, "month", 1, false],
    ["day", 365, "year", 1, false],
    ["week", 1, "week", 2, false],
  ];
  it.each(pairs)("%s x %i and %s x %i: %s", (unit, count, otherUnit, otherCount, expected) => {
    expect(sameInterval(billingInterval(unit, count), billingInterval(otherUnit, otherCount))).toBe(expected);
  });
});
