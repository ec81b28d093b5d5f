import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-06-02"] as const;
const more = {
  blocks: `  api: { currency: usd, interval: month, usage_type: metered, unit_amount: 10 }
  api_yearly: { currency: usd, interval: year, usage_type: metered, unit_amount: 10 }
  dear: { currency: usd, interval: month, usage_type: metered, unit_amount: 20 }
  peak: { currency: usd, interval: month, usage_type: metered, aggregate_usage: max, unit_amount: 100 }
  level: { currency: usd, interval: month, usage_type: metered, aggregate_usage: last_during_period, unit_amount: 100 }
  ever: { currency: usd, interval: month, usage_type: metered, aggregate_usage: last_ever, unit_amount: 100 }
  packs: { currency: usd, interval: month, usage_type: metered, unit_amount: 1000, transform_quantity: { divide_by: 10, round: up } }
  tiny: { currency: usd, interval: month, usage_type: metered, unit_amount_decimal: "0.4" }
  by_day: { currency: usd, interval: day, usage_type: metered, unit_amount: 1000 }
coupons:
  half: { percent_off: 50, duration: forever }
  once: { amount_off: 400, currency: usd, duration: once }
  off: { amount_off: 400, currency: usd, duration: forever }
tax_rates:
  inside: { percentage: 25, inclusive: true }
  on_top: { percentage: 25, inclusive: false }
cards:
  weak: { outcomes: [succeeds, insufficient_funds] }
`,
};
const lived = (...entries: readonly string[]) => lifeOf(CLOCK, entries, more);
const refused = (...entries: readonly string[]) => refusalOf(CLOCK, entries, more);
const signUp = (fields: string) => `{ at: 2026-04-01, subscribe: { ${fields} } }`;
const BY_AMOUNT = signUp("plan: api, billing_thresholds: { amount_gte: 1000 }");
const used = (quantity: number | string, at: string, plan = "api", fields = "") => `{ at: ${at}, usage: { plan: ${plan}, quantity: ${quantity}${fields} } }`;
const early = (life: ReturnType<typeof lived>) => life.invoices.filter(({ reason }) => reason === "subscription_threshold").map(({ lines }) => lines);

