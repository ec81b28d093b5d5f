import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-07-01"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
/** Sent, with a week to pay. */
const SENT = "collection_method: send_invoice\n    days_until_due: 7";
const sent = (entries: readonly string[], fields = "", blocks = "", clock: readonly [string, string] = CLOCK) =>
  lifeOf(clock, entries, { fields: fields === "" ? SENT : `${SENT}\n    ${fields}`, blocks });

describe("a sent subscription", () => {
  it("is active at once; its first invoice is final an hour later, sent, and due by its days (INV, S2, S3)", () => {
    const life = sent([BASIC]);
    expect(life.at("2026-04-01")).toEqual(["c created active", "#1 created subscription_create 1000"]);
    expect(life.at("2026-04-01T01:00")).toEqual(["#1 finalized due 1000"]);
    expect(life.invoice(1)).toMatchObject({ attempts: 0, dueAt: "2026-04-08T01:00", nextAttemptAt: "never" });
  });

  it("is overdue and past due at its date, and active when it is paid", () => {
    const life = sent([BASIC, "{ at: 2026-04-20, pay: { out_of_band: true } }"]);
    expect(life.since("2026-04-02").slice(0, 5)).toEqual([
      "2026-04-08T01:00 #1 overdue",
      "2026-04-08T01:00 c status active -> past_due",
      "2026-04-20 #1 out_of_band 1000",
      "2026-04-20 #1 paid",
      "2026-04-20 c status past_due -> active",
    ]);
  });

  it("renews as any other, and a later invoice says nothing of an overdue one", () => {
    const life = sent([BASIC], "", "dunning: { then: past_due }");
    expect(life.at("2026-05-01")).toEqual(["c renewed past_due", "#2 created subscription_cycle 1000"]);
    expect(life.at("2026-05-01T01:00")).toEqual(["#2 finalized due 1000"]);
  });

  it("is in good standing again when an older invoice is paid and none is overdue (S4)", () => {
    const life = sent([BASIC, "{ at: 2026-05-02, pay: { invoice: c-0001, out_of_band: true } }"], "", "dunning: { then: past_due }");
    expect(life.at("2026-05-02")).toEqual(["#1 out_of_band 1000", "#1 paid", "c status past_due -> active"]);
    expect(life.at("2026-05-08T01:00")).toEqual(["#2 overdue", "c status active -> past_due"]);
  });

  it("stays past due while another one is overdue", () => {
    const life = sent(
      [BASIC, "{ at: 2026-06-03, void: { invoice: c-0001 } }", "{ at: 2026-06-04, mark_uncollectible: { invoice: c-0002 } }"],
      "",
      "dunning: { then: past_due }",
    );
    expect(life.at("2026-06-03")).toEqual(["#1 voided"]);
    expect(life.at("2026-06-04")).toEqual(["#2 marked_uncollectible", "c status past_due -> active"]);
  });

  it.each([
    ["the latest overdue one: what is left decides", "c-0002", ["#2 voided"]],
    ["the older one: nothing changes while the latest is overdue", "c-0001", ["#1 voided"]],
  ])("void of %s (M2)", (_what, name, told) => {
    const life = sent([BASIC, `{ at: 2026-05-20, void: { invoice: ${name} } }`], "", "dunning: { then: past_due }");
    expect(life.at("2026-05-20")).toEqual(told);
  });

  it("with nothing due is paid at finalization, and needs no date", () => {
    const life = sent([BASIC], "balance: -5000");
    expect(life.at("2026-04-01T01:00")).toEqual(["#1 finalized due 0", "balance +1000 applied_to_invoice", "#1 paid"]);
    expect(life.at("2026-04-08T01:00")).toEqual([]);
  });

  it("on trial has its invoice of 0, and becomes active at its end without a charge", () => {
    const life = sent(["{ at: 2026-04-01, subscribe: { plan: basic, trial: 10 days } }"]);
    expect(life.at("2026-04-01")).toEqual(["c created trialing", "#1 created subscription_create 0"]);
    expect(life.at("2026-04-11")).toEqual(["c trial_ended trialing -> active", "#2 created subscription_cycle 1000"]);
    expect(life.at("2026-04-11T01:00")).toEqual(["#2 finalized due 1000"]);
  });

  it("sends at once what a change bills at once, and charges nothing", () => {
    const life = sent([BASIC, "{ at: 2026-04-16, change: { plan: pro, proration_behavior: always_invoice } }"]);
    expect(life.at("2026-04-16").slice(-2)).toEqual(["#2 created subscription_update 500", "#2 finalized due 500"]);
    expect(life.invoice(2)).toMatchObject({ dueAt: "2026-04-23", attempts: 0 });
  });

  it("of 0 days is overdue in the instant it is sent", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: basic, collection_method: send_invoice, days_until_due: 0 } }"]);
    expect(life.at("2026-04-01T01:00")).toEqual(["#1 finalized due 1000", "#1 overdue", "c status active -> past_due"]);
  });

  it("does not look at the card's funding (S2)", () => {
    const life = sent([BASIC], "card: paper", "billing: { accept_funding: [credit] }\ncards: { paper: { funding: prepaid } }");
    expect(life.at("2026-04-01")[0]).toBe("c created active");
  });
});

