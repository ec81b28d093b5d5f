import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-06-15"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const FAILS = "{ at: 2026-04-20, card: insufficient_funds }";
const PAST_DUE = { blocks: "dunning: { retries: [3 days], then: past_due }" };

describe("a void", () => {
  it("gives back what finalization moved on the balance, and past due becomes active", () => {
    const life = lifeOf(CLOCK, [BASIC, FAILS, "{ at: 2026-04-20, credit: { amount: 300 } }", "{ at: 2026-05-10, void: {} }"], PAST_DUE);
    expect(life.at("2026-05-10")).toEqual(["#2 voided", "balance -300 unapplied_from_invoice", "c status past_due -> active"]);
    expect(life.invoice(2)).toMatchObject({ status: "void", amountDue: 700 });
  });

  it("of the latest leaves the status to the one before: unpaid too, it stays past due", () => {
    const life = lifeOf(CLOCK, [BASIC, FAILS, "{ at: 2026-06-10, void: { invoice: c-0003 } }"], PAST_DUE);
    expect(life.at("2026-06-10")).toEqual(["#3 voided"]);
    expect(life.subscriptions[0]).toMatchObject({ status: "past_due" });
  });

  it("of an older one changes no status", () => {
    const life = lifeOf(CLOCK, [BASIC, FAILS, "{ at: 2026-06-10, void: { invoice: c-0002 } }"], PAST_DUE);
    expect(life.at("2026-06-10")).toEqual(["#2 voided"]);
  });

  it("of the first invoice ends an incomplete sign-up", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-01, card: insufficient_funds }", BASIC, "{ after: 1 hour, void: {} }"]);
    expect(life.at("2026-04-01T01:00")).toEqual(["#1 voided", "c ended incomplete -> incomplete_expired"]);
  });

  it("stops the retries", () => {
    const life = lifeOf(CLOCK, [BASIC, FAILS, "{ at: 2026-05-02, void: {} }"], PAST_DUE);
    expect(life.at("2026-05-04T01:00")).toEqual([]);
  });

  it("is refused for what is paid, for a draft, and with a credit note (D23)", () => {
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-04-02, void: { invoice: c-0001 } }"])).toBe('Invoice "c-0001" is paid.');
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-05-01, void: { invoice: c-0002 } }"])).toBe('Invoice "c-0002" is draft.');
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-04-02, void: {} }"])).toBe('Customer "c" has no open invoice.');
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-04-02, void: { invoice: c-0007 } }"])).toBe('Customer "c" has no invoice "c-0007".');
    expect(refusalOf(CLOCK, [BASIC, FAILS, "{ at: 2026-05-02, credit_note: { amount: 1 } }", "{ at: 2026-05-03, void: {} }"])).toBe(
      'Invoice "c-0002" has a credit note.',
    );
  });
});

describe("marking uncollectible", () => {
  it("writes what remains off: the retries stop, past due becomes active", () => {
    const life = lifeOf(CLOCK, [BASIC, FAILS, "{ at: 2026-05-02, mark_uncollectible: {} }"], PAST_DUE);
    expect(life.at("2026-05-02")).toEqual(["#2 marked_uncollectible", "c status past_due -> active"]);
    expect(life.at("2026-05-04T01:00")).toEqual([]);
  });

  it.each([
    ["paid", "pay: { invoice: c-0002, out_of_band: true }"],
    ["voided", "void: { invoice: c-0002 }"],
  ])("by dunning leaves past due, until an older one is %s (B30, B31)", (_, action) => {
    const life = lifeOf(CLOCK, [BASIC, FAILS, `{ at: 2026-06-02, ${action} }`], {
      blocks: "dunning: { retries: [], then: past_due, invoice_then: uncollectible }",
    });
    expect(life.at("2026-06-01T01:00")).toContain("#3 marked_uncollectible");
    expect(life.at("2026-06-02").at(-1)).toBe("c status past_due -> active");
  });

  it("leaves an unpaid subscription unpaid until it is paid after all", () => {
    const life = lifeOf(
      CLOCK,
      [BASIC, FAILS, "{ at: 2026-05-10, mark_uncollectible: {} }", "{ at: 2026-05-11, card: visa }", "{ at: 2026-05-11, pay: { invoice: c-0002 } }"],
      {
        blocks: "dunning: { retries: [3 days], then: unpaid }",
      },
    );
    expect(life.at("2026-05-10")).toEqual(["#2 marked_uncollectible"]);
    expect(life.at("2026-05-11").at(-1)).toBe("c status unpaid -> active");
  });

  it("is refused for what is not open", () => {
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-04-02, mark_uncollectible: { invoice: c-0001 } }"])).toBe('Invoice "c-0001" is paid.');
  });

  it("a failed try to pay what is written off changes no status", () => {
    const life = lifeOf(CLOCK, [BASIC, FAILS, "{ at: 2026-05-02, mark_uncollectible: {} }", "{ at: 2026-05-03, pay: { invoice: c-0002 } }"], PAST_DUE);
    expect(life.at("2026-05-03")).toEqual(["#2 insufficient_funds 1: insufficient_funds", "#2 payment_failed 1, next never"]);
  });
});

describe("a payment out of band", () => {
  it("pays all that remains without a card and without an attempt", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-20, card: none }", "{ at: 2026-05-10, pay: { out_of_band: true } }"]);
    expect(life.at("2026-05-10")).toEqual(["#2 out_of_band 1000", "#2 paid", "c status past_due -> active"]);
  });
});
