import { describe, expect, it } from "vitest";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { rowsOf, run } from "./run.ts";

function rows(reports: string): string[] {
  const { scenario, issues } = readScenario(
    `
clock: { start: 2026-01-01, end: 2026-04-01 }
reports: { ${reports} }
plans:
  calls: { currency: usd, interval: month, unit_amount: 500, usage_type: metered }
  bytes: { currency: usd, interval: month, unit_amount_decimal: "100", usage_type: metered }
coupons: { half: { percent_off: 50, duration: forever } }
tax_rates: { vat: { percentage: 20, inclusive: false } }
customers:
  anna:
    tax_rates: [vat]
    timeline:
      - { at: 2026-01-01, subscribe: { items: [{ plan: calls }, { plan: bytes }], coupon: half } }
      - { at: 2026-01-10, usage: { plan: calls, quantity: 3 } }
      - { at: 2026-01-11, usage: { plan: bytes, quantity: 0.7 } }
      - { at: 2026-02-11, usage: { plan: bytes, quantity: 0.000000000001 } }
  bert:
    timeline:
      - { at: 2026-01-01, subscribe: { plan: bytes } }
      - { at: 2026-01-10, usage: { plan: bytes, quantity: 1.4 } }
`,
    "usage.yaml",
  );
  if (scenario === undefined) throw new Error(issues.map(({ message }) => message).join("\n"));
  return rowsOf(run(scenario), "usage.csv").map((row) => [...row.values()].join(" "));
}

describe("usage.csv (R66)", () => {
  it("what was used in a period is billed in the interval in which its invoice is finalized, after discounts and without tax", () => {
    expect(rows("interval: month")).toEqual([
      "2026-02 bytes 2.1 1.75 usd ",
      "2026-02 calls 3 7.50 usd ",
      "2026-03 bytes 0.000000000001 0.00 usd ",
      "2026-03 calls 0 0.00 usd ",
    ]);
  });

  it("quarters add up, decimals carried", () => {
    expect(rows("interval: quarter")).toEqual(["2026-Q1 bytes 2.100000000001 1.75 usd ", "2026-Q1 calls 3 7.50 usd "]);
  });

  it("by plan they have no second column of the plan, and a reporting currency converts what was billed", () => {
    expect(rows("by: [plan], currency: jpy, rates: { usd: 150 }").slice(0, 2)).toEqual(["2026-02 bytes 2.1 263 jpy ", "2026-02 calls 3 1125 jpy "]);
  });
});
