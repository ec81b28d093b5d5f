import { describe, expect, it } from "vitest";
import { lifeOf } from "../../script.ts";

/** Credit and charge of a change that is billed at once: sign-up, what of, change, what to. */
function prorated(start: string, from: string, at: string, to: string): readonly number[] {
  const year = Number(start.slice(0, 4));
  const life = lifeOf(
    [`${year}-01-01`, `${year + 2}-01-01`],
    [`{ at: ${start}, subscribe: { ${from} } }`, `{ at: ${at}, change: { ${to}, proration_behavior: always_invoice } }`],
  );
  const bill = life.invoices.find(({ reason }) => reason === "subscription_update");
  return bill?.amounts ?? [];
}

// Credit = 10.00 x left / whole, charge = 20.00 x left / whole, in seconds, each rounded once, ties away from zero.
describe("an upgrade from 10.00 to 20.00 a month", () => {
  it.each([
    ["in the middle of a month of 30 days: 15/30", "2026-04-01", "2026-04-16", [-500, 1000]],
    ["in a month of 28 days: 21/28", "2026-02-01", "2026-02-08", [-750, 1500]],
    ["in a month of 29 days: 15/29", "2028-02-01", "2028-02-15", [-517, 1034]],
    ["on a leap day: 1/29", "2028-02-01", "2028-02-29", [-34, 69]],
    ["on the last day of a month of 31 days charges one day: 1/31", "2026-01-01", "2026-01-31", [-32, 65]],
    ["on the last day of a month of 28 days charges one day: 1/28", "2026-02-01", "2026-02-28", [-36, 71]],
    ["a second before the period's end: lines of 0", "2026-04-01", "2026-04-30T23:59:59Z", [0, 0]],
    ["a second after its start: all but a second", "2026-04-01", "2026-04-01T00:00:01Z", [-1000, 2000]],
    ["at its start: all of it", "2026-04-01", "2026-04-01", [-1000, 2000]],
    ["at the next period's start: all of that", "2026-04-01", "2026-05-01", [-1000, 2000]],
    ["with the 31st as anchor, where the period from 28 February to 31 March has 31 days: 16/31", "2026-01-31", "2026-03-15", [-516, 1032]],
    ["with an anchor in mid-month: 14/31", "2026-05-15", "2026-06-01", [-452, 903]],
  ])("%s", (_rule, start, at, expected) => {
    expect(prorated(start, "plan: basic", at, "plan: pro")).toEqual(expected);
  });
});

describe("other intervals are prorated by their own length", () => {
  it.each([
    ["a quarter of 91 days, 61 left", "2026-04-01", "plan: quarterly", "2026-05-01", "plan: quarterly_max", [-2011, 6033]],
    ["a year of 365 days, 183 left", "2026-01-01", "plan: yearly", "2026-07-02", "plan: yearly_max", [-10_027, 25_068]],
    ["a year of 366 days, 183 left", "2028-01-01", "plan: yearly", "2028-07-02", "plan: yearly_max", [-10_000, 25_000]],
    ["a year from 29 February has 365 days, 28 left", "2028-02-29", "plan: yearly", "2029-01-31", "plan: yearly_max", [-1534, 3836]],
  ])("%s", (_rule, start, from, at, to, expected) => {
    expect(prorated(start, from, at, to)).toEqual(expected);
  });
});

describe("a new quantity credits the whole old one and charges the whole new one", () => {
  it.each([
    ["1 to 3", "plan: basic", "quantity: 3", [-667, 2000]],
    ["3 to 1", "plan: basic, quantity: 3", "quantity: 1", [-2000, 667]],
    ["to 0 charges a line of 0", "plan: basic, quantity: 3", "quantity: 0", [-2000, 0]],
    ["from 0 credits a line of 0", "plan: basic, quantity: 0", "quantity: 3", [0, 2000]],
    ["through tiers, prorated as a whole: 5 to 7 seats", "plan: seats, quantity: 5", "quantity: 7", [-1667, 2200]],
    ["a downgrade gives more than it takes", "plan: pro, quantity: 2", "plan: basic", [-2667, 667]],
  ])("%s", (_rule, from, to, expected) => {
    expect(prorated("2026-04-01", from, "2026-04-11", to)).toEqual(expected);
  });
});

