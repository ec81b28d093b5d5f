import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDate } from "../../engine/calendar/civil.ts";
import { DAY } from "../../engine/calendar/instant.ts";
import { IntervalGrid } from "../../reports/metrics/interval-grid.ts";
import { day } from "./scenario-in-code.ts";

const INTERVALS = ["day", "week", "month", "quarter", "year"] as const;

describe("intervals of a clock", () => {
  it.each([
    ["day", ["2026-01-30", "2026-01-31", "2026-02-01"]],
    ["week", ["2026-W05"]],
    ["month", ["2026-01", "2026-02"]],
    ["quarter", ["2026-Q1"]],
    ["year", ["2026"]],
  ] as const)("by %s, from 30 January to 2 February, are %j", (interval, labels) => {
    expect(new IntervalGrid(interval, day(2026, 1, 30), day(2026, 2, 2)).labels).toEqual(labels);
  });

  it.each([
    [day(2020, 12, 31), "2020-W53"],
    [day(2021, 1, 3), "2020-W53"],
    [day(2021, 1, 4), "2021-W01"],
    [day(2024, 12, 30), "2025-W01"],
    [day(2027, 1, 1), "2026-W53"],
  ])("an ISO week belongs to the year of its Thursday (%i is in %s)", (instant, label) => {
    expect(new IntervalGrid("week", instant, instant + DAY).labels).toEqual([label]);
  });

  it("an interval is partial where the clock cuts it", () => {
    const grid = new IntervalGrid("month", day(2026, 1, 15), day(2026, 4, 1));
    expect(grid.labels.map((_, i) => grid.isPartial(i))).toEqual([true, false, false]);
  });

  it("trailing twelve months end where the clock cuts the last interval", () => {
    const grid = new IntervalGrid("month", day(2026, 1, 1), day(2027, 1, 15));
    expect(formatDate(grid.yearBefore[11] as number)).toBe("2026-01-01");
    expect(formatDate(grid.yearBefore[12] as number)).toBe("2026-01-15");
  });

  it("intervals tile the clock and each instant is found in its own, in any order of asking", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...INTERVALS),
        fc.integer({ min: day(2000, 1, 1), max: day(2030, 1, 1) }),
        fc.integer({ min: 1, max: 900 * DAY }),
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (interval, start, length, shares) => {
          const grid = new IntervalGrid(interval, start, start + length);
          expect(grid.starts[0]).toBeLessThanOrEqual(start);
          expect(grid.starts[grid.count]).toBeGreaterThanOrEqual(start + length);
          expect(grid.starts[grid.count - 1]).toBeLessThan(start + length);
          for (const part of shares) {
            const at = start + Math.floor(part * length);
            const i = grid.indexOf(at);
            expect(grid.starts[i]).toBeLessThanOrEqual(at);
            expect(grid.starts[i + 1]).toBeGreaterThan(at);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("the reports' own calendar (R60)", () => {
  const tokyo = 9 * 3600;
  const offsetUtc = { utcOffset: 0, fiscalYearStart: 4 };

  it.each([
    [tokyo, "2026-02", "an instant at 15:00 UTC on the last of January is February in Tokyo"],
    [tokyo - 1, "2026-01", "a second before it is still January there"],
    [-5 * 3600, "2026-01", "and west of Greenwich it is January until 05:00 UTC"],
  ])("with an offset of %i seconds 2026-01-31T15:00:00Z is in %s: %s", (utcOffset, month) => {
    const grid = new IntervalGrid("month", day(2026, 1, 1), day(2027, 1, 1), { utcOffset, fiscalYearStart: 1 });
    expect(grid.labels[grid.indexOf(day(2026, 1, 31) + 15 * 3600)]).toBe(month);
  });

  it("a clock of whole UTC months is cut at both ends where days begin elsewhere", () => {
    const grid = new IntervalGrid("month", day(2026, 1, 1), day(2026, 3, 1), { utcOffset: tokyo, fiscalYearStart: 1 });
    expect(grid.labels.map((label, i) => [label, grid.isPartial(i)])).toEqual([
      ["2026-01", true],
      ["2026-02", false],
      ["2026-03", true],
    ]);
  });

  it.each([
    ["quarter", day(2026, 1, 1), ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]],
    ["quarter", day(2026, 4, 1), ["2026-Q1", "2026-Q2", "2026-Q3"]],
    ["year", day(2026, 1, 1), ["2025", "2026"]],
    ["month", day(2026, 10, 1), ["2026-10", "2026-11", "2026-12"]],
  ] as const)("a fiscal year that starts in April is named by the calendar year it begins in: by %s from %i", (interval, start, labels) => {
    expect(new IntervalGrid(interval, start, day(2027, 1, 1), offsetUtc).labels).toEqual(labels);
  });

  it("a fiscal year by an offset begins at the midnight of that place", () => {
    const grid = new IntervalGrid("year", day(2026, 6, 1), day(2028, 1, 1), { utcOffset: tokyo, fiscalYearStart: 4 });
    expect([...grid.starts]).toEqual([day(2026, 4, 1) - tokyo, day(2027, 4, 1) - tokyo, day(2028, 4, 1) - tokyo]);
  });
});
