import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-07-02"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const TWO = "{ at: 2026-04-01, subscribe: { items: [{ plan: basic }, { plan: option, quantity: 2 }] } }";
const change = (fields: string, at = "2026-04-16") => `{ at: ${at}, change: { ${fields} } }`;
const lived = (...entries: readonly string[]) => lifeOf(CLOCK, entries);

describe("`billing_cycle_anchor: now` (T1)", () => {
  it("credits what was billed and bills a full period at once", () => {
    const life = lived(BASIC, change("billing_cycle_anchor: now"));
    expect(life.invoice(2)).toMatchObject({
      reason: "subscription_update",
      status: "paid",
      lines: ["credit -500 basic 2026-04-16..2026-05-01", "period 1000 basic 2026-04-16..2026-05-16"],
    });
    expect(life.invoice(3)).toMatchObject({ createdAt: "2026-05-16", total: 1000 });
  });

  it("with `none` nothing is credited", () => {
    expect(lived(BASIC, change("billing_cycle_anchor: now, proration_behavior: none")).invoice(2).amounts).toEqual([1000]);
  });

  it("credits every item, the unchanged too, and bills the items as changed", () => {
    const life = lived(TWO, change("items: [{ from: basic, to: pro }], billing_cycle_anchor: now"));
    expect(life.invoice(2).lines).toEqual([
      "credit -500 basic 2026-04-16..2026-05-01",
      "credit -300 option x2 2026-04-16..2026-05-01",
      "period 2000 pro 2026-04-16..2026-05-16",
      "period 600 option x2 2026-04-16..2026-05-16",
    ]);
  });

  it("`proration_date` says from when it is credited, the period begins now", () => {
    const life = lived(BASIC, change("billing_cycle_anchor: now, proration_date: 2026-04-11"));
    expect(life.invoice(2).lines).toEqual(["credit -667 basic 2026-04-11..2026-05-01", "period 1000 basic 2026-04-16..2026-05-16"]);
  });

  it("an interval change begins a full period of the new interval", () => {
    expect(lived(BASIC, change("plan: yearly, billing_cycle_anchor: now")).invoice(2).lines[1]).toBe("period 20000 yearly 2026-04-16..2027-04-16");
  });

  it("a planned end stays and cuts the new period", () => {
    const life = lived(BASIC, "{ at: 2026-04-10, cancel: { at_period_end: true } }", change("billing_cycle_anchor: now"));
    expect(life.invoice(2).lines[1]).toBe("period 500 basic 2026-04-16..2026-05-01");
  });

  it("a planned end of the same change is that of the new period, without proration", () => {
    const life = lived(BASIC, change("billing_cycle_anchor: now, cancel_at_period_end: true"));
    expect(life.invoice(2).amounts).toEqual([-500, 1000]);
    expect(life.at("2026-05-16")).toEqual(["c ended active -> canceled"]);
  });

  it("a free stub is over", () => {
    const stub = "{ at: 2026-04-01, subscribe: { plan: basic, billing_cycle_anchor: 2026-05-01, proration_behavior: none } }";
    expect(lived(stub, change("billing_cycle_anchor: now")).invoice(1).lines).toEqual(["period 1000 basic 2026-04-16..2026-05-16"]);
  });

  it("is refused in a trial", () => {
    const message = refusalOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: trialed } }", change("billing_cycle_anchor: now", "2026-04-05")]);
    expect(message).toContain("is in a trial");
  });
});

describe("`when: at_period_end` (T2)", () => {
  it("happens before the renewal is drafted, without proration", () => {
    const life = lived(BASIC, change("plan: pro, when: at_period_end"));
    expect(life.at("2026-04-16")).toEqual(["c change_planned active"]);
    expect(life.invoice(2).lines).toEqual(["period 2000 pro 2026-05-01..2026-06-01"]);
    expect(life.about("pending")).toEqual([]);
  });

  it("a later change of items takes its place; one of discounts leaves it", () => {
    expect(lived(BASIC, change("plan: max, when: at_period_end"), change("quantity: 3", "2026-04-20")).invoice(2).amounts.at(-1)).toBe(3000);
    const blocks = "coupons: { half: { percent_off: 50, duration: forever } }";
    const life = lifeOf(CLOCK, [BASIC, change("plan: max, when: at_period_end"), change("coupon: half", "2026-04-20")], { blocks });
    expect(life.invoice(2)).toMatchObject({ amounts: [5000], total: 2500 });
  });

  it("the last one that waits counts", () => {
    const life = lived(BASIC, change("plan: max, when: at_period_end"), change("plan: pro, when: at_period_end", "2026-04-20"));
    expect(life.invoice(2).amounts).toEqual([2000]);
  });

  it("items may come and go", () => {
    const life = lived(TWO, change("items: [{ plan: option, remove: true }, { plan: max, quantity: 2 }], when: at_period_end"));
    expect(life.invoice(2).lines).toEqual(["period 1000 basic 2026-05-01..2026-06-01", "period 10000 max x2 2026-05-01..2026-06-01"]);
  });

  it("an interval change keeps the anchor: what is left of its period is billed (B18)", () => {
    const life = lifeOf(
      ["2026-01-31", "2026-08-01"],
      ["{ at: 2026-01-31, subscribe: { plan: basic } }", change("plan: quarterly, when: at_period_end", "2026-02-03")],
    );
    expect(life.invoice(2).lines).toEqual(["period 2056 quarterly 2026-02-28..2026-04-30"]);
    expect(life.invoice(3).lines).toEqual(["period 3000 quarterly 2026-04-30..2026-07-31"]);
  });

  it("in a trial it waits for the trial's end", () => {
    const life = lived("{ at: 2026-04-01, subscribe: { plan: trialed } }", change("plan: pro, when: at_period_end", "2026-04-05"));
    expect(life.invoice(2).lines).toEqual(["period 2000 pro 2026-04-15..2026-05-15"]);
  });

  it("a planned end at that boundary wins", () => {
    const life = lived(BASIC, change("plan: pro, when: at_period_end"), "{ at: 2026-04-20, cancel: { at_period_end: true } }");
    expect(life.totals).toEqual([1000]);
  });
});
