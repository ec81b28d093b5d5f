import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { formatDecimal } from "../../../engine/money/decimal.ts";
import { addQuantities, isMore, partsOf, QUANTITY_SCALE, type Quantity, subtractQuantities, toDecimal, toQuantity } from "../../../engine/money/quantity.ts";
import { decimalOf } from "../builders.ts";

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Whole ones around 0 and around the limit of safe integers, and any parts of one. */
const parts = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }).map((whole) => BigInt(whole) * QUANTITY_SCALE),
  fc.integer({ min: -3, max: 3 }).map((beyond) => (SAFE + BigInt(beyond)) * QUANTITY_SCALE),
  fc.integer({ min: -3, max: 3 }).map((beyond) => (BigInt(beyond) - SAFE) * QUANTITY_SCALE),
  fc.bigInt({ min: -SAFE * SAFE, max: SAFE * SAFE }),
);

const fromParts = (value: bigint): Quantity => toQuantity(value % QUANTITY_SCALE === 0n ? wholeOf(value) : { units: value, scale: Number(QUANTITY_SCALE) });

function wholeOf(value: bigint): { units: number | bigint; scale: number } {
  const whole = value / QUANTITY_SCALE;
  return { units: whole <= SAFE && whole >= -SAFE ? Number(whole) : whole, scale: 1 };
}

describe("a quantity (D26)", () => {
  it.each(["0", "1", "2.5", "-3", "-0.000000000001", "9007199254740991", "9007199254740992", "9007199254740992.000000000001"])("%s is exact", (text) => {
    expect(formatDecimal(toDecimal(toQuantity(decimalOf(text))))).toBe(text);
  });

  it("has one form only: a number where it is whole and safe", () => {
    expect(toQuantity({ units: 250n, scale: 10 })).toBe(25);
    expect(toQuantity({ units: SAFE, scale: 1 })).toBe(Number.MAX_SAFE_INTEGER);
    expect(toQuantity({ units: SAFE + 1n, scale: 1 })).toBe((SAFE + 1n) * QUANTITY_SCALE);
  });

  test.prop([parts, parts])("adds, subtracts and compares as exact numbers do, and always comes out in its one form", (a, b) => {
    expect(addQuantities(fromParts(a), fromParts(b))).toBe(fromParts(a + b));
    expect(subtractQuantities(fromParts(a), fromParts(b))).toBe(fromParts(a - b));
    expect(isMore(fromParts(a), fromParts(b))).toBe(a > b);
    expect(partsOf(fromParts(a))).toBe(a);
  });
});
