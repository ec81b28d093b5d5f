import { describe, expect, it } from "vitest";
import type { Collection } from "../../reports/collect.ts";
import { scenarioOf, yamlOf } from "../engine/script.ts";
import { rowsOf, run } from "./run.ts";

const CALLS = "{ currency: usd, interval: month, usage_type: metered, unit_amount: 10 }";
const plans = {
  calls: CALLS,
  texts: "{ currency: usd, interval: month, usage_type: metered, unit_amount: 50 }",
  weekly_calls: "{ currency: usd, interval: week, usage_type: metered, unit_amount: 84 }",
};
const CLOCK = ["2026-01-01", "2026-04-15"] as const;

function report(entries: readonly string[], metrics = "", blocks = ""): Collection {
  const settings = `reports: { metrics: { metered_in_mrr: true${metrics} } }\n`;
  return run(scenarioOf(yamlOf(CLOCK, entries, { plans, blocks: `${blocks}\n${settings}` })));
}

/** Every movement: instant, kind, cause, amount, recurring revenue afterwards. */
function movements(collection: Collection): string[] {
  return rowsOf(collection, "mrr_movements.csv").map((cells) =>
    ["at", "movement", "cause", "amount", "mrr_after"].map((name) => (cells.get(name) ?? "").replace(":00:00Z", "")).join(" "),
  );
}

const use = (day: string, quantity: number, plan = "calls"): string => `{ at: ${day}, usage: { plan: ${plan}, quantity: ${quantity} } }`;
const ONE = "{ at: 2026-01-01, subscribe: { plan: calls } }";

describe("usage as it was invoiced last counts under metered_in_mrr (R1)", () => {
  it("from the instant on in which its invoice is finalized, late usage with it", () => {
    const late = "{ at: 2026-02-01T00:30:00Z, usage: { plan: calls, quantity: 5, timestamp: 2026-01-31 } }";
    expect(movements(report([ONE, use("2026-01-10", 100), late, use("2026-02-10", 300), use("2026-03-10", 20)]))).toEqual([
      "2026-02-01T01 new quantity 10.50 10.50",
      "2026-03-01T01 expansion quantity 19.50 30.00",
      "2026-04-01T01 contraction quantity -28.00 2.00",
    ]);
  });

  it("so that a month without usage is a churn, and the next one with usage a reactivation", () => {
    expect(movements(report([ONE, use("2026-01-10", 100), use("2026-03-10", 100)]))).toEqual([
      "2026-02-01T01 new quantity 10.00 10.00",
      "2026-03-01T01 churn quantity -10.00 0.00",
      "2026-04-01T01 reactivation quantity 10.00 10.00",
    ]);
  });

  it("and not at all without the setting", () => {
    const one = yamlOf(CLOCK, [ONE, use("2026-01-10", 100)], { plans });
    expect(movements(run(scenarioOf(one)))).toEqual([]);
  });

  it("beside the fees of the subscription, of which it adds up exactly", () => {
    const both = "{ at: 2026-01-01, subscribe: { items: [{ plan: basic }, { plan: calls }] } }";
    expect(movements(report([both, use("2026-01-10", 100)])).slice(0, 2)).toEqual([
      "2026-01-01T00 new signup 10.00 10.00",
      "2026-02-01T01 expansion quantity 10.00 20.00",
    ]);
  });

  it("normalised by the interval of its plan, not by how long the period was", () => {
    const cut = "{ at: 2026-01-01, subscribe: { plan: calls, billing_cycle_anchor: 2026-01-11 } }";
    expect(movements(report([cut, use("2026-01-05", 100)]))[0]).toBe("2026-01-11T01 new quantity 10.00 10.00");
    const weekly = "{ at: 2026-01-01, subscribe: { plan: weekly_calls } }";
    expect(movements(report([weekly, use("2026-01-05", 10, "weekly_calls")]))[0]).toBe("2026-01-08T01 new quantity 36.50 36.50");
  });

  it("also when the invoice is not paid, or void", () => {
    const entries = ["{ at: 2026-01-01, card: none }", ONE, use("2026-01-10", 100), "{ at: 2026-02-10, void: {} }"];
    expect(movements(report(entries))[0]).toBe("2026-02-01T01 new quantity 10.00 10.00");
    expect(movements(report(entries))).toHaveLength(2);
    expect(movements(report(entries))[1]).toBe("2026-03-01T01 churn quantity -10.00 0.00");
  });

  it("also what a paused collection voids, but not what it keeps as a draft", () => {
    const paused = (behavior: string): string[] => [ONE, `{ at: 2026-01-05, pause_collection: { behavior: ${behavior} } }`, use("2026-01-10", 100)];
    expect(movements(report(paused("void")))[0]).toBe("2026-02-01T01 new quantity 10.00 10.00");
    expect(movements(report(paused("mark_uncollectible")))[0]).toBe("2026-02-01T01 new quantity 10.00 10.00");
    expect(movements(report(paused("keep_as_draft")))).toEqual([]);
  });

  it("threshold invoices with the rest of their period, when that is finalized", () => {
    const watched = "{ at: 2026-01-01, subscribe: { plan: calls, billing_thresholds: { amount_gte: 1000 } } }";
    expect(movements(report([watched, use("2026-01-10", 100), use("2026-01-20", 130), use("2026-01-25", 7)]))[0]).toBe(
      "2026-02-01T01 new quantity 23.70 23.70",
    );
  });

  it("less the discounts of the setting", () => {
    const coupons = "coupons:\n  half: { percent_off: 50, duration: forever }\n  first: { percent_off: 50, duration: once }";
    const held = (coupon: string): string[] => [`{ at: 2026-01-01, subscribe: { plan: calls, coupon: ${coupon} } }`, use("2026-01-10", 100)];
    expect(movements(report(held("half"), "", coupons))[0]).toBe("2026-02-01T01 new quantity 5.00 5.00");
    expect(movements(report(held("half"), ", mrr_discounts: none", coupons))[0]).toBe("2026-02-01T01 new quantity 10.00 10.00");
    expect(movements(report(held("first"), "", coupons))[0]).toBe("2026-02-01T01 new quantity 10.00 10.00");
  });

  it("goes on through a change of its price, and ends where usage goes", () => {
    const change = (plan: string): string =>
      `{ at: 2026-02-10, change: { items: [{ plan: calls, remove: true }, { plan: ${plan} }], proration_behavior: none } }`;
    const swapped = "{ at: 2026-02-10, change: { plan: texts } }";
    expect(movements(report([ONE, use("2026-01-10", 100), swapped, use("2026-02-20", 10, "texts")]))).toEqual([
      "2026-02-01T01 new quantity 10.00 10.00",
      "2026-03-01T01 contraction quantity -5.00 5.00",
      "2026-04-01T01 churn quantity -5.00 0.00",
    ]);
    expect(movements(report([ONE, use("2026-01-10", 100), change("texts")]))[1]).toBe("2026-02-10T00 churn plan -10.00 0.00");
  });

  it("each price of a period by its own", () => {
    const entries = [ONE, use("2026-01-10", 100), "{ at: 2026-01-15, change: { plan: texts } }", use("2026-01-20", 10, "texts")];
    expect(movements(report(entries))[0]).toBe("2026-02-01T01 new quantity 15.00 15.00");
  });

  it("and from the request of an end no more", () => {
    const entries = [ONE, use("2026-01-10", 100), "{ at: 2026-02-10, cancel: { at_period_end: true } }"];
    expect(movements(report(entries))[1]).toBe("2026-02-10T00 churn cancel -10.00 0.00");
  });
});