describe("with flexible billing a credit is of what was debited (D15)", () => {
  const CLOCK = ["2026-04-01", "2026-06-02"] as const;
  const signUp = "{ at: 2026-04-01, subscribe: { plan: basic } }";

  it("the second change credits the charge of the first", () => {
    const life = lifeOf(CLOCK, [signUp, "{ at: 2026-04-11, change: { plan: pro } }", "{ at: 2026-04-21, change: { plan: max } }"]);
    // 10.00 x 20/30; 20.00 x 20/30; then 13.33 x 10/20 and 50.00 x 10/30.
    expect(life.invoice(2).lines).toEqual([
      "credit -667 pro 2026-04-21..2026-05-01",
      "charge 1667 max 2026-04-21..2026-05-01",
      "credit -667 basic 2026-04-11..2026-05-01",
      "charge 1333 pro 2026-04-11..2026-05-01",
      "period 5000 max 2026-05-01..2026-06-01",
    ]);
  });

  it("a change without proration makes no debit, so the old one stays the basis", () => {
    const life = lifeOf(CLOCK, [signUp, "{ at: 2026-04-11, change: { plan: max, proration_behavior: none } }", "{ at: 2026-04-21, change: { plan: pro } }"]);
    expect(life.invoice(2).lines).toEqual([
      "credit -333 basic 2026-04-21..2026-05-01",
      "charge 667 pro 2026-04-21..2026-05-01",
      "period 2000 pro 2026-05-01..2026-06-01",
    ]);
  });

  it("without proration nothing is billed but the next renewal", () => {
    const life = lifeOf(CLOCK, [signUp, "{ at: 2026-04-11, change: { plan: pro, proration_behavior: none } }"]);
    expect(life.invoice(2).lines).toEqual(["period 2000 pro 2026-05-01..2026-06-01"]);
  });

  it("two changes in one instant credit each other to the cent", () => {
    const life = lifeOf(CLOCK, [signUp, "{ at: 2026-04-11, change: { plan: pro } }", "{ at: 2026-04-11, change: { plan: basic } }"]);
    expect(life.invoice(2).lines).toEqual([
      "credit -667 basic 2026-04-11..2026-05-01",
      "credit -1333 pro 2026-04-11..2026-05-01",
      "charge 1333 pro 2026-04-11..2026-05-01",
      "charge 667 basic 2026-04-11..2026-05-01",
      "period 1000 basic 2026-05-01..2026-06-01",
    ]);
    expect(life.invoice(2).total).toBe(1000);
  });

  it("the discount that was inside what was debited is inside its credit", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: basic, coupon: half_once } }", "{ at: 2026-04-16, change: { plan: pro } }"], {
      blocks: "coupons: { half_once: { percent_off: 50, duration: once } }",
    });
    // 5.00 was paid, half of it comes back; the charge is at full price: `once` is used up.
    expect(life.invoice(2).amounts).toEqual([-250, 1000, 2000]);
  });

  it("a discount that lives is inside the charge and does not stand beside it", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: basic, coupon: fifth } }", "{ at: 2026-04-16, change: { plan: pro } }"], {
      blocks: "coupons: { fifth: { percent_off: 20, duration: forever } }",
    });
    expect([life.invoice(2).amounts, life.invoice(2).discounts]).toEqual([
      [-400, 800, 2000],
      [0, 0, 400],
    ]);
  });

  it("an amount off is split over the items as changed: 5.00 over 20.00 and 3.00 is 4.34 and 0.66", () => {
    const life = lifeOf(
      CLOCK,
      [
        "{ at: 2026-04-01, subscribe: { items: [{ plan: basic }, { plan: option }], coupon: five } }",
        "{ at: 2026-04-16, change: { items: [{ from: basic, to: pro }] } }",
      ],
      {
        blocks: "coupons: { five: { amount_off: 500, currency: usd, duration: forever } }",
      },
    );
    // At sign-up 500 x 1000/1300 = 384 and 116; now 500 x 2000/2300 = 434: (2000 - 434) x 15/30.
    expect(life.invoice(1).discounts).toEqual([384, 116]);
    expect(life.invoice(2).amounts).toEqual([-308, 783, 2000, 300]);
  });
});

describe("`proration_date`", () => {
  const change = (date: string) => ["{ at: 2026-04-01, subscribe: { plan: basic } }", `{ at: 2026-04-16, change: { plan: pro, proration_date: ${date} } }`];
  it.each([
    ["earlier than now gives more", "2026-04-11", [-667, 1333]],
    ["later than now gives less", "2026-04-21", [-333, 667]],
    ["at the period's start gives all", "2026-04-01", [-1000, 2000]],
  ])("%s", (_rule, date, expected) => {
    expect(lifeOf(["2026-04-01", "2026-05-02"], change(date)).invoice(2).amounts.slice(0, 2)).toEqual(expected);
  });
});