describe("a monetary threshold (V1, V2)", () => {
  it("bills at the instant of the record that reaches it, finalized and charged at once", () => {
    const life = lived(BY_AMOUNT, used(99, "2026-04-05"), used(1, "2026-04-06"));
    expect(life.invoice(1)).toMatchObject({
      reason: "subscription_threshold",
      status: "paid",
      createdAt: "2026-04-06",
      finalizedAt: "2026-04-06",
      total: 1000,
    });
    expect(life.at("2026-04-06").slice(0, 3)).toEqual(["usage api 1, in all 100", "#1 created subscription_threshold 1000", "#1 finalized due 1000"]);
  });

  it("counts anew from each invoice, and the renewal bills the rest", () => {
    const life = lived(BY_AMOUNT, used(130, "2026-04-05"), used(70, "2026-04-10"), used(40, "2026-04-12"), used(7, "2026-04-20"));
    expect(early(life)).toEqual([["usage 1300 api x130 2026-04-01..2026-04-05"], ["usage 1100 api x110 2026-04-05..2026-04-12"]]);
    expect(life.invoice(3).lines).toEqual(["usage 70 api x7 2026-04-12..2026-05-01"]);
    expect(life.invoice(4).lines).toEqual(["usage 0 api x0 2026-05-01..2026-06-01"]);
  });

  it("a renewal after which nothing is left has its line of 0", () => {
    expect(lived(BY_AMOUNT, used(100, "2026-04-05")).invoice(2).lines).toEqual(["usage 0 api x0 2026-04-05..2026-05-01"]);
  });

  it("looks at what is left after coupons", () => {
    const entries = [used(100, "2026-04-05"), used(99, "2026-04-06"), used(1, "2026-04-07")];
    const life = lived(signUp("plan: api, coupon: half, billing_thresholds: { amount_gte: 1000 }"), ...entries);
    expect(life.invoice(1)).toMatchObject({ createdAt: "2026-04-07", subtotal: 2000, total: 1000 });
  });

  it("looks at the amount without tax, inside or on top", () => {
    const of = (rate: string) =>
      lived(signUp(`plan: api, tax_rates: [${rate}], billing_thresholds: { amount_gte: 1000 }`), used(100, "2026-04-05"), used(25, "2026-04-06"));
    expect(of("on_top").invoice(1)).toMatchObject({ createdAt: "2026-04-05", total: 1250 });
    expect(of("inside").invoice(1)).toMatchObject({ createdAt: "2026-04-06", total: 1250 });
  });

  it("counts prorations that wait, not items and not fees; the invoice takes them all", () => {
    const two = signUp("items: [{ plan: basic }, { plan: api }], billing_thresholds: { amount_gte: 1500 }");
    const upgrade = "{ at: 2026-04-16, change: { items: [{ from: basic, to: option, quantity: 4 }] } }";
    const life = lived(two, upgrade, "{ at: 2026-04-17, invoice_item: { amount: 900 } }", used(139, "2026-04-18"), used(1, "2026-04-19"));
    expect(life.invoice(2).lines).toEqual([
      "item 900",
      "credit -500 basic 2026-04-16..2026-05-01",
      "charge 600 option x4 2026-04-16..2026-05-01",
      "usage 1400 api x140 2026-04-01..2026-04-19",
    ]);
  });

  it("of several prices all that was used is billed, in the order of the items", () => {
    const life = lived(
      signUp("items: [{ plan: api }, { plan: peak }, { plan: dear }], billing_thresholds: { amount_gte: 1000 }"),
      used(3, "2026-04-02", "peak"),
      used(70, "2026-04-05"),
    );
    expect(early(life)).toEqual([["usage 700 api x70 2026-04-01..2026-04-05", "usage 300 peak x3 2026-04-01..2026-04-05"]]);
  });

  it("is not looked at in the last 24 hours of a period, nor in a trial", () => {
    expect(early(lived(BY_AMOUNT, used(100, "2026-04-30")))).toEqual([]);
    expect(early(lived(BY_AMOUNT, used(100, "2026-04-29T23:59:59Z")))).toHaveLength(1);
    expect(early(lived(signUp("plan: api, trial: 20 days, billing_thresholds: { amount_gte: 1000 }"), used(500, "2026-04-10")))).toEqual([]);
    expect(early(lived(signUp("plan: by_day, billing_thresholds: { amount_gte: 1000 }"), used(5, "2026-04-01", "by_day")))).toEqual([]);
  });

  it("a planned end moves these 24 hours", () => {
    expect(early(lived(BY_AMOUNT, "{ at: 2026-04-02, change: { cancel_at: 2026-04-20 } }", used(100, "2026-04-19")))).toEqual([]);
  });

  it("a record that is stamped earlier counts when it is reported", () => {
    const life = lived(BY_AMOUNT, used(100, "2026-04-05"), used(100, "2026-04-09", "api", ", timestamp: 2026-04-02"));
    expect(early(life)[1]).toEqual(["usage 1000 api x100 2026-04-05..2026-04-09"]);
  });

  it("late usage moves its draft and reaches nothing", () => {
    const life = lived(BY_AMOUNT, used(100, "2026-04-05"), used(300, "2026-05-01T00:30:00Z", "api", ", timestamp: 2026-04-20"));
    expect(early(life)).toHaveLength(1);
    expect(life.invoice(2).lines).toEqual(["usage 3000 api x300 2026-04-05..2026-05-01"]);
  });

  it("each record of a stream is looked at by itself", () => {
    const life = lived(BY_AMOUNT, "{ at: 2026-04-01, usage_stream: { plan: api, every: 1 day, quantity: 40, until: 2026-04-08 } }");
    expect(life.invoices.slice(0, 2).map(({ createdAt }) => createdAt)).toEqual(["2026-04-03", "2026-04-06"]);
  });
});

