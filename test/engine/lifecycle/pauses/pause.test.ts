import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-08-02"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const PAUSE = "{ at: 2026-04-11, pause: {} }";
const METERED = "  calls: { currency: usd, interval: month, usage_type: metered, unit_amount: 10 }\n";

describe("pause", () => {
  it("ends the period now and bills nothing more (PAU, P5)", () => {
    const life = lifeOf(CLOCK, [BASIC, PAUSE]);
    expect(life.since("2026-04-02")).toEqual(["2026-04-11 c paused active -> paused"]);
    expect(life.subscription()).toMatchObject({ status: "paused", period: "2026-04-01..2026-04-11" });
  });

  it("`prorate` credits what was debited, pending (D22)", () => {
    expect(lifeOf(CLOCK, [BASIC, "{ at: 2026-04-11, pause: { prorate: true } }"]).pending).toEqual(["credit -667 basic 2026-04-11..2026-05-01"]);
  });

  it("older invoices are collected, and move no status (PAU, P7)", () => {
    const life = lifeOf(CLOCK, [
      BASIC,
      "{ at: 2026-04-20, card: insufficient_funds }",
      "{ at: 2026-05-01T00:30:00Z, pause: {} }",
      "{ at: 2026-05-05, card: visa }",
    ]);
    expect(life.since("2026-05-01T01")).toEqual([
      "2026-05-01T01:00 #2 finalized due 1000",
      "2026-05-01T01:00 #2 insufficient_funds 1: insufficient_funds",
      "2026-05-01T01:00 #2 payment_failed 1, next 2026-05-04T01:00",
      "2026-05-04T01:00 #2 insufficient_funds 2: insufficient_funds",
      "2026-05-04T01:00 #2 payment_failed 2, next 2026-05-09T01:00",
      "2026-05-05 card visa",
      "2026-05-09T01:00 #2 visa 3: pays 1000",
      "2026-05-09T01:00 #2 paid",
    ]);
  });

  it("the end of the retries leaves it paused (P7)", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-20, card: insufficient_funds }", "{ at: 2026-05-02, pause: {} }"]);
    expect([life.subscription().status, life.invoice(2)]).toMatchObject(["paused", { status: "open", attempts: 4, nextAttemptAt: "never" }]);
  });

  it("a planned end comes in the pause too (P5), and can be taken back", () => {
    const planned = [BASIC, "{ at: 2026-04-05, cancel: { at_period_end: true } }", PAUSE];
    expect(lifeOf(CLOCK, planned).subscription()).toMatchObject({ status: "canceled", endedAt: "2026-05-01", endReason: "period_end" });
    const life = lifeOf(CLOCK, [...planned, "{ at: 2026-04-12, uncancel: {} }"]);
    expect(life.subscription()).toMatchObject({ status: "paused", cancelAt: "never", period: "2026-04-01..2026-04-11" });
  });

  it("a cancel while paused credits nothing", () => {
    const life = lifeOf(CLOCK, [BASIC, PAUSE, "{ at: 2026-04-12, cancel: { prorate: true } }"]);
    expect([life.subscription().status, life.pending]).toEqual(["canceled", []]);
  });

  it("usage is billed up to it and not while it lasts (P6)", () => {
    const life = lifeOf(
      CLOCK,
      [
        "{ at: 2026-04-01, subscribe: { plan: calls } }",
        "{ at: 2026-04-05, usage: { plan: calls, quantity: 3 } }",
        PAUSE,
        "{ at: 2026-04-12, usage: { plan: calls, quantity: 50 } }",
        "{ at: 2026-04-13, usage: { plan: calls, quantity: 4, timestamp: 2026-04-06 } }",
        "{ at: 2026-04-21, resume: {} }",
      ],
      { blocks: METERED },
    );
    expect(life.invoice(1).lines).toEqual(["usage 70 calls x7 2026-04-01..2026-04-11"]);
    expect(life.invoice(2).lines).toEqual(["usage 0 calls x0 2026-04-21..2026-05-21"]);
  });

  it.each([
    ["twice", [BASIC, PAUSE, "{ at: 2026-04-12, pause: {} }"], "", 'Subscription "c" is paused already'],
    ["in classic mode", [BASIC, PAUSE], "billing: { mode: classic }\n", "classic mode"],
    ["in a trial", ["{ at: 2026-04-01, subscribe: { plan: basic, trial: 20 days } }", PAUSE], "", "is in a trial"],
    ["while collection is paused", [BASIC, "{ at: 2026-04-10, pause_collection: {} }", PAUSE], "", "collection"],
    ["an ended subscription", [BASIC, "{ at: 2026-04-10, cancel: {} }", PAUSE], "", "is canceled"],
    ["and then changing it", [BASIC, PAUSE, "{ at: 2026-04-12, change: { plan: pro } }"], "", "is paused and cannot be changed"],
    ["and then cancelling at the period's end", [BASIC, PAUSE, "{ at: 2026-04-12, cancel: { at_period_end: true } }"], "", "no period to end with"],
    ["and then pausing its collection", [BASIC, PAUSE, "{ at: 2026-04-12, pause_collection: {} }"], "", "is paused"],
  ])("refuses pausing %s", (_what, entries, blocks, message) => {
    const text = blocks.startsWith("billing") ? refusalOf(CLOCK, entries, { blocks }) : refusalOf(CLOCK, entries);
    expect(text).toContain(message);
  });
});

