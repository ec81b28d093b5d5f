import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-05-03"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const item = (fields: string, at = "2026-04-10") => `{ at: ${at}, invoice_item: { ${fields} } }`;
const bill = (fields: string, at = "2026-04-10") => `{ at: ${at}, invoice: { ${fields} } }`;
const HELP = item("amount: 2500, description: help");

describe("an invoice item", () => {
  it("waits for the next invoice of a subscription and stands before its periods", () => {
    const life = lifeOf(CLOCK, [BASIC, HELP]);
    expect(life.at("2026-04-10")).toEqual(["pending item 2500 help"]);
    expect(life.invoice(2).lines).toEqual(["item 2500 help", "period 1000 basic 2026-05-01..2026-06-01"]);
  });

  it("of a plan costs its price, rounded once, and is not prorated", () => {
    const life = lifeOf(CLOCK, [BASIC, item("plan: pro, quantity: 3")]);
    expect(life.invoice(2).lines[0]).toBe("item 6000 pro x3");
  });

  it("may be negative: a credit on the next invoice", () => {
    expect(lifeOf(CLOCK, [BASIC, item("amount: -300, description: sorry")]).invoice(2)).toMatchObject({ amounts: [-300, 1000], total: 700 });
  });

  it("is discounted, unless it is not discountable; a credit never is (B38)", () => {
    const life = lifeOf(CLOCK, [BASIC, HELP, item("amount: 700, description: fee, discountable: false"), item("amount: -300, description: sorry")], {
      fields: "coupon: half",
      blocks: "coupons: { half: { percent_off: 50, duration: forever } }",
    });
    // Print order within one instant is that of making.
    expect([life.invoice(2).amounts, life.invoice(2).discounts]).toEqual([
      [2500, 700, -300, 1000],
      [1250, 0, 0, 500],
    ]);
  });

  it("takes its own tax rates, else those of the subscription whose invoice it is on (D2)", () => {
    const life = lifeOf(
      CLOCK,
      [
        "{ at: 2026-04-01, subscribe: { plan: basic, tax_rates: [tenth] } }",
        HELP,
        item("amount: 1000, description: own, tax_rates: [fifth]"),
        item("amount: 1000, description: free, tax_rates: []"),
      ],
      {
        fields: "tax_rates: [fifth]",
        blocks: "tax_rates: { tenth: { percentage: 10, inclusive: false }, fifth: { percentage: 20, inclusive: false } }",
      },
    );
    expect(life.invoice(2).taxes).toEqual([250, 200, 0, 100]);
  });

  it("is refused for a subscription that has ended", () => {
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-04-05, cancel: {} }", item("amount: 100, subscription: c")])).toBe(
      'Subscription "c" is canceled and cannot be given an invoice item.',
    );
  });
});

describe("`invoice`", () => {
  it("with `pay` is finalized and charged at once (product, row 12)", () => {
    const life = lifeOf(CLOCK, [BASIC, HELP, bill("pay: true")]);
    expect(life.at("2026-04-10")).toEqual(["pending item 2500 help", "#2 created manual 2500", "#2 finalized due 2500", "#2 visa 1: pays 2500", "#2 paid"]);
  });

  it("without `pay` is a draft for an hour", () => {
    expect(lifeOf(CLOCK, [BASIC, HELP, bill("")]).invoice(2)).toMatchObject({
      reason: "manual",
      createdAt: "2026-04-10",
      finalizedAt: "2026-04-10T01:00",
      paidAt: "2026-04-10T01:00",
    });
  });

  it("takes all that is pending; with `subscription` only its own (B7)", () => {
    const entries = [
      BASIC,
      "{ at: 2026-04-01, subscribe: { plan: option, as: more } }",
      HELP,
      item("amount: 100, description: own, subscription: c/more"),
      item("amount: 200, description: other, subscription: c"),
    ];
    expect(lifeOf(CLOCK, [...entries, bill("pay: true")]).invoice(3).lines).toEqual(["item 2500 help", "item 100 own", "item 200 other"]);
    const own = lifeOf(["2026-04-01", "2026-04-20"], [...entries, "{ at: 2026-04-10, subscription: c/more, invoice: { pay: true } }"]);
    expect([own.invoice(3).lines, own.pending]).toEqual([["item 100 own"], ["item 2500 help", "item 200 other"]]);
  });

  it("uses the customer's discounts, or with `subscription` that subscription's (B39)", () => {
    const more = { fields: "coupon: half", blocks: "coupons: { half: { percent_off: 50, duration: forever }, fifth: { percent_off: 20, duration: forever } }" };
    const signUp = "{ at: 2026-04-01, subscribe: { plan: basic, coupon: fifth } }";
    expect(lifeOf(CLOCK, [signUp, HELP, bill("pay: true")], more).invoice(2).total).toBe(1250);
    const own = lifeOf(
      CLOCK,
      [signUp, item("amount: 2500, description: help, subscription: c"), "{ at: 2026-04-10, subscription: c, invoice: { pay: true } }"],
      more,
    );
    expect(own.invoice(2).total).toBe(2000);
  });

  it("that is not paid is retried, and at the end only the invoice is given up (B31)", () => {
    const life = lifeOf(["2026-04-01", "2026-04-30"], [BASIC, HELP, "{ at: 2026-04-10, card: insufficient_funds }", bill("pay: true")], {
      blocks: "dunning: { retries: [2 days], invoice_then: uncollectible }",
    });
    expect(life.since("2026-04-10").slice(4)).toEqual([
      "2026-04-10 #2 insufficient_funds 1: insufficient_funds",
      "2026-04-10 #2 payment_failed 1, next 2026-04-12",
      "2026-04-12 #2 insufficient_funds 2: insufficient_funds",
      "2026-04-12 #2 payment_failed 2, next never",
      "2026-04-12 #2 marked_uncollectible",
    ]);
    expect(life.subscription().status).toBe("active");
  });

  it("is refused with nothing pending", () => {
    expect(refusalOf(CLOCK, [BASIC, bill("pay: true")])).toBe('Customer "c" has nothing pending.');
  });
});

describe("`credit`", () => {
  it("is in the customer's favour when positive (D5)", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-10, credit: { amount: 400 } }", "{ at: 2026-04-11, credit: { amount: -100 } }"]);
    expect(life.about("adjustment")).toEqual(["2026-04-10 balance -400 adjustment", "2026-04-11 balance +100 adjustment"]);
    expect(life.invoice(2).amountDue).toBe(700);
  });
});
