import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Line } from "../../../engine/account/line.ts";
import type { Discount } from "../../../engine/account/subscription.ts";
import { discountEnd, discountedPrices, discountLines, isLive, liveDiscounts, percentOf } from "../../../engine/billing/discounts.ts";
import { NEVER } from "../../../engine/calendar/instant.ts";
import type { Coupon } from "../../../engine/catalog/coupon.ts";
import { couponOf, currencyOf, decimalOf, discountOf, lineOf, planOf, usd } from "../builders.ts";
import { at } from "../calendar/temporal.ts";

const pro = planOf("pro");
const extra = planOf("extra");
const now = at("2026-01-31");

/** What coupons, in this order, take off each of these lines. */
function taken(lines: readonly Line[], ...coupons: readonly Coupon[]): readonly number[] {
  discountLines(
    lines,
    coupons.map((coupon) => discountOf(coupon)),
    now,
  );
  return lines.map(({ discount }) => discount);
}

const percent = (id: string, text: string, more: Partial<Coupon> = {}) => couponOf(id, { percent: text }, more);
const amount = (id: string, off: number, more: Partial<Coupon> = {}) => couponOf(id, { amount: off }, more);

describe("discounts on the lines of an invoice", () => {
  it("a percentage is taken off each line and rounded there, ties away from zero", () => {
    expect(taken([lineOf(1050), lineOf(1040), lineOf(5), lineOf(15)], percent("half", "50"))).toEqual([525, 520, 3, 8]);
  });

  it("a percentage with decimals is exact: 33.3333 % of 30000 is 9999.99", () => {
    expect(taken([lineOf(30_000), lineOf(15)], percent("third", "33.3333"))).toEqual([10_000, 5]);
  });

  it("an amount is split over the lines, floor and remainder last: 500 over 1000 and 2000 gives 166 and 334 (PRO)", () => {
    expect(taken([lineOf(1000), lineOf(2000)], amount("five", 500))).toEqual([166, 334]);
  });

  it("an amount takes no more than there is", () => {
    expect(taken([lineOf(300), lineOf(150)], amount("five", 500))).toEqual([300, 150]);
  });

  it("stack in list order on what the one before left: 20 % then 5 differs from 5 then 20 % (COU)", () => {
    const fifth = percent("fifth", "20");
    const five = amount("five", 500);
    expect(taken([lineOf(10_000)], fifth, five)).toEqual([2500]);
    expect(taken([lineOf(10_000)], five, fifth)).toEqual([2400]);
  });

  it("an amount after a percentage is split by what the percentage left", () => {
    const lines = [lineOf(1000, { plan: pro }), lineOf(1000, { plan: extra })];
    // 1000 and 500 are left: 300 splits 200 to 100.
    expect(taken(lines, percent("half", "50", { appliesTo: new Set(["extra"]) }), amount("three", 300))).toEqual([200, 600]);
    expect(lines.map(({ discounts }) => discounts.map(({ coupon, amount: off }) => [coupon.id, off]))).toEqual([
      [["three", 200]],
      [
        ["half", 500],
        ["three", 100],
      ],
    ]);
  });

  it("skip prorations, credits, lines of 0 and lines that are not discountable (D1)", () => {
    const lines = [
      lineOf(-500, { kind: "proration_credit", discountable: false }),
      lineOf(700, { kind: "proration_charge", discountable: false }),
      lineOf(-300, { kind: "invoice_item" }),
      lineOf(0),
      lineOf(400, { kind: "invoice_item", discountable: false }),
      lineOf(1000),
    ];
    expect(taken(lines, amount("five", 500), percent("tenth", "10"))).toEqual([0, 0, 0, 0, 0, 550]);
  });

  it("reach only the lines they apply to; one of another plan pays in full", () => {
    expect(taken([lineOf(1000, { plan: pro }), lineOf(1000, { plan: extra }), lineOf(1000)], amount("five", 500, { appliesTo: new Set(["pro"]) }))).toEqual([
      500, 0, 0,
    ]);
  });

  it("of 100 % leave nothing for the next, which is then not used", () => {
    const all = discountOf(percent("all", "100"));
    const five = discountOf(amount("five", 500, { duration: "once" }));
    const line = lineOf(1000);
    discountLines([line], [all, five], now);
    expect([line.discount, all.firstUsedAt, five.firstUsedAt]).toEqual([1000, now, NEVER]);
  });

  it("that take nothing off are not used up (D7)", () => {
    const discount = discountOf(percent("tenth", "10", { duration: "once" }));
    discountLines([lineOf(0), lineOf(-500)], [discount], now);
    expect(discount.firstUsedAt).toBe(NEVER);
    discountLines([lineOf(1000)], [discount], now);
    expect(discount.firstUsedAt).toBe(now);
  });

  it("remember their first use, not the last", () => {
    const discount = discountOf(percent("tenth", "10"), at("2025-12-31"));
    discountLines([lineOf(1000)], [discount], now);
    expect(discount.firstUsedAt).toBe(at("2025-12-31"));
  });

  const off = fc.oneof(
    fc.integer({ min: 1, max: 1_000_000 }).map((parts) => percent("p", String(parts / 10_000))),
    fc.integer({ min: 1, max: 5000 }).map((minor) => amount("a", minor)),
  );
  test.prop([fc.array(fc.integer({ min: -1000, max: 5000 }), { minLength: 1, maxLength: 6 }), fc.array(off, { minLength: 1, maxLength: 4 })], { numRuns: 500 })(
    "never make a line negative, and what is told per coupon adds up",
    (amounts, coupons) => {
      const lines = amounts.map((own) => lineOf(own));
      taken(lines, ...coupons);
      for (const line of lines) {
        expect(line.discount).toBe(line.discounts.reduce((sum, { amount: own }) => sum + own, 0));
        expect(line.discount).toBeGreaterThanOrEqual(0);
        expect(line.discount).toBeLessThanOrEqual(Math.max(0, line.amount));
      }
    },
  );
});

