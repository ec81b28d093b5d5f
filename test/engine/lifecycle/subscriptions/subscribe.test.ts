import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-04-04"] as const;
const signUp = (terms: string) => `{ at: 2026-04-01, subscribe: { ${terms} } }`;
const declined = { fields: "card: insufficient_funds" };

describe("a sign-up", () => {
  it("is incomplete until its first invoice is paid, at once (B1)", () => {
    expect(lifeOf(CLOCK, [signUp("plan: basic")]).log).toEqual([
      "2026-04-01 c created incomplete",
      "2026-04-01 #1 created subscription_create 1000",
      "2026-04-01 #1 finalized due 1000",
      "2026-04-01 #1 visa 1: pays 1000",
      "2026-04-01 #1 paid",
      "2026-04-01 c status incomplete -> active",
    ]);
  });

  it("with nothing due is active from the start", () => {
    expect(lifeOf(CLOCK, [signUp("plan: free")]).log).toEqual([
      "2026-04-01 c created active",
      "2026-04-01 #1 created subscription_create 0",
      "2026-04-01 #1 finalized due 0",
      "2026-04-01 #1 paid",
    ]);
  });

  it("covered by credit is active from the start, too", () => {
    expect(lifeOf(CLOCK, [signUp("plan: basic")], { fields: "balance: -1500" }).log).toEqual([
      "2026-04-01 c created active",
      "2026-04-01 #1 created subscription_create 1000",
      "2026-04-01 #1 finalized due 0",
      "2026-04-01 balance +1000 applied_to_invoice",
      "2026-04-01 #1 paid",
    ]);
  });

  it("of several plans is one invoice, its lines in their order", () => {
    expect(lifeOf(CLOCK, [signUp("items: [{ plan: option, quantity: 2 }, { plan: basic }]")]).invoice(1).lines).toEqual([
      "period 600 option x2 2026-04-01..2026-05-01",
      "period 1000 basic 2026-04-01..2026-05-01",
    ]);
  });

  it("takes what is pending, then `add_invoice_items`, then its periods; the newest first among the first two", () => {
    const life = lifeOf(
      ["2026-03-01", "2026-04-04"],
      [
        "{ at: 2026-03-02, invoice_item: { amount: 700, currency: usd, description: earlier } }",
        signUp("plan: basic, add_invoice_items: [{ amount: 2500, description: set-up }, { plan: option, quantity: 2 }]"),
      ],
    );
    expect(life.invoice(1).lines).toEqual(["item 2500 set-up", "item 600 option x2", "item 700 earlier", "period 1000 basic 2026-04-01..2026-05-01"]);
  });
});

describe("names and numbers (D11)", () => {
  const life = lifeOf(CLOCK, [signUp("plan: basic"), signUp("plan: option"), signUp("plan: pro, as: team"), signUp("plan: free")]);
  it("the first subscription is the customer's, the n-th has its number, or its own name", () => {
    expect(life.subscriptions.map(({ name }) => name)).toEqual(["c", "c/2", "c/team", "c/4"]);
  });
  it("invoices are numbered per customer, those of 0 too", () => {
    expect(life.invoices.map(({ number, total }) => [number, total])).toEqual([
      [1, 1000],
      [2, 300],
      [3, 2000],
      [4, 0],
    ]);
  });
});

