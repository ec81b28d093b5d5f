import { describe, expect, it } from "vitest";
import type { Discount, Subscription } from "../../engine/account/subscription.ts";
import type { IntervalUnit } from "../../engine/calendar/billing-period.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import type { Coupon } from "../../engine/catalog/coupon.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import { measureRevenue, type RecurringRevenue, recognizedMrr } from "../../reports/metrics/recognized-mrr.ts";
import { chartmogulMetrics, coupon, day, plan, stripeMetrics } from "./scenario-in-code.ts";

function subscription(items: readonly (readonly [Plan, number])[], more: Partial<Subscription> = {}): Subscription {
  const start = day(2026, 1, 1);
  return {
    ordinal: 0,
    name: "alice",
    status: "active",
    items: items.map(([sold, quantity]) => ({
      ...{ plan: sold, quantity, taxRates: undefined, periodStart: start, periodEnd: day(2026, 2, 1), fullEnd: day(2026, 2, 1), whole: 1 },
      ...{ debits: [], debitCount: 0 },
    })),
    itemCount: items.length,
    discounts: [],
    canceledAt: NEVER,
    periodStart: start,
    periodEnd: day(2026, 2, 1),
    ...more,
  } as unknown as Subscription;
}

const redeemed = (one: Coupon, firstUsedAt = day(2026, 1, 1)): Discount => ({ coupon: one, redeemedAt: firstUsedAt, firstUsedAt });
function revenue(one: Subscription, settings = stripeMetrics): RecurringRevenue {
  const into = { mrr: 0, arr: 0, discounted: 0 };
  measureRevenue(one, undefined, settings, into);
  return into;
}

const mrr = (one: Subscription, customer?: Discount): number => recognizedMrr(one, customer, stripeMetrics);

describe("a month's worth of a price (D39)", () => {
  it.each<[IntervalUnit, number, number, number]>([
    ["month", 1, 2000, 2000],
    ["month", 3, 2000, 667],
    ["year", 1, 120_000, 10_000],
    ["year", 2, 120_000, 5000],
    ["week", 1, 700, 3042],
    ["week", 2, 700, 1521],
    ["day", 1, 100, 3042],
    ["day", 30, 100, 101],
  ])("every %s x %i at %i counts %i a month", (unit, count, amount, expected) => {
    expect(mrr(subscription([[plan("p", amount, { unit, count }), 1]]))).toBe(expected);
  });

  it("1,200 USD a year counts 100 USD (mrr-annual)", () => {
    expect(mrr(subscription([[plan("annual", 120_000, { unit: "year" }), 1]]))).toBe(10_000);
  });

  it("100 monthly at 100 and 50 yearly at 600 count 12,500 together (mrr-plan-mix)", () => {
    const monthly = mrr(subscription([[plan("monthly", 10_000), 1]]));
    const yearly = mrr(subscription([[plan("yearly", 60_000, { unit: "year" }), 1]]));
    expect(100 * monthly + 50 * yearly).toBe(1_250_000);
  });

  it("rounds the sum of a subscription once, not each item", () => {
    const third = plan("third", 100, { count: 3 });
    expect(mrr(subscription([[third, 1]]))).toBe(33);
    expect(
      mrr(
        subscription([
          [third, 1],
          [plan("other", 100, { count: 3 }), 1],
        ]),
      ),
    ).toBe(67);
  });

  it("a year's worth is a sum of its own and not twelve rounded months", () => {
    const one = subscription([[plan("quarterly", 100, { count: 3 }), 1]]);
    expect(revenue(one)).toEqual({ mrr: 33, arr: 400, discounted: 0 });
  });

  it("decimal prices are exact: 1,000 units of 0.05 cents a month are 50 cents", () => {
    expect(mrr(subscription([[plan("units", 0, { decimal: "0.05" }), 1000]]))).toBe(50);
  });
});

