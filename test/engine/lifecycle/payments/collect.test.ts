import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const LONG = ["2026-04-01", "2026-07-02"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
/** A customer whose sign-up is paid and whose card says no from then on. */
const declines = (code: string, at = "2026-04-20") => `{ at: ${at}, card: ${code} }`;
const FUNDS = declines("insufficient_funds");
const dunning = (settings: string) => ({ blocks: `dunning: { ${settings} }` });
/** What happened to money and status, without renewals' own steps. */
const steps = (log: readonly string[]) => log.filter((line) => /#\d+ (\S+ \d+:|payment_failed|paid|marked)|status|ended/.test(line));

describe("a renewal that is not paid", () => {
  it("is tried 3, 5 and 7 days after the attempt before, then the subscription is cancelled (D29)", () => {
    const life = lifeOf(LONG, [BASIC, FUNDS]);
    expect(steps(life.since("2026-05"))).toEqual([
      "2026-05-01T01:00 #2 insufficient_funds 1: insufficient_funds",
      "2026-05-01T01:00 #2 payment_failed 1, next 2026-05-04T01:00",
      "2026-05-01T01:00 c status active -> past_due",
      "2026-05-04T01:00 #2 insufficient_funds 2: insufficient_funds",
      "2026-05-04T01:00 #2 payment_failed 2, next 2026-05-09T01:00",
      "2026-05-09T01:00 #2 insufficient_funds 3: insufficient_funds",
      "2026-05-09T01:00 #2 payment_failed 3, next 2026-05-16T01:00",
      "2026-05-16T01:00 #2 insufficient_funds 4: insufficient_funds",
      "2026-05-16T01:00 #2 payment_failed 4, next never",
      "2026-05-16T01:00 c ended past_due -> canceled",
    ]);
    expect(life.subscription().endReason).toBe("payment_failure");
    expect(life.invoice(2)).toMatchObject({ status: "open", remaining: 1000, attempts: 4 });
  });

  it.each([
    [
      "`smart` tries eight times in two weeks",
      "retries: smart",
      ["2026-05-02", "2026-05-03", "2026-05-05", "2026-05-07", "2026-05-09", "2026-05-11", "2026-05-13", "2026-05-15"],
    ],
    ["a schedule of its own", "retries: [1 day, 36 hours]", ["2026-05-02", "2026-05-03T13:00"]],
    ["months clamp", "retries: [1 month]", ["2026-06-01"]],
    ["no retries: the first failure is the last", "retries: []", []],
  ])("%s", (_rule, settings, expected) => {
    const life = lifeOf(LONG, [BASIC, FUNDS], dunning(settings));
    const tries = life.about("#2 insufficient_funds").map((line) => line.split(" ")[0]?.replace(/T01:00$/, ""));
    expect(tries).toEqual(["2026-05-01", ...expected]);
    expect(life.subscription().status).toBe("canceled");
  });

  it("paid by a retry is active again (OVR)", () => {
    const life = lifeOf(["2026-04-01", "2026-05-20"], [BASIC], {
      fields: "card: moody",
      blocks: "cards: { moody: { outcomes: [succeeds, insufficient_funds, insufficient_funds, succeeds] } }",
    });
    expect(steps(life.since("2026-05-09"))).toEqual([
      "2026-05-09T01:00 #2 moody 3: pays 1000",
      "2026-05-09T01:00 #2 paid",
      "2026-05-09T01:00 c status past_due -> active",
    ]);
  });

  it("the customer's own schedule wins", () => {
    const life = lifeOf(LONG, [BASIC, FUNDS], { fields: "dunning: { retries: [2 days], then: past_due }", ...dunning("retries: smart") });
    expect(life.about("#2 payment_failed")).toEqual([
      "2026-05-01T01:00 #2 payment_failed 1, next 2026-05-03T01:00",
      "2026-05-03T01:00 #2 payment_failed 2, next never",
    ]);
  });
});

describe("when the last retry has failed", () => {
  const life = (settings: string) => lifeOf(LONG, [BASIC, FUNDS], dunning(`retries: [3 days], ${settings}`));

  it("`cancel` ends the subscription; the invoice stays open", () => {
    const { invoices, subscriptions } = life("then: cancel");
    expect([subscriptions[0]?.status, invoices.map(({ status }) => status)]).toEqual(["canceled", ["paid", "open"]]);
  });

  it("`unpaid`: later invoices stay drafts (DUN)", () => {
    const { invoices, subscriptions } = life("then: unpaid");
    expect([subscriptions[0]?.status, invoices.map(({ status }) => status)]).toEqual(["unpaid", ["paid", "open", "draft", "draft"]]);
  });

  it("`past_due`: later invoices are still charged (DUN)", () => {
    const { invoices, subscriptions } = life("then: past_due");
    expect([subscriptions[0]?.status, invoices.map(({ status, attempts }) => `${status} ${attempts}`)]).toEqual([
      "past_due",
      ["paid 1", "open 2", "open 2", "open 1"],
    ]);
  });

  it("`invoice_then: uncollectible` writes the invoice off first, then looks at the subscription (B31)", () => {
    expect(steps(life("then: cancel, invoice_then: uncollectible").since("2026-05-04"))).toEqual([
      "2026-05-04T01:00 #2 insufficient_funds 2: insufficient_funds",
      "2026-05-04T01:00 #2 payment_failed 2, next never",
      "2026-05-04T01:00 #2 marked_uncollectible",
      "2026-05-04T01:00 c ended past_due -> canceled",
    ]);
  });

  it("what is written off can still be paid", () => {
    const paid = lifeOf(
      LONG,
      [BASIC, FUNDS, "{ at: 2026-05-10, card: visa }", "{ at: 2026-05-10, pay: { invoice: c-0002 } }"],
      dunning("retries: [3 days], then: cancel, invoice_then: uncollectible"),
    );
    expect(paid.since("2026-05-10")).toEqual(["2026-05-10 card visa", "2026-05-10 #2 visa 2: pays 1000", "2026-05-10 #2 paid"]);
    expect(paid.subscription().status).toBe("canceled");
  });

  it("pending prorations go with the subscription (D21)", () => {
    const changed = lifeOf(LONG, [BASIC, FUNDS, "{ at: 2026-05-02, change: { plan: pro } }"], dunning("retries: [3 days]"));
    expect(changed.at("2026-05-04T01:00").slice(2)).toEqual([
      expect.stringMatching(/^dropped credit /),
      expect.stringMatching(/^dropped charge /),
      "c ended past_due -> canceled",
    ]);
  });
});

describe("the status follows the latest invoice (D28)", () => {
  const settings = dunning("retries: [40 days], then: cancel");
  const recovered = [BASIC, FUNDS, "{ at: 2026-05-20, card: visa }"];

  it("the next one is paid: active, though an older one is open", () => {
    const life = lifeOf(["2026-04-01", "2026-06-02"], recovered, settings);
    expect(steps(life.since("2026-06"))).toEqual([
      "2026-06-01T01:00 #3 visa 1: pays 1000",
      "2026-06-01T01:00 #3 paid",
      "2026-06-01T01:00 c status past_due -> active",
    ]);
    expect(life.invoice(2).status).toBe("open");
  });

  it("an older one that fails again does not make it past_due", () => {
    const life = lifeOf(["2026-04-01", "2026-06-20"], [...recovered, "{ at: 2026-06-05, card: insufficient_funds }"], dunning("retries: [40 days, 40 days]"));
    expect(steps(life.since("2026-06-05"))).toEqual([
      "2026-06-10T01:00 #2 insufficient_funds 2: insufficient_funds",
      "2026-06-10T01:00 #2 payment_failed 2, next 2026-07-20T01:00",
    ]);
    expect(life.subscription().status).toBe("active");
  });

  it("an older one that is paid does not make it active", () => {
    const life = lifeOf(["2026-04-01", "2026-06-20"], [BASIC, FUNDS, "{ at: 2026-06-05, card: visa }", "{ at: 2026-06-05, pay: {} }"], settings);
    expect(steps(life.since("2026-06-05"))).toEqual(["2026-06-05 #2 visa 1: pays 1000", "2026-06-05 #2 paid"]);
    expect(life.subscription().status).toBe("past_due");
  });

  it("the first to exhaust its retries triggers `then`, also an older one", () => {
    const life = lifeOf(["2026-04-01", "2026-06-20"], [...recovered, "{ at: 2026-06-05, card: insufficient_funds }"], settings);
    expect(steps(life.since("2026-06-05")).at(-1)).toBe("2026-06-10T01:00 c ended active -> canceled");
  });

  it("`past_due` then leaves it active when the latest is paid (B31)", () => {
    const life = lifeOf(
      ["2026-04-01", "2026-06-20"],
      [...recovered, "{ at: 2026-06-05, card: insufficient_funds }"],
      dunning("retries: [40 days], then: past_due"),
    );
    expect(life.subscription().status).toBe("active");
  });

  it("unpaid leaves when its latest invoice is paid by hand; drafts stay drafts (B11)", () => {
    const life = lifeOf(
      ["2026-04-01", "2026-06-20"],
      [BASIC, FUNDS, "{ at: 2026-06-05, card: visa }", "{ at: 2026-06-05, pay: {} }"],
      dunning("retries: [3 days], then: unpaid"),
    );
    expect(steps(life.since("2026-06-05"))).toEqual(["2026-06-05 #2 visa 2: pays 1000", "2026-06-05 #2 paid", "2026-06-05 c status unpaid -> active"]);
    expect(life.invoice(3).status).toBe("draft");
  });
});

describe("a hard decline (DUN)", () => {
  it("keeps its schedule and counts, but nothing is charged until there is a new card", () => {
    const life = lifeOf(["2026-04-01", "2026-05-20"], [BASIC, declines("lost_card")]);
    expect(steps(life.since("2026-05"))).toEqual([
      "2026-05-01T01:00 #2 lost_card 1: lost_card",
      "2026-05-01T01:00 #2 payment_failed 1, next 2026-05-04T01:00",
      "2026-05-01T01:00 c status active -> past_due",
      "2026-05-04T01:00 #2 payment_failed 2, next 2026-05-09T01:00",
      "2026-05-09T01:00 #2 payment_failed 3, next 2026-05-16T01:00",
      "2026-05-16T01:00 #2 payment_failed 4, next never",
      "2026-05-16T01:00 c ended past_due -> canceled",
    ]);
  });

  it("a new card waits for the next try (D28)", () => {
    const life = lifeOf(["2026-04-01", "2026-05-20"], [BASIC, declines("lost_card"), "{ at: 2026-05-05, card: visa }"]);
    expect(steps(life.since("2026-05-05"))).toEqual([
      "2026-05-09T01:00 #2 visa 3: pays 1000",
      "2026-05-09T01:00 #2 paid",
      "2026-05-09T01:00 c status past_due -> active",
    ]);
  });

  it("a card that declined one invoice hard is charged for the next", () => {
    const life = lifeOf(["2026-04-01", "2026-06-02"], [BASIC], {
      fields: "card: moody",
      blocks: "cards: { moody: { outcomes: [succeeds, lost_card, succeeds] } }\ndunning: { retries: [60 days] }",
    });
    expect(life.about("moody").map((line) => line.split(" ").slice(1).join(" "))).toEqual([
      "#1 moody 1: pays 1000",
      "#2 moody 1: lost_card",
      "#3 moody 1: pays 1000",
    ]);
  });
});

describe("without a card (B35a)", () => {
  it("an attempt fails without a charge, and nothing is planned and nothing ends", () => {
    const life = lifeOf(["2026-04-01", "2026-05-30"], [BASIC, "{ at: 2026-04-20, card: none }"]);
    expect(life.at("2026-05-01T01:00")).toEqual(["#2 finalized due 1000", "#2 payment_failed 1, next never", "c status active -> past_due"]);
    expect(life.since("2026-05-02")).toEqual([]);
  });

  it("`pay` with a new card pays", () => {
    const life = lifeOf(
      ["2026-04-01", "2026-05-30"],
      [BASIC, "{ at: 2026-04-20, card: none }", "{ at: 2026-05-10, card: visa }", "{ at: 2026-05-10, pay: {} }"],
    );
    expect(life.since("2026-05-10")).toEqual([
      "2026-05-10 card visa",
      "2026-05-10 #2 visa 1: pays 1000",
      "2026-05-10 #2 paid",
      "2026-05-10 c status past_due -> active",
    ]);
  });

  it("`pay` is refused", () => {
    expect(refusalOf(LONG, [BASIC, "{ at: 2026-04-20, card: none }", "{ at: 2026-05-10, pay: {} }"])).toBe('Customer "c" has no card.');
  });
});

describe("`pay` (B33)", () => {
  it("that fails is a row and moves neither the count nor the schedule (SDK)", () => {
    const life = lifeOf(["2026-04-01", "2026-05-05"], [BASIC, FUNDS, "{ at: 2026-05-02, pay: {} }"]);
    expect(steps(life.since("2026-05-02"))).toEqual([
      "2026-05-02 #2 insufficient_funds 1: insufficient_funds",
      "2026-05-02 #2 payment_failed 1, next 2026-05-04T01:00",
      "2026-05-04T01:00 #2 insufficient_funds 2: insufficient_funds",
      "2026-05-04T01:00 #2 payment_failed 2, next 2026-05-09T01:00",
    ]);
  });

  it("charges the oldest open invoice, or the one that is named", () => {
    const open = [BASIC, FUNDS, "{ at: 2026-06-10, card: visa }"];
    const settings = dunning("retries: [60 days]");
    expect(lifeOf(LONG, [...open, "{ at: 2026-06-10, pay: {} }"], settings).at("2026-06-10")[1]).toBe("#2 visa 1: pays 1000");
    expect(lifeOf(LONG, [...open, "{ at: 2026-06-10, pay: { invoice: c-0003 } }"], settings).at("2026-06-10")[1]).toBe("#3 visa 1: pays 1000");
  });

  it.each([
    ["with nothing open", [BASIC, "{ at: 2026-04-10, pay: {} }"], 'Customer "c" has no open invoice.'],
    ["of a paid one", [BASIC, "{ at: 2026-04-10, pay: { invoice: c-0001 } }"], 'Invoice "c-0001" is paid.'],
    ["of a draft", [BASIC, "{ at: 2026-05-01T00:30:00Z, pay: { invoice: c-0002 } }"], 'Invoice "c-0002" is draft.'],
    ["of one that is not there", [BASIC, "{ at: 2026-04-10, pay: { invoice: c-0009 } }"], 'Customer "c" has no invoice "c-0009".'],
  ])("is refused %s", (_when, entries, message) => {
    expect(refusalOf(LONG, entries)).toBe(message);
  });
});

it("charges are counted per card: a card that comes back goes on where it stopped (B34)", () => {
  const life = lifeOf(["2026-04-01", "2026-06-02"], [BASIC, "{ at: 2026-04-10, card: visa }", "{ at: 2026-05-10, card: moody }"], {
    fields: "card: moody",
    blocks: "cards: { moody: { outcomes: [succeeds, insufficient_funds] } }",
  });
  expect(life.about(" 1: ").map((line) => line.split(" ").slice(1).join(" "))).toEqual([
    "#1 moody 1: pays 1000",
    "#2 visa 1: pays 1000",
    "#3 moody 1: insufficient_funds",
  ]);
});
