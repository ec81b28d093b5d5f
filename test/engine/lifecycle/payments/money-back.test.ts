import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-07-15"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const TAXED = { blocks: "tax_rates: { fifth: { percentage: 20, inclusive: false } }", fields: "tax_rates: [fifth]" };

describe("a one-off charge", () => {
  it("takes the money at once and leaves balance and invoices alone; a decline is not tried again", () => {
    const life = lifeOf(
      CLOCK,
      ["{ at: 2026-04-01, charge: { amount: 500, currency: usd } }", "{ at: 2026-04-02, card: lost_card }", "{ at: 2026-04-02, charge: { amount: 500 } }"],
      {
        fields: "balance: -900",
      },
    );
    expect(life.at("2026-04-01")).toEqual(["charge 1 visa 1: pays 500"]);
    expect(life.at("2026-04-02")).toEqual(["card lost_card", "charge 2 lost_card 1: lost_card"]);
    expect([life.balance, life.invoices]).toEqual([-900, []]);
  });

  it("is refused without a card, and below the currency's minimum", () => {
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-04-02, card: none }", "{ at: 2026-04-02, charge: { amount: 500 } }"])).toBe('Customer "c" has no card.');
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-04-02, charge: { amount: 49 } }"])).toBe("The charge of USD 0.49 is too small.");
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-04-02, charge: { amount: -500 } }"])).toBe("The charge of USD -5.00 is too small.");
  });

  it("is a multiple of the currency's step", () => {
    expect(refusalOf(CLOCK, ["{ at: 2026-04-02, charge: { amount: 12345, currency: isk } }"])).toBe("The charge of ISK 123.45 cannot be made.");
  });
});

describe("a refund", () => {
  it("gives back all that is left of the latest payment", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-05-10, refund: { amount: 300 } }", "{ at: 2026-05-11, refund: {} }", "{ at: 2026-05-12, refund: {} }"]);
    expect([...life.at("2026-05-10"), ...life.at("2026-05-11"), ...life.at("2026-05-12")]).toEqual(["#2 refund 300", "#2 refund 700", "#1 refund 1000"]);
    expect(life.subscriptions[0]).toMatchObject({ status: "active" });
  });

  it("of two payments at one instant the one-off charge is the latest", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-01, charge: { amount: 500, currency: usd } }", BASIC, "{ at: 2026-04-01, refund: {} }"]);
    expect(life.at("2026-04-01").at(-1)).toBe("charge 1 refund 500");
  });

  it("is refused beyond what is left, for what was declined, and for what was paid out of band", () => {
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-04-02, refund: { amount: 1001 } }"])).toBe('USD 10.01 of "c-0001" cannot be refunded.');
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-04-02, refund: { charge: true } }"])).toBe('Customer "c" has no payment to refund.');
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-04-02, refund: { charge: c-ch-1 } }"])).toBe('Customer "c" has no charge "c-ch-1".');
    const paidOutside = [
      "{ at: 2026-04-01, card: none }",
      BASIC,
      "{ at: 2026-04-01, pay: { out_of_band: true } }",
      "{ at: 2026-04-02, refund: { invoice: c-0001 } }",
    ];
    expect(refusalOf(CLOCK, paidOutside)).toBe('Nothing is left to refund of "c-0001".');
  });
});

