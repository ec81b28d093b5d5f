import { describe, expect, it } from "vitest";
import { lifeOf } from "../script.ts";

const CLOCK = ["2026-04-01", "2026-05-10"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const AT_ONCE = { blocks: "billing: { finalize_after: 0 hours }" };
const FUNDS = "{ at: 2026-04-20, card: insufficient_funds }";

/** What happens at the renewal of 1 May, besides what is listed there. */
const onMayFirst = (entries: readonly string[], more = {}) => lifeOf(CLOCK, [BASIC, ...entries], more).at("2026-05-01");

// D8: what is older comes first. Each test is one pair of the list.
describe("in one instant", () => {
  it("a renewal comes before a change, which then prorates all of the new period", () => {
    expect(onMayFirst(["{ at: 2026-05-01, change: { plan: pro } }"])).toEqual([
      "c renewed active",
      "#2 created subscription_cycle 1000",
      "c updated active",
      "pending credit -1000 basic 2026-05-01..2026-06-01",
      "pending charge 2000 pro 2026-05-01..2026-06-01",
    ]);
  });

  it("a renewal comes before a cancel: its draft is made, and stays a draft", () => {
    expect(onMayFirst(["{ at: 2026-05-01, cancel: {} }"])).toEqual(["c renewed active", "#2 created subscription_cycle 1000", "c ended active -> canceled"]);
  });

  it("renewal, finalization and payment come before a cancel", () => {
    expect(onMayFirst(["{ at: 2026-05-01, cancel: {} }"], AT_ONCE)).toEqual([
      "c renewed active",
      "#2 created subscription_cycle 1000",
      "#2 finalized due 1000",
      "#2 visa 1: pays 1000",
      "#2 paid",
      "c ended active -> canceled",
    ]);
  });

  it("a renewal comes before an invoice item, which waits for the next", () => {
    expect(onMayFirst(["{ at: 2026-05-01, invoice_item: { amount: 250, description: late } }"]).at(-1)).toBe("pending item 250 late");
  });

  it("a finalization comes before a credit, which it does not use", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-05-01T01:00:00Z, credit: { amount: 400 } }"]);
    expect(life.at("2026-05-01T01:00")).toEqual(["#2 finalized due 1000", "#2 visa 1: pays 1000", "#2 paid", "balance -400 adjustment"]);
  });

  it("a retry comes before a new card: the old one is charged", () => {
    const life = lifeOf(CLOCK, [BASIC, FUNDS, "{ at: 2026-05-04T01:00:00Z, card: visa }"]);
    expect(life.at("2026-05-04T01:00")).toEqual(["#2 insufficient_funds 2: insufficient_funds", "#2 payment_failed 2, next 2026-05-09T01:00", "card visa"]);
  });

  it("a planned end comes before a retry, which then does nothing", () => {
    const life = lifeOf(CLOCK, [BASIC, FUNDS, "{ at: 2026-05-02, change: { cancel_at: 2026-05-04T01:00:00Z, proration_behavior: none } }"]);
    expect(life.since("2026-05-04")).toEqual(["2026-05-04T01:00 c ended past_due -> canceled"]);
  });

  it("a planned end comes in place of the renewal, and of the trial's end", () => {
    expect(onMayFirst(["{ at: 2026-04-20, cancel: { at_period_end: true } }"])).toEqual(["c ended active -> canceled"]);
    const trial = lifeOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: basic, trial: 14 days, cancel_at: 2026-04-15 } }"]);
    expect(trial.at("2026-04-15")).toEqual(["c ended trialing -> canceled"]);
  });

  it("the end of a trial comes before a change, which then prorates", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: basic, trial: 14 days } }", "{ at: 2026-04-15, change: { quantity: 2 } }"]);
    expect(life.at("2026-04-15")).toEqual([
      "c trial_ended trialing -> active",
      "#2 created subscription_cycle 1000",
      "c updated active",
      "pending credit -1000 basic 2026-04-15..2026-05-15",
      "pending charge 2000 basic x2 2026-04-15..2026-05-15",
    ]);
  });

  it("subscriptions turn in their order, phase by phase: all boundaries, all finalizations, all payments", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-01, subscribe: { plan: option } }"], AT_ONCE);
    expect(life.at("2026-05-01")).toEqual([
      "c renewed active",
      "#3 created subscription_cycle 1000",
      "c/2 renewed active",
      "#4 created subscription_cycle 300",
      "#3 finalized due 1000",
      "#4 finalized due 300",
      "#3 visa 1: pays 1000",
      "#3 paid",
      "#4 visa 1: pays 300",
      "#4 paid",
    ]);
  });

  it("a subscription's order counts, not when its boundary was planned", () => {
    // The second one's boundary of 1 May is planned on 1 April, the first one's only when its trial of 30 days begins.
    const life = lifeOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: daily, trial: 29 days } }", "{ at: 2026-04-01, subscribe: { plan: basic } }"]);
    expect(life.at("2026-05-01").filter((line) => line.includes("renewed"))).toEqual(["c renewed active", "c/2 renewed active"]);
  });

  it("entries go in the file's order, each with all it causes", () => {
    expect(
      onMayFirst([
        "{ at: 2026-05-01, change: { plan: pro, proration_behavior: always_invoice } }",
        "{ at: 2026-05-01, credit: { amount: 100 } }",
        "{ at: 2026-05-01, cancel: {} }",
      ]).slice(2),
    ).toEqual([
      "c updated active",
      "pending credit -1000 basic 2026-05-01..2026-06-01",
      "pending charge 2000 pro 2026-05-01..2026-06-01",
      "#3 created subscription_update 1000",
      "#3 finalized due 1000",
      "#3 visa 1: pays 1000",
      "#3 paid",
      "balance -100 adjustment",
      "c ended active -> canceled",
    ]);
  });

  it("what an entry makes due at its own instant comes before the next entry", () => {
    const life = lifeOf(
      CLOCK,
      [
        BASIC,
        "{ at: 2026-04-10, invoice_item: { amount: 250, description: help } }",
        "{ at: 2026-04-10, invoice: {} }",
        "{ at: 2026-04-10, credit: { amount: 100 } }",
      ],
      AT_ONCE,
    );
    expect(life.at("2026-04-10")).toEqual([
      "pending item 250 help",
      "#2 created manual 250",
      "#2 finalized due 250",
      "#2 visa 1: pays 250",
      "#2 paid",
      "balance -100 adjustment",
    ]);
  });

  it("an expectation looks last, when all has happened (D13)", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-05-01, cancel: {} }"], { blocks: "expect: [{ subscription: c, at: 2026-05-01, status: canceled }]" });
    expect(life.at("2026-05-01").slice(-2)).toEqual(["c ended active -> canceled", "probe 0"]);
  });
});