describe("what is billed (V3 to V6)", () => {
  it("`usage_gte` counts one item's usage, whatever it costs", () => {
    const life = lived(
      signUp("items: [{ plan: api }, { plan: tiny, usage_gte: 3 }]"),
      used(500, "2026-04-05"),
      used("2.5", "2026-04-06", "tiny"),
      used("0.5", "2026-04-07", "tiny"),
    );
    expect(early(life)).toEqual([["usage 5000 api x500 2026-04-01..2026-04-07", "usage 1 tiny x3 2026-04-01..2026-04-07"]]);
  });

  it("a peak and a level bill what they rose; what a level falls is given back at the end", () => {
    const life = lived(
      signUp("items: [{ plan: peak, usage_gte: 5 }, { plan: level, usage_gte: 5 }]"),
      used(5, "2026-04-02", "peak"),
      used(8, "2026-04-03", "peak"),
      used(6, "2026-04-04", "level"),
      used(4, "2026-04-05", "level"),
    );
    expect(early(life)).toEqual([
      ["usage 500 peak x5 2026-04-01..2026-04-02"],
      ["usage 300 peak x3 2026-04-02..2026-04-04", "usage 600 level x6 2026-04-01..2026-04-04"],
    ]);
    expect(life.invoice(3).lines).toEqual(["usage 0 peak x0 2026-04-04..2026-05-01", "usage -200 level x-2 2026-04-04..2026-05-01"]);
  });

  it("packages are counted over the whole period", () => {
    const life = lived(
      signUp("plan: packs, billing_thresholds: { amount_gte: 1000 }"),
      used(13, "2026-04-02", "packs"),
      used(7, "2026-04-03", "packs"),
      used(1, "2026-04-04", "packs"),
    );
    expect(early(life)).toEqual([["usage 2000 packs x13 2026-04-01..2026-04-02"], ["usage 1000 packs x8 2026-04-02..2026-04-04"]]);
  });

  it("a value that carries over is billed at the period's end only", () => {
    const life = lived(signUp("items: [{ plan: ever, usage_gte: 2 }, { plan: api, usage_gte: 10 }]"), used(3, "2026-04-02", "ever"), used(10, "2026-05-05"));
    expect(early(life)).toEqual([["usage 300 ever x3 2026-04-01..2026-04-02"], ["usage 100 api x10 2026-05-01..2026-05-05"]]);
    expect(life.invoices.at(-1)?.lines).toEqual(["usage 300 ever x3 2026-05-01..2026-06-01", "usage 0 api x0 2026-05-05..2026-06-01"]);
  });

  it("a price that changes goes on with its own bills, and the item keeps its threshold", () => {
    const life = lived(
      signUp("items: [{ plan: api, usage_gte: 10 }]"),
      used(10, "2026-04-02"),
      "{ at: 2026-04-10, change: { plan: dear } }",
      used(4, "2026-04-11", "api", ", timestamp: 2026-04-09"),
      used(6, "2026-04-12", "dear"),
    );
    expect(early(life)[1]).toEqual(["usage 40 api x4 2026-04-02..2026-04-10", "usage 120 dear x6 2026-04-10..2026-04-12"]);
    expect(life.invoice(3).lines).toEqual(["usage 0 dear x0 2026-04-12..2026-05-01"]);
  });

  it("a removed item leaves its rest, and nothing when all is billed", () => {
    const two = signUp("items: [{ plan: basic }, { plan: api }], billing_thresholds: { amount_gte: 1500 }");
    const remove = "{ at: 2026-04-10, change: { items: [{ plan: api, remove: true }] } }";
    expect(lived(two, used(150, "2026-04-02"), used(3, "2026-04-03"), remove).about("pending")).toEqual([
      "2026-04-10 pending usage 30 api x3 2026-04-02..2026-04-10",
    ]);
    expect(lived(two, used(150, "2026-04-02"), remove).about("pending")).toEqual([]);
  });

  it("an end bills the rest, or nothing; a cancel without `invoice_now` discards it", () => {
    const end = (how: string, ...records: readonly string[]) =>
      lived(BY_AMOUNT, used(100, "2026-04-02"), ...records, `{ at: 2026-04-10, cancel: { ${how} } }`).totals;
    expect(end("at_period_end: true", used(3, "2026-04-03"))).toEqual([1000, 30]);
    expect(end("invoice_now: true", used(3, "2026-04-03"))).toEqual([1000, 30]);
    expect(end("invoice_now: true")).toEqual([1000]);
    expect(end("", used(3, "2026-04-03"))).toEqual([1000]);
  });

  it("a `once` coupon is used up, an amount off comes off every invoice", () => {
    const totals = (coupon: string) =>
      lived(
        signUp(`plan: api, coupon: ${coupon}, billing_thresholds: { amount_gte: 1000 }`),
        used(150, "2026-04-02"),
        used(150, "2026-04-03"),
        used(50, "2026-04-04"),
      ).totals;
    expect(totals("once")).toEqual([1100, 1500, 500, 0]);
    expect(totals("off")).toEqual([1100, 1100, 100, 0]);
  });

  it("one that is not paid makes the subscription past due, and is retried", () => {
    const life = lived(
      signUp("items: [{ plan: basic }, { plan: api }], billing_thresholds: { amount_gte: 1500 }"),
      "{ at: 2026-04-01, card: insufficient_funds }",
      used(200, "2026-04-02"),
      used(150, "2026-04-03"),
    );
    expect(life.invoice(2)).toMatchObject({ status: "open", reason: "subscription_threshold" });
    expect(life.about("active -> past_due")).toHaveLength(1);
    expect(life.invoice(3)).toMatchObject({ reason: "subscription_threshold", total: 1500 });
  });

  it("those of an unpaid subscription stay drafts", () => {
    const life = lifeOf(CLOCK, [BY_AMOUNT, "{ at: 2026-04-01, card: insufficient_funds }", used(100, "2026-04-02"), used(100, "2026-04-06")], {
      ...more,
      fields: "dunning: { retries: [2 days], then: unpaid }",
    });
    expect(life.invoices.slice(0, 2).map(({ status }) => status)).toEqual(["open", "draft"]);
  });
});