describe("how long a discount lives", () => {
  const used = at("2026-01-31");
  const live = (coupon: Coupon, firstUsedAt: number, instant: string) => isLive(discountOf(coupon, firstUsedAt), at(instant), usd);
  const threeMonths = percent("three", "50", { duration: "repeating", durationInMonths: 3 });

  it("`once`: until it has been used", () => {
    const once = percent("once", "50", { duration: "once" });
    expect([live(once, NEVER, "2030-01-01"), live(once, used, "2026-01-31"), live(once, used, "2026-02-28")]).toEqual([true, false, false]);
  });

  it("`forever`: always", () => {
    const forever = percent("forever", "50");
    expect([live(forever, NEVER, "2030-01-01"), live(forever, used, "2030-01-01")]).toEqual([true, true]);
  });

  it("`repeating`: months from its first use, half-open and with the day clamped: three from 31 January end on 30 April (D7)", () => {
    expect(discountEnd(discountOf(threeMonths, used))).toBe(at("2026-04-30"));
    expect([live(threeMonths, used, "2026-01-31"), live(threeMonths, used, "2026-04-29T23:59:59"), live(threeMonths, used, "2026-04-30")]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("`repeating` does not begin before its first use", () => {
    expect([live(threeMonths, NEVER, "2030-01-01"), discountEnd(discountOf(threeMonths))]).toEqual([true, NEVER]);
  });

  it("an amount in another currency is never live (D25); a percentage has no currency", () => {
    const euros = amount("euros", 500, { currency: currencyOf("eur") });
    expect([isLive(discountOf(euros), now, usd), isLive(discountOf(euros), now, currencyOf("eur"))]).toEqual([false, true]);
    expect(isLive(discountOf(percent("tenth", "10")), now, currencyOf("jpy"))).toBe(true);
  });
});

describe("whose discounts count", () => {
  const own = discountOf(percent("own", "10"));
  const usedUp = discountOf(percent("used", "10", { duration: "once" }), at("2025-12-31"));
  const customer = discountOf(percent("customer", "20"));
  const customerUsedUp = discountOf(percent("customer", "20", { duration: "once" }), at("2025-12-31"));
  const foreign = discountOf(amount("foreign", 500, { currency: currencyOf("eur") }));
  const cases: [string, readonly Discount[], Discount | undefined, readonly Discount[]][] = [
    ["none, where there is none", [], undefined, []],
    ["the subscription's replace the customer's (COU)", [own], customer, [own]],
    ["the customer's, where the subscription has none", [], customer, [customer]],
    ["the customer's again, when the subscription's are used up (B6a)", [usedUp], customer, [customer]],
    ["the customer's, when the subscription's are in another currency (B6a)", [foreign], customer, [customer]],
    ["the live ones of the subscription alone, in their order", [usedUp, own, foreign], customer, [own]],
    ["none, when all are used up", [usedUp], customerUsedUp, []],
  ];
  it.each(cases)("%s", (_rule, subscription, fallback, expected) => {
    expect(liveDiscounts(subscription, fallback, now, usd)).toEqual(expected);
  });
});

describe("a percentage of an amount", () => {
  it.each([
    [1000, "20", 200],
    [1, "50", 1],
    [-1, "50", -1],
    [999, "33.3333", 333],
    [1_000_000_007, "0.0001", 1000],
    [10_000, "100", 10_000],
  ])("of %i by %s %% is %i", (minor, text, expected) => {
    expect(percentOf(minor, decimalOf(text))).toBe(expected);
  });
});

describe("the discounted full price of items, for prorations (B16)", () => {
  const items = (...prices: readonly (readonly [typeof pro, number])[]) => prices.map(([plan, price]) => ({ plan, price, scale: 1 }));
  const exactly = (prices: ReturnType<typeof discountedPrices>) => prices.map(({ base, scale }) => Number(base) / Number(scale));

  it("keeps a percentage as an exact factor: 33.3333 % off 100 is 66.6667, not 67", () => {
    const [price] = discountedPrices(items([pro, 100]), [discountOf(percent("third", "33.3333"))]);
    expect([price?.base, price?.scale]).toEqual([66_666_700, 1_000_000]);
  });

  it("multiplies percentages: 20 % and 10 % leave 72 %", () => {
    expect(exactly(discountedPrices(items([pro, 1000]), [discountOf(percent("a", "20")), discountOf(percent("b", "10"))]))).toEqual([720]);
  });

  it("takes each item's share of an amount off, in whole minor units (D1)", () => {
    expect(exactly(discountedPrices(items([pro, 1000], [extra, 2000]), [discountOf(amount("five", 500))]))).toEqual([834, 1666]);
  });

  it("goes in list order: 20 % then 5.00 is not 5.00 then 20 %", () => {
    const fifth = discountOf(percent("fifth", "20"));
    const five = discountOf(amount("five", 500));
    expect(exactly(discountedPrices(items([pro, 10_000]), [fifth, five]))).toEqual([7500]);
    expect(exactly(discountedPrices(items([pro, 10_000]), [five, fifth]))).toEqual([7600]);
  });

  it("never falls below 0, and names what reduced it", () => {
    const [first, second] = discountedPrices(items([pro, 300], [extra, 0]), [discountOf(amount("five", 500)), discountOf(percent("tenth", "10"))]);
    expect([Number(first?.base), first?.applied.map(({ coupon }) => coupon.id)]).toEqual([0, ["five"]]);
    expect([Number(second?.base), second?.applied]).toEqual([0, []]);
  });

  it("leaves an item alone that the coupon does not apply to", () => {
    const only = discountOf(amount("five", 500, { appliesTo: new Set(["extra"]) }));
    expect(exactly(discountedPrices(items([pro, 1000], [extra, 2000]), [only]))).toEqual([1000, 1500]);
  });
});
