import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-08-02"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const paused = (fields: string, entries: readonly string[] = []) => lifeOf(CLOCK, [BASIC, `{ at: 2026-04-11, pause_collection: ${fields} }`, ...entries]);
const statuses = (life: ReturnType<typeof lifeOf>): readonly string[] => life.invoices.map(({ status }) => status);

describe("pause_collection", () => {
  it.each([
    ["`void`: a draft is voided where it would finalize, the balance is left alone", "void", "void", ["#2 voided"]],
    ["`keep_as_draft`: it stays a draft", "keep_as_draft", "draft", []],
    ["`mark_uncollectible`: it finalizes and is written off", "mark_uncollectible", "uncollectible", ["#2 finalized due 1000", "#2 marked_uncollectible"]],
  ])("%s (P1)", (_rule, behavior, status, told) => {
    const life = paused(`{ behavior: ${behavior} }`);
    expect(statuses(life)).toEqual(["paid", status, status, status, status]);
    expect(life.at("2026-05-01T01:00")).toEqual(told);
    expect([life.subscription().status, life.balance]).toEqual(["active", 0]);
  });

  it("voids unless told otherwise", () => {
    expect(statuses(paused("{}")).at(1)).toBe("void");
  });

  it("`mark_uncollectible` applies the balance first; what is covered is paid (PPC)", () => {
    const life = paused("{ behavior: mark_uncollectible }", ["{ at: 2026-04-12, credit: { amount: 1400 } }"]);
    expect(life.invoices.map(({ status, amountDue }) => [status, amountDue]).slice(0, 3)).toEqual([
      ["paid", 1000],
      ["paid", 0],
      ["uncollectible", 600],
    ]);
  });

  it("a draft that was made before is collected, one made meanwhile keeps its fate (P1)", () => {
    const life = lifeOf(CLOCK, [
      BASIC,
      "{ at: 2026-05-01T00:30:00Z, pause_collection: { behavior: void } }",
      "{ at: 2026-06-01T00:30:00Z, pause_collection: null }",
    ]);
    expect(statuses(life)).toEqual(["paid", "paid", "void", "paid", "paid"]);
  });

  it("collection resumes before the renewal of the same instant (P3, D8)", () => {
    const life = paused("{ resumes_at: 2026-06-01 }");
    expect(statuses(life)).toEqual(["paid", "void", "paid", "paid", "paid"]);
    expect(life.at("2026-06-01").slice(0, 2)).toEqual(["c collection_resumed active", "c renewed active"]);
  });

  it("a later pause takes the place of the first, its end too", () => {
    const life = paused("{ resumes_at: 2026-06-01 }", ["{ at: 2026-04-12, pause_collection: { behavior: keep_as_draft } }"]);
    expect(statuses(life)).toEqual(["paid", "draft", "draft", "draft", "draft"]);
    expect(life.about("collection_resumed")).toEqual([]);
  });

  it("an immediate invoice is voided at once, a manual one is collected (P2)", () => {
    const life = paused("{}", [
      "{ at: 2026-04-16, change: { plan: pro, proration_behavior: always_invoice } }",
      "{ at: 2026-04-17, invoice_item: { amount: 700 } }",
      "{ at: 2026-04-17, invoice: { pay: true } }",
    ]);
    expect(life.at("2026-04-16").slice(-2)).toEqual(["#2 created subscription_update 500", "#2 voided"]);
    expect(life.invoice(3)).toMatchObject({ reason: "manual", status: "paid" });
  });

  it("an older open invoice keeps its retries, and its failure the status (PPC)", () => {
    const life = lifeOf(CLOCK, [
      BASIC,
      "{ at: 2026-04-20, card: insufficient_funds }",
      "{ at: 2026-05-02, pause_collection: {} }",
      "{ at: 2026-05-05, card: visa }",
    ]);
    expect(life.since("2026-05-02").slice(0, 4)).toEqual([
      "2026-05-02 c collection_paused past_due",
      "2026-05-04T01:00 #2 insufficient_funds 2: insufficient_funds",
      "2026-05-04T01:00 #2 payment_failed 2, next 2026-05-09T01:00",
      "2026-05-05 card visa",
    ]);
    expect(life.invoice(2).status).toBe("paid");
  });

  it("an invoice that is written off by it restores good standing (B30)", () => {
    const life = lifeOf(
      CLOCK,
      [BASIC, "{ at: 2026-04-20, card: insufficient_funds }", "{ at: 2026-05-02, pause_collection: { behavior: mark_uncollectible } }"],
      { blocks: "dunning: { retries: [3 days], then: past_due }" },
    );
    expect(life.about("past_due -> active")).toEqual(["2026-06-01T01:00 c status past_due -> active"]);
  });

  it("at sign-up: active at once, and the first invoice is not collected (P2)", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: basic, payment_behavior: error_if_incomplete, pause_collection: {} } }"], {
      fields: "card: insufficient_funds",
    });
    expect(life.at("2026-04-01")).toEqual(["c created active", "#1 created subscription_create 1000", "#1 voided"]);
  });

  it("ending a pause that is not there does nothing (P3)", () => {
    expect(paused("null").about("collection")).toEqual([]);
  });

  it.each([
    [
      "a resumption that is not in the future",
      [BASIC, "{ at: 2026-04-11, pause_collection: { resumes_at: 2026-04-11 } }"],
      "`resumes_at` 2026-04-11 is not after 2026-04-11",
    ],
    [
      "an ended subscription",
      [BASIC, "{ at: 2026-04-10, cancel: {} }", "{ at: 2026-04-11, pause_collection: {} }"],
      'Subscription "c" is canceled and cannot be paused',
    ],
    [
      "a sign-up with a resumption in the past",
      ["{ at: 2026-04-11, subscribe: { plan: basic, pause_collection: { resumes_at: 2026-04-10 } } }"],
      "`resumes_at` 2026-04-10 is not after 2026-04-11",
    ],
  ])("refuses %s", (_what, entries, message) => {
    expect(refusalOf(CLOCK, entries)).toContain(message);
  });
});