describe("what is overdue for too long (S5)", () => {
  const over = (then: string) => sent([BASIC], "", `dunning: { overdue_for: 10 days, ${then} }`);

  it.each([
    ["then: cancel", ["c ended past_due -> canceled"]],
    ["then: unpaid", ["c status past_due -> unpaid"]],
    ["then: past_due", []],
    ["then: past_due, invoice_then: uncollectible", ["#1 marked_uncollectible"]],
    ["then: cancel, invoice_then: uncollectible", ["#1 marked_uncollectible", "c ended past_due -> canceled"]],
  ])("%s", (then, told) => {
    expect(over(then).at("2026-04-18T01:00")).toEqual(told);
  });

  it("is 30 days where nothing is said, and ends the subscription", () => {
    expect(sent([BASIC]).at("2026-05-08T01:00").slice(-1)).toEqual(["c ended past_due -> canceled"]);
  });

  it("a manual invoice ends nothing", () => {
    const entries = [
      BASIC,
      "{ at: 2026-04-02, pay: { out_of_band: true } }",
      "{ at: 2026-04-03, invoice_item: { amount: 700 } }",
      "{ at: 2026-04-03, invoice: {} }",
    ];
    const life = sent(entries, "", "dunning: { overdue_for: 3 days, invoice_then: uncollectible }", ["2026-04-01", "2026-05-01"]);
    expect(life.since("2026-04-10")).toEqual(["2026-04-10T01:00 #2 overdue", "2026-04-13T01:00 #2 marked_uncollectible"]);
  });
});

describe("`pays`", () => {
  it("pays out of band, so long after finalization (S6)", () => {
    expect(sent([BASIC], "pays: { after: 5 days }").at("2026-04-06T01:00")).toEqual(["#1 out_of_band 1000", "#1 paid"]);
  });

  it("at the very date is in time", () => {
    expect(sent([BASIC], "pays: { after: 7 days }").at("2026-04-08T01:00")).toEqual(["#1 out_of_band 1000", "#1 paid"]);
  });

  it("comes late: past due until then", () => {
    const life = sent([BASIC], "pays: { after: 20 days }");
    expect(life.at("2026-04-21T01:00")).toEqual(["#1 out_of_band 1000", "#1 paid", "c status past_due -> active"]);
  });

  it("what is left: after a credit note the rest, after a payment by hand nothing", () => {
    const credited = sent([BASIC, "{ at: 2026-04-03, credit_note: { amount: 300 } }"], "pays: { after: 5 days }");
    expect(credited.at("2026-04-06T01:00")).toEqual(["#1 out_of_band 700", "#1 paid"]);
    const paid = sent([BASIC, "{ at: 2026-04-03, pay: {} }"], "pays: { after: 5 days }");
    expect(paid.at("2026-04-06T01:00")).toEqual([]);
  });

  it("also when the subscription has ended, or the invoice was written off", () => {
    const ended = sent([BASIC, "{ at: 2026-04-03, cancel: {} }"], "pays: { after: 20 days }");
    expect(ended.since("2026-04-04")).toEqual(["2026-04-21T01:00 #1 out_of_band 1000", "2026-04-21T01:00 #1 paid"]);
    const written = sent([BASIC, "{ at: 2026-04-03, mark_uncollectible: {} }"], "pays: { after: 20 days }", "", ["2026-04-01", "2026-05-01"]);
    expect(written.since("2026-04-04")).toEqual(["2026-04-21T01:00 #1 out_of_band 1000", "2026-04-21T01:00 #1 paid"]);
  });

  it("never what is charged automatically", () => {
    const life = lifeOf(CLOCK, [BASIC], { fields: "card: insufficient_funds\n    pays: { after: 1 hour }" });
    expect(life.invoice(1).status).toBe("void");
  });
});

