import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-07-02"] as const;
const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";
const TWO = "{ at: 2026-04-01, subscribe: { items: [{ plan: basic }, { plan: option, quantity: 2 }] } }";
const change = (fields: string, at = "2026-04-16") => `{ at: ${at}, change: { ${fields} } }`;
const bought = (...entries: readonly string[]) => lifeOf(CLOCK, entries);

describe("when a change is billed", () => {
  it("`create_prorations`, the default: its lines wait for the next renewal", () => {
    const life = bought(BASIC, change("plan: pro"));
    expect(life.at("2026-04-16")).toEqual([
      "c updated active",
      "pending credit -500 basic 2026-04-16..2026-05-01",
      "pending charge 1000 pro 2026-04-16..2026-05-01",
    ]);
    expect(life.invoice(2)).toMatchObject({
      reason: "subscription_cycle",
      createdAt: "2026-05-01",
      finalizedAt: "2026-05-01T01:00",
      amounts: [-500, 1000, 2000],
    });
  });

  it("`always_invoice`: at once, and charged at once", () => {
    expect(bought(BASIC, change("plan: pro, proration_behavior: always_invoice")).at("2026-04-16").slice(3)).toEqual([
      "#2 created subscription_update 500",
      "#2 finalized due 500",
      "#2 visa 1: pays 500",
      "#2 paid",
    ]);
  });

  it("`always_invoice` of a downgrade: the negative total becomes credit, which the renewal uses", () => {
    const life = bought("{ at: 2026-04-01, subscribe: { plan: pro } }", change("plan: basic, proration_behavior: always_invoice"));
    expect(life.at("2026-04-16").slice(3)).toEqual(["#2 created subscription_update -500", "#2 finalized due 0", "balance -500 applied_to_invoice", "#2 paid"]);
    expect(life.at("2026-05-01T01:00")).toEqual(["#3 finalized due 500", "balance +500 applied_to_invoice", "#3 visa 1: pays 500", "#3 paid"]);
  });

  it("`none`: not at all, the renewal is at the new price", () => {
    expect(bought(BASIC, change("plan: pro, proration_behavior: none")).totals).toEqual([1000, 2000, 2000, 2000]);
  });

  it("`billing.proration_behavior` is the default of a change", () => {
    const life = lifeOf(CLOCK, [BASIC, change("plan: pro")], { blocks: "billing: { proration_behavior: always_invoice }" });
    expect(life.invoice(2)).toMatchObject({ reason: "subscription_update", createdAt: "2026-04-16" });
  });

  it("a change to what is held makes no lines and no invoice (D18)", () => {
    const life = bought(BASIC, change("plan: basic, quantity: 1, proration_behavior: always_invoice"), change("quantity: 1", "2026-04-17"));
    expect(life.totals).toEqual([1000, 1000, 1000, 1000]);
    expect(life.about("pending")).toEqual([]);
  });

  it("discounts alone make no proration (PRO)", () => {
    const life = lifeOf(CLOCK, [BASIC, change("coupon: half")], { blocks: "coupons: { half: { percent_off: 50, duration: forever } }" });
    expect(life.invoices.map(({ amounts, total }) => [amounts, total]).slice(0, 2)).toEqual([
      [[1000], 1000],
      [[1000], 500],
    ]);
  });

  it("discounts and a quantity in one call: the charge uses the changed discounts (PRO)", () => {
    const life = lifeOf(CLOCK, [BASIC, change("quantity: 2, coupon: half")], { blocks: "coupons: { half: { percent_off: 50, duration: forever } }" });
    expect(life.invoice(2).amounts).toEqual([-500, 500, 2000]);
    expect(life.invoice(2).discounts).toEqual([0, 0, 1000]);
  });

  it("a failed charge leaves the change and makes the subscription past_due (B20)", () => {
    const life = bought(BASIC, "{ at: 2026-04-10, card: insufficient_funds }", change("plan: pro, proration_behavior: always_invoice"));
    expect(life.at("2026-04-16").slice(3)).toEqual([
      "#2 created subscription_update 500",
      "#2 finalized due 500",
      "#2 insufficient_funds 1: insufficient_funds",
      "#2 payment_failed 1, next 2026-04-19",
      "c status active -> past_due",
    ]);
    expect(life.subscription().items).toEqual(["pro x1"]);
  });
});

