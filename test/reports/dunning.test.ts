import { describe, expect, it } from "vitest";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { type Collection, collect } from "../../reports/collect.ts";
import { rowsOf, runInto } from "./run.ts";

function scenarioOf(customers: string, more = ""): Scenario {
  const { scenario, issues } = readScenario(
    `
clock: { start: 2026-01-01, end: 2026-04-01 }
plans:
  pro: { currency: usd, interval: month, unit_amount: 1000 }
cards:
  second: { outcomes: [succeeds, insufficient_funds, do_not_honor, succeeds] }
  never: { outcomes: [succeeds, insufficient_funds] }
  lost: { outcomes: [succeeds, lost_card] }
  late: { outcomes: [succeeds, succeeds, insufficient_funds] }
${more}
customers:
${customers}`,
    "dunning.yaml",
  );
  if (scenario === undefined) throw new Error(issues.map(({ message }) => message).join("\n"));
  return scenario;
}

function dunned(one: Scenario): Collection {
  const collection = collect(one, { only: new Set(["dunning"]), golden: false });
  runInto(one, collection.sink);
  return collection;
}

/** Every row of dunning.csv without what is 0 in all of them. */
function rows(one: Scenario): string[] {
  return rowsOf(dunned(one), "dunning.csv").map((row) =>
    ["interval", "decline_code", "attempt", "tried", "recovered", "recovered_by_card", "lost", "open", "amount_tried", "amount_recovered"]
      .map((name) => row.get(name))
      .join(" "),
  );
}

const SUBSCRIBED = "timeline: [{ at: 2026-01-05, subscribe: { plan: pro } }";

describe("dunning.csv (D44, R65)", () => {
  it("a payment recovered by the second retry stands with the code and the month of the first failure", () => {
    expect(rows(scenarioOf(`  anna: { card: second, ${SUBSCRIBED}] }`))).toEqual([
      "2026-02 insufficient_funds 1 1 0 0 0 0 10.00 0.00",
      "2026-02 insufficient_funds 2 1 1 0 0 0 10.00 10.00",
    ]);
  });

  it("what is given up is lost after the last retry", () => {
    expect(rows(scenarioOf(`  anna: { card: never, ${SUBSCRIBED}] }`)).at(-1)).toBe("2026-02 insufficient_funds 3 1 0 0 1 0 10.00 0.00");
  });

  it("what is still to be retried at the clock's end is open", () => {
    expect(rows(scenarioOf(`  anna: { card: late, dunning: { retries: [30 days] }, ${SUBSCRIBED}] }`))).toEqual([
      "2026-03 insufficient_funds 0 0 0 0 0 1 0.00 0.00",
    ]);
  });

  it("a hard decline is not charged again until there is another card, which is told", () => {
    const replaced = `${SUBSCRIBED}, { at: 2026-02-10, card: visa }] }`;
    expect(rows(scenarioOf(`  anna: { card: lost, ${replaced}`))).toEqual(["2026-02 lost_card 2 1 1 1 0 0 10.00 10.00"]);
    expect(rows(scenarioOf(`  anna: { card: lost, ${SUBSCRIBED}] }`))).toEqual(["2026-02 lost_card 0 0 0 0 1 0 0.00 0.00"]);
  });

  it("a payment by hand, or out of band, counts as the retry that it comes before", () => {
    for (const pay of ["{}", "{ out_of_band: true }"]) {
      const card = pay === "{}" ? ", { at: 2026-02-06, card: visa }" : "";
      const [only] = rows(scenarioOf(`  anna: { card: never, ${SUBSCRIBED}${card}, { at: 2026-02-06T12:00:00Z, pay: ${pay} }] }`));
      expect(only).toBe(`2026-02 insufficient_funds 1 1 1 ${pay === "{}" ? 1 : 0} 0 0 10.00 10.00`);
    }
  });

  it("every failed invoice ends in one row, and without a failure there are none", () => {
    const crowd = Array.from({ length: 9 }, (_, i) => `  c${i}: { card: ${["second", "never", "lost", "late"][i % 4]}, ${SUBSCRIBED}] }`).join("\n");
    const table = rowsOf(dunned(scenarioOf(crowd)), "dunning.csv");
    const ended = table.reduce((sum, row) => sum + Number(row.get("recovered")) + Number(row.get("lost")) + Number(row.get("open")), 0);
    expect(ended).toBe(9);
    expect(rows(scenarioOf(`  anna: { ${SUBSCRIBED}] }`))).toEqual([]);
  });
});
