import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-07-02"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const change = (fields: string, at = "2026-04-16") => `{ at: ${at}, change: { ${fields} } }`;
const COUPONS =
  "coupons: { half: { percent_off: 50, duration: once }, five: { amount_off: 500, currency: usd, duration: forever }, tenth: { percent_off: 10, duration: forever } }";
const METERED = {
  api: "{ currency: usd, interval: month, usage_type: metered, unit_amount: 10 }",
  calls: "{ currency: usd, interval: month, usage_type: metered, unit_amount: 20 }",
};

/** The same script in each mode. */
function inBoth(...entries: readonly string[]) {
  const live = (mode: string) => lifeOf(CLOCK, entries, { plans: METERED, blocks: `billing: { mode: ${mode} }\n${COUPONS}` });
  return { classic: live("classic"), flexible: live("flexible") };
}

describe("where the billing modes differ (CMP)", () => {
  it("credit basis: current price (classic), amount originally debited (flexible)", () => {
    const { classic, flexible } = inBoth(BASIC, change("plan: pro, proration_behavior: none"), change("plan: basic", "2026-04-21"));
    expect(classic.invoice(2).amounts).toEqual([-667, 333, 1000]);
    expect(flexible.invoice(2).amounts).toEqual([-333, 333, 1000]);
  });

  it("credit basis: current quantity (classic), quantity originally debited (flexible)", () => {
    const { classic, flexible } = inBoth(BASIC, change("quantity: 3, proration_behavior: none"), change("quantity: 1"));
    expect(classic.invoice(2).amounts).toEqual([-1500, 500, 1000]);
    expect(flexible.invoice(2).amounts).toEqual([-500, 500, 1000]);
  });

  it("credit basis: the discounts last billed, the same as what was debited when nothing changed meanwhile", () => {
    const { classic, flexible } = inBoth("{ at: 2026-04-01, subscribe: { plan: basic, coupon: half } }", change("quantity: 2"));
    expect(classic.invoice(2).amounts).toEqual([-250, 1000, 2000]);
    expect(flexible.invoice(2).amounts).toEqual([-250, 1000, 2000]);
  });

  it("discount over items: an amount counts whole in each proration (classic), by its share (flexible)", () => {
    const subscribe = "{ at: 2026-04-01, subscribe: { items: [{ plan: basic }, { plan: option }], coupon: five } }";
    const { classic, flexible } = inBoth(subscribe, change("items: [{ plan: basic, quantity: 2 }]"));
    expect(classic.invoice(1).total).toBe(flexible.invoice(1).total);
    // Classic: (1000 - 500) / 2 and (2000 - 500) / 2.
    expect(classic.invoice(2).amounts.slice(0, 2)).toEqual([-250, 750]);
    expect(flexible.invoice(2).amounts.slice(0, 2)).not.toEqual([-250, 750]);
  });

  it("proration_discounts: `included`, so the discount is inside a proration's amount", () => {
    const { flexible } = inBoth("{ at: 2026-04-01, subscribe: { plan: basic, coupon: tenth } }", change("quantity: 3"));
    expect(flexible.invoice(2)).toMatchObject({ amounts: [-450, 1350, 3000], discounts: [0, 0, 300] });
  });

  it("anchor on an interval change: reset to now (classic), kept (flexible)", () => {
    const { classic, flexible } = inBoth(BASIC, change("plan: yearly"));
    expect(classic.invoice(2)).toMatchObject({ reason: "subscription_update", createdAt: "2026-04-16", amounts: [-500, 20_000] });
    expect(classic.subscription()).toMatchObject({ anchor: "2026-04-16", period: "2026-04-16..2027-04-16" });
    expect(flexible.subscription()).toMatchObject({ anchor: "2026-04-01", period: "2026-04-01..2027-04-01" });
  });

  it("month to year: unused time and a full yearly line from a new anchor (classic), the anchor kept and a proration for the year from now (flexible)", () => {
    const { classic, flexible } = inBoth(BASIC, change("plan: yearly"));
    expect(classic.invoice(2).lines).toEqual(["credit -500 basic 2026-04-16..2026-05-01", "period 20000 yearly 2026-04-16..2027-04-16"]);
    // 20000 x 350 of 365 days.
    expect(flexible.invoice(2).lines).toEqual(["credit -500 basic 2026-04-16..2026-05-01", "charge 19178 yearly 2026-04-16..2027-04-01"]);
  });

  it("default: flexible, where a scenario names no mode", () => {
    const unnamed = lifeOf(CLOCK, [BASIC, change("plan: yearly")], { plans: METERED });
    const { flexible } = inBoth(BASIC, change("plan: yearly"));
    expect(unnamed.invoice(2)).toEqual(flexible.invoice(2));
    expect(unnamed.subscription()).toEqual(flexible.subscription());
  });

  it("anchor on an interval change with `none`: reset and billed at once without credit (classic), nothing now (flexible)", () => {
    const { classic, flexible } = inBoth(BASIC, change("plan: yearly, proration_behavior: none"));
    expect(classic.invoice(2)).toMatchObject({ createdAt: "2026-04-16", amounts: [20_000] });
    expect(flexible.invoice(2).createdAt).toBe("2026-05-01");
  });

  it("anchor on free to paid: reset to now (classic), kept (flexible)", () => {
    const { classic, flexible } = inBoth("{ at: 2026-04-01, subscribe: { plan: free } }", change("plan: basic"));
    expect(classic.invoice(2)).toMatchObject({ createdAt: "2026-04-16", amounts: [0, 1000] });
    expect(classic.subscription()).toMatchObject({ anchor: "2026-04-16" });
    expect(flexible.invoice(2)).toMatchObject({ createdAt: "2026-04-16", amounts: [0, 500] });
    expect(flexible.subscription()).toMatchObject({ anchor: "2026-04-01" });
  });

  it("anchor on an earlier cancel_at: reset to now (classic), kept (flexible)", () => {
    const { classic, flexible } = inBoth(BASIC, change("cancel_at: 2026-04-21", "2026-04-11"));
    expect(classic.subscription()).toMatchObject({ anchor: "2026-04-11" });
    expect(flexible.subscription()).toMatchObject({ anchor: "2026-04-01" });
    // Taken back, the period ends one interval from then.
    const back = inBoth(BASIC, change("cancel_at: 2026-04-21", "2026-04-11"), change("cancel_at: null", "2026-04-12"));
    expect(back.classic.invoice(2)).toMatchObject({ createdAt: "2026-05-11", amounts: [667, -333, 1000] });
    expect(back.flexible.invoice(2)).toMatchObject({ createdAt: "2026-05-01", amounts: [333, -333, 1000] });
  });

  it("an earlier cancel_at beyond one interval from now keeps the time that is paid until then (C5)", () => {
    const life = lifeOf(["2026-01-31", "2026-05-01"], ["{ at: 2026-01-31, subscribe: { plan: basic } }", change("cancel_at: 2026-03-29", "2026-02-28")], {
      blocks: "billing: { mode: classic }",
    });
    expect(life.subscription()).toMatchObject({ anchor: "2026-02-28", status: "canceled", endedAt: "2026-03-29" });
    // Of the 31 days that were billed on February 28, two are given back; nothing is billed twice.
    expect(life.invoices.map(({ createdAt, amounts }) => [createdAt, ...amounts])).toEqual([
      ["2026-01-31", 1000],
      ["2026-02-28", 1000],
      ["2026-03-29", -65],
    ]);
  });

  it("metered item added: a line of 0 (classic), no line and no invoice if it would be empty (flexible)", () => {
    const atSignUp = inBoth("{ at: 2026-04-01, subscribe: { plan: api } }");
    expect(atSignUp.classic.invoice(1)).toMatchObject({ createdAt: "2026-04-01", amounts: [0], status: "paid" });
    expect(atSignUp.flexible.invoice(1).createdAt).toBe("2026-05-01");
    const later = inBoth(BASIC, change("items: [{ plan: api }], proration_behavior: always_invoice"));
    expect(later.classic.invoice(2)).toMatchObject({ createdAt: "2026-04-16", amounts: [0] });
    expect(later.flexible.invoice(2).createdAt).toBe("2026-05-01");
  });

  it("usage at a price change: only usage since the change is billed (classic), all usage, each at its price when reported (flexible)", () => {
    const { classic, flexible } = inBoth(
      "{ at: 2026-04-01, subscribe: { plan: api } }",
      "{ at: 2026-04-05, usage: { plan: api, quantity: 10 } }",
      change("plan: calls"),
      "{ at: 2026-04-20, usage: { plan: calls, quantity: 5 } }",
    );
    expect(classic.invoice(2).lines).toEqual(["usage 100 calls x5 2026-04-16..2026-05-01"]);
    expect(flexible.invoice(1).lines).toEqual(["usage 100 api x10 2026-04-01..2026-04-16", "usage 100 calls x5 2026-04-16..2026-05-01"]);
  });

  it("metered item removed: usage not billed (classic), an invoice item for it unless `none` (flexible)", () => {
    const removed = (behavior: string) =>
      inBoth(
        "{ at: 2026-04-01, subscribe: { items: [{ plan: basic }, { plan: api }] } }",
        "{ at: 2026-04-05, usage: { plan: api, quantity: 10 } }",
        change(`items: [{ plan: api, remove: true }], proration_behavior: ${behavior}`),
      );
    expect(removed("create_prorations").classic.invoice(2).amounts).toEqual([1000]);
    expect(removed("create_prorations").flexible.invoice(2).amounts).toEqual([100, 1000]);
    expect(removed("none").flexible.invoice(2).amounts).toEqual([1000]);
  });

  it("phase change with metered items: two invoices (classic), one invoice (flexible)", () => {
    const phases = "[{ items: [{ plan: basic }, { plan: api }], iterations: 1 }, { items: [{ plan: pro }, { plan: api }], iterations: 1 }]";
    const { classic, flexible } = inBoth(`{ at: 2026-04-01, subscribe: { phases: ${phases} } }`, "{ at: 2026-04-05, usage: { plan: api, quantity: 10 } }");
    expect(flexible.invoice(2)).toMatchObject({ createdAt: "2026-05-01", amounts: [100, 2000] });
    expect(classic.invoice(2)).toMatchObject({ createdAt: "2026-05-01", amounts: [100], reason: "subscription_cycle" });
    expect(classic.invoice(3)).toMatchObject({
      createdAt: "2026-05-01",
      lines: ["usage 0 api x0 2026-05-01..2026-06-01", "period 2000 pro 2026-05-01..2026-06-01"],
    });
  });

  it("trial update: every item stands on the invoice of 0 (classic), only changed ones (flexible)", () => {
    const { classic, flexible } = inBoth("{ at: 2026-04-01, subscribe: { plan: basic, trial: 14 days } }", change("items: [{ plan: option }]", "2026-04-05"));
    expect(classic.invoice(2).amounts).toEqual([0, 0]);
    expect(flexible.invoice(2).amounts).toEqual([0]);
  });

  it("trial_start with later trials: the first trial's (classic), the latest one's (flexible)", () => {
    const { classic, flexible } = inBoth("{ at: 2026-04-01, subscribe: { plan: basic, trial: 7 days } }", change("trial_end: 2026-05-20", "2026-05-10"));
    expect(classic.subscription()).toMatchObject({ trialStart: "2026-04-01", trialEnd: "2026-05-20" });
    expect(flexible.subscription()).toMatchObject({ trialStart: "2026-05-10", trialEnd: "2026-05-20" });
    const longer = inBoth("{ at: 2026-04-01, subscribe: { plan: basic, trial: 7 days } }", change("trial_end: 2026-05-20", "2026-04-05"));
    expect(longer.flexible.subscription()).toMatchObject({ trialStart: "2026-04-01", trialEnd: "2026-05-20" });
  });

  it("cancel_at before the trial's end: trial_end pulled in (classic), kept (flexible)", () => {
    const atSignUp = inBoth("{ at: 2026-04-01, subscribe: { plan: basic, trial: 14 days, cancel_at: 2026-04-08 } }");
    expect([atSignUp.classic, atSignUp.flexible].map((life) => life.subscription().trialEnd)).toEqual(["2026-04-08", "2026-04-15"]);
    const later = inBoth("{ at: 2026-04-01, subscribe: { plan: basic, trial: 14 days } }", change("cancel_at: 2026-04-08", "2026-04-02"));
    expect([later.classic, later.flexible].map((life) => life.subscription().trialEnd)).toEqual(["2026-04-08", "2026-04-15"]);
  });

  it("first period cut by cancel_at at creation: always prorated (classic), can be disabled (flexible)", () => {
    const { classic, flexible } = inBoth("{ at: 2026-04-01, subscribe: { plan: basic, cancel_at: 2026-04-16 } }");
    expect([classic.totals, flexible.totals]).toEqual([[500], [500]]);
    const disabled = inBoth("{ at: 2026-04-01, subscribe: { plan: basic, cancel_at: 2026-04-16, proration_behavior: none } }");
    expect([disabled.classic.totals, disabled.flexible.totals]).toEqual([[500], [1000]]);
  });

  it("backdated start: one line for the whole range (classic), one line per period, at most 250 (flexible)", () => {
    const { classic, flexible } = inBoth("{ at: 2026-04-10, subscribe: { plan: basic, backdate_start_date: 2026-02-15, billing_cycle_anchor: 2026-05-01 } }");
    expect(classic.invoice(1).lines).toEqual(["period 2500 basic 2026-02-15..2026-05-01"]);
    expect(flexible.invoice(1).lines).toEqual([
      "period 500 basic 2026-02-15..2026-03-01",
      "period 1000 basic 2026-03-01..2026-04-01",
      "period 1000 basic 2026-04-01..2026-05-01",
    ]);
    const daily = "{ at: 2026-04-10, subscribe: { plan: daily, backdate_start_date: 2025-04-10 } }";
    expect(refusalOf(CLOCK, [daily])).toContain("366 lines");
    const inClassic = lifeOf(["2026-04-01", "2026-04-11"], [daily], { blocks: "billing: { mode: classic }" });
    expect(inClassic.invoice(1).lines).toEqual(["period 36600 daily 2025-04-10..2026-04-11"]);
  });

  it("backdated start: the anchor is the sign-up (classic), backdate_start_date (flexible)", () => {
    const { classic, flexible } = inBoth("{ at: 2026-04-10, subscribe: { plan: basic, backdate_start_date: 2026-02-01 } }");
    expect([classic.subscription().anchor, flexible.subscription().anchor]).toEqual(["2026-04-10", "2026-02-01"]);
    expect([classic.invoice(2).createdAt, flexible.invoice(2).createdAt]).toEqual(["2026-05-10", "2026-05-01"]);
  });

  it("mixed intervals: no (classic), yes (flexible)", () => {
    const both = "{ at: 2026-04-01, subscribe: { items: [{ plan: basic }, { plan: yearly }] } }";
    expect(lifeOf(CLOCK, [both]).totals).toEqual([21_000, 1000, 1000, 1000]);
    expect(refusalOf(CLOCK, [both], { blocks: "billing: { mode: classic }" })).toContain("every month and every year");
  });

  it("pending items on an anchor reset with always_invoice: left out (classic), included (flexible)", () => {
    const item = "{ at: 2026-04-10, invoice_item: { amount: 70, subscription: c } }";
    const { classic, flexible } = inBoth(BASIC, item, change("plan: yearly, proration_behavior: always_invoice"));
    expect(classic.invoice(2).amounts).toEqual([-500, 20_000]);
    expect(flexible.invoice(2).amounts).toContain(70);
    const created = inBoth(BASIC, item, change("plan: yearly"));
    expect(created.classic.invoice(2).amounts).toContain(70);
  });
});

describe("classic credits (C1)", () => {
  it("what was never billed is not credited", () => {
    const { classic } = inBoth(
      BASIC,
      change("items: [{ plan: option }], proration_behavior: none"),
      change("items: [{ plan: option, remove: true }]", "2026-04-21"),
    );
    expect(classic.totals.slice(0, 2)).toEqual([1000, 1000]);
  });

  it("a cancel with proration credits the current price", () => {
    const { classic } = inBoth(BASIC, change("quantity: 2, proration_behavior: none"), "{ at: 2026-04-16, cancel: { prorate: true, invoice_now: true } }");
    expect(classic.invoice(2).amounts).toEqual([-1000]);
  });
});
