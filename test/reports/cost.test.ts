import { describe, expect, it } from "vitest";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";
import { readGood } from "../product/billed.ts";

interface Life {
  readonly plans: string;
  readonly timeline: string;
  readonly reports?: string;
  readonly end?: string;
  readonly more?: string;
}

/** What `cost` of revenue.csv says, interval by interval, in minor units; with the currency where there are several. */
function costs({ plans, timeline, reports = "{}", end = "2026-04-01", more = "" }: Life): readonly number[] {
  const text = `clock: { start: 2026-01-01, end: ${end} }\nplans: { ${plans} }\nreports: ${reports}\n${more}\ncustomers: { ann: { timeline: [${timeline}] } }\n`;
  const scenario = readGood(text, "cost.yaml");
  const collection = collect(scenario, { only: new Set(["revenue"]), golden: false });
  expect(simulate(scenario, collection.sink)).toEqual([]);
  return collection.revenueRows("native").map(({ cost }) => cost);
}

const seat = 'pro: { currency: usd, interval: month, unit_amount: 2000, unit_cost_decimal: "300" }';
const calls = 'api: { currency: usd, interval: month, usage_type: metered, unit_amount: 5, unit_cost_decimal: "0.4" }';

describe("what serving costs (R111)", () => {
  it("a plan without `unit_cost_decimal` costs nothing", () => {
    expect(costs({ plans: "pro: { currency: usd, interval: month, unit_amount: 2000 }", timeline: "{ at: 2026-01-01, subscribe: { plan: pro } }" })).toEqual([
      0, 0, 0,
    ]);
  });
  it("a unit costs per interval, by the second: half of it in the half month", () => {
    // January 16 12:00 is the middle of January; the period to February 16 12:00 has 31 days, 15.5 of them in January.
    expect(costs({ plans: seat, timeline: "{ at: 2026-01-16T12:00:00Z, subscribe: { plan: pro, quantity: 3 } }" }).slice(0, 1)).toEqual([450]);
  });
  it("an interval longer than a month spreads its cost over it", () => {
    const year = 'pro: { currency: usd, interval: year, unit_amount: 20000, unit_cost_decimal: "36500" }';
    expect(costs({ plans: year, timeline: "{ at: 2026-01-01, subscribe: { plan: pro } }" })).toEqual([3100, 2800, 3100]);
  });
  it("another quantity or plan costs from its instant on, whatever the proration", () => {
    const two = `${seat}, big: { currency: usd, interval: month, unit_amount: 9000, unit_cost_decimal: "1000" }`;
    const timeline =
      "{ at: 2026-01-01, subscribe: { plan: pro } }, { at: 2026-02-15, change: { quantity: 5, proration_behavior: none } }, { at: 2026-03-16T12:00:00Z, change: { plan: big } }";
    // February: 300/2 + 1500/2; March: 1500/2 + 1000/2, the quantity being 1 again.
    expect(costs({ plans: two, timeline })).toEqual([300, 900, 1250]);
  });
  it("days add up to months", () => {
    const life = { plans: seat, timeline: "{ at: 2026-01-13T07:11:05Z, subscribe: { plan: pro, quantity: 7 } }, { at: 2026-02-20, change: { quantity: 2 } }" };
    const months = costs(life);
    const days = costs({ ...life, reports: "{ interval: day }" });
    const sum = (from: number, to: number): number => days.slice(from, to).reduce((total, cost) => total + cost, 0);
    expect([sum(0, 31), sum(31, 59), sum(59, 90)]).toEqual(months);
  });
  it("discounts, refunds and what is never paid change nothing", () => {
    const more = "coupons: { all: { percent_off: 100, duration: forever } }";
    expect(costs({ plans: seat, more, timeline: "{ at: 2026-01-01, subscribe: { plan: pro, coupon: all } }" })).toEqual([300, 300, 300]);
    expect(costs({ plans: seat, timeline: "{ at: 2026-01-01, subscribe: { plan: pro } }, { at: 2026-02-03, refund: true }" })).toEqual([300, 300, 300]);
  });
  it("nobody is served in a trial, in a pause, or after the end", () => {
    expect(costs({ plans: seat, timeline: "{ at: 2026-01-01, subscribe: { plan: pro, trial_end: 2026-02-01 } }" })).toEqual([0, 300, 300]);
    expect(costs({ plans: seat, timeline: "{ at: 2026-01-01, subscribe: { plan: pro } }, { at: 2026-02-15, cancel: {} }" })).toEqual([300, 150, 0]);
    expect(
      costs({ plans: seat, timeline: "{ at: 2026-01-01, subscribe: { plan: pro } }, { at: 2026-02-15, pause: {} }, { at: 2026-03-01, resume: {} }" }),
    ).toEqual([300, 150, 300]);
  });
  it("a planned end cuts the cost, not the rate at which it runs", () => {
    expect(costs({ plans: seat, timeline: "{ at: 2026-01-01, subscribe: { plan: pro, cancel_at: 2026-02-15 } }" })).toEqual([300, 150, 0]);
  });
  it("usage costs when it is used, or with its invoice under `as_invoiced`", () => {
    const timeline =
      "{ at: 2026-01-01, subscribe: { plan: api } }, { at: 2026-01-20, usage: { plan: api, quantity: 1000 } }, { at: 2026-02-20, usage: { plan: api, quantity: 500 } }";
    expect(costs({ plans: calls, timeline })).toEqual([400, 200, 0]);
    expect(costs({ plans: calls, timeline, reports: "{ recognition: { usage: as_invoiced } }" })).toEqual([0, 400, 200]);
  });
  it("usage costs by the aggregate that is billed, with what `last_ever` carries over", () => {
    const of = (aggregate: string): string => calls.replace("metered,", `metered, aggregate_usage: ${aggregate},`);
    const timeline =
      "{ at: 2026-01-01, subscribe: { plan: api } }, { at: 2026-01-10, usage: { plan: api, quantity: 1000 } }, { at: 2026-01-20, usage: { plan: api, quantity: 600 } }";
    expect(costs({ plans: of("max"), timeline })).toEqual([400, 0, 0]);
    expect(costs({ plans: of("last_during_period"), timeline })).toEqual([240, 0, 0]);
    expect(costs({ plans: of("last_ever"), timeline })).toEqual([240, 0, 240]);
  });
  it("tiers and packages cost by single units", () => {
    const tiered =
      'pro: { currency: usd, interval: month, billing_scheme: tiered, tiers_mode: volume, tiers: [{ up_to: 5, unit_amount: 500 }, { up_to: inf, unit_amount: 300 }], unit_cost_decimal: "10.5" }';
    expect(costs({ plans: tiered, timeline: "{ at: 2026-01-01, subscribe: { plan: pro, quantity: 11 } }" })).toEqual([116, 116, 116]);
  });
  it("a change of price may change it, in each currency for itself", () => {
    const sold =
      'pro: { currency: usd, interval: month, unit_amount: 2000, unit_cost_decimal: "300", currency_options: { eur: { unit_amount: 1800, unit_cost_decimal: "250" } } }';
    const more = "timeline: { dearer: { at: 2026-02-01, change_price: { plan: pro, set: { unit_cost_decimal: 400 }, for: at_renewal } } }";
    expect(costs({ plans: sold, more, timeline: "{ at: 2026-01-01, subscribe: { plan: pro } }" })).toEqual([300, 400, 400]);
    expect(
      costs({ plans: sold, timeline: "{ at: 2026-01-01, invoice_item: { amount: 100, currency: eur } }, { at: 2026-01-01, subscribe: { plan: pro } }" }),
    ).toEqual([250, 250, 250]);
  });
  it("under `by: [plan]` it stands with its plan", () => {
    const timeline = "{ at: 2026-01-01, subscribe: { items: [{ plan: pro }, { plan: api }] } }, { at: 2026-01-20, usage: { plan: api, quantity: 1000 } }";
    expect(costs({ plans: `${seat}, ${calls}`, timeline, reports: "{ by: [plan] }", end: "2026-02-01" })).toEqual([0, 400, 300]);
  });
});
