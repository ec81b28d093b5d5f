import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  civilDate,
  dayOfMonth,
  formatBrief,
  formatDate,
  formatInstant,
  formatTime,
  instantOf,
  isLeapYear,
  lengthOfMonth,
  monthLength,
  monthNumber,
  monthOf,
  monthStart,
  secondOfDay,
} from "../../../engine/calendar/civil.ts";
import { DAY, FIRST_INSTANT, LAST_INSTANT } from "../../../engine/calendar/instant.ts";
import { anyInstant, at, instantOfZoned, zoned } from "./temporal.ts";

describe("civil dates agree with Temporal", () => {
  test.prop([anyInstant])("in year, month, day and second of the day", (instant) => {
    const { year, month, day, hour, minute, second } = zoned(instant);
    expect(civilDate(instant)).toEqual({ year, month, day });
    expect(dayOfMonth(instant)).toBe(day);
    expect(secondOfDay(instant)).toBe(3600 * hour + 60 * minute + second);
  });

  test.prop([anyInstant])("in the text of an instant", (instant) => {
    expect(formatInstant(instant)).toBe(zoned(instant).toInstant().toString());
  });

  test.prop([anyInstant])("in where a month starts, and how long it is", (instant) => {
    const date = zoned(instant);
    const month = monthOf(instant);
    expect(month).toBe(monthNumber(date.year, date.month));
    expect(monthStart(month)).toBe(instantOfZoned(date.with({ day: 1 }).startOfDay()));
    expect(monthLength(month)).toBe(date.daysInMonth);
    expect(lengthOfMonth(date.year, date.month)).toBe(date.daysInMonth);
    expect(isLeapYear(date.year)).toBe(date.inLeapYear);
  });

  it("on the first and last second of every month from 1973 to 2399", () => {
    const wrong: string[] = [];
    for (let month = monthNumber(1973, 4); month < monthNumber(2400, 1); month++) {
      const first = monthStart(month);
      const last = first + monthLength(month) * DAY - 1;
      if (monthOf(first) !== month || monthOf(last) !== month || monthOf(last + 1) !== month + 1) wrong.push(formatInstant(first));
    }
    expect(wrong).toEqual([]);
  });

  test.prop([fc.integer({ min: 1973, max: 2399 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })])(
    "and a date's midnight gives the date again",
    (year, month, day) => {
      expect(civilDate(instantOf(year, month, day))).toEqual({ year, month, day });
    },
  );
});

describe("leap years", () => {
  it.each([
    [2024, true],
    [2025, false],
    [2026, false],
    [2028, true],
    [2100, false],
    [2200, false],
    [2300, false],
    [2000, true],
  ])("%i: %s", (year, leap) => {
    expect(isLeapYear(year)).toBe(leap);
    expect(lengthOfMonth(year, 2)).toBe(leap ? 29 : 28);
  });
});

describe("how instants are written", () => {
  it.each([
    ["2026-01-31", "2026-01-31T00:00:00Z", "2026-01-31", "00:00:00", "2026-01-31"],
    ["2028-02-29T23:59:59", "2028-02-29T23:59:59Z", "2028-02-29", "23:59:59", "2028-02-29 23:59:59"],
    ["2026-01-01T00:00:01", "2026-01-01T00:00:01Z", "2026-01-01", "00:00:01", "2026-01-01 00:00:01"],
    ["2026-12-09T10:05:00", "2026-12-09T10:05:00Z", "2026-12-09", "10:05:00", "2026-12-09 10:05:00"],
  ])("%s", (text, full, date, time, brief) => {
    const instant = at(text);
    expect([formatInstant(instant), formatDate(instant), formatTime(instant), formatBrief(instant)]).toEqual([full, date, time, brief]);
  });

  it("the limits are 10^8 seconds and the end of 2399", () => {
    expect([formatInstant(FIRST_INSTANT), formatInstant(LAST_INSTANT)]).toEqual(["1973-03-03T09:46:40Z", "2399-12-31T23:59:59Z"]);
  });
});
