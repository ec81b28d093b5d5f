import { describe, expect, it } from "vitest";
import { summaryJson } from "../../reports/summary.ts";
import { run } from "./run.ts";
import { at, card, customer, day, plan, scenario, subscribe, yen, yenPlan } from "./scenario-in-code.ts";

const pro = plan("pro", 2000);

const BY_HAND = (none: string) => ({ charges: none, credited: none, refunded: none, disputed: none, fees: none });

describe("summary.json", () => {
  const alice = customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 1]]))], { card: card("breaks", 1, "ok", "card_declined") });
  const taro = customer("taro", [at(day(2026, 1, 5), subscribe([[yenPlan, 1]]))], { currency: yen });
  const one = {
    ...scenario([alice, taro], { end: day(2026, 2, 6) }),
    assumptions: [
      { path: "billing.finalize_after", value: "1 hour", place: undefined },
      { path: "dunning.then", value: "cancel", place: { line: 12, column: 3 } },
    ],
  };
  const summary = JSON.parse(summaryJson(one, run(one).totals(), { scenario: "abc", files: [{ name: "mrr.csv", sha256: "def" }] }));

  it("names the scenario, its digest, and every file with its digest", () => {
    expect([summary.name, summary.seed, summary.scenario_sha256]).toEqual(["a scenario in code", "1", "abc"]);
    expect(summary.clock).toEqual({ start: "2026-01-01T00:00:00Z", end: "2026-02-06T00:00:00Z" });
    expect(summary.files).toEqual([{ name: "mrr.csv", sha256: "def" }]);
  });

  it("says of every assumption where it comes from", () => {
    expect(summary.assumptions).toEqual([
      { path: "billing.finalize_after", value: "1 hour", origin: "default" },
      { path: "dunning.then", value: "cancel", origin: "line 12" },
    ]);
  });

  it("carries the definitions of the metrics", () => {
    expect(summary.definitions).toContainEqual({ name: "churn_recognized", value: "at_cancel" });
    expect(summary.definitions).toHaveLength(10);
  });

  it("counts and adds up per currency, in exact major units", () => {
    expect(summary.totals).toEqual([
      {
        currency: "jpy",
        customers: 1,
        subscriptions: 1,
        invoices: 2,
        invoices_by_status: { draft: 0, open: 0, paid: 2, void: 0, uncollectible: 0 },
        ...{ billed: "1960", discounts: "0", tax: "0", collected: "1960", open: "0", uncollectible: "0", ...BY_HAND("0"), payments: 2, failed_payments: 0 },
      },
      {
        currency: "usd",
        customers: 1,
        subscriptions: 1,
        invoices: 2,
        invoices_by_status: { draft: 0, open: 1, paid: 1, void: 0, uncollectible: 0 },
        ...{
          billed: "40.00",
          discounts: "0.00",
          tax: "0.00",
          collected: "20.00",
          open: "20.00",
          uncollectible: "0.00",
          ...BY_HAND("0.00"),
          payments: 2,
          failed_payments: 1,
        },
      },
    ]);
  });
});

describe("the summary in the terminal", () => {
  it("shows the first twenty invoices, how many more there are, and a line of totals per currency", () => {
    const daily = plan("daily", 100, { unit: "day" });
    const lines = run(scenario([customer("alice", [at(day(2026, 1, 1), subscribe([[daily, 1]]))])], { end: day(2026, 2, 1) }))
      .terminal(200)
      .split("\n");
    expect(lines[0]).toBe("invoice     created     status     total       due  bills");
    expect(lines[1]).toBe("alice-0001  2026-01-01  paid    USD 1.00  USD 1.00  daily x1, 2026-01-01 → 2026-01-02");
    expect(lines.slice(21)).toEqual(["... and 11 more", "", "1 customer, 31 invoices (31 paid); billed USD 31.00, collected USD 31.00, open USD 0.00", ""]);
  });

  it("is no wider than the terminal", () => {
    const life = customer("alice", [at(day(2026, 1, 1), subscribe([[pro, 1]]))]);
    const lines = run(scenario([life]))
      .terminal(40)
      .split("\n");
    expect(lines[1]).toBe("alice-0001  2026-01-01  paid    USD 20.…");
  });

  it("says so when there is nothing", () => {
    expect(run(scenario([])).terminal(80)).toBe("no invoices\n\nno customers\n");
  });
});
