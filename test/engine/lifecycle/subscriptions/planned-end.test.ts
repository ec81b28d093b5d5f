import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-07-02"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const change = (at: string, fields: string) => `{ at: ${at}, change: { ${fields} } }`;
const lived = (...entries: readonly string[]) => lifeOf(CLOCK, [BASIC, ...entries]);

describe("`cancel: { at_period_end: true }`", () => {
  const life = lived("{ at: 2026-04-16, cancel: { at_period_end: true } }");

  it("runs to the period's end, which is not renewed", () => {
    expect(life.since("2026-04-16")).toEqual(["2026-04-16 c cancel_requested active", "2026-05-01 c ended active -> canceled"]);
    expect(life.totals).toEqual([1000]);
  });

  it("keeps the request apart from the effect (D23)", () => {
    expect(life.subscription()).toMatchObject({ canceledAt: "2026-04-16", endedAt: "2026-05-01", endReason: "period_end" });
  });

  it("keeps pending prorations and bills them on a final invoice, an hour later (CAN, B10)", () => {
    const upgraded = lived(change("2026-04-11", "plan: pro"), "{ at: 2026-04-16, cancel: { at_period_end: true } }");
    expect(upgraded.since("2026-05-01")).toEqual([
      "2026-05-01 c ended active -> canceled",
      "2026-05-01 #2 created subscription_cycle 666",
      "2026-05-01T01:00 #2 finalized due 666",
      "2026-05-01T01:00 #2 visa 1: pays 666",
      "2026-05-01T01:00 #2 paid",
    ]);
  });

  it("is taken back by `uncancel`: nothing was credited, nothing is charged, and it renews", () => {
    const back = lived("{ at: 2026-04-16, cancel: { at_period_end: true } }", "{ at: 2026-04-20, uncancel: {} }");
    expect(back.at("2026-04-20")).toEqual(["c cancel_withdrawn active"]);
    expect(back.totals).toEqual([1000, 1000, 1000, 1000]);
    expect(back.subscription()).toMatchObject({ status: "active", canceledAt: "never", cancelAt: "never", cancelAtPeriodEnd: false });
  });

  it("is the same as `change: { cancel_at_period_end: true }`, and as `cancel_at` at the period's end", () => {
    for (const fields of ["cancel_at_period_end: true", "cancel_at: 2026-05-01"]) {
      const other = lived(change("2026-04-16", fields));
      expect([other.totals, other.subscription()]).toEqual([life.totals, life.subscription()]);
    }
  });

  it("leaves the period alone when the plan changes: charges run to its end", () => {
    const changed = lived("{ at: 2026-04-11, cancel: { at_period_end: true } }", change("2026-04-16", "plan: pro"));
    expect(changed.invoice(2).amounts).toEqual([-500, 1000]);
    expect(changed.subscription().endedAt).toBe("2026-05-01");
  });
});

describe("`cancel_at` inside the period", () => {
  it("credits from then to the period's end when it is set, and the rest is kept (D20)", () => {
    const life = lived(change("2026-04-11", "cancel_at: 2026-04-21"));
    expect(life.since("2026-04-11")).toEqual([
      "2026-04-11 c updated active",
      "2026-04-11 pending credit -333 basic 2026-04-21..2026-05-01",
      "2026-04-21 c ended active -> canceled",
      "2026-04-21 #2 created subscription_cycle -333",
      "2026-04-21T01:00 #2 finalized due 0",
      "2026-04-21T01:00 balance -333 applied_to_invoice",
      "2026-04-21T01:00 #2 paid",
    ]);
    expect(life.subscription()).toMatchObject({ endReason: "cancel_at", canceledAt: "2026-04-11", period: "2026-04-01..2026-04-21" });
  });

  it("with `none` credits nothing", () => {
    const life = lived(change("2026-04-11", "cancel_at: 2026-04-21, proration_behavior: none"));
    expect([life.totals, life.subscription().endedAt]).toEqual([[1000], "2026-04-21"]);
  });

  it("moved later debits the difference", () => {
    const life = lived(change("2026-04-11", "cancel_at: 2026-04-21"), change("2026-04-12", "cancel_at: 2026-04-26"));
    expect(life.invoice(2).lines).toEqual(["charge 167 basic 2026-04-21..2026-04-26", "credit -333 basic 2026-04-21..2026-05-01"]);
  });

  it("moved earlier credits what is left of what was kept", () => {
    const life = lived(change("2026-04-11", "cancel_at: 2026-04-21"), change("2026-04-12", "cancel_at: 2026-04-16"));
    expect(life.invoice(2).lines).toEqual(["credit -167 basic 2026-04-16..2026-04-21", "credit -333 basic 2026-04-21..2026-05-01"]);
  });

  it.each([
    ["`uncancel`", "{ at: 2026-04-12, uncancel: {} }"],
    ["`cancel_at: null`", change("2026-04-12", "cancel_at: null")],
    ["`cancel_at_period_end: false`", change("2026-04-12", "cancel_at_period_end: false")],
  ])("cleared by %s restores it: credit and charge cancel out", (_by, entry) => {
    const life = lived(change("2026-04-11", "cancel_at: 2026-04-21"), entry);
    expect(life.invoice(2).lines).toEqual([
      "charge 333 basic 2026-04-21..2026-05-01",
      "credit -333 basic 2026-04-21..2026-05-01",
      "period 1000 basic 2026-05-01..2026-06-01",
    ]);
    expect(life.subscription()).toMatchObject({ status: "active", cancelAt: "never" });
  });

  it("cleared when it was set with `none` charges nothing: the time is still paid for (B23)", () => {
    const life = lived(change("2026-04-11", "cancel_at: 2026-04-21, proration_behavior: none"), "{ at: 2026-04-12, uncancel: {} }");
    expect(life.totals).toEqual([1000, 1000, 1000, 1000]);
    expect(life.about("pending")).toEqual([]);
  });

  it("a plan that changes meanwhile is charged up to the cut, over the whole period's length (B25)", () => {
    const life = lived(change("2026-04-05", "cancel_at: 2026-04-21"), change("2026-04-11", "plan: pro"));
    expect(life.invoice(2).lines).toEqual([
      "credit -334 basic 2026-04-11..2026-04-21",
      "charge 667 pro 2026-04-11..2026-04-21",
      "credit -333 basic 2026-04-21..2026-05-01",
    ]);
  });

  it("every item is cut", () => {
    const life = lifeOf(CLOCK, [
      "{ at: 2026-04-01, subscribe: { items: [{ plan: basic }, { plan: option }] } }",
      change("2026-04-11", "cancel_at: 2026-04-21"),
    ]);
    expect(life.invoice(2).amounts).toEqual([-333, -100]);
  });
});

