import { describe, expect, it } from "vitest";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";
import { explainRecognition } from "../../reports/explain/recognition.ts";
import type { RevenueRow } from "../../reports/metrics/revenue-rows.ts";
import { earnedBy } from "../../reports/recognition/earned.ts";

const PLANS = `
plans:
  basic: { currency: usd, interval: month, unit_amount: 3100 }
  pro: { currency: usd, interval: month, unit_amount: 9000 }
  platinum: { currency: usd, interval: month, unit_amount: 12000 }
  quarter: { currency: usd, interval: month, interval_count: 3, unit_amount: 9000 }
  days: { currency: usd, interval: day, interval_count: 120, unit_amount: 12000 }
  api: { currency: usd, interval: month, usage_type: metered, unit_amount: 10 }
tax_rates:
  vat: { percentage: 20, inclusive: false }
`;

interface Life {
  readonly start: string;
  readonly end: string;
  readonly timeline: string;
  readonly customer?: string;
  readonly recognition?: string;
  readonly interval?: string;
  readonly billing?: string;
}

function scenarioOf({ start, end, timeline, customer = "", recognition = "{}", interval = "month", billing = "{}" }: Life): Scenario {
  const text = `clock: { start: ${start}, end: ${end} }
reports: { interval: ${interval}, recognition: ${recognition} }
billing: ${billing}${PLANS}
customers:
  alice:${customer === "" ? "" : `\n    ${customer}`}
    timeline:
${timeline
  .trim()
  .split("\n")
  .map((line) => `      - ${line.trim()}`)
  .join("\n")}
`;
  const { scenario, issues } = readScenario(text, "test.yaml");
  if (scenario === undefined) throw new Error(JSON.stringify(issues));
  return scenario;
}

function collected(life: Life): ReturnType<typeof collect> {
  const scenario = scenarioOf(life);
  const collection = collect(scenario, { golden: false });
  expect(simulate(scenario, collection.sink).map(({ message }) => message)).toEqual([]);
  return collection;
}

/** The named measures of each interval, in cents. */
function money(life: Life, ...names: readonly (keyof RevenueRow)[]): readonly (readonly unknown[])[] {
  return collected(life)
    .revenueRows()
    .map((row) => names.map((name) => row[name]));
}

describe("what a line has earned (D42)", () => {
  it.each([
    ["nothing before its start", 0, 0],
    ["nothing at its start", 100, 0],
    ["rounded down to the minor unit", 133, 33],
    ["all of it at its end", 200, 100],
    ["all of it afterwards", 999, 100],
  ])("%s", (_, at, earned) => {
    expect(earnedBy(at, 100, 100, 200)).toBe(earned);
    expect(earnedBy(at, -100, 100, 200)).toBe(0 - earned);
  });
  it("a line without a length at once", () => {
    expect([earnedBy(99, 7, 100, 100), earnedBy(100, 7, 100, 100)]).toEqual([0, 7]);
  });
});

const JANUARY_TO_MARCH = { start: "2019-01-01", end: "2019-05-01" };
const quarter = (...more: readonly string[]): string => ["{ at: 2019-01-01, subscribe: { plan: quarter, cancel_at_period_end: true } }", ...more].join("\n");