describe("a sign-up that is not paid", () => {
  it("is incomplete for 23 hours, without a retry; then its invoice is void and it has expired (OVR)", () => {
    const life = lifeOf(CLOCK, [signUp("plan: basic")], declined);
    expect(life.log.slice(3)).toEqual([
      "2026-04-01 #1 insufficient_funds 1: insufficient_funds",
      "2026-04-01 #1 payment_failed 1, next never",
      "2026-04-01T23:00 #1 voided",
      "2026-04-01T23:00 c ended incomplete -> incomplete_expired",
    ]);
    expect([life.invoice(1).status, life.invoice(1).remaining, life.subscription().endReason]).toEqual(["void", 0, "expired"]);
  });

  it.each([
    ["a second before they are over", "{ at: 2026-04-01T22:59:59Z, pay: {} }", "active"],
    // The expiry stands before the actions of its instant (D8).
    ["not when they are", "{ at: 2026-04-01T23:00:00Z, pay: {}, error: expected }", "incomplete_expired"],
  ])("can be paid within the 23 hours: %s", (_when, pay, status) => {
    expect(lifeOf(CLOCK, [signUp("plan: basic"), "{ at: 2026-04-01T12:00:00Z, card: visa }", pay], declined).subscription().status).toBe(status);
  });

  it("gives a void invoice's balance back (BAL)", () => {
    const life = lifeOf(CLOCK, [signUp("plan: basic")], { fields: "card: insufficient_funds\n    balance: -300" });
    expect(life.about("balance")).toEqual(["2026-04-01 balance +300 applied_to_invoice", "2026-04-01T23:00 balance -300 unapplied_from_invoice"]);
    expect(life.balance).toBe(-300);
  });

  it("paid late renews from its anchor, not from the payment", () => {
    const life = lifeOf(
      ["2026-04-01", "2026-05-02"],
      [signUp("plan: basic"), "{ at: 2026-04-01T12:00:00Z, card: visa }", "{ at: 2026-04-01T12:00:00Z, pay: {} }"],
      declined,
    );
    expect(life.since("2026-04-01T12:00").slice(0, 5)).toEqual([
      "2026-04-01T12:00 card visa",
      "2026-04-01T12:00 #1 visa 1: pays 1000",
      "2026-04-01T12:00 #1 paid",
      "2026-04-01T12:00 c status incomplete -> active",
      "2026-05-01 c renewed active",
    ]);
  });

  it("does not turn meanwhile; the period that began meanwhile is billed whole when it is paid (B9)", () => {
    const stub = signUp("plan: daily, billing_cycle_anchor: 2026-04-01T12:00:00Z");
    const life = lifeOf(
      ["2026-04-01", "2026-04-02T12:00:00Z"],
      [stub, "{ at: 2026-04-01T18:00:00Z, card: visa }", "{ at: 2026-04-01T18:00:00Z, pay: {} }"],
      declined,
    );
    expect(life.at("2026-04-01T12:00")).toEqual([]);
    expect(life.invoices.map(({ createdAt, lines }) => [createdAt, lines])).toEqual([
      ["2026-04-01", ["period 50 daily 2026-04-01..2026-04-01T12:00"]],
      ["2026-04-01T18:00", ["period 100 daily 2026-04-01T12:00..2026-04-02T12:00"]],
    ]);
  });
});

describe("`payment_behavior`", () => {
  it("`default_incomplete`: nothing is charged until `pay`, which is the first attempt", () => {
    const life = lifeOf(CLOCK, [signUp("plan: basic, payment_behavior: default_incomplete"), "{ at: 2026-04-01T12:00:00Z, pay: {} }"]);
    expect(life.log).toEqual([
      "2026-04-01 c created incomplete",
      "2026-04-01 #1 created subscription_create 1000",
      "2026-04-01 #1 finalized due 1000",
      "2026-04-01T12:00 #1 visa 1: pays 1000",
      "2026-04-01T12:00 #1 paid",
      "2026-04-01T12:00 c status incomplete -> active",
    ]);
  });

  it("`default_incomplete`: never paid, it expires after 23 hours", () => {
    expect(lifeOf(CLOCK, [signUp("plan: basic, payment_behavior: default_incomplete")]).since("2026-04-01T00:01")).toEqual([
      "2026-04-01T23:00 #1 voided",
      "2026-04-01T23:00 c ended incomplete -> incomplete_expired",
    ]);
  });

  it("`default_incomplete` with nothing due is active", () => {
    expect(lifeOf(CLOCK, [signUp("plan: free, payment_behavior: default_incomplete")]).subscription().status).toBe("active");
  });

  it("`error_if_incomplete`: a decline is an outcome that leaves nothing behind (D28)", () => {
    const life = lifeOf(CLOCK, [signUp("plan: basic, payment_behavior: error_if_incomplete")], declined);
    expect([life.log, life.invoices, life.subscriptions]).toEqual([["2026-04-01 c refused incomplete"], [], []]);
  });

  it("`error_if_incomplete`: names and numbers are not used up, the card has been charged once (B35)", () => {
    const life = lifeOf(CLOCK, [signUp("plan: basic, payment_behavior: error_if_incomplete"), signUp("plan: pro, payment_behavior: error_if_incomplete")], {
      fields: "card: moody",
      blocks: "cards: { moody: { outcomes: [insufficient_funds, succeeds] } }",
    });
    expect(life.log).toEqual([
      "2026-04-01 c refused incomplete",
      "2026-04-01 c created incomplete",
      "2026-04-01 #1 created subscription_create 2000",
      "2026-04-01 #1 finalized due 2000",
      "2026-04-01 #1 moody 1: pays 2000",
      "2026-04-01 #1 paid",
      "2026-04-01 c status incomplete -> active",
    ]);
  });

  it("`error_if_incomplete`: what was pending waits again, and the balance is untouched", () => {
    const life = lifeOf(
      CLOCK,
      ["{ at: 2026-04-01, invoice_item: { amount: 250, currency: usd, description: help } }", signUp("plan: basic, payment_behavior: error_if_incomplete")],
      {
        fields: "card: insufficient_funds\n    balance: -100",
      },
    );
    expect([life.pending, life.balance, life.invoices]).toEqual([["item 250 help"], -100, []]);
  });

  it("`error_if_incomplete` with nothing due charges nothing", () => {
    expect(lifeOf(CLOCK, [signUp("plan: basic, trial: 14 days, payment_behavior: error_if_incomplete")], declined).subscription().status).toBe("trialing");
  });
});

