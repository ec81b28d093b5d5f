import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-07-02"] as const;
const signUp = (terms: string) => `{ at: 2026-04-01, subscribe: { ${terms} } }`;
const TRIAL = signUp("plan: basic, trial: 14 days");
const lived = (...entries: readonly string[]) => lifeOf(CLOCK, entries);

describe("a trial at sign-up", () => {
  const life = lived(TRIAL);

  it("begins with an invoice of 0, paid without an attempt, over the trial", () => {
    expect(life.at("2026-04-01")).toEqual(["c created trialing", "#1 created subscription_create 0", "#1 finalized due 0", "#1 paid"]);
    expect(life.invoice(1).lines).toEqual(["trial 0 basic 2026-04-01..2026-04-15"]);
  });

  it("ends in an ordinary renewal: active, a draft of an hour, then the first charge (TRI)", () => {
    expect(life.since("2026-04-02").slice(0, 5)).toEqual([
      "2026-04-15 c trial_ended trialing -> active",
      "2026-04-15 #2 created subscription_cycle 1000",
      "2026-04-15T01:00 #2 finalized due 1000",
      "2026-04-15T01:00 #2 visa 1: pays 1000",
      "2026-04-15T01:00 #2 paid",
    ]);
  });

  it("is the anchor of what follows", () => {
    expect(life.invoices.slice(1).map(({ lines }) => lines)).toEqual([
      ["period 1000 basic 2026-04-15..2026-05-15"],
      ["period 1000 basic 2026-05-15..2026-06-15"],
      ["period 1000 basic 2026-06-15..2026-07-15"],
    ]);
    expect(life.subscription().anchor).toBe("2026-04-15");
  });

  it("whose first charge fails is past_due and retried", () => {
    const declined = lifeOf(["2026-04-01", "2026-04-16"], [TRIAL], { fields: "card: insufficient_funds" });
    expect(declined.at("2026-04-15T01:00").slice(1)).toEqual([
      "#2 insufficient_funds 1: insufficient_funds",
      "#2 payment_failed 1, next 2026-04-18T01:00",
      "c status active -> past_due",
    ]);
  });
});

describe("how long a trial is", () => {
  const trialEnd = (terms: string) => {
    const { trialEnd: end, status } = lifeOf(["2026-04-01", "2026-04-02"], [signUp(terms)]).subscription();
    return `${status} ${end}`;
  };
  it.each([
    ["the plan's own", "plan: trialed", "trialing 2026-04-15"],
    ["of several plans the longest of their own (B3)", "items: [{ plan: trialed }, { plan: trialed_longer }]", "trialing 2026-04-21"],
    ["the entry's wins over the plan's", "plan: trialed, trial: 3 days", "trialing 2026-04-04"],
    ["0 days removes the plan's own", "plan: trialed, trial: 0 days", "active never"],
    ["`trial_end: now` removes the plan's own", "plan: trialed, trial_end: now", "active never"],
    ["until an instant", "plan: basic, trial_end: 2026-04-09T12:00:00Z", "trialing 2026-04-09T12:00"],
    ["a month clamps its day", "plan: basic, trial: 1 month", "trialing 2026-05-01"],
    ["730 days are allowed", "plan: basic, trial: 730 days", "trialing 2028-03-31"],
  ])("%s", (_rule, terms, expected) => {
    expect(trialEnd(terms)).toBe(expected);
  });

  it("731 days are refused", () => {
    expect(refusalOf(CLOCK, [signUp("plan: basic, trial: 731 days")])).toBe("The trial would end at 2028-04-01, 731 days from now.");
  });

  it("no trial at a change: a plan's own counts at sign-up only (D19)", () => {
    const life = lived(signUp("plan: basic"), "{ at: 2026-04-16, change: { plan: trialed } }");
    expect([life.subscription().trialEnd, life.invoice(2).amounts]).toEqual(["never", [-500, 1000, 2000]]);
  });
});

