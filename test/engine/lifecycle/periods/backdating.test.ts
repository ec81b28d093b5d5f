import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-03-01", "2026-07-02"] as const;
const BACK = "{ at: 2026-04-10, subscribe: { plan: basic, backdate_start_date: 2026-02-01 } }";
const change = (fields: string, at = "2026-04-16") => `{ at: ${at}, change: { ${fields} } }`;
const CLASSIC = { blocks: "billing: { mode: classic }" };

describe("a backdated start (X1, X2)", () => {
  it("bills all periods from the start to the end of the running one at once", () => {
    const life = lifeOf(CLOCK, [BACK]);
    expect(life.invoice(1)).toMatchObject({ createdAt: "2026-04-10", amounts: [1000, 1000, 1000], status: "paid" });
    expect(life.subscription()).toMatchObject({ anchor: "2026-02-01", period: "2026-07-01..2026-08-01" });
    expect(life.invoice(2)).toMatchObject({ createdAt: "2026-05-01", amounts: [1000] });
  });

  it("at a boundary the period that begins there is billed too", () => {
    expect(lifeOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: basic, backdate_start_date: 2026-03-01 } }"]).invoice(1).lines).toEqual([
      "period 1000 basic 2026-03-01..2026-04-01",
      "period 1000 basic 2026-04-01..2026-05-01",
    ]);
  });

  it("may lie before the clock's start; equal to the sign-up it says nothing", () => {
    expect(lifeOf(CLOCK, ["{ at: 2026-03-01, subscribe: { plan: basic, backdate_start_date: 2026-02-28 } }"]).invoice(1).createdAt).toBe("2026-03-01");
    expect(lifeOf(CLOCK, ["{ at: 2026-03-05, subscribe: { plan: basic, backdate_start_date: 2026-03-05 } }"]).invoice(1).lines).toEqual([
      "period 1000 basic 2026-03-05..2026-04-05",
    ]);
  });

  it("counts from the end of the month as every anchor does", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-10, subscribe: { plan: basic, backdate_start_date: 2026-01-31 } }"]);
    expect(life.invoice(1).lines).toEqual([
      "period 1000 basic 2026-01-31..2026-02-28",
      "period 1000 basic 2026-02-28..2026-03-31",
      "period 1000 basic 2026-03-31..2026-04-30",
    ]);
  });

  it("the lines stand item by item, each with its discount and the coupon used once", () => {
    const life = lifeOf(
      CLOCK,
      ["{ at: 2026-04-10, subscribe: { items: [{ plan: basic }, { plan: option }], backdate_start_date: 2026-03-01, coupon: half } }"],
      {
        blocks: "coupons: { half: { percent_off: 50, duration: once } }",
      },
    );
    expect(life.invoice(1)).toMatchObject({ amounts: [1000, 1000, 300, 300], discounts: [500, 500, 150, 150] });
    expect(life.invoice(2).discounts).toEqual([0, 0]);
  });

  it("with `none` only the start moves", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-10, subscribe: { plan: basic, backdate_start_date: 2026-02-01, proration_behavior: none } }"]);
    expect(life.invoice(1).lines).toEqual(["period 1000 basic 2026-04-10..2026-05-10"]);
    expect(life.subscription().anchor).toBe("2026-04-10");
  });

  it("a planned end cuts the running period's line", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-10, subscribe: { plan: basic, backdate_start_date: 2026-03-01, cancel_at: 2026-04-16 } }"]);
    expect(life.invoice(1).amounts).toEqual([1000, 500]);
  });

  it("in classic mode a cut period behind a stub is a line of its own", () => {
    const subscribe = "backdate_start_date: 2026-02-15, billing_cycle_anchor: 2026-05-01, cancel_at: 2026-04-16";
    expect(lifeOf(CLOCK, [`{ at: 2026-04-10, subscribe: { plan: basic, ${subscribe} } }`], CLASSIC).invoice(1).lines).toEqual([
      "period 1500 basic 2026-02-15..2026-04-01",
      "period 500 basic 2026-04-01..2026-04-16",
    ]);
    const whole = "backdate_start_date: 2026-03-01, billing_cycle_anchor: 2026-05-01, cancel_at: 2026-04-16";
    expect(lifeOf(CLOCK, [`{ at: 2026-04-10, subscribe: { plan: basic, ${whole} } }`], CLASSIC).invoice(1).lines).toEqual([
      "period 1500 basic 2026-03-01..2026-04-16",
    ]);
  });

  it("with a trial the time before the sign-up is billed and the trial stands beside it (X3)", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-16, subscribe: { plan: basic, backdate_start_date: 2026-03-01, trial: 10 days } }"]);
    expect(life.invoice(1).lines).toEqual([
      "period 1000 basic 2026-03-01..2026-04-01",
      "period 500 basic 2026-04-01..2026-04-16",
      "trial 0 basic 2026-04-16..2026-04-26",
    ]);
    expect(life.invoice(2)).toMatchObject({ createdAt: "2026-04-26", amounts: [1000] });
  });
});

