import { describe, expect, it } from "vitest";
import type { Expectation, ExpectedCell } from "../../engine/scenario/scenario.ts";
import { formatFailure } from "../../reports/expectations/failure.ts";
import { run } from "./run.ts";
import { at, card, change, customer, day, plan, scenario, subscribe, usd } from "./scenario-in-code.ts";

const pro = plan("pro", 2000);
const PLACE = { line: 30, column: 5 };
const CELL = { line: 31, column: 9 };

const money = (amount: number): ExpectedCell => ({ kind: "money", amount });
const text = (word: string): ExpectedCell => ({ kind: "text", text: word });

function expected(
  kind: Expectation["subject"]["kind"],
  name: string,
  columns: Readonly<Record<string, ExpectedCell>>,
  more: Partial<Expectation> = {},
): Expectation {
  return {
    subject: { kind, name },
    customer: kind === "report" ? -1 : 0,
    at: undefined,
    columns: Object.entries(columns).map(([column, cell]) => ({ name: column, expected: cell, place: CELL })),
    keys: new Map(),
    by: new Map(),
    currency: undefined,
    withinPpm: 0,
    place: PLACE,
    ...more,
  };
}

const alice = customer("alice", [at(day(2026, 1, 5), subscribe([[pro, 2]])), at(day(2026, 1, 20), change({ quantity: 1 }))]);

/** What does not hold in January and February of 2026, printed. */
function failures(...expectations: Expectation[]): string[] {
  const one = scenario([alice], { end: day(2026, 3, 1), expectations });
  return run(one)
    .failures()
    .map((failure) => formatFailure(failure, "a.yaml"));
}

