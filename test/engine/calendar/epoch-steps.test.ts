import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { addMonths } from "../../../engine/calendar/duration.ts";
import { firstStepFrom, stepAt } from "../../../engine/calendar/epoch-steps.ts";

const durations = fc.oneof(
  fc.integer({ min: 1, max: 30 }).map((months) => ({ months, seconds: 0 })),
  fc.integer({ min: 1, max: 4_000_000 }).map((seconds) => ({ months: 0, seconds })),
  fc.record({ months: fc.integer({ min: 1, max: 14 }), seconds: fc.integer({ min: 1, max: 4_000_000 }) }),
);

describe("steps of drawn usage count from the calendar epoch (D37)", () => {
  it("months are calendar months", () => {
    expect([0, 1, 2, 649].map((n) => stepAt({ months: 1, seconds: 0 }, n))).toEqual([0, 31 * 86_400, 59 * 86_400, addMonths(0, 649)]);
    expect(stepAt({ months: 2, seconds: 60 }, 3)).toBe(addMonths(0, 6) + 180);
  });

  test.prop([durations, fc.integer({ min: 0, max: 3_000_000_000 })])("the first step from an instant is not before it, and the one before is", (every, at) => {
    const step = firstStepFrom(every, at);
    expect(stepAt(every, step)).toBeGreaterThanOrEqual(at);
    expect(stepAt(every, step - 1)).toBeLessThan(at);
  });
});
