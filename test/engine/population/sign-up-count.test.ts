import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { instantOf, monthNumber, monthStart } from "../../../engine/calendar/civil.ts";
import { evenProcess, expectedSignUps, poissonProcess, signUpInstant, signUpMonths } from "../../../engine/population/sign-up-count.ts";

const take = (generator: Generator<number>, count: number): number[] => Array.from({ length: count }, () => generator.next().value);
const uniform = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

describe("sign-ups of a month", () => {
  it("grow by multiplication and follow the season of their calendar month", () => {
    const seasonality = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5];
    const rate = { perMonth: 100, growth: 0.5, seasonality };
    expect(take(expectedSignUps(rate, monthNumber(2025, 12)), 4)).toEqual([50, 150, 450, 337.5]);
  });

  it("are counted by calendar months; the first by its seconds from the clock's start", () => {
    const months = [...signUpMonths(instantOf(2026, 1, 15), instantOf(2026, 3, 10))];
    expect(months).toEqual([
      { month: monthNumber(2026, 1), from: instantOf(2026, 1, 15), until: instantOf(2026, 2, 1), share: 17 / 31 },
      { month: monthNumber(2026, 2), from: instantOf(2026, 2, 1), until: instantOf(2026, 3, 1), share: 1 },
      { month: monthNumber(2026, 3), from: instantOf(2026, 3, 1), until: instantOf(2026, 4, 1), share: 1 },
    ]);
  });

  test.prop([fc.double({ min: 0, max: 500, noNaN: true }), fc.double({ min: 0, max: 500, noNaN: true }), uniform])(
    "by poisson never get fewer when the rate rises",
    (some, more, drawn) => {
      expect(poissonProcess(some + more, drawn)).toBeGreaterThanOrEqual(poissonProcess(some, drawn));
    },
  );

  it("by even carry what is left of a fraction", () => {
    const count = evenProcess();
    expect(Array.from({ length: 10 }, () => count(0.1, 0.5))).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    const third = evenProcess();
    expect(Array.from({ length: 6 }, () => third(7 / 3, 0.5))).toEqual([2, 2, 3, 2, 2, 3]);
  });

  test.prop([uniform])("come at an instant of their month", (drawn) => {
    const month = [...signUpMonths(instantOf(2026, 1, 15), instantOf(2026, 1, 20))][0];
    if (month === undefined) throw new Error("no month");
    const at = signUpInstant(month, drawn);
    expect(Number.isInteger(at)).toBe(true);
    expect(at).toBeGreaterThanOrEqual(instantOf(2026, 1, 15));
    expect(at).toBeLessThan(monthStart(monthNumber(2026, 2)));
  });
});