describe("funding", () => {
  const blocks =
    "cards: { gift: { funding: prepaid }, odd: { funding: unknown }, plain: { funding: debit } }\nbilling: { accept_funding: [credit, debit], review_funding: [unknown] }";
  it("that is not accepted is refused, as an outcome", () => {
    const life = lifeOf(CLOCK, [signUp("plan: basic")], { blocks, fields: "card: gift" });
    expect([life.log, life.invoices, life.subscriptions]).toEqual([["2026-04-01 c refused incomplete"], [], []]);
  });
  it("to be reviewed is let in and flagged", () => {
    const life = lifeOf(CLOCK, [signUp("plan: basic")], { blocks, fields: "card: odd" });
    expect(life.log.slice(0, 2)).toEqual(["2026-04-01 c created incomplete", "2026-04-01 review odd"]);
    expect(life.subscription().status).toBe("active");
  });
  it("that is accepted is not flagged", () => {
    expect(lifeOf(CLOCK, [signUp("plan: basic")], { blocks, fields: "card: plain" }).about("review")).toEqual([]);
  });
  it("is not asked of a customer without a card: the sign-up is incomplete (B35a)", () => {
    expect(lifeOf(["2026-04-01", "2026-04-01T12:00:00Z"], [signUp("plan: basic")], { blocks, fields: "card: none" }).subscription().status).toBe("incomplete");
  });
  it("is asked of a card that replaced another", () => {
    const entries = [signUp("plan: basic"), "{ at: 2026-04-02, card: plain }", "{ at: 2026-04-02, subscribe: { plan: basic } }"];
    expect(lifeOf(CLOCK, entries, { blocks, fields: "card: gift" }).subscriptions.map(({ name, status }) => `${name} ${status}`)).toEqual(["c active"]);
  });
});

describe("the anchor is refused", () => {
  it.each([
    ["before the sign-up", "plan: basic, billing_cycle_anchor: 2026-03-31", /\bbilling_cycle_anchor\b.* 2026-03-31 lies before the sign-up at 2026-04-01\.$/],
    [
      "after the next natural billing date",
      "plan: basic, billing_cycle_anchor: 2026-05-01T00:00:01Z",
      /\bbilling_cycle_anchor\b.* 2026-05-01 00:00:01 lies after 2026-05-01\.$/,
    ],
    [
      "after the one that follows the trial",
      "plan: basic, trial: 14 days, billing_cycle_anchor: 2026-05-16",
      /\bbilling_cycle_anchor\b.* 2026-05-16 lies after 2026-05-15\.$/,
    ],
  ])("%s, and the message names the key as it is written", (_when, terms, message) => {
    expect(refusalOf(CLOCK, [signUp(terms)])).toMatch(message);
  });
});

it("a name is given once", () => {
  expect(refusalOf(CLOCK, [signUp("plan: basic, as: team"), signUp("plan: pro, as: team")])).toBe('Customer "c" has a subscription "c/team" already.');
});
