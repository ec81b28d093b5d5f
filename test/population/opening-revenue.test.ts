import { describe, expect, it } from "vitest";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";
import { filed, fileOf, rowsOf } from "./filed.ts";

const FROM = "signups: { existing: { from: base.csv } }";
const CLOCK = "{ start: 2026-01-01, for: 3 months }";
type Row = ReadonlyMap<string, string>;

const base = (csv: string, more = "", clock = CLOCK): Scenario => filed(`populations:\n  base:\n    ${FROM}\n${more}`, { "base.csv": csv }, clock);
const minor = (cell: string | undefined): number => Math.round(Number(cell ?? "0") * 100);
const column = (rows: readonly Row[], name: string): readonly number[] => rows.map((row) => minor(row.get(name)));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** One of each: yearly from 1 July (184 of its 365 days are over), monthly from the 17th, with a coupon, unpaid, in a trial, paused, metered. */
const EACH = `customer,plan,quantity,started_at,status,trial_end,coupon
year,annual,1,2025-07-01,active,,
month,pro,2,2025-11-17,active,,
less,pro,1,2025-12-16,active,,less
late,pro,1,2025-12-16,past_due,,
worse,pro,1,2025-12-16,unpaid,,
tries,pro,1,2025-12-20,trialing,2026-01-10,
rests,pro,1,2025-12-16,paused,,
calls,calls,,2025-12-16,active,,
`;