describe("published examples of revenue recognition", () => {
  it("rr-monthly: 31.00 from January 15", () => {
    const life = { start: "2019-01-15", end: "2019-02-15", timeline: "{ at: 2019-01-15, subscribe: { plan: basic } }" };
    expect(money(life, "recognized", "deferredClosing")[0]).toEqual([1700, 1400]);
  });

  it("rr-upgrade: 90.00 to 120.00 on April 21", () => {
    const timeline = "{ at: 2019-04-01, subscribe: { plan: pro } }\n{ at: 2019-04-21, change: { plan: platinum } }\n{ at: 2019-04-21, card: none }";
    const rows = money({ start: "2019-04-01", end: "2019-06-01", timeline }, "recognized", "billed", "unbilledClosing", "receivableClosing");
    expect(rows).toEqual([
      [10_000, 9000, 1000, 0],
      [12_000, 13_000, 0, 13_000],
    ]);
  });

  it.each([
    ["rr-granularity-ms", "second", [1550, 3100, 3100, 3000, 1250]],
    ["rr-granularity-day", "day", [1600, 3100, 3100, 3000, 1200]],
  ])("%s: 120.00 over 120 days from noon, by %s", (_, granularity, revenue) => {
    const timeline = "{ at: 2024-06-15T12:00:00Z, subscribe: { plan: days, cancel_at_period_end: true } }";
    const life = { start: "2024-06-15", end: "2024-11-01", recognition: `{ granularity: ${granularity} }`, timeline };
    expect(money(life, "recognized").flat()).toEqual(revenue);
  });

  it("rr-refund: all of 90.00 over three months, refunded on February 1", () => {
    const rows = money({ ...JANUARY_TO_MARCH, timeline: quarter("{ at: 2019-02-01, refund: {} }") }, "recognized", "deferredReversed", "contra", "cash");
    expect(rows).toEqual([
      [3100, 0, 0, 9000],
      [0, 5900, 3100, -9000],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
  });

  const sent = "collection_method: send_invoice";
  it("rr-void: unpaid and voided on February 1", () => {
    const timeline = quarter("{ at: 2019-02-01, void: {} }");
    const rows = money({ ...JANUARY_TO_MARCH, customer: sent, timeline }, "recognized", "receivableClosing", "deferredReversed", "contra", "netRevenue");
    expect(rows.slice(0, 2)).toEqual([
      [3100, 9000, 0, 0, 3100],
      [0, 0, 5900, 3100, -3100],
    ]);
  });

  it("rr-uncollectible: written off on February 1", () => {
    const timeline = quarter("{ at: 2019-02-01, mark_uncollectible: {} }");
    const rows = money({ ...JANUARY_TO_MARCH, customer: sent, timeline }, "recognized", "receivableClosing", "deferredReversed", "badDebt", "netRevenue");
    expect(rows.slice(0, 2)).toEqual([
      [3100, 9000, 0, 0, 3100],
      [0, 0, 5900, 3100, 0],
    ]);
  });

  it("rr-uncollectible-voided: written off in February, voided in April", () => {
    const timeline = quarter("{ at: 2019-02-01, mark_uncollectible: {} }", "{ at: 2019-04-10, void: { invoice: alice-0001 } }");
    const rows = money({ ...JANUARY_TO_MARCH, customer: sent, timeline }, "badDebt", "contra", "voided", "recovered", "deferredReversed");
    expect(rows[3]).toEqual([-3100, 3100, 9000, 9000, 0]);
  });

  it("rr-dispute-won: disputed on February 1, won on April 1", () => {
    const timeline = quarter("{ at: 2019-02-01, dispute: { outcome: won, after: 59 days } }");
    const rows = money({ ...JANUARY_TO_MARCH, timeline }, "cash", "disputed", "contra", "deferredReversed", "deferredClosing", "netRevenue");
    expect(rows).toEqual([
      [9000, 0, 0, 0, 5900, 3100],
      [-9000, 9000, 3100, 5900, 0, -3100],
      [0, 0, 0, 0, 0, 0],
      // Published as 90.00 of recoverables: here revenue taken back comes back, and what was deferred has been earned by now.
      [9000, -9000, -3100, -5900, 0, 9000],
    ]);
  });

  it("rr-balance-credit: 11.00 of 31.00 from the balance, the rest paid on February 9", () => {
    const timeline = "{ at: 2019-01-15, subscribe: { plan: basic } }\n{ at: 2019-02-09, pay: { out_of_band: true } }";
    const life = { start: "2019-01-15", end: "2019-02-15", customer: "balance: -1100\n    collection_method: send_invoice", timeline };
    const rows = money(life, "receivableClosing", "balanceOpening", "balanceClosing", "recognized", "deferredClosing", "collected");
    expect(rows).toEqual([
      [2000, 1100, 0, 1700, 1400, 0],
      [0, 0, 0, 1400, 0, 2000],
    ]);
  });
});

describe("fees", () => {
  it("of successful charges and one-off charges, by currency; a decline costs nothing and a refund gives nothing back", () => {
    const timeline =
      "{ at: 2019-01-01, subscribe: { plan: basic, cancel_at_period_end: true } }\n{ at: 2019-01-05, charge: { amount: 1000 } }\n{ at: 2019-01-06, refund: { charge: true } }";
    const life = { start: "2019-01-01", end: "2019-02-01", timeline, billing: "{ fees: { percent: 2.9%, fixed: { usd: 30 } } }" };
    // 31.00 x 2.9 % = 0.899, rounded to 0.90, and 0.30; 10.00 x 2.9 % = 0.29, and 0.30.
    expect(money(life, "fees", "cash")).toEqual([[120 + 59, 3100 + 1000 - 1000 - 179]]);
    const declined = { ...life, customer: "card: insufficient_funds", timeline: "{ at: 2019-01-01, subscribe: { plan: basic } }" };
    expect(money(declined, "fees")).toEqual([[0]]);
  });
});

describe("what is used", () => {
  const used = (recognition: string, more = ""): Life => ({
    start: "2019-01-15",
    end: "2019-03-01",
    recognition,
    timeline: `{ at: 2019-01-15, subscribe: { plan: api } }\n{ at: 2019-01-20, usage: { plan: api, quantity: 7 } }\n{ at: 2019-02-02, usage: { plan: api, quantity: 3 } }${more}`,
  });
  it("is earned when it is used, and billed later", () => {
    expect(money(used("{}"), "recognized", "unbilledClosing", "unbilledBilled", "billed")).toEqual([
      [70, 70, 0, 0],
      [30, 0, 100, 100],
    ]);
  });
  it("or when it is invoiced", () => {
    expect(money(used("{ usage: as_invoiced }"), "recognized", "recognizedOnBilling", "unbilledAdded")).toEqual([
      [0, 0, 0],
      [100, 100, 0],
    ]);
  });
  it("and is contra when nobody bills it", () => {
    expect(money(used("{}", "\n{ at: 2019-02-10, cancel: {} }"), "recognized", "unbilledReversed", "contra", "netRevenue")).toEqual([
      [70, 0, 0, 70],
      [30, 100, 100, -70],
    ]);
  });
});

describe("explain --recognition", () => {
  it("prints the schedule of every line", () => {
    const life = { ...JANUARY_TO_MARCH, timeline: quarter("{ at: 2019-02-01, refund: {} }") };
    expect(explainRecognition(scenarioOf(life), "alice-0001")).toBe(`invoice alice-0001, paid: its revenue per month, earned by the second

1. 1 x quarter (at $90.00 every 3 months)
   USD 90.00 after discounts and without tax, from 2019-01-01T00:00:00Z to 2019-04-01T00:00:00Z, 7776000 s
   interval     earned  still deferred  besides
   2019-01   USD 31.00       USD 59.00  deferred USD 90.00
   2019-02    USD 0.00        USD 0.00  deferred reversed USD 59.00, contra USD 31.00
`);
  });
  it("knows no other name", () => {
    expect(explainRecognition(scenarioOf({ ...JANUARY_TO_MARCH, timeline: quarter() }), "bob-0001")).toBeUndefined();
  });
});
