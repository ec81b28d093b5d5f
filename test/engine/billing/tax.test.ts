import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { nearestRates, taxLine } from "../../../engine/billing/tax.ts";
import type { TaxRate } from "../../../engine/catalog/tax-rate.ts";
import { lineOf, planOf, rateOf } from "../builders.ts";

/** The taxes of an amount, rate by rate. */
function taxes(amount: number, rates: readonly TaxRate[], more: Parameters<typeof lineOf>[1] = {}): readonly number[] {
  const line = lineOf(amount, more);
  taxLine(line, rates);
  expect(line.taxInclusive).toBe(line.taxes.reduce((sum, tax) => sum + (tax.inclusive ? tax.amount : 0), 0));
  expect(line.taxExclusive).toBe(line.taxes.reduce((sum, tax) => sum + (tax.inclusive ? 0 : tax.amount), 0));
  return line.taxes.map((tax) => tax.amount);
}

const on = (percentage: string) => rateOf(percentage);
const inside = (percentage: string) => rateOf(percentage, true);

describe("tax on a line (D2)", () => {
  it.each<[string, number, TaxRate[], number[]]>([
    ["exclusive comes on top", 1000, [on("21")], [210]],
    ["exclusive is rounded, ties away from zero", 50, [on("21")], [11]],
    ["exclusive: 10.5 is 11", 150, [on("7")], [11]],
    ["inclusive is inside: 21 of 121", 1210, [inside("21")], [210]],
    ["inclusive is rounded: 1000 x 21 / 121 is 173.55", 1000, [inside("21")], [174]],
    ["several exclusive rates are each on the amount and each rounded", 333, [on("5"), on("9.975")], [17, 33]],
    ["several inclusive rates share one divisor: 10 and 5 of 115", 1150, [inside("10"), inside("5")], [100, 50]],
    ["inclusive beside exclusive: the exclusive one is on the amount without the inclusive (1000 - 174)", 1000, [on("21"), inside("21")], [173, 174]],
    ["their order does not matter", 1000, [inside("21"), on("21")], [174, 173]],
    ["of 0 % is a tax of 0", 1000, [on("0")], [0]],
    ["four decimals count: 8.8750 %", 10_000, [on("8.8750")], [888]],
    ["four decimals count: 0.0001 %", 1_000_000, [on("0.0001")], [1]],
    ["five rates", 10_000, [on("1"), on("2"), on("3"), inside("4"), inside("6")], [91, 182, 273, 364, 545]],
    ["100 % exclusive doubles", 777, [on("100")], [777]],
    ["100 % inclusive halves", 777, [inside("100")], [389]],
    ["no rate, no tax", 1000, [], []],
  ])("%s", (_rule, amount, rates, expected) => {
    expect(taxes(amount, rates)).toEqual(expected);
  });

  it.each<[string, number, TaxRate[]]>([
    ["exclusive", -1000, [on("21")]],
    ["inclusive", -1000, [inside("21")]],
    ["mixed", -333, [on("9.975"), inside("7")]],
    ["with a tie", -50, [on("21")]],
  ])("is negative on a negative line, the exact opposite of the positive one: %s", (_rule, amount, rates) => {
    expect(taxes(amount, rates)).toEqual(taxes(-amount, rates).map((tax) => -tax));
  });

  it("is on the amount after the line's discounts", () => {
    expect(taxes(1500, [on("21")], { discount: 500 })).toEqual([210]);
  });

  it("a rate of 0 % on a credit is 0, not minus 0", () => {
    expect(taxes(-1000, [on("0")])).toEqual([0]);
  });

  it.each([
    ["exclusive", "exclusive", [210, 100]],
    ["inclusive", "inclusive", [160, 76]],
    ["undefined", undefined, [191, 91]],
  ] as const)("a plan's tax_behavior wins over its rates: %s", (_name, taxBehavior, expected) => {
    const plan = planOf("pro", 1000, { taxBehavior });
    expect(taxes(1000, [on("21"), inside("10")], { plan })).toEqual(expected);
  });

  it("taxes a line that is used again afresh", () => {
    const line = lineOf(1000);
    taxLine(line, [on("21"), inside("10")]);
    line.amount = 500;
    taxLine(line, [inside("5")]);
    expect([line.taxes.map(({ rate, inclusive, amount }) => [rate.id, inclusive, amount]), line.taxInclusive, line.taxExclusive]).toEqual([
      [["5 inclusive", true, 24]],
      24,
      0,
    ]);
  });

  /** The oracle, in bigints over 1/10,000 of a percent. */
  function round(numerator: bigint, denominator: bigint): number {
    const magnitude = numerator < 0n ? -numerator : numerator;
    const nearest = (2n * magnitude + denominator) / (2n * denominator);
    return Number(numerator < 0n ? -nearest : nearest);
  }
  const rate = fc.record({ parts: fc.integer({ min: 1, max: 400_000 }), inclusive: fc.boolean() });
  test.prop([fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), fc.array(rate, { minLength: 1, maxLength: 5 })], { numRuns: 500 })(
    "is D2's formula for any rates",
    (amount, rates) => {
      const included = rates.reduce((sum, { parts, inclusive }) => sum + (inclusive ? BigInt(parts) : 0n), 0n);
      const within = rates.map(({ parts, inclusive }) => (inclusive ? round(BigInt(amount) * BigInt(parts), 1_000_000n + included) : 0));
      const net = amount - within.reduce((sum, tax) => sum + tax, 0);
      const expected = rates.map(({ parts, inclusive }, i) => (inclusive ? (within[i] as number) : round(BigInt(net) * BigInt(parts), 1_000_000n)) + 0);
      const given = rates.map(({ parts, inclusive }) => rateOf(`${Math.floor(parts / 10_000)}.${String(parts % 10_000).padStart(4, "0")}`, inclusive));
      expect(taxes(amount, given).map((tax) => tax + 0)).toEqual(expected);
    },
  );
});

describe("the nearest list of rates wins and replaces the others", () => {
  const [a, b, c, d] = [[on("1")], [on("2")], [on("3")], [on("4")]] as const;
  it.each([
    ["the item's", a, b, c, d, a],
    ["the subscription's", undefined, b, c, d, b],
    ["the customer's", undefined, undefined, c, d, c],
    ["the account's", undefined, undefined, undefined, d, d],
    ["an empty list is none", [], b, c, d, []],
    ["an empty list of the subscription is none", undefined, [], c, d, []],
  ])("%s", (_rule, item, subscription, customer, billing, expected) => {
    expect(nearestRates(item, subscription, customer, billing)).toEqual(expected);
  });
});
