import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-01-01", "2026-07-02"] as const;
const BOTH = "{ at: 2026-01-01, subscribe: { items: [{ plan: basic }, { plan: yearly }] } }";
const change = (fields: string, at: string) => `{ at: ${at}, change: { ${fields} } }`;

describe("mixed intervals on one subscription (MIX, X6)", () => {
  it("each item renews by its own interval; what falls together stands on one invoice", () => {
    const life = lifeOf(["2026-01-01", "2026-05-02"], ["{ at: 2026-01-01, subscribe: { items: [{ plan: basic }, { plan: quarterly }] } }"]);
    expect(life.invoices.map(({ createdAt, amounts }) => [createdAt, amounts])).toEqual([
      ["2026-01-01", [1000, 3000]],
      ["2026-02-01", [1000]],
      ["2026-03-01", [1000]],
      ["2026-04-01", [1000, 3000]],
      ["2026-05-01", [1000]],
    ]);
    expect(life.subscription().period).toBe("2026-05-01..2026-06-01");
  });

  it("days go with weeks", () => {
    const life = lifeOf(["2026-01-01", "2026-01-16"], ["{ at: 2026-01-01, subscribe: { items: [{ plan: weekly }, { plan: daily }] } }"]);
    expect(life.totals).toEqual([800, ...Array(6).fill(100), 800, ...Array(6).fill(100), 800]);
  });

  it("counts every item from the one anchor, at the end of the month too", () => {
    const life = lifeOf(["2026-01-31", "2026-05-02"], ["{ at: 2026-01-31, subscribe: { items: [{ plan: basic }, { plan: quarterly }] } }"]);
    expect(life.invoices.map(({ createdAt }) => createdAt)).toEqual(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
    expect(life.invoice(4).amounts).toEqual([1000, 3000]);
  });

  it("the stub before an anchor is of each item's own interval", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-03-17, subscribe: { items: [{ plan: basic }, { plan: yearly }], billing_cycle_anchor: 2026-04-01 } }"]);
    expect(life.invoice(1).amounts).toEqual([Math.round((1000 * 15) / 31), Math.round((20_000 * 15) / 365)]);
    expect(life.invoice(2)).toMatchObject({ createdAt: "2026-04-01", amounts: [1000, 20_000] });
  });

  it("a trial holds all items, then each begins its own period", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-01-01, subscribe: { items: [{ plan: basic }, { plan: quarterly }], trial: 14 days } }"]);
    expect(life.invoices.slice(0, 3).map(({ createdAt, amounts }) => [createdAt, amounts])).toEqual([
      ["2026-01-01", [0, 0]],
      ["2026-01-15", [1000, 3000]],
      ["2026-02-15", [1000]],
    ]);
  });

  it("backdated: a line for each period of each item", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-05-10, subscribe: { items: [{ plan: basic }, { plan: quarterly }], backdate_start_date: 2026-01-01 } }"]);
    expect(life.invoice(1).amounts).toEqual([1000, 1000, 1000, 1000, 1000, 3000, 3000]);
    expect(life.invoice(2)).toMatchObject({ createdAt: "2026-06-01", amounts: [1000] });
  });

  it("anchor now gives each a full period", () => {
    const life = lifeOf(CLOCK, [BOTH, change("billing_cycle_anchor: now", "2026-01-16")]);
    expect(life.invoice(2).amounts).toEqual([-516, -19_178, 1000, 20_000]);
  });
});

describe("changes of mixed intervals (X7)", () => {
  const BASIC = "{ at: 2026-01-01, subscribe: { plan: basic } }";

  it("an added item of another interval is charged for what is left of its own period, with the next invoice", () => {
    const life = lifeOf(CLOCK, [BASIC, change("items: [{ plan: yearly }]", "2026-03-15")]);
    expect(life.invoice(4).lines).toEqual(["charge 16000 yearly 2026-03-15..2027-01-01", "period 1000 basic 2026-04-01..2026-05-01"]);
  });

  it("with `none` it costs nothing until its own period ends", () => {
    const life = lifeOf(CLOCK, [BASIC, change("items: [{ plan: quarterly }], proration_behavior: none", "2026-02-15")]);
    expect(life.totals).toEqual([1000, 1000, 1000, 4000, 1000, 1000, 4000]);
  });

  it("an item that goes credits its own unused time", () => {
    const life = lifeOf(CLOCK, [BOTH, change("items: [{ plan: yearly, remove: true }]", "2026-03-15")]);
    expect(life.invoice(4).lines).toEqual(["credit -16000 yearly 2026-03-15..2027-01-01", "period 1000 basic 2026-04-01..2026-05-01"]);
  });

  it("an item that takes the other interval is billed at once, and the other one is left alone", () => {
    const life = lifeOf(CLOCK, [
      "{ at: 2026-01-01, subscribe: { items: [{ plan: basic }, { plan: pro }] } }",
      change("items: [{ from: pro, to: yearly }]", "2026-01-16"),
    ]);
    expect(life.invoice(2)).toMatchObject({ createdAt: "2026-01-16", amounts: [-1032, Math.round((20_000 * 350) / 365)] });
    expect(life.invoice(3).amounts).toEqual([1000]);
  });

  it("a change of one item leaves the debits of the other", () => {
    const life = lifeOf(CLOCK, [BOTH, change("items: [{ plan: yearly, quantity: 2 }]", "2026-03-15")]);
    expect(life.invoice(4).amounts).toEqual([-16_000, 32_000, 1000]);
  });
});

