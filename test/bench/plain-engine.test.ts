import { describe, expect, it } from "vitest";
import { CountingSink } from "./counting-sink.ts";
import { IntervalReports } from "./interval-reports.ts";
import { runPlainEngine } from "./plain-engine.ts";
import { plainScenario } from "./plain-scenario.ts";
import { yardstick } from "./yardstick.ts";

const MONTHS = 36;

describe("the plain monthly model on the engine", () => {
  it.each([
    [500, 1],
    [2000, 7],
  ])("bills %i subscribers of seed %i like the yardstick: invoices, attempts and every cent", (subscribers, seed) => {
    const sink = new CountingSink();
    runPlainEngine(subscribers, MONTHS, seed, sink);
    const { checksum: _, ...bare } = yardstick(subscribers, MONTHS, seed, "away");
    expect(sink.totals).toEqual(bare);
  });

  it("its interval reports count every customer, and each closing is the next opening", () => {
    const reports = new IntervalReports(plainScenario(MONTHS));
    runPlainEngine(500, MONTHS, 1, reports.sink);
    const rows = reports.rows();
    const last = rows.at(-1);
    expect(rows.length).toBeGreaterThanOrEqual(MONTHS);
    expect(last?.customersClosing).toBe(500 - yardstick(500, MONTHS, 1, "away").churned);
    for (const [i, row] of rows.entries()) if (i > 0) expect(row.opening).toBe(rows[i - 1]?.closing);
  });
});