describe("`cancel_at` beyond the period", () => {
  it("does nothing now and cuts the period it falls in, on an ordinary line (B12)", () => {
    const life = lived(change("2026-04-11", "cancel_at: 2026-06-10"));
    expect(life.invoices.map(({ lines }) => lines)).toEqual([
      ["period 1000 basic 2026-04-01..2026-05-01"],
      ["period 1000 basic 2026-05-01..2026-06-01"],
      ["period 300 basic 2026-06-01..2026-06-10"],
    ]);
    expect(life.subscription()).toMatchObject({ endedAt: "2026-06-10", endReason: "cancel_at" });
  });

  it("replaces the end of the period, and is replaced by it (B23)", () => {
    const later = lived("{ at: 2026-04-11, cancel: { at_period_end: true } }", change("2026-04-12", "cancel_at: 2026-06-01"));
    expect([later.totals, later.subscription().endedAt]).toEqual([[1000, 1000], "2026-06-01"]);
    const sooner = lived(change("2026-04-11", "cancel_at: 2026-06-01"), "{ at: 2026-04-12, cancel: { at_period_end: true } }");
    expect([sooner.totals, sooner.subscription().endedAt]).toEqual([[1000], "2026-05-01"]);
  });
});

describe("at sign-up (B5)", () => {
  it("`cancel_at_period_end` ends it with the first period; with a stub at the anchor, in a trial with the trial", () => {
    const ends = (terms: string) => {
      const life = lifeOf(CLOCK, [`{ at: 2026-04-10, subscribe: { plan: basic, cancel_at_period_end: true${terms} } }`]);
      return [life.subscription().endedAt, life.totals];
    };
    expect(ends("")).toEqual(["2026-05-10", [1000]]);
    expect(ends(", billing_cycle_anchor: 2026-05-01")).toEqual(["2026-05-01", [700]]);
    expect(ends(", trial: 14 days")).toEqual(["2026-04-24", [0]]);
  });

  it("`cancel_at` before the trial's end ends it in the trial, and the trial's end is kept (CMP)", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-10, subscribe: { plan: basic, trial: 14 days, cancel_at: 2026-04-20 } }"]);
    expect([life.totals, life.subscription()]).toMatchObject([[0], { status: "canceled", endedAt: "2026-04-20", trialEnd: "2026-04-24" }]);
  });
});

describe("is refused", () => {
  it.each([
    [
      "a second time at the period's end",
      ["{ at: 2026-04-16, cancel: { at_period_end: true } }", "{ at: 2026-04-17, cancel: { at_period_end: true } }"],
      'Subscription "c" is already set to end with its period.',
    ],
    ["when it has ended", ["{ at: 2026-04-16, cancel: {} }", "{ at: 2026-04-17, cancel: {} }"], 'Subscription "c" is canceled and cannot be cancelled.'],
    ["to be taken back when nothing is planned", ["{ at: 2026-04-16, uncancel: {} }"], 'Subscription "c" has no pending cancel.'],
    [
      "to be taken back after the end",
      ["{ at: 2026-04-16, cancel: { at_period_end: true } }", "{ at: 2026-05-01, uncancel: {} }"],
      'Subscription "c" is canceled and cannot be un-cancelled.',
    ],
  ])("%s", (_rule, entries, message) => {
    expect(refusalOf(CLOCK, [BASIC, ...entries])).toBe(message);
  });
});