describe("by hand", () => {
  const ITEM = "{ at: 2026-04-03, invoice_item: { amount: 700, description: help } }";
  const bill = (fields: string) => `{ at: 2026-04-03, invoice: { ${fields} } }`;

  it("`pay` charges the card; a failed try counts and moves nothing (S7)", () => {
    const life = sent([BASIC, "{ at: 2026-04-02, pay: {} }", "{ at: 2026-04-03, pay: {} }"], "card: insufficient_funds");
    expect(life.at("2026-04-02")).toEqual(["#1 insufficient_funds 1: insufficient_funds", "#1 payment_failed 1, next never"]);
    expect(life.at("2026-04-03")).toEqual(["#1 insufficient_funds 1: insufficient_funds", "#1 payment_failed 1, next never"]);
    expect(life.at("2026-04-08T01:00")).toEqual(["#1 overdue", "c status active -> past_due"]);
  });

  it("an entry at the very date comes too late", () => {
    const life = sent([BASIC, "{ at: 2026-04-08T01:00:00Z, pay: { out_of_band: true } }"]);
    expect(life.at("2026-04-08T01:00")).toEqual(["#1 overdue", "c status active -> past_due", "#1 out_of_band 1000", "#1 paid", "c status past_due -> active"]);
  });

  it("`invoice` is collected as it says, else as the customer's (S1)", () => {
    expect(sent([BASIC, ITEM, bill("")]).invoice(2)).toMatchObject({ finalizedAt: "2026-04-03T01:00", dueAt: "2026-04-10T01:00" });
    expect(sent([BASIC, ITEM, bill("days_until_due: 1")]).invoice(2)).toMatchObject({ dueAt: "2026-04-04T01:00" });
    expect(sent([BASIC, ITEM, bill("collection_method: charge_automatically")]).invoice(2)).toMatchObject({ dueAt: "never", status: "paid", attempts: 1 });
    expect(lifeOf(CLOCK, [BASIC, ITEM, bill("collection_method: send_invoice")]).invoice(2)).toMatchObject({ dueAt: "2026-05-03T01:00", attempts: 0 });
  });

  it("`invoice: { pay: true }` that is sent is sent at once and tried once (S7)", () => {
    const life = sent([BASIC, ITEM, bill("pay: true")]);
    expect(life.at("2026-04-03")).toEqual(["pending item 700 help", "#2 created manual 700", "#2 finalized due 700", "#2 visa 1: pays 700", "#2 paid"]);
    const declined = sent([BASIC, ITEM, bill("pay: true")], "card: insufficient_funds", "dunning: { then: past_due }");
    expect(declined.invoice(2)).toMatchObject({ status: "open", attempts: 1, nextAttemptAt: "never" });
    expect(declined.at("2026-04-10")).toEqual(["#2 overdue"]);
  });

  it("a charged invoice of a sent customer is retried as any", () => {
    const life = sent(
      [BASIC, ITEM, bill("pay: true, collection_method: charge_automatically")],
      "card: insufficient_funds",
      "dunning: { retries: [3 days], then: past_due }",
    );
    expect(life.invoice(2)).toMatchObject({ attempts: 2, status: "open" });
    expect(life.at("2026-04-06")).toEqual(["#2 insufficient_funds 2: insufficient_funds", "#2 payment_failed 2, next never"]);
  });

  it("an ended subscription's open invoice is no longer watched; its final one is sent (S8)", () => {
    const entries = [
      BASIC,
      "{ at: 2026-04-03, invoice_item: { amount: 700, description: help, subscription: c } }",
      "{ at: 2026-04-05, cancel: { invoice_now: true } }",
    ];
    const life = sent(entries, "", "dunning: { overdue_for: 3 days, invoice_then: uncollectible }");
    expect(life.since("2026-04-06")).toEqual(["2026-04-12 #2 overdue", "2026-04-15 #2 marked_uncollectible"]);
    expect(life.invoice(1)).toMatchObject({ status: "open" });
  });
});

describe("is refused", () => {
  it("a date for what is charged (S1)", () => {
    expect(refusalOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: basic, days_until_due: 5 } }"])).toBe(
      "`days_until_due` is 5, and what is billed is charged automatically.",
    );
    expect(refusalOf(CLOCK, [BASIC, "{ at: 2026-04-02, invoice_item: { amount: 5 } }", "{ at: 2026-04-02, invoice: { days_until_due: 5 } }"])).toBe(
      "`days_until_due` is 5, and what is billed is charged automatically.",
    );
  });

  it.each(["default_incomplete", "error_if_incomplete"])("%s for what is sent (S2)", (behavior) => {
    expect(refusalOf(CLOCK, [`{ at: 2026-04-01, subscribe: { plan: basic, collection_method: send_invoice, payment_behavior: ${behavior} } }`])).toBe(
      `\`payment_behavior\` is ${behavior}, and the subscription's invoices are sent.`,
    );
  });

  it("`pay: true` without a card", () => {
    const entries = ["{ at: 2026-04-02, invoice_item: { amount: 5, currency: usd } }", "{ at: 2026-04-02, invoice: { pay: true } }"];
    expect(refusalOf(CLOCK, entries, { fields: `${SENT}\n    card: none` })).toBe('Customer "c" has no card.');
  });
});
