import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { HOUR } from "../../engine/calendar/instant.ts";
import type { ReportInterval, ReportSettings } from "../../engine/scenario/scenario.ts";
import { drawnScenario } from "../reports/drawn-scenario.ts";
import { intervalFiles } from "../reports/sql/recomputation.ts";
import { anyScenarioDraw, scenarioOf, withRefusalsExpected } from "./drawn.ts";

const calendarDraw: fc.Arbitrary<Pick<ReportSettings, "interval" | "utcOffset" | "fiscalYearStart">> = fc.record({
  interval: fc.constantFrom<ReportInterval>("day", "week", "month", "quarter", "year"),
  utcOffset: fc.integer({ min: -12, max: 14 }).map((hours) => hours * HOUR),
  fiscalYearStart: fc.integer({ min: 1, max: 12 }),
});

describe("the interval files follow from the row files by the SQL of docs/sql, exactly", () => {
  test.prop([anyScenarioDraw, calendarDraw], { numRuns: 60 })("of any scenario, by any calendar", (draw, calendar) => {
    const scenario = scenarioOf(withRefusalsExpected(draw, true));
    const { said, recomputed } = intervalFiles({ ...scenario, reports: { ...scenario.reports, ...calendar } });
    expect(recomputed).toEqual(said);
  });

  test.prop([drawnScenario], { numRuns: 30 })("of lives over fourteen months, by any interval and definitions", (scenario) => {
    const { said, recomputed } = intervalFiles(scenario);
    expect(recomputed).toEqual(said);
  });
});
