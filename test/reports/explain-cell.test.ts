import { describe, expect, it } from "vitest";
import { explainCell } from "../../reports/explain/cell.ts";
import { intervalReports } from "../../reports/registry.ts";
import { at, cancelLater, cancelNow, card, change, customer, day, plan, scenario, subscribe, yen, yenPlan } from "./scenario-in-code.ts";

const pro = plan("pro", 2000);
const alice = customer("alice", [
  at(day(2026, 1, 31), subscribe([[pro, 2]])),
  at(day(2026, 2, 15), change({ quantity: 5 })),
  at(day(2026, 4, 10), cancelLater),
]);
const bob = customer("bob", [at(day(2026, 2, 1), subscribe([[pro, 1]])), at(day(2026, 4, 3), cancelNow)]);
const carl = customer("carl", [at(day(2026, 3, 1), subscribe([[pro, 1]]))], { card: card("bad", 1, "ok", "insufficient_funds") });
const one = scenario([alice, bob, carl], { end: day(2026, 8, 1) });

/** What is said of a cell, or why nothing. */
function said(report: string, interval: string, column: string, which?: string, of = one): string {
  const explained = explainCell(of, { report, interval, column, which: which === undefined ? [] : which.split(",") });
  return "text" in explained ? explained.text : explained.problem;
}

describe("a cell of an interval report explains itself", () => {
  it("a flow by its movements, in time order over all customers", () => {
    expect(said("mrr", "2026-04", "churn")).toBe(
      `mrr.csv, 2026-04, usd: churn is 140.00
Of customers who stopped.

2026-04-03           bob    churn  cancel   pro → -   USD -20.00  mrr after USD 0.00
2026-04-10           alice  churn  cancel   pro → -  USD -100.00  mrr after USD 0.00
2026-04-16 01:00:00  carl   churn  dunning  pro → -   USD -20.00  mrr after USD 0.00

3 movements
`,
    );
  });

  it.each([
    ["mrr", "churn_involuntary", ["carl"]],
    ["churn", "churned_voluntary", ["bob", "alice"]],
    ["churn", "churned_involuntary", ["carl"]],
  ])("%s.%s by those of its sort only", (report, column, customers) => {
    const lines = said(report, "2026-04", column).split("\n").slice(3, -3);
    expect(lines.map((line) => line.split(/ {2,}/)[1])).toEqual(customers);
  });

  it("what is computed by its equation", () => {
    expect(said("mrr", "2026-02", "closing")).toContain(
      "opening USD 40.00 + new USD 20.00 + reactivation USD 0.00 + expansion USD 60.00 - contraction USD 0.00 - churn USD 0.00 = USD 120.00\n",
    );
    expect(said("churn", "2026-04", "logo_churn_rate")).toContain("3 churned / (3 at the start + 0 new)\n");
    expect(said("churn", "2026-03", "nrr")).toContain("USD 120.00 now / USD 120.00 at the start, of those who paid then\n");
    expect(said("churn", "2026-03", "nrr_12m")).toContain("the clock has not run for twelve months yet\n");
  });

  it("an empty flow says that nothing moved", () => {
    expect(said("mrr", "2026-06", "new")).toMatch(/no movement of this kind in the interval\n$/);
  });

  it("every column of every report has something to say", () => {
    for (const { name, table } of intervalReports) {
      for (const column of table(one).columns) expect(said(name, "2026-04", column.name).split("\n")[3], column.name).not.toBe("");
    }
  });

  it("what is not there is answered with what there is", () => {
    expect(said("mrr", "2029-01", "new")).toBe('mrr.csv has no interval "2029-01". It has 2026-01 to 2026-07.');
    expect(said("mrr", "2026-04", "closings")).toMatch(/^mrr\.csv has no column "closings"\. It has interval, currency, opening, /);
    expect(said("cohort", "2026-04", "new")).toBe(
      'There is no report "cohort" per interval. There are mrr, churn, revenue, cohorts, dunning, usage, deferred_waterfall, aging, tax and trial_balance.',
    );
    expect(said("cohorts", "2029-01", "mrr")).toMatch(/^cohorts\.csv has no cohort "2029-01"\. It has 2026-\d\d to /);
    expect(said("usage", "2026-01", "billed")).toBe('usage.csv has no interval "2026-01". It has no rows.');
  });

  it("of several currencies one must be said", () => {
    const two = scenario([bob, customer("taro", [at(day(2026, 2, 1), subscribe([[yenPlan, 1]]))], { currency: yen })]);
    expect(said("mrr", "2026-02", "new", undefined, two)).toBe("mrr.csv has several rows in 2026-02: jpy usd. Say which one after the column.");
    expect(said("mrr", "2026-02", "new", "jpy", two)).toContain("mrr.csv, 2026-02, jpy: new is 980\n");
    expect(said("mrr", "2026-02", "new", "eur", two)).toBe("mrr.csv has no row eur in 2026-02. It has jpy usd.");
  });

  it("rows without a value of what reports are split by are named -, so that they can be chosen", () => {
    const split = { ...one, reports: { ...one.reports, by: ["population"] } };
    expect(said("mrr", "2026-04", "churn", "usd,-", split)).toContain("mrr.csv, 2026-04, usd, -: churn is 140.00\n");
    expect(said("mrr", "2026-04", "churn", "usd,solo", split)).toBe("mrr.csv has no row usd,solo in 2026-04. It has usd,-.");
  });
});
