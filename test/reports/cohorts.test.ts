import { describe, expect, it } from "vitest";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { collect } from "../../reports/collect.ts";
import { rowsOf, runInto } from "./run.ts";
import { at, cancelNow, customer, day, plan, scenario, subscribe } from "./scenario-in-code.ts";

const pro = plan("pro", 1000);

/** Some columns of every row of cohorts.csv. */
function cells(one: Scenario, ...names: readonly string[]): string[] {
  const collection = collect(one, { only: new Set(["cohorts"]), golden: false });
  runInto(one, collection.sink);
  return rowsOf(collection, "cohorts.csv").map((row) => names.map((name) => row.get(name)).join(" "));
}

function scenarioOf(text: string): Scenario {
  const { scenario: read, issues } = readScenario(text, "cohorts.yaml");
  if (read === undefined) throw new Error(issues.map(({ message }) => message).join("\n"));
  return read;
}

const THREE = `
clock: { start: 2026-01-01, end: 2026-05-01 }
plans:
  pro: { currency: usd, interval: month, unit_amount: 1000 }
  max: { currency: usd, interval: month, unit_amount: 3000 }
tax_rates: { vat: { percentage: 10, inclusive: false } }
customers:
  stays: { currency: usd, tax_rates: [vat], timeline: [{ at: 2026-01-10, charge: { amount: 500 } }, { at: 2026-01-20, subscribe: { plan: pro } }, { at: 2026-03-20, change: { plan: max, proration_behavior: none } }] }
  leaves: { timeline: [{ at: 2026-01-31, subscribe: { plan: pro } }, { at: 2026-02-10, cancel: {} }, { at: 2026-04-10, subscribe: { plan: pro } }] }
  comes: { timeline: [{ at: 2026-03-05, subscribe: { plan: max } }] }
  never: { currency: usd, timeline: [{ at: 2026-01-05, charge: { amount: 900 } }] }
`;

describe("cohorts.csv (D43, R64)", () => {
  it("a cohort is who began to pay in a month; retained at a month's end is who pays then, also who came back", () => {
    expect(cells(scenarioOf(THREE), "cohort", "age", "customers", "retained", "retention_rate", "mrr_start", "mrr", "mrr_retention_rate")).toEqual([
      "2026-01 0 2 2 1.000000 20.00 20.00 1.000000",
      "2026-01 1 2 1 0.500000 20.00 10.00 0.500000",
      "2026-01 2 2 1 0.500000 20.00 30.00 1.500000",
      "2026-01 3 2 2 1.000000 20.00 40.00 2.000000",
      "2026-03 0 1 1 1.000000 30.00 30.00 1.000000",
      "2026-03 1 1 1 1.000000 30.00 30.00 1.000000",
    ]);
  });

  it("revenue is what they were invoiced without tax, collected what they paid; what came before the first month counts there", () => {
    // stays: a charge of 5.00, 10.00 and 1.00 of tax in each of three months, 30.00 and 3.00 in April. leaves: 10.00 in January, and again in April.
    expect(cells(scenarioOf(THREE), "cohort", "age", "revenue_cumulative", "collected_cumulative")).toEqual([
      "2026-01 0 25.00 26.00",
      "2026-01 1 35.00 37.00",
      "2026-01 2 45.00 48.00",
      "2026-01 3 85.00 91.00",
      "2026-03 0 30.00 30.00",
      "2026-03 1 60.00 60.00",
    ]);
  });

  it("the published cohort of 100 that loses a tenth a month has 90, 81, 73, 66 and 59 (metric-cohort-subscribers)", () => {
    const lost = [10, 9, 8, 7, 7];
    const month = (index: number): number => {
      let left = index;
      const found = lost.findIndex((count) => (left -= count) < 0);
      return found;
    };
    const people = Array.from({ length: 100 }, (_, i) => {
      const joins = at(day(2026, 1, 5), subscribe([[pro, 1]]));
      return customer(`c${i}`, month(i) < 0 ? [joins] : [joins, at(day(2026, 2 + month(i), 20), cancelNow)]);
    });
    const rows = cells(scenario(people, { end: day(2026, 7, 1) }), "age", "retained");
    expect(rows).toEqual(["0 100", "1 90", "2 81", "3 73", "4 66", "5 59"]);
  });

  it("cohorts are monthly whatever the interval", () => {
    const months = cells(scenarioOf(THREE), "cohort", "age", "mrr", "collected_cumulative");
    for (const interval of ["day", "week", "quarter", "year"]) {
      expect(cells(scenarioOf(THREE.replace("plans:", `reports: { interval: ${interval} }\nplans:`)), "cohort", "age", "mrr", "collected_cumulative")).toEqual(
        months,
      );
    }
  });

  it("a month is that of the reports' calendar, and by plan a customer stays in the cohort of the plan it began with", () => {
    const one = THREE.replace("plans:", 'reports: { utc_offset: "+09:00", by: [plan] }\nplans:').replace(
      "2026-01-31, subscribe",
      "2026-01-31T15:00:00Z, subscribe",
    );
    expect(cells(scenarioOf(one), "cohort", "age", "plan", "customers", "mrr").slice(0, 5)).toEqual([
      "2026-01 0 pro 1 10.00",
      "2026-01 1 pro 1 10.00",
      "2026-01 2 pro 1 30.00",
      "2026-01 3 pro 1 30.00",
      "2026-01 4 pro 1 30.00",
    ]);
  });

  it("a reporting currency converts each month at its rate", () => {
    const one = THREE.replace("plans:", "reports: { currency: eur, rates: { usd: { 2026-01: 0.5, 2026-04: 0.75 } } }\nplans:");
    expect(cells(scenarioOf(one), "cohort", "age", "currency", "mrr_start", "mrr", "collected_cumulative").slice(2, 5)).toEqual([
      "2026-01 2 eur 10.00 15.00 24.00",
      "2026-01 3 eur 10.00 30.00 56.25",
      "2026-03 0 eur 15.00 15.00 15.00",
    ]);
  });
});
