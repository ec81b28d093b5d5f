import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { NEVER } from "../../../engine/calendar/instant.ts";
import { HazardClock, hazardOf, thresholdOf } from "../../../engine/population/hazard.ts";

const MONTH = 2_628_000;
const HALF = 0.5;
/** Half of the half: twice the hazard. */
const THREE_QUARTERS = 0.75;
const waiting = (threshold: number, now = 0): HazardClock => {
  const clock = new HazardClock();
  clock.begin(0, threshold, now);
  return clock;
};

describe("a hazard", () => {
  it("of a monthly rate is -ln(1 - rate) per month of 365/12 days", () => {
    expect(hazardOf(0.025) * MONTH).toBeCloseTo(0.025317807984289897, 15);
    expect(hazardOf(0)).toBe(0);
    expect(hazardOf(1)).toBe(Infinity);
  });

  it("strikes the share of the rate within a month: the rest survive it", () => {
    const survivors = Array.from({ length: 10_000 }, (_, i) => waiting(thresholdOf((i + 0.5) / 10_000))).filter((clock) => {
      clock.turnTo(0.06, 0);
      return clock.due() > MONTH;
    });
    expect(survivors).toHaveLength(9400);
  });

  it("never strikes while there is no risk", () => {
    const clock = waiting(0.5);
    expect(clock.due()).toBe(NEVER);
    clock.turnTo(0.9, 100);
    clock.turnTo(0, 200);
    expect(clock.due()).toBe(NEVER);
  });

  it("takes up where it was left: what has accrued counts", () => {
    const clock = waiting(thresholdOf(0.5));
    clock.turnTo(HALF, 0);
    expect(clock.due()).toBe(MONTH);
    clock.turnTo(0, MONTH / 4);
    clock.turnTo(THREE_QUARTERS, 10 * MONTH);
    // Three quarters of the way are left, at twice the hazard.
    expect(clock.due()).toBe(10 * MONTH + (MONTH * 3) / 8);
  });

  it("strikes at least a second after the change that makes it certain", () => {
    const clock = waiting(3);
    clock.turnTo(1, 50);
    expect(clock.due()).toBe(51);
  });

  test.prop([fc.double({ min: 1e-9, max: 20, noNaN: true }), fc.double({ min: 1e-9, max: 0.999, noNaN: true }), fc.array(fc.nat(1_000_000))])(
    "does not depend on how often it is looked at",
    (threshold, rate, looks) => {
      const alone = waiting(threshold);
      alone.turnTo(rate, 0);
      const watched = waiting(threshold);
      watched.turnTo(rate, 0);
      for (const at of looks.sort((a, b) => a - b)) expect(watched.turnTo(rate, at)).toBe(false);
      expect(watched.due()).toBe(alone.due());
    },
  );

  it("makes earlier plans stale with every change", () => {
    const clock = waiting(1);
    const before = clock.generation;
    clock.turnTo(HALF, 0);
    expect(clock.generation).toBeGreaterThan(before);
  });
});
