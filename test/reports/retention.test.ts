import { describe, expect, it } from "vitest";
import type { Action } from "../../engine/actions/action.ts";
import { collect } from "../../reports/collect.ts";
import { rowsOf, runInto } from "./run.ts";
import { at, cancelNow, change, chartmogulMetrics, customer, day, plan, type ScenarioTerms, scenario, subscribe } from "./scenario-in-code.ts";

const seat = plan("seat", 1000);

/**
 * Twelve customers who pay 10.00 a seat. Who has no seats has not subscribed, or has cancelled.
 *
 * | customer | start of February | start of March | end of March |
 * | --- | --- | --- | --- |
 * | steady | 1 | 1 | 1 |
 * | grows | 1 | 3 | 3 |
 * | grows_late | 2 | 2 | 5 |
 * | shrinks | 4 | 2 | 2 |
 * | shrinks_grows | 5 | 2 | 6 |
 * | leaves | 3 | 0 | 0 |
 * | leaves_late | 2 | 2 | 0 |
 * | leaves_returns | 6 | 6 | 6 (left and came back in March) |
 * | had_left | 0 (left in January, had 2) | 0 | 4 |
 * | comes | 0 | 3 | 3 |
 * | comes_goes | 0 | 0 (came and left in February with 7) | 0 |
 * | never | 0 | 0 | 0 |
 *
 * February: those who paid at its start, 1 + 1 + 2 + 4 + 5 + 3 + 2 + 6 = 24, pay at its end 1 + 3 + 2 + 2 + 2 + 0 + 2 + 6 = 18, and of it no
 * more than each had paid: 1 + 1 + 2 + 2 + 2 + 0 + 2 + 6 = 16. NRR 18/24, GRR 16/24.
 * March: at its start 1 + 3 + 2 + 2 + 2 + 0 + 2 + 6 + 3 = 21; of these remain 1 + 3 + 5 + 2 + 6 + 0 + 0 + 6 + 3 = 26, no more than each had
 * paid 1 + 3 + 2 + 2 + 2 + 0 + 0 + 6 + 3 = 19. NRR 26/21, GRR 19/21. With who had left and came back, 30/21.
 */
const TABLE: Readonly<Record<string, readonly (readonly [month: number, seats: number])[]>> = {
  steady: [[1, 1]],
  grows: [
    [1, 1],
    [2, 3],
  ],
  grows_late: [
    [1, 2],
    [3, 5],
  ],
  shrinks: [
    [1, 4],
    [2, 2],
  ],
  shrinks_grows: [
    [1, 5],
    [2, 2],
    [3, 6],
  ],
  leaves: [
    [1, 3],
    [2, 0],
  ],
  leaves_late: [
    [1, 2],
    [3, 0],
  ],
  leaves_returns: [
    [1, 6],
    [3, 0],
    [3, 6],
  ],
  had_left: [
    [1, 2],
    [1, 0],
    [3, 4],
  ],
  comes: [[2, 3]],
  comes_goes: [
    [2, 7],
    [2, 0],
  ],
  never: [],
};

/** The rows of churn.csv by interval. */
function churnRows(terms: ScenarioTerms): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const customers = Object.entries(TABLE).map(([id, steps]) => {
    let signUps = 0;
    let seats = 0;
    const entries = steps.map(([month, next], i) => {
      const action: Action = seats === 0 ? subscribe([[seat, next]]) : next === 0 ? cancelNow : change({ quantity: next });
      if (seats === 0) signUps++;
      const name = signUps > 1 && seats > 0 ? `${id}/${signUps}` : undefined;
      seats = next;
      return at(day(2026, month, 5 + 5 * i), action, name);
    });
    return customer(id, entries);
  });
  const one = scenario(customers, { end: day(2026, 4, 1), ...terms });
  const collection = collect(one, { only: new Set(["churn"]), golden: false });
  runInto(one, collection.sink);
  return new Map(rowsOf(collection, "churn.csv").map((row) => [row.get("interval") ?? "", row]));
}

describe("net and gross retention of twelve customers (D41)", () => {
  const cells = (terms: ScenarioTerms, interval: string, ...names: readonly string[]): (string | undefined)[] =>
    names.map((name) => churnRows(terms).get(interval)?.get(name));

  it.each([
    ["2026-02", "0.750000", "0.666667"],
    ["2026-03", "1.238095", "0.904762"],
  ])("in %s are as the table says", (month, nrr, grr) => {
    expect(cells({}, month, "nrr", "grr")).toEqual([nrr, grr]);
  });

  it("who had left before and came back counts in NRR where the definitions say so, never in GRR", () => {
    expect(cells({ metrics: chartmogulMetrics }, "2026-03", "nrr", "grr")).toEqual(["1.428571", "0.904762"]);
  });

  it("over a quarter compare its start with its end: nobody paid before the clock", () => {
    expect(cells({ interval: "quarter" }, "2026-Q1", "nrr", "grr")).toEqual(["", ""]);
  });

  it("customers and churn are those of the table too", () => {
    // At March's start pay steady, grows, grows_late, shrinks, shrinks_grows, leaves_late, leaves_returns, comes. leaves_returns churns, and is reactivated.
    expect(cells({}, "2026-03", "customers_opening", "customers_reactivated", "churned_voluntary", "customers_closing")).toEqual(["8", "2", "2", "8"]);
  });
});
