import { describe, expect, it } from "vitest";
import { SIGN_UP, scenarioOf, withEntries } from "./read.ts";

const at = (text: string): number => Date.parse(`${text}Z`) / 1000;

describe("expectations", () => {
  const expectations = (...lines: readonly string[]) =>
    scenarioOf(
      `${withEntries(SIGN_UP, "{ at: 2026-03-01, expect: { status: active, balance: 0 } }", "{ at: 2026-03-01, subscription: alice, expect: { plans: [pro] } }")}expect:\n${lines.map((line) => `  - ${line}\n`).join("")}`,
    ).expectations;

  it("read every value by its column", () => {
    const [invoice] = expectations(
      "{ invoice: alice-0001, total: 2000, paid_at: 2026-01-31, due_at: null, attempts: 1, status: paid, lines: [{ amount: 2000, proration: false }] }",
    );
    expect(invoice).toMatchObject({ subject: { kind: "invoice", name: "alice-0001" }, customer: 0, at: undefined, withinPpm: 0 });
    expect(invoice?.columns.map(({ name, expected }) => [name, expected])).toMatchObject([
      ["total", { kind: "money", amount: 2000 }],
      ["paid_at", { kind: "instant", at: at("2026-01-31T00:00:00") }],
      ["due_at", { kind: "empty" }],
      ["attempts", { kind: "integer", value: 1 }],
      ["status", { kind: "text", text: "paid" }],
      ["lines", { kind: "lines", lines: [[{ name: "amount" }, { name: "proration", expected: { kind: "flag", value: false } }]] }],
    ]);
  });

  it("what is about an invoice or subscription may name its customer as a column", () => {
    const [invoice, subscription] = expectations("{ invoice: alice-0001, customer: alice, subscription: alice }", "{ subscription: alice, customer: alice }");
    expect(invoice).toMatchObject({ subject: { kind: "invoice" }, columns: [{ name: "customer" }, { name: "subscription" }] });
    expect(subscription).toMatchObject({ subject: { kind: "subscription" }, columns: [{ name: "customer" }] });
  });

  it("of reports name a row, with rates and tolerance", () => {
    const [mrr, churn] = expectations(
      "{ report: mrr, interval: 2026-12, currency: usd, closing: 412500, within: 3% }",
      "{ report: churn, interval: 2026, logo_churn_rate: 4.5%, nrr: 1.02, arpa: null }",
    );
    expect(mrr).toMatchObject({
      subject: { kind: "report", name: "mrr" },
      customer: -1,
      keys: new Map([["interval", "2026-12"]]),
      currency: { code: "usd" },
      withinPpm: 30_000,
    });
    expect(churn?.keys.get("interval")).toBe("2026");
    expect(churn?.columns.map(({ expected }) => expected)).toEqual([
      { kind: "rate", value: { units: 45, scale: 1000 } },
      { kind: "rate", value: { units: 102, scale: 100 } },
      { kind: "empty" },
    ]);
  });

  it("counts, lists and events", () => {
    const [counts, lists, events] = expectations(
      "{ customer: alice, invoices: 3, payments: 3 }",
      "{ subscription: alice, plans: [pro], quantity: 1, unit_amount: [2000] }",
      "{ at: 2026-02-28, customer: alice, events: [invoice.created] }",
    );
    expect(counts?.columns.map(({ expected }) => expected)).toEqual([
      { kind: "count", value: 3 },
      { kind: "count", value: 3 },
    ]);
    expect(lists?.columns.map(({ expected }) => expected)).toEqual([
      { kind: "list", items: [{ kind: "text", text: "pro" }] },
      { kind: "integer", value: 1 },
      { kind: "list", items: [{ kind: "money", amount: 2000 }] },
    ]);
    expect(events).toMatchObject({ at: at("2026-02-28T00:00:00"), columns: [{ expected: { kind: "events", types: ["invoice.created"] } }] });
  });

  it("of timelines come last, at the instant of their entry", () => {
    const [, customer, subscription] = expectations("{ customer: alice, invoices: 1 }");
    expect(customer).toMatchObject({ subject: { kind: "customer", name: "alice" }, at: at("2026-03-01T00:00:00"), place: { line: 9 } });
    expect(subscription).toMatchObject({ subject: { kind: "subscription", name: "alice" }, at: at("2026-03-01T00:00:00") });
  });
});
