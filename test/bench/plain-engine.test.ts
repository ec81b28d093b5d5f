import { describe, expect, it } from "vitest";
import { CountingSink } from "./counting-sink.ts";
import { IntervalReports } from "./interval-reports.ts";
import { plainEngine } from "./plain-engine.ts";
import { plainScenario } from "./plain-scenario.ts";
import { yardstick } from "./yardstick.ts";

const MONTHS = 36;

describe("the plain monthly model on the engine", () => {
  it.each([
    [500, 1],
    [2000, 7],
  ])("bills %i subscribers of seed %i like the yardstick: invoices, attempts and every cent", (subscribers, seed) => {
    const sink = new CountingSink();
    plainEngine(MONTHS, seed, sink)(subscribers);
    const { checksum: _, ...bare } = yardstick(subscribers, MONTHS, seed, "away");
    expect(sink.totals).toEqual(bare);
  });

  it("bills the same subscribers again in the same world and account", () => {
    const sink = new CountingSink();
    const bill = plainEngine(MONTHS, 1, sink);
    bill(300);
    const once = sink.take();
    bill(300);
    expect(once.invoices).toBeGreaterThan(0);
    expect(sink.take()).toEqual(once);
  });

  it("its interval reports count every customer, and each closing is the next opening", () => {
    const reports = new IntervalReports(plainScenario(MONTHS));
    plainEngine(MONTHS, 1, reports.sink)(500);
    const rows = reports.rows();
    const last = rows.at(-1);
    expect(rows.length).toBeGreaterThanOrEqual(MONTHS);
    expect(last?.customersClosing).toBe(500 - yardstick(500, MONTHS, 1, "away").churned);
    for (const [i, row] of rows.entries()) if (i > 0) expect(row.opening).toBe(rows[i - 1]?.closing);
  });
});
