import { describe, expect, it } from "vitest";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";
import type { RecurringRow } from "../../reports/metrics/recurring-rows.ts";
import { crowd } from "./crowd.ts";

/** A crowd in which plans change, seats grow and people leave, return, try and fail to pay: everything that moves recurring revenue between plans. */
function scenario(seed: number): Scenario {
  return crowd(
    `
  people:
    signups: { per_month: 14 }
    attributes: { segment: { solo: 60%, team: 40% } }
    currency: { usd: 70%, eur: 30% }
    card: { by: segment, solo: flaky, team: visa }
    subscribe:
      basic: { weight: 2, plan: basic, trial: 10 days, converts: 70% }
      plus: { weight: 1, plan: plus, quantity: { distribution: poisson, mean: 3, min: 1 }, coupon: always_less }
      both: { weight: 1, items: [{ plan: basic }, { plan: plus }] }
    behavior:
      churn: { cancel: { rate: 5%, at_period_end: true } }
      leave: { cancel: { rate: 2% } }
      upgrade: { change: { from: basic, to: plus, rate: 7% } }
      downgrade: { change: { from: plus, to: basic, rate: 6% } }
      grow: { seats: { plan: plus, change: 2, rate: 8% } }
      back: { return: { rate: 10%, within: 9 months } }
  others:
    signups: { per_month: 3 }
    currency: usd
    subscribe: { basic: { plan: basic } }`,
    {
      seed: String(seed),
      clock: "{ start: 2026-01-11, for: 14 months }",
      rest: `  always_less: { percent_off: 10, duration: forever }
cards:
  flaky: { outcomes: [succeeds, succeeds, insufficient_funds, insufficient_funds, insufficient_funds, insufficient_funds, succeeds] }`,
    },
  );
}

function rowsOf(one: Scenario, by: readonly string[]): readonly RecurringRow[] {
  const split = { ...one, reports: { ...one.reports, by } };
  const collection = collect(split, { golden: false });
  expect(simulate(split, collection.sink)).toEqual([]);
  return collection.recurringRows();
}

const SUMS = [
  "opening",
  "new",
  "reactivation",
  "expansion",
  "contraction",
  "churn",
  "churnInvoluntary",
  "closing",
  "arr",
  "discounted",
  "pastDue",
  "trialsStarted",
  "trialsEnded",
  "trialsConverted",
] as const;
const CUSTOMERS = [
  "customersOpening",
  "customersNew",
  "customersReactivated",
  "churnedVoluntary",
  "churnedInvoluntary",
  "customersClosing",
  "pastDueCustomers",
] as const;

/** The sum over all groups of an interval and currency. */
function summed(rows: readonly RecurringRow[], whole: RecurringRow, column: keyof RecurringRow): number {
  return rows
    .filter(({ interval, currency }) => interval === whole.interval && currency === whole.currency)
    .reduce((sum, row) => sum + (row[column] as number), 0);
}

describe.each([1, 2, 3])("reports split by what a crowd is, seed %i", (seed) => {
  const one = scenario(seed);
  const whole = rowsOf(one, []);

  it.each([[["plan"]], [["segment"]], [["population"]], [["plan", "segment", "population"]]])("by %j add up to the whole", (by) => {
    const rows = rowsOf(one, by);
    for (const row of whole) {
      for (const column of SUMS) expect([row.interval, column, summed(rows, row, column)]).toEqual([row.interval, column, row[column]]);
      expect(summed(rows, row, "transferIn")).toBe(summed(rows, row, "transferOut"));
      // Who pays for two plans counts in both.
      for (const column of by.includes("plan") ? [] : CUSTOMERS) expect([column, summed(rows, row, column)]).toEqual([column, row[column]]);
      if (by.includes("plan")) expect(summed(rows, row, "customersClosing")).toBeGreaterThanOrEqual(row.customersClosing);
    }
  });

  it.each([[["plan"]], [["plan", "segment"]]])("by %j each group keeps the identities", (by) => {
    const rows = rowsOf(one, by);
    const before = new Map<string, RecurringRow>();
    for (const row of rows) {
      const key = JSON.stringify([row.currency.code, ...row.by]);
      const gains = row.new + row.reactivation + row.expansion + row.transferIn;
      expect(row.closing).toBe(row.opening + gains - row.contraction - row.churn - row.transferOut);
      const joined = row.customersNew + row.customersReactivated + row.customersIn;
      expect(row.customersClosing).toBe(row.customersOpening + joined - row.churnedVoluntary - row.churnedInvoluntary - row.customersOut);
      expect([row.opening, row.customersOpening]).toEqual([before.get(key)?.closing ?? 0, before.get(key)?.customersClosing ?? 0]);
      expect(Math.min(row.closing, row.customersClosing, row.transferIn, row.transferOut, row.expansion, row.contraction)).toBeGreaterThanOrEqual(0);
      expect(row.retainedAtMost).toBeLessThanOrEqual(row.retainedFrom);
      expect(row.retainedAtMost).toBeGreaterThanOrEqual(0);
      before.set(key, row);
    }
    expect(rows.some(({ transferIn }) => transferIn > 0)).toBe(true);
  });

  it("in a reporting currency keep the identities, and customers are those of all currencies", () => {
    const rates = new Map([[whole.find(({ currency }) => currency.code === "eur")?.currency, [{ from: 0, rate: { units: 1083, scale: 1000 } }]]]);
    const usd = whole.find(({ currency }) => currency.code === "usd")?.currency;
    const reports = { ...one.reports, reporting: { currency: usd, rates } } as Scenario["reports"];
    for (const by of [[], ["plan"]]) {
      const rows = rowsOf({ ...one, reports }, by);
      for (const row of rows) {
        const gains = row.new + row.reactivation + row.expansion + row.transferIn + row.fx;
        expect([row.currency.code, row.closing]).toEqual(["usd", row.opening + gains - row.contraction - row.churn - row.transferOut]);
        if (by.length > 0) continue;
        const natives = whole.filter(({ interval }) => interval === row.interval);
        expect(row.customersClosing).toBe(natives.reduce((sum, { customersClosing }) => sum + customersClosing, 0));
      }
    }
  });

  it("change nothing in an earlier interval when the clock runs longer", () => {
    const by = ["plan", "population"];
    const short = rowsOf({ ...one, end: one.end - 92 * 86_400 }, by).filter(({ partial }, i) => !partial || i < 9);
    const long = rowsOf(one, by);
    for (const row of short) {
      const same = long.find(({ interval, currency, by: values }) => interval === row.interval && currency === row.currency && values.join() === row.by.join());
      // A trial that ends in this time converts when it is paid, later.
      expect(same).toEqual(row);
    }
    const last = short.at(-1)?.interval ?? "";
    expect(long.filter(({ interval }) => interval <= last)).toHaveLength(short.length);
  });
});
