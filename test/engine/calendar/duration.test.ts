import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { addDuration, addMonths, type Duration, formatDuration, NO_TIME } from "../../../engine/calendar/duration.ts";
import { DAY, HOUR, MINUTE, WEEK } from "../../../engine/calendar/instant.ts";
import { anyInstant, at, dateText, instantOfZoned, zoned } from "./temporal.ts";

describe("adding calendar months", () => {
  test.prop([anyInstant, fc.integer({ min: -800, max: 2000 })])("clamps the day as Temporal does", (instant, months) => {
    expect(addMonths(instant, months)).toBe(instantOfZoned(zoned(instant).add({ months }, { overflow: "constrain" })));
  });

  it.each([
    ["2026-01-31", 1, "2026-02-28"],
    ["2028-01-31", 1, "2028-02-29"],
    ["2026-01-30", 1, "2026-02-28"],
    ["2026-01-28", 1, "2026-02-28"],
    ["2028-02-29", 12, "2029-02-28"],
    ["2028-02-29", 48, "2032-02-29"],
    ["2026-12-31", 2, "2027-02-28"],
    ["2026-03-31", -1, "2026-02-28"],
    ["2026-01-31T23:59:59", 1, "2026-02-28T23:59:59"],
    ["2026-05-31", 0, "2026-05-31"],
  ])("%s plus %i months is %s", (from, months, to) => {
    expect(dateText(addMonths(at(from), months))).toBe(to);
  });
});

describe("a duration", () => {
  test.prop([anyInstant, fc.integer({ min: 0, max: 1_000_000_000 })])("of seconds is a plain sum: no daylight saving, no leap seconds", (instant, seconds) => {
    expect(addDuration(instant, { months: 0, seconds })).toBe(instant + seconds);
  });

  it("adds its months first, then its seconds", () => {
    expect(dateText(addDuration(at("2026-01-31"), { months: 1, seconds: DAY + HOUR }))).toBe("2026-03-01T01:00:00");
  });

  it("of nothing moves nothing", () => {
    expect(addDuration(at("2026-01-31"), NO_TIME)).toBe(at("2026-01-31"));
  });
});

describe("a duration is written in the largest unit that divides it", () => {
  const cases: [Duration, string][] = [
    [NO_TIME, "0 days"],
    [{ months: 0, seconds: 1 }, "1 second"],
    [{ months: 0, seconds: 59 }, "59 seconds"],
    [{ months: 0, seconds: 90 }, "90 seconds"],
    [{ months: 0, seconds: MINUTE }, "1 minute"],
    [{ months: 0, seconds: 90 * MINUTE }, "90 minutes"],
    [{ months: 0, seconds: HOUR }, "1 hour"],
    [{ months: 0, seconds: 36 * HOUR }, "36 hours"],
    [{ months: 0, seconds: DAY }, "1 day"],
    [{ months: 0, seconds: WEEK }, "7 days"],
    [{ months: 0, seconds: 14 * DAY }, "14 days"],
    [{ months: 1, seconds: 0 }, "1 month"],
    [{ months: 18, seconds: 0 }, "18 months"],
    [{ months: 12, seconds: 0 }, "1 year"],
    [{ months: 24, seconds: 0 }, "2 years"],
    [{ months: 1, seconds: 2 * DAY }, "1 month and 2 days"],
  ];
  it.each(cases)("%o: %s", (duration, text) => {
    expect(formatDuration(duration)).toBe(text);
  });
});