describe("what changes", () => {
  it("a changed plan resets the quantity to 1 unless it is given (CHG)", () => {
    const three = "{ at: 2026-04-01, subscribe: { plan: basic, quantity: 3 } }";
    expect(bought(three, change("plan: pro")).subscription().items).toEqual(["pro x1"]);
    expect(bought(three, change("plan: pro, quantity: 2")).subscription().items).toEqual(["pro x2"]);
    expect(bought(three, change("plan: basic")).subscription().items).toEqual(["basic x3"]);
  });

  it("an added item is charged for the rest of the period and stands last; the others are left alone", () => {
    const life = bought(BASIC, change("items: [{ plan: option }]"));
    expect(life.subscription().items).toEqual(["basic x1", "option x1"]);
    expect(life.invoice(2).lines).toEqual([
      "charge 150 option 2026-04-16..2026-05-01",
      "period 1000 basic 2026-05-01..2026-06-01",
      "period 300 option 2026-05-01..2026-06-01",
    ]);
  });

  it("a removed item is credited, and a mere removal charges nothing", () => {
    const life = bought(TWO, change("items: [{ plan: option, remove: true }]"));
    expect(life.subscription().items).toEqual(["basic x1"]);
    expect(life.invoice(2).lines).toEqual(["credit -300 option x2 2026-04-16..2026-05-01", "period 1000 basic 2026-05-01..2026-06-01"]);
  });

  it("a swap keeps the item's place, and several changes print unused before remaining time", () => {
    const life = bought(TWO, change("items: [{ from: basic, to: pro }, { plan: option, quantity: 1 }]"));
    expect(life.subscription().items).toEqual(["pro x1", "option x1"]);
    expect(life.invoice(2).lines.slice(0, 4)).toEqual([
      "credit -500 basic 2026-04-16..2026-05-01",
      "credit -300 option x2 2026-04-16..2026-05-01",
      "charge 1000 pro 2026-04-16..2026-05-01",
      "charge 150 option 2026-04-16..2026-05-01",
    ]);
  });

  it("an item that is set to what it has keeps its debits: nothing is credited", () => {
    const life = bought(TWO, change("items: [{ plan: option, quantity: 2 }, { plan: basic, quantity: 2 }]"));
    expect(life.invoice(2).lines.slice(0, 2)).toEqual(["credit -500 basic 2026-04-16..2026-05-01", "charge 1000 basic x2 2026-04-16..2026-05-01"]);
  });
});

describe("another interval, with flexible billing", () => {
  it("month to year: the anchor stays, and the rest of the year that holds the change is billed at once (B18)", () => {
    const life = bought(BASIC, change("plan: yearly"));
    expect(life.invoice(2)).toMatchObject({
      reason: "subscription_update",
      createdAt: "2026-04-16",
      lines: ["credit -500 basic 2026-04-16..2026-05-01", "charge 19178 yearly 2026-04-16..2027-04-01"],
    });
    expect(life.subscription()).toMatchObject({ anchor: "2026-04-01", period: "2026-04-01..2027-04-01" });
  });

  it("month to year in a later month: the same year, counted from the anchor (D10)", () => {
    const life = bought(BASIC, change("plan: yearly", "2026-06-16"));
    expect(life.invoice(4).lines).toEqual(["credit -500 basic 2026-06-16..2026-07-01", "charge 15836 yearly 2026-06-16..2027-04-01"]);
  });

  it("year to month: what is left of the year comes back, the month that holds the change is charged", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: yearly } }", change("plan: basic", "2026-06-16")]);
    expect(life.invoice(2).lines).toEqual(["credit -15836 yearly 2026-06-16..2027-04-01", "charge 500 basic 2026-06-16..2026-07-01"]);
    expect(life.balance).toBe(-(15_836 - 500 - 1000));
  });

  it("without proration what was billed runs out first, then the year that holds that instant begins there (B18)", () => {
    const life = bought(BASIC, change("plan: yearly, proration_behavior: none"));
    // From 1 May 335 of 365 days are left.
    expect(life.invoices.slice(1).map(({ createdAt, lines }) => [createdAt, lines])).toEqual([["2026-05-01", ["period 18356 yearly 2026-05-01..2027-04-01"]]]);
  });

  it("twelve months are a year: no immediate invoice", () => {
    const life = lifeOf(CLOCK, ["{ at: 2026-04-01, subscribe: { plan: yearly } }", change("plan: annual")], {
      blocks: "  annual: { currency: usd, interval: month, interval_count: 12, unit_amount: 30000 }",
    });
    expect(life.invoices).toHaveLength(1);
    expect(life.pending).toEqual(["credit -19178 yearly 2026-04-16..2027-04-01", "charge 28767 annual 2026-04-16..2027-04-01"]);
  });
});

