import { describe, expect, it } from "vitest";
import { lifeOf, livesOf, refusalOf } from "../../script.ts";

const COUPONS = `coupons:
  once: { percent_off: 50, duration: once }
  three: { percent_off: 50, duration: repeating, duration_in_months: 3 }
  year: { percent_off: 50, duration: repeating, duration_in_months: 12 }
  ever: { percent_off: 50, duration: forever }
  five: { amount_off: 500, currency: usd, duration: forever }
  euros: { amount_off: 500, currency: eur, duration: once }
  pro_only: { percent_off: 50, duration: forever, applies_to: [pro] }
  early: { percent_off: 50, duration: once, redeem_by: 2026-04-01T12:00:00Z }
`;
const totals = (terms: string, end = "2026-08-02", start = "2026-04-01") =>
  lifeOf([start, end], [`{ at: ${start}, subscribe: { ${terms} } }`], { blocks: COUPONS }).totals;

describe("a coupon's life over the invoices of a subscription", () => {
  it.each([
    ["`once`: the first invoice", "plan: basic, coupon: once", [500, 1000, 1000, 1000, 1000]],
    ["`repeating`: every invoice within its months, half-open (D7)", "plan: basic, coupon: three", [500, 500, 500, 1000, 1000]],
    ["`forever`: every invoice", "plan: basic, coupon: ever", [500, 500, 500, 500, 500]],
    ["several, in list order", "plan: pro, discounts: [five, ever]", [750, 750, 750, 750, 750]],
    ["several, in the other order", "plan: pro, discounts: [ever, five]", [500, 500, 500, 500, 500]],
    ["each lives its own life", "plan: pro, discounts: [once, five]", [500, 1500, 1500, 1500, 1500]],
    ["in another currency it is skipped (D25)", "plan: basic, coupon: euros", [1000, 1000, 1000, 1000, 1000]],
    ["only for the plans it applies to", "items: [{ plan: basic }, { plan: pro }], coupon: pro_only", [2000, 2000, 2000, 2000, 2000]],
    ["not for other plans", "plan: basic, coupon: pro_only", [1000, 1000, 1000, 1000, 1000]],
    ["a trial's invoice of 0 does not start it", "plan: basic, coupon: three, trial: 14 days", [0, 500, 500, 500, 1000]],
  ])("%s", (_rule, terms, expected) => {
    expect(totals(terms)).toEqual(expected);
  });

  it("a yearly invoice inside its months is discounted in full (COU)", () => {
    expect(totals("plan: yearly, coupon: three", "2027-04-02")).toEqual([10_000, 20_000]);
    expect(totals("plan: yearly, coupon: year", "2027-04-02")).toEqual([10_000, 20_000]);
  });

  it("months are clamped: three from 31 January end on 30 April, where that renewal is at full price", () => {
    expect(totals("plan: basic, coupon: three", "2026-05-01", "2026-01-31")).toEqual([500, 500, 500, 1000]);
  });
});

describe("the customer's coupon and the subscription's", () => {
  const lived = (fields: string, entries: readonly string[]) => lifeOf(["2026-04-01", "2026-07-02"], entries, { fields, blocks: COUPONS });
  const BASIC = "{ at: 2026-04-01, subscribe: { plan: basic } }";

  it("the customer's reaches every subscription", () => {
    expect(lived("coupon: ever", [BASIC, "{ at: 2026-04-01, subscribe: { plan: pro } }"]).totals.slice(0, 2)).toEqual([500, 1000]);
  });

  it("the subscription's replaces it; used up, the customer's counts again (B6a)", () => {
    expect(lived("coupon: five", ["{ at: 2026-04-01, subscribe: { plan: pro, coupon: once } }"]).totals).toEqual([1000, 1500, 1500, 1500]);
  });

  it("a `once` of the customer is used up by whichever invoice comes first", () => {
    expect(lived("coupon: once", [BASIC, "{ at: 2026-04-01, subscribe: { plan: pro } }"]).totals.slice(0, 2)).toEqual([500, 2000]);
  });

  it("`coupon` gives and takes the customer's", () => {
    const life = lived("", [BASIC, "{ at: 2026-04-10, coupon: ever }", "{ at: 2026-05-10, coupon: null }"]);
    expect([life.totals, life.about("coupon")]).toEqual([
      [1000, 500, 1000, 1000],
      ["2026-04-10 coupon ever", "2026-05-10 coupon none"],
    ]);
  });

  it("`coupon` with `subscription` gives and takes that subscription's", () => {
    const life = lived("", [BASIC, "{ at: 2026-04-10, subscription: c, coupon: ever }", "{ at: 2026-05-10, subscription: c, coupon: null }"]);
    expect([life.totals, life.about("updated")]).toEqual([
      [1000, 500, 1000, 1000],
      ["2026-04-10 c updated active", "2026-05-10 c updated active"],
    ]);
  });

  it("`change: { discounts: [] }` removes the subscription's", () => {
    const life = lived("", ["{ at: 2026-04-01, subscribe: { plan: basic, coupon: ever } }", "{ at: 2026-04-10, change: { discounts: [] } }"]);
    expect(life.totals).toEqual([500, 1000, 1000, 1000]);
  });

  it("a proration at full price made with a `once` coupon uses it up (D7)", () => {
    const life = lived("", [BASIC, "{ at: 2026-04-16, change: { plan: pro, coupon: once } }"]);
    expect([life.invoice(2).amounts, life.invoice(2).discounts]).toEqual([
      [-500, 500, 2000],
      [0, 0, 0],
    ]);
  });
});

