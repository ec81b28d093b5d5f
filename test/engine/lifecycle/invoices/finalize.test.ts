import { describe, expect, it } from "vitest";
import { lifeOf } from "../../script.ts";

const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const CLOCK = ["2026-04-01", "2026-05-03"] as const;

describe("a renewal is a draft", () => {
  it.each([
    ["for an hour", "", "2026-05-01T01:00"],
    ["for as long as `finalize_after` says", "billing: { finalize_after: 36 hours }", "2026-05-02T12:00"],
    ["for no time at all", "billing: { finalize_after: 0 hours }", "2026-05-01"],
  ])("%s, and charged at the instant of its finalization (D17)", (_time, blocks, at) => {
    expect(lifeOf(CLOCK, [BASIC], { blocks }).invoice(2)).toMatchObject({ createdAt: "2026-05-01", finalizedAt: at, paidAt: at });
  });

  it("and stays one when the clock ends before its hour is over (D9)", () => {
    expect(lifeOf(["2026-04-01", "2026-05-01T01:00:00Z"], [BASIC]).invoice(2)).toMatchObject({ status: "draft", total: 1000, amountDue: 0, attempts: 0 });
  });

  it("takes no more items once it is made", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-05-01T00:30:00Z, invoice_item: { amount: 250, description: late } }"]);
    expect([life.invoice(2).total, life.pending]).toEqual([1000, ["item 250 late"]]);
  });

  it("but uses the balance as it is at its finalization (BAL)", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-05-01T00:30:00Z, credit: { amount: 400 } }"]);
    expect(life.at("2026-05-01T01:00")).toEqual(["#2 finalized due 600", "balance +400 applied_to_invoice", "#2 visa 1: pays 600", "#2 paid"]);
  });
});

describe("the customer balance", () => {
  it("credit is used up over several invoices, and pays what it covers without an attempt", () => {
    const life = lifeOf(["2026-04-01", "2026-07-02"], [BASIC], { fields: "balance: -2500" });
    expect(life.invoices.map(({ amountDue, attempts }) => [amountDue, attempts])).toEqual([
      [0, 0],
      [0, 0],
      [500, 1],
      [1000, 1],
    ]);
    expect(life.about("balance")).toEqual([
      "2026-04-01 balance +1000 applied_to_invoice",
      "2026-05-01T01:00 balance +1000 applied_to_invoice",
      "2026-06-01T01:00 balance +500 applied_to_invoice",
    ]);
  });

  it("debt is collected with the next invoice", () => {
    const life = lifeOf(CLOCK, [BASIC], { fields: "balance: 300" });
    expect([life.invoice(1).total, life.invoice(1).amountDue, life.balance]).toEqual([1000, 1300, 0]);
  });

  it("does not touch an open invoice (BAL)", () => {
    const life = lifeOf(CLOCK, [BASIC, "{ at: 2026-04-20, card: insufficient_funds }", "{ at: 2026-05-02, credit: { amount: 400 } }"]);
    expect([life.invoice(2).remaining, life.balance]).toEqual([1000, -400]);
  });
});

describe("small and special amounts", () => {
  const plan = (currency: string, amount: number) => ({ blocks: `  small: { currency: ${currency}, interval: month, unit_amount: ${amount} }` });
  const small = "{ at: 2026-04-01, subscribe: { plan: small } }";

  it("below the minimum an invoice is paid and its sum is owed, until it is enough (BAL)", () => {
    const life = lifeOf(["2026-04-01", "2026-06-02"], [small], plan("usd", 20));
    expect(life.invoices.map(({ total, amountDue, status }) => [total, amountDue, status])).toEqual([
      [20, 0, "paid"],
      [20, 0, "paid"],
      [20, 60, "paid"],
    ]);
    expect(life.about("balance")).toEqual([
      "2026-04-01 balance +20 invoice_too_small",
      "2026-05-01T01:00 balance -20 applied_to_invoice",
      "2026-05-01T01:00 balance +40 invoice_too_small",
      "2026-06-01T01:00 balance -40 applied_to_invoice",
    ]);
  });

  it("UGX is charged in hundreds, the difference goes to the balance and comes back (CUR)", () => {
    const life = lifeOf(["2026-04-01", "2026-06-02"], [small], plan("ugx", 100_030));
    expect(life.invoices.map(({ total, amountDue }) => [total, amountDue])).toEqual([
      [100_030, 100_000],
      [100_030, 100_100],
      [100_030, 100_000],
    ]);
    expect(life.about("balance")).toEqual([
      "2026-04-01 balance +30 adjustment",
      "2026-05-01T01:00 balance -30 applied_to_invoice",
      "2026-05-01T01:00 balance -40 adjustment",
      "2026-06-01T01:00 balance +40 applied_to_invoice",
      "2026-06-01T01:00 balance -10 adjustment",
    ]);
  });

  it("KWD is charged in tens of its thousandths", () => {
    expect(lifeOf(CLOCK, [small], plan("kwd", 5124)).invoices.map(({ amountDue }) => amountDue)).toEqual([5120, 5130]);
  });
});
