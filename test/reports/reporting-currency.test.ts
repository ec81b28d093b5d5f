import { describe, expect, it } from "vitest";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { scenarioOf } from "../scenario/read.ts";
import { filesOf, run } from "./run.ts";

/** Anna pays 100 euros from January; Ken 1,000 yen from February and twice that from March; Ann 50 dollars. */
function scenario(reports: string): Scenario {
  return scenarioOf(`
clock: { start: 2026-01-01, end: 2026-05-01 }
reports: { ${reports} }
plans:
  pro: { currency: eur, interval: month, unit_amount: 10000 }
  basic: { currency: jpy, interval: month, unit_amount: 1000 }
  other: { currency: usd, interval: month, unit_amount: 5000 }
customers:
  anna: { timeline: [{ at: 2026-01-10, subscribe: { plan: pro } }, { at: 2026-04-10, cancel: {} }] }
  ken: { timeline: [{ at: 2026-02-03, subscribe: { plan: basic } }, { at: 2026-03-03, change: { quantity: 2 } }] }
  ann: { timeline: [{ at: 2026-01-05, subscribe: { plan: other } }] }
`);
}

const CONVERTED = "currency: usd, rates: { eur: { 2025-10: 1.08, 2026-03: 1.10 }, jpy: { 2026-01: 0.0066, 2026-04: 0.0070 } }";

describe("a reporting currency (D45, R61)", () => {
  const collection = run(scenario(CONVERTED));
  const rows = collection.recurringRows();

  it("each native cell is converted once at the interval's rate, and a change of rates is an fx movement", () => {
    // January: 100 eur x 1.08 + 50 usd. February: 1000 jpy x 0.0066 = 6.60. March: 100 eur x 1.10 - 108.00 = 2.00, and 1000 jpy = 6.60 more.
    // April: 2000 jpy x 0.0070 - 13.20 = 0.80, and 100 eur x 1.10 leave.
    expect(
      rows.map(({ interval, currency, opening, new: came, expansion, churn, fx, closing }) => [
        interval,
        currency.code,
        opening,
        came,
        expansion,
        churn,
        fx,
        closing,
      ]),
    ).toEqual([
      ["2026-01", "usd", 0, 15800, 0, 0, 0, 15800],
      ["2026-02", "usd", 15800, 660, 0, 0, 0, 16460],
      ["2026-03", "usd", 16460, 0, 660, 0, 200, 17320],
      ["2026-04", "usd", 17320, 0, 0, 11000, 80, 6400],
    ]);
  });

  it("a year's sum and customers follow", () => {
    expect(rows.map(({ arr, customersClosing }) => [arr, customersClosing])).toEqual([
      [15800 * 12, 2],
      [16460 * 12, 3],
      [17320 * 12, 3],
      [6400 * 12, 2],
    ]);
  });

  it("a change of rates is no retention: April keeps 64.00 of 174.00", () => {
    const april = rows[3];
    expect([april?.retainedFrom, april?.retained]).toEqual([17400, 6400]);
  });

  it("the tables of each currency stay, in a file beside it, as without a reporting currency", () => {
    const files = filesOf(collection);
    const native = filesOf(run(scenario("interval: month")));
    expect([files.get("mrr_native.csv"), files.get("churn_native.csv")]).toEqual([native.get("mrr.csv"), native.get("churn.csv")]);
    expect(files.get("mrr.csv")?.split("\n")[1]).toBe("2026-01,usd,0.00,158.00,0.00,0.00,0.00,0.00,158.00,1896.00,2,0.00,0.00,0.00,0.00,0.00,0.00,");
  });

  it("a quarter is converted at the rate at its end, or at the clock's where that cuts it", () => {
    const quarters = run(scenario(`interval: quarter, ${CONVERTED}`)).recurringRows();
    expect(quarters.map(({ interval, new: came, expansion, fx, closing }) => [interval, came, expansion, fx, closing])).toEqual([
      ["2026-Q1", 11000 + 660 + 5000, 660, 0, 17320],
      ["2026-Q2", 0, 0, 80, 6400],
    ]);
  });

  it("the months of rates begin where the reports' months begin", () => {
    const offset = run(scenario(`utc_offset: "+09:00", interval: day, ${CONVERTED}`)).recurringRows();
    expect(offset.filter(({ fx }) => fx !== 0).map(({ interval, fx }) => [interval, fx])).toEqual([
      ["2026-03-01", 200],
      ["2026-04-01", 80],
    ]);
  });

  it("mrr_movements.csv says of each customer what the new rate does to it (R112)", () => {
    const lines = (filesOf(collection).get("mrr_movements.csv") ?? "").trim().split("\n");
    expect(lines.filter((line) => line.includes(",fx,"))).toEqual([
      "anna,2026-03-01T00:00:00Z,fx,fx,pro,pro,2.00,110.00,usd,,",
      "ken,2026-04-01T00:00:00Z,fx,fx,basic,basic,0.80,14.00,usd,,",
    ]);
    // In order of time, between the customer's own.
    expect(lines.filter((line) => line.startsWith("anna,")).map((line) => line.split(",")[2])).toEqual(["new", "fx", "churn"]);
    expect(filesOf(run(scenario("interval: month"))).get("mrr_movements.csv")).not.toContain(",fx,");
  });
});