describe("a change in the first period of a backdated subscription (X4)", () => {
  it("credits and charges what is left of the running period, as ever", () => {
    expect(lifeOf(CLOCK, [BACK, change("plan: pro")]).invoice(2).amounts).toEqual([-500, 1000, 2000]);
  });

  it("goes back with proration_date: each period's debit, a charge per period", () => {
    const life = lifeOf(CLOCK, [BACK, change("plan: pro, proration_date: 2026-02-15, proration_behavior: always_invoice")]);
    expect(life.invoice(2).lines).toEqual([
      "credit -500 basic 2026-02-15..2026-03-01",
      "credit -1000 basic 2026-03-01..2026-04-01",
      "credit -1000 basic 2026-04-01..2026-05-01",
      "charge 1000 pro 2026-02-15..2026-03-01",
      "charge 2000 pro 2026-03-01..2026-04-01",
      "charge 2000 pro 2026-04-01..2026-05-01",
    ]);
  });

  it("goes back in classic mode with one line for each", () => {
    const subscribe = "{ at: 2026-04-10, subscribe: { plan: basic, backdate_start_date: 2026-02-01, billing_cycle_anchor: 2026-05-01 } }";
    const life = lifeOf(CLOCK, [subscribe, change("plan: pro, proration_date: 2026-02-15, proration_behavior: always_invoice")], CLASSIC);
    expect(life.invoice(2).lines).toEqual(["credit -2500 basic 2026-02-15..2026-05-01", "charge 5000 pro 2026-02-15..2026-05-01"]);
  });

  it("goes not back before the start, nor after the first boundary", () => {
    expect(refusalOf(CLOCK, [BACK, change("plan: pro, proration_date: 2026-01-31")])).toContain("lies outside the current period");
    expect(refusalOf(CLOCK, [BACK, change("plan: pro, proration_date: 2026-04-20", "2026-05-05")])).toContain("lies outside the current period");
  });
});

describe("what is refused of a backdated start", () => {
  const at = (fields: string): string => refusalOf(CLOCK, [`{ at: 2026-04-10, subscribe: { ${fields} } }`]);

  it("a start in the future", () => {
    expect(at("plan: basic, backdate_start_date: 2026-04-11")).toContain("lies after the sign-up");
  });

  it("an anchor before the sign-up", () => {
    expect(at("plan: basic, backdate_start_date: 2026-02-01, billing_cycle_anchor: 2026-03-01")).toContain("lies before the sign-up");
  });

  it("more than 250 lines", () => {
    expect(at("plan: weekly, backdate_start_date: 2021-01-01")).toContain("276 lines");
  });
});

describe("a first period that `cancel_at` cuts (X5)", () => {
  const cut = (fields: string) =>
    lifeOf(CLOCK, [`{ at: 2026-04-01, subscribe: { plan: basic, cancel_at: 2026-04-16, ${fields} } }`, "{ at: 2026-04-10, uncancel: {} }"]);

  it("is whole with `none`, and taking the end back charges nothing", () => {
    const life = cut("proration_behavior: none");
    expect(life.totals.slice(0, 2)).toEqual([1000, 1000]);
  });

  it("is cut without, and taking the end back charges the rest", () => {
    expect(cut("as: s").invoice(2).amounts).toEqual([500, 1000]);
  });

  it("is cut where it is a stub or behind a trial", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: basic, trial: 10 days, cancel_at: 2026-04-21, proration_behavior: none } }"]);
    expect(life.invoice(2).amounts).toEqual([333]);
  });
});
