import { describe, expect, it } from "vitest";
import { lifeOf, livesOf, refusalOf, yamlOf } from "../../script.ts";

const CLOCK = ["2026-03-01", "2026-07-02"] as const;
const API = {
  blocks:
    "  api: { currency: usd, interval: month, usage_type: metered, unit_amount: 2 }\n  other: { currency: usd, interval: month, usage_type: metered, unit_amount: 5 }",
};
const CLASSIC = { blocks: `${API.blocks}\nbilling: { mode: classic }` };
const used = (at: string, quantity: number, more = "") => `{ at: ${at}, usage: { plan: api, quantity: ${quantity}${more} } }`;
const subscribe = (fields: string, at = "2026-05-10") => `{ at: ${at}, subscribe: { plan: api, ${fields} } }`;
const EARLIER = [used("2026-03-05", 100), used("2026-04-20", 150), used("2026-05-02", 7)];

describe("usage before a backdated sign-up (X5a)", () => {
  it("is billed by the first invoice, a line for each period that has ended; the running one bills its own", () => {
    const life = lifeOf(CLOCK, [...EARLIER, subscribe("backdate_start_date: 2026-03-01")], API);
    expect(life.invoice(1).lines).toEqual(["usage 200 api x100 2026-03-01..2026-04-01", "usage 300 api x150 2026-04-01..2026-05-01"]);
    expect(life.invoice(2)).toMatchObject({ createdAt: "2026-06-01", lines: ["usage 14 api x7 2026-05-01..2026-06-01"] });
  });

  it("has a line of 0 for an unused period", () => {
    const life = lifeOf(CLOCK, [used("2026-04-20", 150), subscribe("backdate_start_date: 2026-03-01")], API);
    expect(life.invoice(1).amounts).toEqual([0, 300]);
  });

  it("has one line for all ended periods in classic mode", () => {
    const life = lifeOf(CLOCK, [...EARLIER, subscribe("backdate_start_date: 2026-03-01, billing_cycle_anchor: 2026-06-01")], CLASSIC);
    expect(life.invoice(1).lines).toEqual(["usage 500 api x250 2026-03-01..2026-05-01"]);
    expect(life.invoice(2).amounts).toEqual([14]);
  });

  it("stands beside what is licensed, with its coupon", () => {
    const both = "{ at: 2026-05-10, subscribe: { items: [{ plan: basic }, { plan: api }], backdate_start_date: 2026-04-01, coupon: half } }";
    const blocks = `${API.blocks}\ncoupons: { half: { percent_off: 50, duration: once } }`;
    const life = lifeOf(CLOCK, [used("2026-04-20", 150), both], { blocks });
    expect(life.invoice(1)).toMatchObject({ amounts: [300, 1000, 1000], discounts: [150, 500, 500] });
  });

  it("is billed up to a trial", () => {
    const life = lifeOf(CLOCK, [...EARLIER.slice(1), subscribe("backdate_start_date: 2026-04-15, trial: 10 days")], API);
    expect(life.invoice(1).lines).toEqual(["usage 314 api x157 2026-04-15..2026-05-10"]);
  });

  it("counts a key once and overwrites as ever", () => {
    const entries = [
      used("2026-03-05", 100, ", idempotency_key: k"),
      used("2026-03-06", 100, ", idempotency_key: k"),
      used("2026-03-07", 3, ", action: set, timestamp: 2026-03-05"),
    ];
    expect(lifeOf(CLOCK, [...entries, subscribe("backdate_start_date: 2026-03-01", "2026-04-02")], API).invoice(1).amounts).toEqual([6]);
  });

  it("waits for the plan that covers it, and only for that", () => {
    const other = "{ at: 2026-05-01, subscribe: { plan: other, as: o, backdate_start_date: 2026-03-01 } }";
    const life = lifeOf(CLOCK, [used("2026-03-05", 100), other, subscribe("backdate_start_date: 2026-03-01")], API);
    expect(life.invoices.slice(0, 2).map(({ amounts }) => amounts)).toEqual([
      [0, 0],
      [200, 0],
    ]);
  });

  it("of a sign-up that came to nothing goes on waiting", () => {
    const declined = subscribe("backdate_start_date: 2026-03-01, payment_behavior: error_if_incomplete", "2026-05-10");
    const entries = [used("2026-03-05", 100), declined, "{ at: 2026-05-11, card: visa }", subscribe("backdate_start_date: 2026-03-01", "2026-05-12")];
    const life = lifeOf(CLOCK, entries, { ...API, fields: "card: insufficient_funds" });
    expect(life.invoice(1).amounts).toEqual([200, 0]);
  });

  it("of a stream is taken over where it is covered", () => {
    const stream = "{ at: 2026-03-01, usage_stream: { plan: api, every: 1 day, quantity: 1, until: 2026-04-11 } }";
    const life = lifeOf(CLOCK, [stream, subscribe("backdate_start_date: 2026-03-16", "2026-04-20")], API);
    expect(life.invoice(1).lines).toEqual(["usage 52 api x26 2026-03-16..2026-04-16"]);
  });

  it("is refused where no later sign-up covers it", () => {
    expect(refusalOf(CLOCK, [used("2026-03-05", 1)], API)).toContain('no plan "api" that takes usage');
    for (const fields of ["backdate_start_date: 2026-03-06", "backdate_start_date: 2026-03-01, proration_behavior: none"]) {
      const { refused } = livesOf(yamlOf(CLOCK, [used("2026-03-05", 1), subscribe(fields)], API));
      expect(refused.map(({ entry, message }) => [entry, message])).toEqual([[0, 'Customer "c" has no plan "api" that takes usage.']]);
    }
  });
});