describe("what a base has paid for before the clock starts (N170)", () => {
  it("is opening deferred revenue for the part of the period that is left, and earned as it runs", () => {
    // 19000 x 181/365 = 9421.9..., 9800 x 16/31 = 5058.06..., 4410 x 15/31 = 2133.87...: what is earned by then is rounded down (D42).
    const [year, month, less] = [19000 - Math.floor((19000 * 184) / 365), 9800 - Math.floor((9800 * 15) / 31), 4410 - Math.floor((4410 * 16) / 31)];
    const rows = rowsOf(base(EACH), "recognition").filter((row) => minor(row.get("deferred_opening")) !== 0);
    expect(rows.map((row) => [row.get("customer"), row.get("invoice"), row.get("line"), row.get("interval"), minor(row.get("deferred_opening"))])).toEqual([
      ["year", "", "", "2026-01", year],
      ["month", "", "", "2026-01", month],
      ["less", "", "", "2026-01", less],
    ]);
    const [first] = rowsOf(base(EACH), "revenue");
    expect(minor(first?.get("deferred_opening"))).toBe(year + month + less);
    const january = rowsOf(base(EACH), "recognition").find((row) => row.get("customer") === "month" && row.get("invoice") === "");
    // All that was left ends on 17 January.
    expect([minor(january?.get("deferred_released")), minor(january?.get("amount"))]).toEqual([month, month]);
  });

  it("keeps every identity of deferred revenue, and the row files add up to it", () => {
    const scenario = base(EACH);
    const revenue = rowsOf(scenario, "revenue");
    const recognition = rowsOf(scenario, "recognition");
    for (const [i, row] of revenue.entries()) {
      const of = (name: string): number => minor(row.get(name));
      expect(of("deferred_closing")).toBe(of("deferred_opening") + of("deferred_added") - of("deferred_released") - of("deferred_reversed"));
      if (i > 0) expect(of("deferred_opening")).toBe(minor(revenue[i - 1]?.get("deferred_closing")));
      expect(of("recognized")).toBe(of("deferred_released") + of("unbilled_added") + of("recognized_on_billing"));
      const own = recognition.filter((one) => one.get("interval") === row.get("interval"));
      expect(sum(column(own, "amount"))).toBe(of("recognized"));
      expect(sum(column(own, "deferred_released"))).toBe(of("deferred_released"));
    }
    expect(sum(column(recognition, "deferred_opening"))).toBe(minor(revenue[0]?.get("deferred_opening")));
  });

  it("stands in the waterfall as billed before the clock: what is released and what is left add up to the opening", () => {
    const scenario = base(EACH);
    const opening = rowsOf(scenario, "deferred_waterfall").filter((row) => row.get("billed") === "opening");
    expect(opening.map((row) => row.get("recognized_in"))).toEqual(["2026-01", "2026-02", "2026-03", ""]);
    const [first] = rowsOf(scenario, "revenue");
    expect(sum(column(opening, "amount"))).toBe(minor(first?.get("deferred_opening")));
    for (const row of rowsOf(scenario, "revenue")) {
      const released = rowsOf(scenario, "deferred_waterfall").filter((one) => one.get("recognized_in") === row.get("interval"));
      expect(sum(column(released, "amount"))).toBe(minor(row.get("deferred_released")));
    }
  });

  it("is opened against equity in the trial balance and the journal, beside a balance that a script begins with", () => {
    const script = "customers:\n  ann: { currency: usd, balance: -500, timeline: [{ at: 2026-01-05, subscribe: { plan: pro } }] }\n";
    const scenario = filed(`${script}populations:\n  base:\n    ${FROM}\n`, { "base.csv": EACH }, CLOCK);
    const deferred = minor(rowsOf(scenario, "revenue")[0]?.get("deferred_opening"));
    const january = rowsOf(scenario, "trial_balance").filter((row) => row.get("interval") === "2026-01");
    const openings = new Map(january.map((row) => [row.get("account"), minor(row.get("opening"))]));
    expect(openings.get("liabilities:deferred revenue")).toBe(0 - deferred);
    expect(openings.get("liabilities:customer balance")).toBe(-500);
    expect(openings.get("equity:opening balances")).toBe(deferred + 500);
    expect(sum([...openings.values()])).toBe(0);
    expect(sum(column(january, "closing"))).toBe(0);
    const collection = collect(scenario, { golden: false, only: new Set(["journal"]) });
    simulate(scenario, collection.sink);
    const journal = [...collection.files()].flatMap(({ text }) => [...text]).join("");
    expect(journal).toContain(
      `opening balance 2026-01\n    liabilities:deferred revenue   USD -${(deferred / 100).toFixed(2)}\n    equity:opening balances         USD ${(deferred / 100).toFixed(2)}\n`,
    );
  });

  it("is without the tax inside the price", () => {
    const rates = "tax_rates:\n  vat: { percentage: 25, inclusive: true }\n  sales: { percentage: 10, inclusive: false }\n";
    const csv = "customer,plan,started_at\na,pro,2025-12-16\n";
    const opening = (list: string): number =>
      minor(
        rowsOf(filed(`${rates}populations:\n  base:\n    ${FROM}\n    tax_rates: ${list}\n`, { "base.csv": csv }, CLOCK), "revenue")[0]?.get(
          "deferred_opening",
        ),
      );
    const left = (net: number): number => net - Math.floor((net * 16) / 31);
    expect([opening("[vat]"), opening("[sales]"), opening("[]")]).toEqual([left(3920), left(4900), left(4900)]);
  });

  it("counts whole days where the reports do, and is split by plan", () => {
    const csv = "customer,plan,started_at\na,pro,2025-12-16T18:00:00Z\n";
    const daily = filed(`reports: { recognition: { granularity: day }, by: [plan] }\npopulations:\n  base:\n    ${FROM}\n`, { "base.csv": csv }, CLOCK);
    const [first] = rowsOf(daily, "revenue").filter((row) => row.get("plan") === "pro");
    expect(minor(first?.get("deferred_opening"))).toBe(4900 - Math.floor((4900 * 16) / 31));
  });

  it("is what a run that is cut in two had deferred: closing of the first is opening of the second", () => {
    const crowd = `
populations:
  people:
    signups: { per_month: 12 }
    currency: { usd: 2, eur: 1 }
    subscribe:
      starter: { weight: 3, plan: starter, trial: 20 days, coupon: less }
      pro: { weight: 2, plan: pro, quantity: { distribution: poisson, mean: 3, min: 1 } }
      both: { weight: 1, items: [{ plan: pro, quantity: 2 }, { plan: starter }], coupon: less }
`;
    const first = filed(crowd, {}, "{ start: 2026-01-01, end: 2026-07-01 }");
    const whole = filed(crowd, {}, "{ start: 2026-01-01, end: 2027-01-01 }");
    const second = base(fileOf(first, "subscriptions"), "", "{ start: 2026-07-01, end: 2027-01-01 }");
    const closing = rowsOf(first, "revenue").filter((row) => row.get("interval") === "2026-06");
    const opening = rowsOf(second, "revenue").filter((row) => row.get("interval") === "2026-07");
    expect(sum(column(opening, "deferred_opening"))).toBeGreaterThan(100_000);
    expect(column(opening, "deferred_opening")).toEqual(column(closing, "deferred_closing"));
    const released = (scenario: Scenario, of: ReadonlySet<string | undefined>): Record<string, number> => {
      const months = new Map<string, number>();
      for (const row of rowsOf(scenario, "recognition")) {
        const month = row.get("interval") as string;
        if (month >= "2026-07" && of.has(row.get("customer"))) months.set(month, (months.get(month) ?? 0) + minor(row.get("deferred_released")));
      }
      return Object.fromEntries(months);
    };
    const ids = new Set(rowsOf(second, "customers").map((row) => row.get("customer")));
    expect(released(second, ids)).toEqual(released(whole, ids));
  });
});