describe("resume", () => {
  const resumed = (fields: string, at = "2026-06-11", more: readonly string[] = []) =>
    lifeOf(CLOCK, [BASIC, PAUSE, ...more, `{ at: ${at}, resume: { ${fields} } }`]);

  it("begins a full period and bills it at once; its payment ends the pause (P8)", () => {
    expect(resumed("").at("2026-06-11")).toEqual([
      "#2 created subscription_update 1000",
      "#2 finalized due 1000",
      "#2 visa 1: pays 1000",
      "#2 paid",
      "c resumed paused -> active",
    ]);
  });

  it.each([
    ["in a later period: what is left of it", "2026-06-11", "", ["charge 667 basic 2026-06-11..2026-07-01"]],
    ["from a given date", "2026-06-11", "proration_date: 2026-06-16", ["charge 500 basic 2026-06-16..2026-07-01"]],
  ])("`unchanged` charges %s", (_what, at, more, lines) => {
    const life = resumed(`billing_cycle_anchor: unchanged${more === "" ? "" : `, ${more}`}`, at);
    expect(life.invoice(2).lines).toEqual(lines);
    expect(life.subscription()).toMatchObject({ status: "active", anchor: "2026-04-01" });
  });

  it("`unchanged` in the paused period charges nothing that was paid: active at once, no invoice", () => {
    const life = resumed("billing_cycle_anchor: unchanged", "2026-04-21");
    expect(life.at("2026-04-21")).toEqual(["c resumed paused -> active"]);
    expect(life.invoice(2).lines).toEqual(["period 1000 basic 2026-05-01..2026-06-01"]);
  });

  it("`unchanged` charges again what the pause credited", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-11, pause: { prorate: true } }", "{ at: 2026-04-21, resume: { billing_cycle_anchor: unchanged } }"]);
    expect(life.invoice(2).lines).toEqual(["charge 333 basic 2026-04-21..2026-05-01", "credit -667 basic 2026-04-11..2026-05-01"]);
  });

  it("`none` charges nothing until the next period", () => {
    const life = resumed("billing_cycle_anchor: unchanged, proration_behavior: none");
    expect(life.at("2026-06-11")).toEqual(["c resumed paused -> active"]);
    expect(life.invoice(2).lines).toEqual(["period 1000 basic 2026-07-01..2026-08-01"]);
  });

  it("declined: past due, and retried (P8)", () => {
    const life = resumed("", "2026-06-11", ["{ at: 2026-06-01, card: insufficient_funds }"]);
    expect(life.at("2026-06-11").slice(-2)).toEqual(["#2 payment_failed 1, next 2026-06-14", "c resumed paused -> past_due"]);
  });

  it("without a card it waits 23 hours, then stays paused (P9)", () => {
    const life = resumed("", "2026-06-11", ["{ at: 2026-06-01, card: none }"]);
    expect(life.since("2026-06-11")).toEqual([
      "2026-06-11 #2 created subscription_update 1000",
      "2026-06-11 #2 finalized due 1000",
      "2026-06-11 c resuming paused",
      "2026-06-11T23:00 #2 voided",
    ]);
    expect(life.subscription()).toMatchObject({ status: "paused", period: "2026-06-11..2026-06-11T23:00" });
  });

  it.each([
    ["paid", ["{ at: 2026-06-11T10:00:00Z, card: visa }", "{ at: 2026-06-11T10:00:00Z, pay: {} }"], "active"],
    ["declined", ["{ at: 2026-06-11T10:00:00Z, card: lost_card }", "{ at: 2026-06-11T10:00:00Z, pay: {} }"], "past_due"],
    ["written off", ["{ at: 2026-06-11T10:00:00Z, mark_uncollectible: {} }"], "active"],
    ["voided", ["{ at: 2026-06-11T10:00:00Z, void: {} }"], "paused"],
  ])("its invoice %s within 23 hours", (_what, entries, status) => {
    const life = lifeOf(["2026-04-01", "2026-06-13"], [BASIC, PAUSE, "{ at: 2026-06-01, card: none }", "{ at: 2026-06-11, resume: {} }", ...entries]);
    expect(life.subscription().status).toBe(status);
  });

  it("a change that waits for the period's end happens with it (P8)", () => {
    const waits = [BASIC, "{ at: 2026-04-10, change: { plan: pro, when: at_period_end } }", PAUSE];
    expect(lifeOf(CLOCK, [...waits, "{ at: 2026-04-21, resume: {} }"]).invoice(2).lines).toEqual(["period 2000 pro 2026-04-21..2026-05-21"]);
    const unchanged = lifeOf(CLOCK, [...waits, "{ at: 2026-04-21, resume: { billing_cycle_anchor: unchanged } }"]);
    expect(unchanged.invoice(2).lines).toEqual(["period 2000 pro 2026-05-01..2026-06-01"]);
  });

  it("a coupon runs on in the pause (PAU)", () => {
    const coupon = "coupons: { half: { percent_off: 50, duration: repeating, duration_in_months: 2 } }\n";
    const life = lifeOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: basic, coupon: half } }", PAUSE, "{ at: 2026-06-11, resume: {} }"], { blocks: coupon });
    expect(life.invoices.map(({ discounts }) => discounts[0])).toEqual([500, 0, 0]);
  });

  it.each([
    ["what is not paused", [BASIC, "{ at: 2026-04-12, resume: {} }"], 'Subscription "c" is active, not paused'],
    ["twice", [BASIC, PAUSE, "{ at: 2026-06-01, card: none }", "{ at: 2026-06-11, resume: {} }", "{ at: 2026-06-11, resume: {} }"], "is being resumed already"],
    [
      "from a date outside of the period",
      [BASIC, PAUSE, "{ at: 2026-06-11, resume: { billing_cycle_anchor: unchanged, proration_date: 2026-05-31 } }"],
      "`proration_date` 2026-05-31 lies outside the period",
    ],
  ])("refuses resuming %s", (_what, entries, message) => {
    expect(refusalOf(CLOCK, entries)).toContain(message);
  });
});

