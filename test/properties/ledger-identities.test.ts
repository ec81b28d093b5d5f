import { test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { type Collection, collect } from "../../reports/collect.ts";
import type { RevenueRow } from "../../reports/metrics/revenue-rows.ts";
import { anyScenarioDraw, scenarioOf, withRefusalsExpected } from "./drawn.ts";

/** Every identity of outputs.md, of one row and the row before it in its currency. */
function holdsTogether(row: RevenueRow, before: RevenueRow | undefined): void {
  const r = row;
  expect(r.receivableClosing).toBe(
    r.receivableOpening + r.billed + r.balanceOnInvoices - r.collected - r.creditedOpen - r.voided - r.uncollectible + r.recovered,
  );
  expect(r.balanceClosing).toBe(r.balanceOpening + r.balanceOnInvoices + r.creditedToBalance + r.balanceAdjusted);
  expect(r.credited).toBe(r.creditedOpen + r.creditedToBalance + r.creditedRefunded + r.creditedOutOfBand);
  expect(r.deferredClosing).toBe(r.deferredOpening + r.deferredAdded - r.deferredReleased - r.deferredReversed);
  expect(r.unbilledClosing).toBe(r.unbilledOpening + r.unbilledAdded - r.unbilledBilled - r.unbilledReversed);
  expect(r.recognized).toBe(r.deferredReleased + r.unbilledAdded + r.recognizedOnBilling);
  expect(r.netRevenue).toBe(r.recognized - r.contra);
  expect(r.billed + r.charges - r.tax).toBe(r.deferredAdded + r.unbilledBilled + r.recognizedOnBilling);
  expect(r.taxClosing).toBe(r.taxOpening + r.tax - r.taxReversed);
  expect(r.cash).toBe(r.collected + r.charges - r.refunded - r.creditedOutOfBand - r.disputed - r.fees);
  const worth = r.receivableClosing - r.receivableOpening + r.unbilledClosing - r.unbilledOpening + r.cash;
  const owed = r.deferredClosing - r.deferredOpening + r.balanceClosing - r.balanceOpening + r.taxClosing - r.taxOpening;
  expect(worth - owed).toBe(r.netRevenue - r.badDebt - r.fees);
  if (before === undefined) return;
  expect([r.receivableOpening, r.balanceOpening, r.deferredOpening, r.unbilledOpening, r.taxOpening]).toEqual([
    before.receivableClosing,
    before.balanceClosing,
    before.deferredClosing,
    before.unbilledClosing,
    before.taxClosing,
  ]);
}

function reported(scenario: Scenario): Collection | undefined {
  const collection = collect(scenario, { golden: false });
  return simulate(scenario, collection.sink).length > 0 ? undefined : collection;
}

describe("the money of an interval", () => {
  test.prop([anyScenarioDraw], { numRuns: 300, seed: 20_261_120 })("adds up in every interval of every drawn scenario", (draw) => {
    const collection = reported(scenarioOf(withRefusalsExpected(draw, true)));
    const rows = collection?.revenueRows() ?? [];
    for (const row of rows)
      holdsTogether(
        row,
        rows.findLast(({ currency, interval }) => currency === row.currency && interval < row.interval),
      );
    const last = rows.at(-1);
    if (last === undefined) return;
    const remaining = [...(collection as Collection).files()].find(({ name }) => name === "invoices.csv");
    expect(remaining).toBeDefined();
  });
});
