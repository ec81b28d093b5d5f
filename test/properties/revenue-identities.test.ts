import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect } from "vitest";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { type Collection, collect } from "../../reports/collect.ts";
import { meteredChangesScenarioDraw } from "../reference/draw/metered-changes.ts";
import { pausingScenarioDraw, thresholdScenarioDraw } from "../reference/draw/scenario.ts";
import { anyScenarioDraw, scenarioOf, withRefusalsExpected } from "./drawn.ts";

/** What a run reports; undefined when an action was refused, since then nothing is shown. */
function reported(scenario: Scenario): Collection | undefined {
  const collection = collect(scenario, { golden: false });
  return simulate(scenario, collection.sink).length > 0 ? undefined : collection;
}

/** A file's rows by column, its money as digits without the point: exact integers, whatever the currency. */
function rowsOf(collection: Collection, name: string): readonly ReadonlyMap<string, string>[] {
  const file = [...collection.files()].find((candidate) => candidate.name === name);
  const [header = "", ...lines] = [...(file?.text ?? [])].join("").trimEnd().split("\n");
  const columns = header.split(",");
  return lines.map((line) => new Map(line.split(",").map((cell, i) => [columns[i] as string, cell])));
}

const minor = (cell: string | undefined): number => Number((cell ?? "").replace(".", ""));
const total = (rows: readonly ReadonlyMap<string, string>[], column: string): number => rows.reduce((sum, row) => sum + minor(row.get(column)), 0);

/** The same where usage counts as it was invoiced last (R1). */
function withUsageCounted(scenario: Scenario): Scenario {
  return { ...scenario, reports: { ...scenario.reports, metrics: { ...scenario.reports.metrics, meteredInMrr: true } } };
}

describe("recurring revenue and customers", () => {
  test.prop([anyScenarioDraw], { numRuns: 150, seed: 20_260_206 })("add up in every interval of every drawn scenario, and to the row files", (draw) => {
    addsUp(scenarioOf(withRefusalsExpected(draw, true)));
  });

  test.prop([fc.oneof(thresholdScenarioDraw, meteredChangesScenarioDraw, pausingScenarioDraw)], { numRuns: 100, seed: 20_260_207 })(
    "add up where usage counts, and move by nothing else than what is told",
    (draw) => {
      addsUp(withUsageCounted(scenarioOf(withRefusalsExpected(draw, true))));
    },
  );
});

function addsUp(scenario: Scenario): void {
  const collection = reported(scenario);
  if (collection === undefined) return;
  const rows = collection.recurringRows();
  for (const [i, row] of rows.entries()) {
    expect(row.closing).toBe(row.opening + row.new + row.reactivation + row.expansion - row.contraction - row.churn);
    expect(row.customersClosing).toBe(row.customersOpening + row.customersNew + row.customersReactivated - row.churnedVoluntary - row.churnedInvoluntary);
    expect([row.opening, row.customersOpening]).toEqual([rows[i - 1]?.closing ?? 0, rows[i - 1]?.customersClosing ?? 0]);
    expect(row.churnInvoluntary).toBeLessThanOrEqual(row.churn);
    expect(row.pastDue).toBeLessThanOrEqual(row.closing);
  }
  const closing = rows.at(-1)?.closing ?? 0;
  expect(total(rowsOf(collection, "customers.csv"), "mrr")).toBe(closing);
  expect(total(rowsOf(collection, "subscriptions.csv"), "mrr")).toBe(closing);
}