describe("a credit note", () => {
  it("counts a refund of an owed balance that the invoice asked too first against that (M7)", () => {
    const owed = ["{ at: 2026-04-01, credit: { amount: -500 } }", BASIC, "{ at: 2026-04-02, refund: { amount: 500 } }"];
    const life = lifeOf(CLOCK, [...owed, "{ at: 2026-04-03, credit_note: { amount: 1000 } }"]);
    expect(life.at("2026-04-03")).toContain("balance -1000 credit_note");
    expect(refusalOf(CLOCK, [...owed, "{ at: 2026-04-03, refund: { amount: 1 } }", "{ at: 2026-04-03, credit_note: { amount: 1000 } }"])).toBe(
      'USD 10.00 cannot be credited of invoice "c-0001".',
    );
  });

  it("credits at most what was neither credited nor refunded before; its own refunds count once (M7)", () => {
    const refunded = [BASIC, "{ at: 2026-04-02, refund: { amount: 300 } }"];
    expect(refusalOf(CLOCK, [...refunded, "{ at: 2026-04-03, credit_note: { amount: 701 } }"])).toBe('USD 7.01 cannot be credited of invoice "c-0001".');
    const life = lifeOf(CLOCK, [
      ...refunded,
      "{ at: 2026-04-03, credit_note: { amount: 300, to: refund } }",
      "{ at: 2026-04-04, credit_note: { amount: 400 } }",
    ]);
    expect(life.balance).toBe(0);
    expect(life.at("2026-04-04")).toContain("balance -400 credit_note");
  });

  it("of a paid invoice goes to the balance, with the tax in proportion", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-10, credit_note: { amount: 601 } }"], TAXED);
    expect(life.at("2026-04-10")).toEqual(["#1 credit note 1 0/601/0/0, 1: 601 with tax 100", "balance -601 credit_note"]);
  });

  it("by lines adds the exclusive tax; who takes the rest takes what is left of it", () => {
    const notes = [333, 333, 334].map((amount) => `{ at: 2026-04-10, credit_note: { lines: [{ line: 1, amount: ${amount} }], to: out_of_band } }`);
    const life = lifeOf(CLOCK, [BASIC, ...notes], TAXED);
    expect(life.at("2026-04-10")).toEqual([
      "#1 credit note 1 0/0/0/400, 1: 400 with tax 67",
      "#1 credit note 2 0/0/0/399, 1: 399 with tax 66",
      "#1 credit note 3 0/0/0/401, 1: 401 with tax 67",
    ]);
  });

  it("spreads an amount over the lines: floor, remainder to the last; negative lines take no part", () => {
    const life = lifeOf(CLOCK, [
      BASIC,
      "{ at: 2026-04-10, invoice_item: { amount: 2000 } }",
      "{ at: 2026-04-10, invoice_item: { amount: -500 } }",
      "{ at: 2026-05-10, credit_note: { amount: 500 } }",
    ]);
    expect(life.at("2026-05-10")[0]).toBe("#2 credit note 1 0/500/0/0, 1: 333 with tax 0, 3: 167 with tax 0");
  });

  it("of an open invoice first takes off what remains; with nothing remaining it is paid, and nothing was collected", () => {
    const life = lifeOf(CLOCK, [
      BASIC,
      "{ at: 2026-04-20, credit: { amount: 400 } }",
      "{ at: 2026-04-20, card: none }",
      "{ at: 2026-05-10, credit_note: { amount: 1000 } }",
    ]);
    expect(life.at("2026-05-10")).toEqual([
      "#2 credit note 1 600/400/0/0, 1: 1000 with tax 0",
      "balance -400 credit_note",
      "#2 paid",
      "c status past_due -> active",
    ]);
    expect(life.invoice(2)).toMatchObject({ status: "paid", amountDue: 600 });
  });

  it("leaves the rest to the next try", () => {
    const life = lifeOf(CLOCK, [
      BASIC,
      "{ at: 2026-04-20, card: insufficient_funds }",
      "{ at: 2026-05-02, credit_note: { amount: 400 } }",
      "{ at: 2026-05-03, card: visa }",
    ]);
    expect(life.at("2026-05-04T01:00")[0]).toBe("#2 visa 2: pays 600");
  });

  it("is refused beyond the total, beyond a line, beyond what can be refunded", () => {
    const note = (fields: string) =>
      refusalOf(CLOCK, [BASIC, "{ at: 2026-04-02, dispute: { amount: 900 } }", `{ at: 2026-04-02, credit_note: { ${fields} } }`]);
    expect(note("amount: 1001")).toBe('USD 10.01 cannot be credited of invoice "c-0001".');
    expect(note("lines: [{ line: 2, amount: 1 }]")).toBe('Invoice "c-0001" has no line 2.');
    expect(note("lines: [{ line: 1, amount: 1001 }]")).toBe('USD 10.01 cannot be credited of line 1 of invoice "c-0001".');
    expect(note("amount: 101, to: refund")).toBe('USD 1.01 of invoice "c-0001" cannot be refunded.');
    expect(refusalOf(CLOCK, ["{ at: 2026-04-02, charge: { amount: 500, currency: usd } }", "{ at: 2026-04-02, credit_note: { amount: 1 } }"])).toBe(
      'Customer "c" has no invoice to credit.',
    );
  });
});

describe("a dispute", () => {
  it("takes the payment at once with its fee; won, it comes back without the fee", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-10, dispute: { outcome: won, fee: 1500 } }"]);
    expect(life.at("2026-04-10")).toEqual(["dispute created 1000 of #1", "#1 dispute 1000, fee 1500"]);
    expect(life.at("2026-06-09")).toEqual(["dispute won 1000 of #1", "#1 dispute -1000"]);
  });

  it("is lost unless told otherwise, and what is lost cannot be refunded", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-10, dispute: { amount: 400, after: 1 day } }", "{ at: 2026-04-12, refund: {} }"]);
    expect([...life.at("2026-04-11"), ...life.at("2026-04-12")]).toEqual(["dispute lost 400 of #1", "#1 refund 600"]);
  });
});