describe("what counts", () => {
  const pro = plan("pro", 2000);

  it.each([
    ["active", 2000],
    ["past_due", 2000],
    ["trialing", 0],
    ["unpaid", 0],
    ["incomplete", 0],
    ["canceled", 0],
  ] as const)("a subscription that is %s counts %i by Stripe's definitions", (status, expected) => {
    expect(mrr(subscription([[pro, 1]], { status }))).toBe(expected);
  });

  it("a trial counts under trials_in_mrr", () => {
    expect(recognizedMrr(subscription([[pro, 1]], { status: "trialing" }), undefined, { ...stripeMetrics, trialsInMrr: true })).toBe(2000);
  });

  it("a requested cancel counts 0 at once under at_cancel, and in full until the end under at_period_end", () => {
    const leaving = subscription([[pro, 1]], { canceledAt: day(2026, 1, 5) });
    expect(recognizedMrr(leaving, undefined, stripeMetrics)).toBe(0);
    expect(recognizedMrr(leaving, undefined, chartmogulMetrics)).toBe(2000);
  });
});

describe("discounts", () => {
  const pro = plan("pro", 2000);
  const half = coupon("half", { percent: "50" });
  const launch = coupon("launch", { percent: "50", duration: "repeating", durationInMonths: 3 });
  const once = coupon("once", { percent: "50", duration: "once" });
  const with_ = (...discounts: Discount[]): Subscription => subscription([[pro, 1]], { discounts });

  it("a forever coupon of 50% halves it, once and repeating ones leave it (mrr-forever-coupon)", () => {
    expect([half, once, launch].map((one) => mrr(with_(redeemed(one))))).toEqual([1000, 2000, 2000]);
  });

  it("under `all` every coupon counts that reduces the running period", () => {
    const all = (one: Subscription): number => recognizedMrr(one, undefined, chartmogulMetrics);
    expect([half, once, launch].map((one) => all(with_(redeemed(one))))).toEqual([1000, 1000, 1000]);
    const later = { periodStart: day(2026, 4, 1) };
    expect([half, once, launch].map((one) => all({ ...with_(redeemed(one)), ...later }))).toEqual([1000, 2000, 2000]);
  });

  it("a repeating coupon counts for the whole period it discounted, also where its months end inside", () => {
    const yearly = subscription([[plan("yearly", 120_000, { unit: "year" }), 1]], { discounts: [redeemed(launch)] });
    expect(recognizedMrr(yearly, undefined, chartmogulMetrics)).toBe(5000);
  });

  it("under `none` no coupon counts", () => {
    expect(recognizedMrr(with_(redeemed(half)), undefined, { ...stripeMetrics, mrrDiscounts: "none" })).toBe(2000);
  });

  it("an amount is taken off each bill: 6.00 off a yearly plan is 0.50 a month", () => {
    const yearly = subscription([[plan("yearly", 120_000, { unit: "year" }), 1]], { discounts: [redeemed(coupon("six", { amountOff: 600 }))] });
    expect(mrr(yearly)).toBe(9950);
  });

  it("an amount takes no more than there is", () => {
    expect(mrr(with_(redeemed(coupon("big", { amountOff: 5000 }))))).toBe(0);
  });

  it("coupons apply in list order", () => {
    const fifth = redeemed(coupon("fifth", { percent: "20" }));
    const five = redeemed(coupon("five", { amountOff: 500 }));
    expect(mrr(with_(fifth, five))).toBe(1100);
    expect(mrr(with_(five, fifth))).toBe(1200);
  });

  it("a coupon for one plan reduces that plan only", () => {
    const one = subscription(
      [
        [pro, 1],
        [plan("extra", 1000), 1],
      ],
      { discounts: [redeemed(coupon("extra_half", { percent: "50", appliesTo: new Set(["extra"]) }))] },
    );
    expect(mrr(one)).toBe(2500);
  });

  it("the customer's coupon counts where the subscription has none of its own", () => {
    expect(mrr(with_(), redeemed(half))).toBe(1000);
    expect(mrr(with_(redeemed(coupon("tenth", { percent: "10" }))), redeemed(half))).toBe(1800);
  });

  it("`discounted` is what coupons take off now, whether the definitions subtract it or not", () => {
    expect(revenue(with_(redeemed(launch)), stripeMetrics).discounted).toBe(1000);
    expect(revenue(with_(redeemed(launch)), chartmogulMetrics).discounted).toBe(1000);
    expect(revenue(with_(), stripeMetrics).discounted).toBe(0);
  });
});