describe("expectations", () => {
  it("that hold say nothing", () => {
    expect(
      failures(
        expected("invoice", "alice-0001", {
          status: text("paid"),
          total: money(4000),
          paid_at: { kind: "instant", at: day(2026, 1, 5) },
          due_at: { kind: "empty" },
        }),
        expected("subscription", "alice", {
          status: text("active"),
          mrr: money(2000),
          plans: text("pro"),
          quantity: { kind: "list", items: [{ kind: "integer", value: 1 }] },
        }),
        expected("customer", "alice", {
          balance: money(0),
          invoices: { kind: "count", value: 2 },
          payments: { kind: "count", value: 2 },
          subscriptions: { kind: "count", value: 1 },
        }),
        expected(
          "report",
          "mrr",
          { closing: money(2000), subscribers: { kind: "integer", value: 1 } },
          { keys: new Map([["interval", "2026-02"]]), currency: usd },
        ),
        expected("report", "churn", { nrr: { kind: "rate", value: { units: 1, scale: 1 } } }, { keys: new Map([["interval", "2026-02"]]) }),
      ),
    ).toEqual([]);
  });

  it("that fail print the place, what was expected, what is, and how the amount came about", () => {
    expect(failures(expected("invoice", "alice-0001", { total: money(2000) }))).toEqual([
      `a.yaml:31:9: expectation failed: invoice alice-0001: total
  expected: 20.00
  actual:   40.00
  because:
    1. 2 x pro (at $20.00 / month)                                         USD 40.00
       rule        price of the full period (D1)
       price       pro, per_unit: 2 x 2000 minor units
       time        2026-01-05T00:00:00Z to 2026-02-05T00:00:00Z, 2678400 s
       amount      4000
    subtotal                   USD 40.00
    total                      USD 40.00   4000 - 0 + 0 = 4000
    amount due                 USD 40.00
    amount paid                USD 40.00
    amount remaining            USD 0.00
`,
    ]);
  });

  it("about a word need no arithmetic", () => {
    expect(failures(expected("subscription", "alice", { status: text("canceled") }))).toEqual([
      "a.yaml:31:9: expectation failed: subscription alice: status\n  expected: canceled\n  actual:   active\n",
    ]);
  });

  it("with an instant look just after everything of it", () => {
    const before = day(2026, 1, 20) - 1;
    expect(
      failures(
        expected("subscription", "alice", { mrr: money(4000) }, { at: before }),
        expected("subscription", "alice", { mrr: money(2000) }, { at: day(2026, 1, 20) }),
      ),
    ).toEqual([]);
    expect(failures(expected("customer", "alice", { invoices: { kind: "count", value: 1 } }, { at: day(2026, 1, 5) }))).toEqual([]);
    expect(failures(expected("customer", "alice", { invoices: { kind: "count", value: 1 } }, { at: day(2026, 1, 5) - 1 }))[0]).toContain(
      "expected: 1\n  actual:   0",
    );
  });

  it("of events are exactly those of the instant, in order", () => {
    const renewal = { at: day(2026, 2, 5) };
    const types = (...names: string[]): ExpectedCell => ({ kind: "events", types: names });
    expect(failures(expected("customer", "alice", { events: types("customer.subscription.updated", "invoice.created") }, renewal))).toEqual([]);
    expect(failures(expected("customer", "alice", { events: types("invoice.created") }, renewal))).toEqual([
      "a.yaml:31:9: expectation failed: customer alice: events\n  expected: invoice.created\n  actual:   customer.subscription.updated, invoice.created\n",
    ]);
    expect(failures(expected("customer", "alice", { events: types() }, { at: day(2026, 2, 6) }))).toEqual([]);
    expect(failures(expected("customer", "alice", { events: types("invoice.paid") }, { at: day(2026, 2, 6) }))[0]).toContain("actual:   (none)");
  });

  it("of lines are as many lines, each with the columns that are named", () => {
    const line = (columns: Readonly<Record<string, ExpectedCell>>) => Object.entries(columns).map(([name, cell]) => ({ name, expected: cell, place: CELL }));
    const credit = line({ amount: money(-2065), proration: { kind: "flag", value: true }, ratio_denominator: { kind: "integer", value: 2_678_400 } });
    const charge = line({ amount: money(1032), plan: text("pro") });
    const lines = (...each: ReturnType<typeof line>[]): ExpectedCell => ({ kind: "lines", lines: each });
    expect(failures(expected("invoice", "alice-0002", { lines: lines(credit, charge, line({ amount: money(2000) })) }))).toEqual([]);
    expect(failures(expected("invoice", "alice-0002", { lines: lines(credit, charge) }))[0]).toContain(
      "expected: 2 lines\n  actual:   3 lines\n  because:\n    1. Unused time on 2 x pro",
    );
    const wrong = failures(expected("invoice", "alice-0002", { lines: lines(line({ amount: money(-2066) }), charge, []) }));
    expect(wrong[0]).toContain("invoice alice-0002: line 1: amount\n  expected: -20.66\n  actual:   -20.65\n");
    expect(wrong[0]).toContain("round(-4000 x 1382400 / 2678400) = -2065, exactly -2064.516129...");
  });

  it("within a share of the expected number hold", () => {
    const closing = (amount: number, withinPpm: number): string[] =>
      failures(expected("report", "mrr", { closing: money(amount) }, { keys: new Map([["interval", "2026-02"]]), withinPpm }));
    expect(closing(1950, 30_000)).toEqual([]);
    expect(closing(2050, 30_000)).toEqual([]);
    expect(closing(1900, 30_000)).toEqual([
      `a.yaml:31:9: expectation failed: report mrr 2026-02: closing
  expected: 19.00, within 3%
  actual:   20.00
  because:
    opening USD 20.00 + new USD 0.00 + reactivation USD 0.00 + expansion USD 0.00
    - contraction USD 0.00 - churn USD 0.00 = closing USD 20.00
`,
    ]);
  });

  it("about what is not there say what there is", () => {
    expect(failures(expected("invoice", "alice-0009", { total: money(1) }))[0]).toContain(
      "expected: it exists\n  actual:   customer alice has alice-0001 to alice-0002",
    );
    expect(failures(expected("subscription", "alice/web", { mrr: money(1) }))[0]).toContain("actual:   customer alice has alice\n");
    expect(failures(expected("report", "mrr", { closing: money(1) }, { keys: new Map([["interval", "2027-01"]]) }))[0]).toContain(
      "actual:   the report has 2026-01 to 2026-02, in usd",
    );
  });

  it("stand in the file's order, reports among them", () => {
    const wrong = (kind: Expectation["subject"]["kind"], name: string, column: string, more: Partial<Expectation> = {}): Expectation =>
      expected(kind, name, { [column]: money(1) }, more);
    const order = failures(
      wrong("customer", "alice", "mrr"),
      wrong("report", "mrr", "closing", { keys: new Map([["interval", "2026-01"]]) }),
      wrong("invoice", "alice-0001", "total", { at: day(2026, 1, 6) }),
    ).map((failure) => failure.split("\n")[0]?.split(": ")[2]);
    expect(order).toEqual(["customer alice", "report mrr 2026-01", "invoice alice-0001"]);
  });

  it("an action that had to be refused and was done is a failure at its line", () => {
    const entry = { ...at(day(2026, 1, 5), subscribe([[pro, 1]])), expectsRefusal: true, place: { line: 8, column: 7 } };
    const one = scenario([customer("alice", [entry])]);
    expect(
      run(one)
        .failures()
        .map((failure) => formatFailure(failure, "a.yaml")),
    ).toEqual(["a.yaml:8:7: expectation failed: customer alice: error\n  expected: the action is refused\n  actual:   it was done\n"]);
    const refused = { ...entry, action: subscribe([[pro, 1]], { paymentBehavior: "error_if_incomplete" }) };
    expect(run(scenario([customer("alice", [refused], { card: card("bad", 1, "card_declined") })])).failures()).toEqual([]);
  });
});
