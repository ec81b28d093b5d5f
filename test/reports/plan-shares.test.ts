import { describe, expect, it } from "vitest";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { collect } from "../../reports/collect.ts";
import { rowsOf, runInto } from "./run.ts";

const PLANS = `
plans:
  pro: { currency: usd, interval: month, unit_amount: 1000 }
  max: { currency: usd, interval: month, unit_amount: 2000 }
  add: { currency: usd, interval: month, unit_amount: 1 }
  yen: { currency: jpy, interval: month, unit_amount: 980 }
`;

/** These columns of revenue.csv, split by plan, of the rows where any of them is not 0. */
function byPlan(blocks: string, timeline: string, ...columns: readonly string[]): readonly string[] {
  const text = `clock: { start: 2026-01-01, end: 2026-03-01 }\nreports: { by: [plan] }\n${PLANS}${blocks}\ncustomers: { alice: { ${timeline} } }\n`;
  const { scenario, issues } = readScenario(text, "shares.yaml");
  if (scenario === undefined) throw new Error(issues.map(({ message }) => message).join("\n"));
  const collection = collect(scenario, { only: new Set(["revenue"]), golden: false });
  runInto(scenario, collection.sink);
  return rowsOf(collection, "revenue.csv")
    .filter((row) => columns.some((column) => Number(row.get(column)) !== 0))
    .map((row) => [row.get("interval"), row.get("plan") || "-", ...columns.map((column) => row.get(column))].join(" "));
}

const TWO = "{ at: 2026-01-10, subscribe: { items: [{ plan: pro }, { plan: max }] } }";

describe("what an invoice as a whole moves is shared by plan (R22)", () => {
  it("a payment by what each plan came to, tax with it, so that nothing remains", () => {
    const vat = "tax_rates: { vat: { percentage: 20, inclusive: false } }\nbilling: { tax_rates: [vat] }\n";
    expect(byPlan(vat, `timeline: [${TWO}]`, "billed", "collected", "receivable_closing")).toEqual([
      "2026-01 max 24.00 24.00 0.00",
      "2026-01 pro 12.00 12.00 0.00",
      "2026-02 max 24.00 24.00 0.00",
      "2026-02 pro 12.00 12.00 0.00",
    ]);
  });

  it("a credit of one plan beside a charge of another goes with its plan", () => {
    const change = "{ at: 2026-01-10, change: { plan: max, proration_behavior: always_invoice } }";
    expect(byPlan("", `timeline: [{ at: 2026-01-10, subscribe: { plan: pro } }, ${change}]`, "billed", "collected", "receivable_closing")).toEqual(
      ["2026-01 max 20.00 20.00 0.00", "2026-01 pro 0.00 0.00 0.00", "2026-02 max 20.00 20.00 0.00"].filter((row) => !row.startsWith("2026-01 pro")),
    );
  });

  it("what the balance pays is not collected, by plan neither", () => {
    expect(byPlan("", `balance: -1000, timeline: [${TWO}]`, "collected", "balance_on_invoices", "receivable_closing").slice(0, 2)).toEqual([
      "2026-01 max 13.33 -6.67 0.00",
      "2026-01 pro 6.67 -3.33 0.00",
    ]);
  });

  it("credit notes in parts leave no cent behind", () => {
    const notes = [3, 3, 3].map((part, i) => `{ at: 2026-01-${20 + i}, credit_note: { invoice: alice-0001, amount: ${part} } }`).join(", ");
    const life = `collection_method: send_invoice, timeline: [{ at: 2026-01-10, subscribe: { items: [{ plan: pro }, { plan: add }] } }, ${notes}, { at: 2026-01-25, pay: {} }]`;
    expect(byPlan("", life, "billed", "collected", "credited", "receivable_closing").slice(0, 2)).toEqual([
      "2026-01 add 0.01 0.01 0.00 0.00",
      "2026-01 pro 10.00 9.91 0.09 0.00",
    ]);
  });

  it("a void, a write-off and its recovery leave no receivable of a plan", () => {
    const life = (entry: string) => `collection_method: send_invoice, timeline: [${TWO}, { at: 2026-01-20, ${entry} }]`;
    expect(byPlan("", life("void: { invoice: alice-0001 }"), "voided").slice(0, 2)).toEqual(["2026-01 max 20.00", "2026-01 pro 10.00"]);
    const paid = life("mark_uncollectible: { invoice: alice-0001 }").replace(/\]$/, ", { at: 2026-01-25, pay: { invoice: alice-0001 } }]");
    expect(byPlan("", paid, "uncollectible", "recovered", "collected").slice(0, 2)).toEqual(["2026-01 max 20.00 20.00 20.00", "2026-01 pro 10.00 10.00 10.00"]);
  });

  it("a refund in parts gives back to each plan what it had", () => {
    const life = `timeline: [{ at: 2026-01-10, subscribe: { items: [{ plan: pro }, { plan: add }] } }, { at: 2026-01-20, refund: { invoice: alice-0001, amount: 500 } }, { at: 2026-01-21, refund: { invoice: alice-0001 } }]`;
    expect(byPlan("", life, "collected", "refunded").slice(0, 2)).toEqual(["2026-01 add 0.01 0.01", "2026-01 pro 10.00 10.00"]);
  });

  it("what has no invoice has no plan", () => {
    expect(
      byPlan(
        "",
        `currency: usd, timeline: [{ at: 2026-01-10, charge: { amount: 500 } }, { at: 2026-01-11, credit: { amount: 70 } }]`,
        "charges",
        "balance_adjusted",
      ),
    ).toEqual(["2026-01 - 5.00 0.70"]);
  });
});