describe("trial_end_behavior", () => {
  const trial = (behavior: string, more: readonly string[] = []) =>
    lifeOf(CLOCK, [`{ at: 2026-04-01, subscribe: { plan: basic, trial: 10 days, trial_end_behavior: ${behavior} } }`, ...more], { fields: "card: none" });

  it.each([
    ["create_invoice", ["c trial_ended trialing -> active", "#2 created subscription_cycle 1000"]],
    ["cancel", ["c ended trialing -> canceled"]],
    ["pause", ["c paused trialing -> paused"]],
  ])("`%s` without a card (P4)", (behavior, told) => {
    expect(trial(behavior).at("2026-04-11")).toEqual(told);
  });

  it("is not asked with a card", () => {
    expect(trial("cancel", ["{ at: 2026-04-10, card: visa }"]).at("2026-04-11")[0]).toBe("c trial_ended trialing -> active");
  });

  it("is asked when the trial is ended early", () => {
    expect(trial("pause", ["{ at: 2026-04-05, change: { trial_end: now } }"]).at("2026-04-05")).toEqual(["c updated trialing", "c paused trialing -> paused"]);
  });

  it("a paused trial resumes with its anchor, too", () => {
    const life = trial("pause", ["{ at: 2026-04-16, card: visa }", "{ at: 2026-04-16, resume: { billing_cycle_anchor: unchanged } }"]);
    expect(life.invoice(2).lines).toEqual(["charge 833 basic 2026-04-16..2026-05-11"]);
  });

  it("cannot pause where collection is paused: the invoice is made and voided (PPC)", () => {
    const life = trial("pause", ["{ at: 2026-04-05, pause_collection: {} }"]);
    expect(life.invoice(2).status).toBe("void");
    expect(life.subscription().status).toBe("active");
  });
});