describe("`reset_billing_cycle_anchor` (V7)", () => {
  const RESETS = signUp("items: [{ plan: basic }, { plan: api }], billing_thresholds: { amount_gte: 1500, reset_billing_cycle_anchor: true }");

  it("begins full periods, credits unused time and bills usage as a renewal does", () => {
    const life = lived(RESETS, used(150, "2026-04-16"));
    expect(life.invoice(2).lines).toEqual([
      "credit -500 basic 2026-04-16..2026-05-01",
      "usage 1500 api x150 2026-04-01..2026-04-16",
      "period 1000 basic 2026-04-16..2026-05-16",
    ]);
    expect(life.at("2026-04-16")[1]).toBe("c anchor_reset active");
    expect(life.subscription()).toMatchObject({ anchor: "2026-04-16", period: "2026-05-16..2026-06-16" });
  });

  it("credits nothing where `billing.proration_behavior` is `none`", () => {
    const blocks = `${more.blocks}billing: { proration_behavior: none }\n`;
    expect(lifeOf(CLOCK, [RESETS, used(150, "2026-04-16")], { blocks }).invoice(2).amounts).toEqual([1500, 1000]);
  });

  it("starts the tiers anew, and takes no more usage for the time before", () => {
    expect(early(lived(RESETS, used(150, "2026-04-16"), used(150, "2026-04-18")))[1]?.[1]).toBe("usage 1500 api x150 2026-04-16..2026-04-18");
    expect(refused(RESETS, used(150, "2026-04-16"), used(1, "2026-04-18", "api", ", timestamp: 2026-04-10"))).toContain("lies in no period");
  });

  it("a planned end stays and cuts the new period", () => {
    const life = lived(RESETS, "{ at: 2026-04-10, cancel: { at_period_end: true } }", used(150, "2026-04-16"));
    expect(life.invoice(2).lines.at(-1)).toBe("period 500 basic 2026-04-16..2026-05-01");
    expect(life.subscription()).toMatchObject({ endedAt: "2026-05-01" });
  });

  it("ends a free stub", () => {
    const stub = signUp(
      "items: [{ plan: basic }, { plan: api, usage_gte: 5 }], billing_cycle_anchor: 2026-05-01, proration_behavior: none, billing_thresholds: { reset_billing_cycle_anchor: true }",
    );
    expect(lived(stub, used(5, "2026-04-11")).invoice(1).lines).toEqual(["usage 50 api x5 2026-04-01..2026-04-11", "period 1000 basic 2026-04-11..2026-05-11"]);
  });
});

describe("what is refused (V8)", () => {
  it("a threshold that is not above the licensed fees, also after a change", () => {
    expect(refused(signUp("items: [{ plan: pro, quantity: 2 }, { plan: api }], billing_thresholds: { amount_gte: 4000 }"))).toContain("not above USD 40.00");
    const two = signUp("items: [{ plan: basic }, { plan: api }], billing_thresholds: { amount_gte: 1500 }");
    expect(refused(two, "{ at: 2026-04-10, change: { quantity: 2 } }")).toContain("not above USD 20.00");
    const only = signUp("plan: basic, billing_thresholds: { amount_gte: 1500 }");
    expect(refused(only, "{ at: 2026-04-10, change: { quantity: 2, proration_behavior: none } }")).toContain("not above USD 20.00");
  });

  it("a reset with `last_ever`", () => {
    expect(refused(signUp("plan: ever, billing_thresholds: { amount_gte: 1500, reset_billing_cycle_anchor: true }"))).toContain("last_ever");
  });

  it("`set` on a subscription with a threshold of any kind", () => {
    const set = used(5, "2026-04-10", "api", ", action: set");
    expect(refused(BY_AMOUNT, set)).toContain("cannot be set");
    expect(refused(signUp("items: [{ plan: api }, { plan: peak, usage_gte: 3 }]"), set)).toContain("cannot be set");
    const licensed = "{ at: 2026-04-05, change: { items: [{ plan: peak, remove: true }] } }";
    expect(lived(signUp("items: [{ plan: api }, { plan: peak, usage_gte: 3 }]"), licensed, set).invoice(1).lines).toEqual([
      "usage 50 api x5 2026-04-01..2026-05-01",
    ]);
  });
});
