import { describe, expect, it } from "vitest";
import type { Account } from "../../../engine/account/account.ts";
import { countedRedemptions, settledRedemptions } from "../../../engine/simulation/redemptions.ts";
import { couponOf } from "../builders.ts";
import { at } from "../calendar/temporal.ts";
import { scenarioOf } from "../script.ts";

const account = (ordinal: number, entry: number) => ({ ordinal, entry }) as Account;

describe("counted redemptions, of a test clock", () => {
  it("grant as many as the coupon has, whoever asks", () => {
    const two = couponOf("two", { percent: "10" }, { maxRedemptions: 2 });
    const other = couponOf("other", { percent: "10" }, { maxRedemptions: 1 });
    const { redeem } = countedRedemptions();
    expect([two, two, other, two, other].map((coupon, i) => redeem(coupon, i, account(i, 0)))).toEqual([true, true, true, false, false]);
  });

  it("know no end where there is no limit", () => {
    const { redeem } = countedRedemptions();
    const free = couponOf("free", { percent: "10" });
    expect(Array.from({ length: 100 }, (_, i) => redeem(free, i, account(0, i))).every(Boolean)).toBe(true);
  });
});

describe("settled redemptions, of a batch (D24)", () => {
  const scenario = scenarioOf(`
clock: { start: 2026-04-01, end: 2026-06-01 }
plans: { basic: { currency: usd, interval: month, unit_amount: 1000 } }
coupons:
  two: { percent_off: 10, duration: once, max_redemptions: 2 }
  free: { percent_off: 10, duration: once }
customers:
  ann:
    timeline:
      - { at: 2026-04-09, subscribe: { plan: basic, discounts: [two, free] } }
      - { at: 2026-04-10, change: { coupon: two } }
  bob:
    timeline:
      - { at: 2026-04-08, subscribe: { plan: basic } }
      - { at: 2026-04-09, coupon: two }
`);
  const coupon = (id: string) => scenario.catalog.coupons.get(id) ?? expect.fail(id);
  const asked = [
    ["ann's sign-up", "two", "2026-04-09", 0, 0, true],
    ["ann's change, a day later", "two", "2026-04-10", 0, 1, false],
    ["bob's coupon, at the same instant as ann's sign-up", "two", "2026-04-09", 1, 1, true],
    ["what has no limit", "free", "2026-05-30", 1, 1, true],
  ] as const;

  it("give every attempt its answer by (instant, customer, entry)", () => {
    const { redeem } = settledRedemptions(scenario);
    expect(asked.map(([, id, when, ordinal, entry]) => redeem(coupon(id), at(when), account(ordinal, entry)))).toEqual(
      asked.map(([, , , , , granted]) => granted),
    );
  });

  it("do not depend on the order in which they are asked", () => {
    const { redeem } = settledRedemptions(scenario);
    const backwards = asked.toReversed();
    expect(backwards.map(([, id, when, ordinal, entry]) => redeem(coupon(id), at(when), account(ordinal, entry)))).toEqual(
      backwards.map(([, , , , , granted]) => granted),
    );
  });
});
