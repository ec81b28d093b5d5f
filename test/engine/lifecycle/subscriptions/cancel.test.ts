import { describe, expect, it } from "vitest";
import { lifeOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-07-02"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const UPGRADE = "{ at: 2026-04-11, change: { plan: pro } }";
const ITEM = "{ at: 2026-04-12, invoice_item: { amount: 250, description: help, subscription: c } }";
const cancelled = (fields: string, entries: readonly string[] = [BASIC]) => lifeOf(CLOCK, [...entries, `{ at: 2026-04-21, cancel: { ${fields} } }`]);

describe("cancel now", () => {
  it("ends at once, without proration and without an invoice (CAN)", () => {
    const life = cancelled("");
    expect(life.since("2026-04-02")).toEqual(["2026-04-21 c ended active -> canceled"]);
    expect(life.subscription()).toMatchObject({ canceledAt: "2026-04-21", endedAt: "2026-04-21", endReason: "cancel" });
  });

  // With an upgrade pending: -667 and +1333 from the 11th; what is left of the pro debit on the 21st is 10/20 of 1333.
  it.each([
    ["neither: pending prorations are removed", "", [1000], []],
    [
      "`prorate`: the unused time is credited, and all waits for the next invoice",
      "prorate: true",
      [1000],
      ["credit -667 basic 2026-04-11..2026-05-01", "charge 1333 pro 2026-04-11..2026-05-01", "credit -667 pro 2026-04-21..2026-05-01"],
    ],
    ["`invoice_now`: pending prorations are billed", "invoice_now: true", [1000, 666], []],
    ["both: the unused time is credited on the final invoice", "prorate: true, invoice_now: true", [1000, -1], []],
  ])("%s", (_rule, fields, totals, pending) => {
    const life = cancelled(fields, [BASIC, UPGRADE]);
    expect([life.totals, life.pending]).toEqual([totals, pending]);
  });

  it("tells which pending prorations it removes, and leaves plain items for the next invoice (D21)", () => {
    const life = cancelled("", [BASIC, UPGRADE, ITEM]);
    expect(life.at("2026-04-21")).toEqual([
      "dropped credit -667 basic 2026-04-11..2026-05-01",
      "dropped charge 1333 pro 2026-04-11..2026-05-01",
      "c ended active -> canceled",
    ]);
    expect(life.pending).toEqual(["item 250 help"]);
  });

  it("`invoice_now` bills and charges at once; with nothing pending there is no invoice", () => {
    expect(cancelled("invoice_now: true", [BASIC, ITEM]).at("2026-04-21")).toEqual([
      "c ended active -> canceled",
      "#2 created subscription_update 250",
      "#2 finalized due 250",
      "#2 visa 1: pays 250",
      "#2 paid",
    ]);
    expect(cancelled("invoice_now: true").totals).toEqual([1000]);
  });

  it("`invoice_now` bills nothing of another living subscription", () => {
    const other = [
      "{ at: 2026-04-01, subscribe: { plan: basic } }",
      "{ at: 2026-04-01, subscribe: { plan: option, as: more } }",
      "{ at: 2026-04-11, subscription: c/more, change: { quantity: 2 } }",
    ];
    const life = lifeOf(CLOCK, [...other, "{ at: 2026-04-21, subscription: c, cancel: { invoice_now: true } }"]);
    expect(life.at("2026-04-21")).toEqual(["c ended active -> canceled"]);
  });

  it("`prorate` credits each item", () => {
    const life = cancelled("prorate: true, invoice_now: true", ["{ at: 2026-04-01, subscribe: { items: [{ plan: basic }, { plan: option, quantity: 2 }] } }"]);
    expect(life.invoice(2).amounts).toEqual([-333, -200]);
    expect(life.balance).toBe(-533);
  });

  it("stops its draft: it stays a draft (D17)", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-05-01T00:30:00Z, cancel: {} }"]);
    expect(life.invoice(2)).toMatchObject({ status: "draft", total: 1000, finalizedAt: "never" });
    expect(life.since("2026-05-01T00:30")).toEqual(["2026-05-01T00:30 c ended active -> canceled"]);
  });

  it("stops the retries of its open invoice, which stays open (D21)", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-20, card: insufficient_funds }", "{ at: 2026-05-02, cancel: {} }"]);
    expect(life.invoice(2)).toMatchObject({ status: "open", remaining: 1000, attempts: 1, nextAttemptAt: "never" });
    expect(life.since("2026-05-02")).toEqual(["2026-05-02 c ended past_due -> canceled"]);
  });

  it("of an incomplete sign-up voids its invoice: incomplete_expired (B27)", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-01T10:00:00Z, cancel: {} }"], { fields: "card: insufficient_funds" });
    expect(life.since("2026-04-01T10:00")).toEqual(["2026-04-01T10:00 #1 voided", "2026-04-01T10:00 c ended incomplete -> incomplete_expired"]);
  });

  it("overrides a planned end", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-11, cancel: { at_period_end: true } }", "{ at: 2026-04-21, cancel: {} }"]);
    expect(life.subscription()).toMatchObject({ endedAt: "2026-04-21", endReason: "cancel", cancelAt: "never", cancelAtPeriodEnd: false });
    expect(life.since("2026-04-22")).toEqual([]);
  });
});
