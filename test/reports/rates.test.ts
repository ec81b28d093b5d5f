import { describe, expect, it } from "vitest";
import { lifetimeValue, logoChurnRate, revenuePerCustomer, share } from "../../reports/metrics/rates.ts";
import { chartmogulMetrics, stripeMetrics } from "./scenario-in-code.ts";

const FULL = 1_000_000;

describe("rates are parts per million of exact integers, rounded once", () => {
  it("nothing to divide by is no rate", () => {
    expect(share(5, 0)).toBeUndefined();
  });

  it("2 of 3 is 0.666667, ties go away from zero", () => {
    expect([share(2, 3), share(1, 2_000_000), share(-1, 2_000_000)]).toEqual([666_667, 1, -1]);
  });

  it("100 churned of 1,000 and 100 new are 9.1% by Stripe, 10% of those at the start", () => {
    expect(logoChurnRate(100, 1000, 100, stripeMetrics)).toBe(90_909);
    expect(logoChurnRate(100, 1000, 100, chartmogulMetrics)).toBe(100_000);
  });

  it("50,000 USD of 100 customers are 500 USD each (metric-arpu)", () => {
    expect(revenuePerCustomer(5_000_000, 100)).toBe(50_000);
    expect(revenuePerCustomer(0, 0)).toBe(0);
  });
});

describe("lifetime value", () => {
  it("500 USD a month at 9% churn are 5,555 USD (metric-ltv)", () => {
    const ltv = lifetimeValue(50_000, 1, 9, 100, "month", FULL);
    expect(Math.floor(ltv / 100)).toBe(5555);
  });

  it("takes the gross margin of it", () => {
    expect(lifetimeValue(50_000, 1, 10, 100, "month", 800_000)).toBe(400_000);
  });

  it.each([
    ["day", 16_438],
    ["week", 115_068],
    ["month", 500_000],
    ["quarter", 1_500_000],
    ["year", 6_000_000],
  ] as const)("a %s's churn of 10%% becomes a month's: %i", (interval, expected) => {
    expect(lifetimeValue(50_000, 1, 10, 100, interval, FULL)).toBe(expected);
  });

  it("is 0 where nobody left or nobody pays: there is no estimate", () => {
    expect([lifetimeValue(50_000, 1, 0, 100, "month", FULL), lifetimeValue(0, 0, 5, 5, "month", FULL)]).toEqual([0, 0]);
  });
});