describe("the period's end of mixed intervals (X8)", () => {
  it("is the earliest end of an item, and the longer one's paid time is not credited", () => {
    const life = lifeOf(CLOCK, [BOTH, "{ at: 2026-02-10, cancel: { at_period_end: true } }"]);
    expect(life.subscription()).toMatchObject({ status: "canceled", endedAt: "2026-03-01", endReason: "period_end" });
    expect(life.totals).toEqual([21_000, 1000]);
  });

  it("at sign-up too", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-01-01, subscribe: { items: [{ plan: basic }, { plan: yearly }], cancel_at_period_end: true } }"]);
    expect(life.subscription().endedAt).toBe("2026-02-01");
    expect(life.totals).toEqual([21_000]);
  });

  it("taking it back charges nothing", () => {
    const life = lifeOf(CLOCK, [BOTH, "{ at: 2026-02-10, cancel: { at_period_end: true } }", "{ at: 2026-02-11, uncancel: {} }"]);
    expect(life.totals).toEqual([21_000, 1000, 1000, 1000, 1000, 1000, 1000]);
  });

  it("`cancel_at` credits the longer item from then on, at that instant too", () => {
    const life = lifeOf(CLOCK, [BOTH, change("cancel_at: 2026-03-01", "2026-02-10")]);
    expect(life.invoice(3)).toMatchObject({ createdAt: "2026-03-01", amounts: [Math.round((-20_000 * 306) / 365)] });
  });

  it("`cancel_at` at sign-up cuts each item's own period", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-01-01, subscribe: { items: [{ plan: basic }, { plan: yearly }], cancel_at: 2026-03-15 } }"]);
    expect(life.totals).toEqual([1000 + 4000, 1000, 452]);
  });

  it("a change that waits for it begins what it adds there, and lets run out what was billed", () => {
    const add = lifeOf(CLOCK, ["{ at: 2026-01-01, subscribe: { plan: basic } }", change("items: [{ plan: yearly }], when: at_period_end", "2026-02-15")]);
    expect(add.invoice(3).lines).toEqual(["period 1000 basic 2026-03-01..2026-04-01", "period 16767 yearly 2026-03-01..2027-01-01"]);
    const remove = lifeOf(CLOCK, [BOTH, change("items: [{ plan: basic, remove: true }], when: at_period_end", "2026-02-15")]);
    expect(remove.totals).toEqual([21_000, 1000]);
    expect(remove.subscription()).toMatchObject({ items: ["yearly x1"], period: "2026-01-01..2027-01-01" });
  });
});

describe("what is refused of mixed intervals", () => {
  const CLASSIC = { blocks: "billing: { mode: classic }" };
  const MONTHLY = "{ at: 2026-01-01, subscribe: { plan: basic } }";

  it("weeks with months", () => {
    expect(refusalOf(CLOCK, [MONTHLY, change("items: [{ plan: weekly }]", "2026-01-02")])).toContain("bill every month and every week");
  });

  it("what is no multiple of the shortest, also when the shortest goes", () => {
    const bimonthly = { blocks: "  bimonthly: { currency: usd, interval: month, interval_count: 2, unit_amount: 1800 }" };
    const three = "{ at: 2026-01-01, subscribe: { items: [{ plan: basic }, { plan: bimonthly }, { plan: quarterly }] } }";
    expect(lifeOf(CLOCK, [three], bimonthly).totals.slice(0, 4)).toEqual([5800, 1000, 2800, 4000]);
    expect(refusalOf(CLOCK, [three, change("items: [{ plan: basic, remove: true }]", "2026-01-02")], bimonthly)).toContain("every 2 months and every 3 months");
  });

  it("classic mode", () => {
    expect(refusalOf(CLOCK, [BOTH], CLASSIC)).toContain("bill every month and every year");
    expect(refusalOf(CLOCK, [MONTHLY, change("items: [{ plan: yearly }]", "2026-01-02")], CLASSIC)).toContain("bill every month and every year");
  });

  it("an anchor later than the shortest interval", () => {
    const subscribe = "{ at: 2026-01-01, subscribe: { items: [{ plan: yearly }, { plan: basic }], billing_cycle_anchor: 2026-02-02 } }";
    expect(refusalOf(CLOCK, [subscribe])).toContain("lies after 2026-02-01");
  });

  it("a free stub of some items only", () => {
    const subscribe =
      "{ at: 2026-01-10, subscribe: { items: [{ plan: yearly }, { plan: basic }], billing_cycle_anchor_config: { day_of_month: 1 }, proration_behavior: none } }";
    expect(refusalOf(CLOCK, [subscribe])).toContain("mixed intervals");
  });
});