describe("`redeem_by` is exclusive (B6)", () => {
  it("the second before it a coupon is redeemed, at it no more", () => {
    const entry = (at: string) => [`{ at: ${at}, subscribe: { plan: basic, coupon: early } }`];
    expect(lifeOf(["2026-04-01", "2026-04-02"], entry("2026-04-01T11:59:59Z"), { blocks: COUPONS }).totals).toEqual([500]);
    expect(refusalOf(["2026-04-01", "2026-04-02"], entry("2026-04-01T12:00:00Z"), { blocks: COUPONS })).toBe(
      'Coupon "early" can no longer be redeemed at 2026-04-01 12:00:00.',
    );
  });

  it("it limits redemption only: redeemed in time, it is used later", () => {
    const life = lifeOf(["2026-04-01", "2026-05-02"], ["{ at: 2026-04-01, subscribe: { plan: basic, trial: 14 days, coupon: early } }"], { blocks: COUPONS });
    expect(life.totals).toEqual([0, 500]);
  });
});

describe("`max_redemptions` counts all customers together (D24)", () => {
  /** Customers in the file's order, each with its entries; who was refused, as `b 0`. */
  function refusedOf(
    max: number,
    customers: Readonly<Record<string, readonly string[]>>,
    more: { coupons?: string; blocks?: string; fields?: Readonly<Record<string, string>> } = {},
  ) {
    const scripts = Object.entries(customers).map(
      ([id, entries]) =>
        `  ${id}:\n${more.fields?.[id] === undefined ? "" : `    ${more.fields[id]}\n`}    timeline:\n${entries.map((entry) => `      - ${entry}\n`).join("")}`,
    );
    const { refused, lives } = livesOf(
      `clock: { start: 2026-04-01, end: 2026-05-01 }\n${more.blocks ?? ""}\nplans: { basic: { currency: usd, interval: month, unit_amount: 1000 } }\ncoupons: { few: { percent_off: 50, duration: once, max_redemptions: ${max}${more.coupons ?? ""} } }\ncustomers:\n${scripts.join("")}`,
    );
    return { refused: refused.map(({ customer, entry }) => `${customer.id} ${entry}`), lives };
  }
  const at = (when: string, more = "") => `{ at: ${when}, subscribe: { plan: basic, coupon: few }${more} }`;

  it("slots go by instant first, not by the order in which customers are simulated", () => {
    expect(refusedOf(1, { a: [at("2026-04-03")], b: [at("2026-04-02")], c: [at("2026-04-04")] }).refused).toEqual(["a 0", "c 0"]);
  });

  it("in one instant by the order of customers", () => {
    expect(refusedOf(2, { a: [at("2026-04-03")], b: [at("2026-04-03")], c: [at("2026-04-03")] }).refused).toEqual(["c 0"]);
  });

  it("of one customer by the order of entries", () => {
    expect(refusedOf(1, { a: [at("2026-04-03"), at("2026-04-03")] }).refused).toEqual(["a 1"]);
  });

  it("a customer's own coupon counts, at the clock's start", () => {
    const fields = { b: "coupon: few" };
    const plain = "{ at: 2026-04-10, subscribe: { plan: basic } }";
    expect(refusedOf(1, { a: [at("2026-04-02")], b: [plain] }, { fields }).refused).toEqual(["a 0"]);
    // At that very instant the order of customers decides.
    expect(refusedOf(1, { a: [at("2026-04-01")], b: [plain] }, { fields }).refused).toEqual(["b -1"]);
    expect(refusedOf(1, { b: [at("2026-04-01")], a: [plain] }, { fields }).refused).toEqual(["b 0"]);
  });

  it("a sign-up refused for its funding takes no slot", () => {
    const more = { blocks: "cards: { gift: { funding: prepaid } }\nbilling: { accept_funding: [credit] }", fields: { a: "card: gift" } };
    expect(refusedOf(1, { a: [at("2026-04-02")], b: [at("2026-04-03")] }, more).refused).toEqual([]);
  });

  it("a sign-up that its payment refuses takes one", () => {
    const refusedByCard = `{ at: 2026-04-02, subscribe: { plan: basic, coupon: few, payment_behavior: error_if_incomplete } }`;
    expect(refusedOf(1, { a: [refusedByCard], b: [at("2026-04-03")] }, { fields: { a: "card: insufficient_funds" } }).refused).toEqual(["b 0"]);
  });

  it("an attempt after `redeem_by` takes none", () => {
    const { lives } = refusedOf(1, { a: [at("2026-04-02"), at("2026-04-10", ", error: expected")] }, { coupons: ", redeem_by: 2026-04-05" });
    expect(lives[0]?.about("refused")).toHaveLength(1);
  });

  it("an entry that is expected to be refused counts, too (B6b)", () => {
    const { refused, lives } = refusedOf(1, { a: [at("2026-04-02", ", error: expected")], b: [at("2026-04-03")] });
    expect([refused, lives[0]?.about("accepted")]).toEqual([["b 0"], ["2026-04-02 entry 0 accepted"]]);
  });
});