describe("free to paid, with flexible billing", () => {
  it("is billed at once, and the anchor stays", () => {
    const life = bought("{ at: 2026-04-01, subscribe: { plan: free } }", change("plan: basic"));
    expect(life.invoice(2)).toMatchObject({
      reason: "subscription_update",
      lines: ["credit 0 free 2026-04-16..2026-05-01", "charge 500 basic 2026-04-16..2026-05-01"],
    });
    expect(life.subscription().anchor).toBe("2026-04-01");
  });

  it("is not what happens when the quantity was 0 (CHG)", () => {
    const life = bought("{ at: 2026-04-01, subscribe: { plan: basic, quantity: 0 } }", change("quantity: 1"));
    expect(life.invoice(2)).toMatchObject({ reason: "subscription_cycle", createdAt: "2026-05-01" });
  });

  it("without proration waits for the renewal", () => {
    expect(bought("{ at: 2026-04-01, subscribe: { plan: free } }", change("plan: basic, proration_behavior: none")).totals).toEqual([0, 1000, 1000, 1000]);
  });

  it("paid to free is no immediate invoice", () => {
    const life = bought(BASIC, change("plan: free"));
    expect(life.invoice(2)).toMatchObject({ reason: "subscription_cycle", amounts: [-500, 0, 0], total: -500 });
  });
});

describe("a change is refused", () => {
  it.each([
    ["`plan` needs exactly one item", [TWO, change("plan: pro")], 'Subscription "c" has 2 items.'],
    ["`quantity` needs exactly one item", [TWO, change("quantity: 2")], 'Subscription "c" has 2 items.'],
    ["one plan stands once", [TWO, change("items: [{ from: option, to: basic }]")], 'Plan "basic" would stand twice on subscription "c".'],
    [
      "a subscription has at least one item",
      [BASIC, change("items: [{ plan: basic, remove: true }]")],
      'The change would leave subscription "c" without items.',
    ],
    ["what is not held cannot be removed", [BASIC, change("items: [{ plan: option, remove: true }]")], 'Subscription "c" has no item of plan "option".'],
    ["intervals that go together", [BASIC, change("items: [{ plan: weekly }]")], 'Plans "basic" and "weekly" bill every month and every week.'],
    ["canceled is final", [BASIC, "{ at: 2026-04-10, cancel: {} }", change("plan: pro")], 'Subscription "c" is canceled and cannot be changed.'],
    ["without a subscription", [change("plan: pro")], 'Customer "c" has no subscription.'],
    [
      "with several and none named",
      [BASIC, "{ at: 2026-04-02, subscribe: { plan: pro } }", change("quantity: 2")],
      'Customer "c" has 2 subscriptions: "c", "c/2".',
    ],
  ])("%s", (_rule, entries, message) => {
    expect(refusalOf(CLOCK, entries)).toBe(message);
  });

  it.each([
    [
      "`proration_date` at the period's end is outside",
      [BASIC, change("plan: pro, proration_date: 2026-05-01")],
      /\bproration_date\b.* 2026-05-01 lies outside the current period of "c"\.$/,
    ],
    [
      "`proration_date` before the period is outside",
      [BASIC, change("plan: pro, proration_date: 2026-04-30", "2026-05-16")],
      /\bproration_date\b.* 2026-04-30 lies outside the current period of "c"\.$/,
    ],
    [
      "`proration_date` with an interval change lies in the period of the new interval too",
      ["{ at: 2026-04-01, subscribe: { plan: yearly } }", change("plan: basic, proration_date: 2026-05-02")],
      /\bproration_date\b.* 2026-05-02 lies outside the period of the new interval\.$/,
    ],
    ["`cancel_at` lies in the future", [BASIC, change("cancel_at: 2026-04-16")], /\bcancel_at\b.* 2026-04-16 is not after 2026-04-16\.$/],
  ])("%s, and names the key as it is written", (_rule, entries, message) => {
    expect(refusalOf(CLOCK, entries)).toMatch(message);
  });

  it("while incomplete only cancel, card and pay are allowed (D18)", () => {
    const signUp = "{ at: 2026-04-01, subscribe: { plan: basic } }";
    expect(refusalOf(CLOCK, [signUp, change("plan: pro", "2026-04-01T12:00:00Z")], { fields: "card: insufficient_funds" })).toBe(
      'Subscription "c" is incomplete and cannot be changed.',
    );
  });

  it("and nothing of it has happened", () => {
    const life = lifeOf(
      CLOCK,
      [TWO, "{ at: 2026-04-16, change: { coupon: half, items: [{ plan: option, remove: true }, { plan: weekly }] }, error: expected }"],
      {
        blocks: "coupons: { half: { percent_off: 50, duration: forever } }",
      },
    );
    expect(life.at("2026-04-16")).toEqual([expect.stringMatching(/^entry 1 refused: plans "basic" and "weekly" bill every month and every week/)]);
    expect([life.subscription().items, life.totals]).toEqual([
      ["basic x1", "option x2"],
      [1600, 1600, 1600, 1600],
    ]);
  });
});