describe("with a trial", () => {
  it("`add_invoice_items` are charged at once, and not paid is incomplete (B3)", () => {
    const terms = signUp("plan: basic, trial: 14 days, add_invoice_items: [{ amount: 2500, description: set-up }]");
    const life = lived(terms);
    expect([life.invoice(1).lines, life.invoice(1).total]).toEqual([["item 2500 set-up", "trial 0 basic 2026-04-01..2026-04-15"], 2500]);
    expect(lifeOf(["2026-04-01", "2026-04-03"], [terms], { fields: "card: insufficient_funds" }).subscription().status).toBe("incomplete_expired");
  });

  it("a `once` coupon is not used up by the invoice of 0 (D19)", () => {
    const life = lifeOf(CLOCK, [signUp("plan: basic, trial: 14 days, coupon: half")], { blocks: "coupons: { half: { percent_off: 50, duration: once } }" });
    expect(life.totals).toEqual([0, 500, 1000, 1000]);
  });

  it("an anchor given makes a stub after the trial, over an interval from the stub's start (B3)", () => {
    const life = lived(signUp("plan: basic, trial: 14 days, billing_cycle_anchor: 2026-05-01"));
    expect(life.invoices.slice(0, 3).map(({ lines }) => lines[0])).toEqual([
      "trial 0 basic 2026-04-01..2026-04-15",
      "period 533 basic 2026-04-15..2026-05-01",
      "period 1000 basic 2026-05-01..2026-06-01",
    ]);
  });

  it("an anchor given and `none`: that stub is free and has no invoice (B2)", () => {
    const life = lived(signUp("plan: basic, trial: 14 days, billing_cycle_anchor: 2026-05-01, proration_behavior: none"));
    expect(life.invoices.slice(0, 2).map(({ createdAt, lines }) => [createdAt, lines[0]])).toEqual([
      ["2026-04-01", "trial 0 basic 2026-04-01..2026-04-15"],
      ["2026-05-01", "period 1000 basic 2026-05-01..2026-06-01"],
    ]);
    expect(life.at("2026-04-15")).toEqual(["c trial_ended trialing -> active"]);
  });

  it("changes make no proration: the changed item stands on an invoice of 0, the trial stays (B21)", () => {
    const life = lived(
      signUp("items: [{ plan: basic }, { plan: option }], trial: 14 days"),
      "{ at: 2026-04-08, change: { items: [{ from: basic, to: pro }] } }",
    );
    expect(life.at("2026-04-08")).toEqual(["c updated trialing", "#2 created subscription_update 0", "#2 finalized due 0", "#2 paid"]);
    expect(life.invoice(2).lines).toEqual(["trial 0 pro 2026-04-08..2026-04-15"]);
    expect(life.invoice(3).total).toBe(2300);
  });

  it("a mere removal makes no invoice (B21)", () => {
    const life = lived(
      signUp("items: [{ plan: basic }, { plan: option }], trial: 14 days"),
      "{ at: 2026-04-08, change: { items: [{ plan: option, remove: true }] } }",
    );
    expect(life.at("2026-04-08")).toEqual(["c updated trialing"]);
  });

  it("cancelled at the period's end it ends with the trial, unbilled", () => {
    const life = lived(TRIAL, "{ at: 2026-04-08, cancel: { at_period_end: true } }");
    expect([life.totals, life.subscription()]).toMatchObject([[0], { status: "canceled", endedAt: "2026-04-15" }]);
  });
});

describe("moving a trial's end", () => {
  it("later: an invoice of 0 up to it, and the anchor moves with it (B22)", () => {
    const life = lived(TRIAL, "{ at: 2026-04-08, change: { trial_end: 2026-04-29 } }");
    expect(life.invoices.slice(0, 3).map(({ lines }) => lines)).toEqual([
      ["trial 0 basic 2026-04-01..2026-04-15"],
      ["trial 0 basic 2026-04-08..2026-04-29"],
      ["period 1000 basic 2026-04-29..2026-05-29"],
    ]);
    expect(life.at("2026-04-15")).toEqual([]);
  });

  it("sooner works the same way", () => {
    const life = lived(TRIAL, "{ at: 2026-04-08, change: { trial_end: 2026-04-10 } }");
    expect([life.subscription().anchor, life.invoice(3).lines]).toEqual(["2026-04-10", ["period 1000 basic 2026-04-10..2026-05-10"]]);
  });

  it("`now` ends it: the anchor is now, a full period is billed and charged at once", () => {
    const life = lived(TRIAL, "{ at: 2026-04-08, change: { trial_end: now } }");
    expect(life.at("2026-04-08")).toEqual([
      "c updated trialing -> active",
      "#2 created subscription_update 1000",
      "#2 finalized due 1000",
      "#2 visa 1: pays 1000",
      "#2 paid",
    ]);
    expect([life.invoice(2).lines, life.subscription().anchor]).toEqual([["period 1000 basic 2026-04-08..2026-05-08"], "2026-04-08"]);
  });

  it("of a paid subscription credits its unused time, invoices 0 and moves the anchor to the trial's end (D19)", () => {
    const life = lived(signUp("plan: basic"), "{ at: 2026-04-16, change: { trial_end: 2026-05-10 } }");
    expect(life.invoice(2)).toMatchObject({
      reason: "subscription_update",
      total: -500,
      lines: ["credit -500 basic 2026-04-16..2026-05-01", "trial 0 basic 2026-04-16..2026-05-10"],
    });
    expect(life.subscription()).toMatchObject({ anchor: "2026-05-10", trialEnd: "2026-05-10" });
    // The credit of 5.00 pays half of the first charge.
    expect(life.invoice(3)).toMatchObject({ createdAt: "2026-05-10", total: 1000, amountDue: 500 });
  });

  it("of a paid subscription with `none` credits nothing", () => {
    const life = lived(signUp("plan: basic"), "{ at: 2026-04-16, change: { trial_end: 2026-05-10, proration_behavior: none } }");
    expect([life.invoice(2).lines, life.balance]).toEqual([["trial 0 basic 2026-04-16..2026-05-10"], 0]);
  });

  it.each([
    ["to now, without a trial", [signUp("plan: basic"), "{ at: 2026-04-16, change: { trial_end: now } }"], /"c" is not in a trial\.$/],
    ["to this very instant", [TRIAL, "{ at: 2026-04-08, change: { trial_end: 2026-04-08 } }"], /2026-04-08 is not after 2026-04-08\.$/],
    ["too far", [TRIAL, "{ at: 2026-04-08, change: { trial_end: 2028-04-08 } }"], /^The trial would end at 2028-04-08, 731 days from now\.$/],
  ])("is refused %s", (_when, entries, message) => {
    expect(refusalOf(CLOCK, entries)).toMatch(message);
  });
});
