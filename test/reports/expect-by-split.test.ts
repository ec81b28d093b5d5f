import { describe, expect, it } from "vitest";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { formatFailure } from "../../reports/expectations/failure.ts";
import { run } from "./run.ts";

/** What is said of these expectations, where reports are split by plan and segment. */
function said(expectation: string): readonly string[] {
  const { scenario, issues } = readScenario(
    `
clock: { start: 2026-01-01, end: 2026-03-01 }
plans:
  pro: { currency: usd, interval: month, unit_amount: 1000 }
  max: { currency: usd, interval: month, unit_amount: 3000 }
  calls: { currency: usd, interval: month, usage_type: metered, unit_amount: 2 }
customers:
  alice: { timeline: [{ at: 2026-01-10, subscribe: { plan: pro } }] }
  bob: { timeline: [{ at: 2026-01-10, subscribe: { items: [{ plan: max }, { plan: calls }] } }, { at: 2026-01-12, usage: { plan: calls, quantity: 7 } }] }
populations:
  solo: { signups: { each_month: [1, 0] }, attributes: { segment: { small: 1 } }, subscribe: { only: { plan: pro } } }
reports: { by: [plan, population, segment] }
expect:
  - ${expectation}
`,
    "split.yaml",
  );
  if (scenario === undefined) return issues.map(({ message }) => message);
  return run(scenario)
    .failures()
    .map((failure) => formatFailure(failure, "split.yaml").split("\n").slice(1, 3).join(" "));
}

describe("an expectation on a row of a split report", () => {
  it.each([
    "{ report: mrr, interval: 2026-01, plan: max, closing: 3000 }",
    "{ report: mrr, interval: 2026-01, plan: pro, population: '', closing: 1000 }",
    "{ report: mrr, interval: 2026-01, plan: pro, population: solo, closing: 1000 }",
    "{ report: mrr, interval: 2026-01, by: { plan: pro, segment: small }, closing: 1000 }",
    "{ report: usage, interval: 2026-02, plan: calls, quantity: 7, billed: 14 }",
  ])("names it by the columns that it is split by: %s", (expectation) => {
    expect(said(expectation)).toEqual([]);
  });

  it("fails where the row says something else", () => {
    expect(said("{ report: mrr, interval: 2026-01, plan: max, closing: 1000 }")).toEqual(["  expected: 10.00   actual:   30.00"]);
  });

  it("must name one row", () => {
    expect(said("{ report: mrr, interval: 2026-01, plan: pro, closing: 1000 }")[0]).toContain("one row, or `currency:` and `by:` to say which");
  });

  it("cannot name an attribute as if it were a column of every report", () => {
    expect(said("{ report: mrr, interval: 2026-01, segment: small, closing: 1000 }")[0]).toBe('The key "segment" is not known here.');
  });
});
