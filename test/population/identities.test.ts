import { describe, expect, it } from "vitest";
import { simulate } from "../../engine/simulation/simulate.ts";
import { type Collection, collect } from "../../reports/collect.ts";
import { crowd } from "./crowd.ts";

/** A crowd in which everything happens that moves recurring revenue, in two currencies, drawn anew by `seed`. */
function drawn(seed: number): Collection {
  const scenario = crowd(
    `
  people:
    signups: { per_month: 9, growth: 4%, seasonality: [1, 1, 2, 1, 1, 1, 1, 0.2, 1, 1, 1, 1] }
    attributes: { segment: { solo: 60%, team: 40% } }
    currency: { usd: 70%, eur: 30% }
    card: { by: segment, solo: flaky, team: visa }
    subscribe:
      basic: { weight: 2, plan: basic, trial: 10 days, converts: 70% }
      plus: { weight: 1, plan: plus, quantity: { distribution: poisson, mean: 3, min: 1 }, coupon: always_less }
    behavior:
      churn: { cancel: { rate: { first 3 months: 9%, after: 4% }, at_period_end: true } }
      leave: { cancel: { plan: plus, rate: 2% } }
      upgrade: { change: { from: basic, to: plus, rate: 5% } }
      grow: { seats: { plan: plus, change: 2, rate: 8% } }
      trim: { seats: { plan: plus, change: -1, rate: 8% } }
      back: { return: { rate: 10%, within: 9 months } }
      goodwill: { refund: { rate: 1% } }`,
    {
      seed: String(seed),
      clock: "{ start: 2026-01-11, for: 14 months }",
      rest: `  always_less: { percent_off: 10, duration: forever }
cards:
  flaky: { outcomes: [succeeds, succeeds, insufficient_funds, insufficient_funds, insufficient_funds, insufficient_funds, succeeds] }`,
    },
  );
  const collection = collect(scenario, { golden: false, ledger: true });
  expect(simulate(scenario, collection.sink)).toEqual([]);
  return collection;
}

function rowsOf(collection: Collection, name: string): readonly ReadonlyMap<string, string>[] {
  const file = [...collection.files()].find((candidate) => candidate.name === name);
  const [header = "", ...lines] = [...(file?.text ?? [])].join("").trimEnd().split("\n");
  const columns = header.split(",");
  return lines.map((line) => new Map(line.split(",").map((cell, i) => [columns[i] as string, cell])));
}

const minor = (cell: string | undefined): number => Number((cell ?? "").replace(".", ""));

describe.each([1, 2, 3, 4])("the reports of a drawn crowd, seed %i", (seed) => {
  const collection = drawn(seed);
  const rows = collection.recurringRows();
  const movements = rowsOf(collection, "mrr_movements.csv");

  it("add up in every interval, and each opening is the closing before", () => {
    expect(rows.length).toBe(2 * 15);
    for (const [i, row] of rows.entries()) {
      expect(row.closing).toBe(row.opening + row.new + row.reactivation + row.expansion - row.contraction - row.churn);
      expect(row.customersClosing).toBe(row.customersOpening + row.customersNew + row.customersReactivated - row.churnedVoluntary - row.churnedInvoluntary);
      expect([row.opening, row.customersOpening]).toEqual([rows[i - 2]?.closing ?? 0, rows[i - 2]?.customersClosing ?? 0]);
      expect(row.churnInvoluntary).toBeLessThanOrEqual(row.churn);
    }
    const happened = (["reactivation", "expansion", "contraction", "churn", "churnInvoluntary", "trialsConverted"] as const).filter((what) =>
      rows.some((row) => row[what] > 0),
    );
    expect(happened).toHaveLength(6);
  });

  it("agree with the movements and the customers, one by one", () => {
    for (const currency of ["usd", "eur"]) {
      const own = rows.filter((row) => row.currency.code === currency);
      const closing = own.at(-1)?.closing;
      const sum = (name: string, column: string): number =>
        rowsOf(collection, name)
          .filter((row) => row.get("currency") === currency)
          .reduce((total, row) => total + minor(row.get(column)), 0);
      expect(sum("mrr_movements.csv", "amount")).toBe(closing);
      expect(sum("customers.csv", "mrr")).toBe(closing);
      expect(sum("subscriptions.csv", "mrr")).toBe(closing);
      for (const row of own) {
        const those = movements.filter((one) => one.get("currency") === currency && one.get("at")?.startsWith(row.interval));
        const came = those.filter((one) => one.get("movement") === "new");
        expect([came.length, came.reduce((total, one) => total + minor(one.get("amount")), 0)]).toEqual([row.customersNew, row.new]);
      }
    }
  });

  it("collect in invoices what the totals say", () => {
    const invoices = rowsOf(collection, "invoices.csv");
    for (const { currency, collected, invoices: count } of collection.totals()) {
      const own = invoices.filter((row) => row.get("currency") === currency.code);
      expect(own.length).toBe(count);
      expect(own.reduce((total, row) => total + minor(row.get("amount_paid")), 0)).toBe(collected);
    }
  });
});
