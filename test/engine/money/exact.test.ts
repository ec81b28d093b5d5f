import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { add, type Exact, mulDivFloor, mulDivRound, multiply, roundToMultiple } from "../../../engine/money/exact.ts";

const SAFE = 9_007_199_254_740_991n;

/** The oracle: ties away from zero in bigints, from |a x b| / c and a comparison of twice the rest. */
function rounded(a: Exact, b: Exact, c: Exact): bigint {
  const product = BigInt(a) * BigInt(b);
  const magnitude = product < 0n ? -product : product;
  const divisor = BigInt(c);
  const whole = magnitude / divisor;
  const nearest = 2n * (magnitude - whole * divisor) >= divisor ? whole + 1n : whole;
  return product < 0n ? -nearest : nearest;
}

function floored(a: Exact, b: Exact, c: Exact): bigint {
  const product = BigInt(a) * BigInt(b);
  const divisor = BigInt(c);
  const rest = ((product % divisor) + divisor) % divisor;
  return (product - rest) / divisor;
}

const small = fc.integer({ min: -2_000_000, max: 2_000_000 });
const huge = fc.maxSafeInteger();
const big = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
const factor = fc.oneof(small, huge, big) as fc.Arbitrary<Exact>;
const divisor = fc.oneof(
  fc.integer({ min: 1, max: 100 }),
  fc.integer({ min: 1, max: 40_000_000 }),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  fc.bigInt({ min: 1n, max: 10n ** 30n }),
) as fc.Arbitrary<Exact>;

const isSafe = (value: bigint): boolean => value <= SAFE && value >= -SAFE;

describe("mulDivRound", () => {
  test.prop([factor, factor, divisor], { numRuns: 3000 })("is the exact ratio to the nearest integer, or an error beyond 2^53", (a, b, c) => {
    const expected = rounded(a, b, c);
    if (isSafe(expected)) expect(mulDivRound(a, b, c)).toBe(Number(expected));
    else expect(() => mulDivRound(a, b, c)).toThrow(RangeError);
  });

  test.prop([fc.integer({ min: 1, max: 94_906_265 }), fc.integer({ min: 1, max: 94_906_265 }), fc.integer({ min: 1, max: 100 })], { numRuns: 3000 })(
    "stays exact where the product comes near 2^53",
    (a, b, c) => {
      expect(BigInt(mulDivRound(a, b, c))).toBe(rounded(a, b, c));
    },
  );

  test.prop([fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: 1, max: 1_000_000 })])("sends every tie away from zero", (quotient, half) => {
    expect(mulDivRound(2 * quotient + 1, half, 2 * half)).toBe(quotient + 1);
    expect(mulDivRound(-(2 * quotient + 1), half, 2 * half)).toBe(-(quotient + 1));
  });

  test.prop([factor, factor, divisor])("is symmetric: a credit of what was charged is its exact opposite", (a, b, c) => {
    fc.pre(isSafe(rounded(a, b, c)));
    expect(mulDivRound(a, b, c) + mulDivRound(-a as Exact, b, c)).toBe(0);
  });

  it.each([
    [1, 1, 2, 1],
    [-1, 1, 2, -1],
    [3, 1, 2, 2],
    [5, 1, 2, 3],
    [5, 30, 100, 2],
    [1, 1, 3, 0],
    [2, 1, 3, 1],
    [0, 5, 3, 0],
    [16_635, 1, 100, 166],
    [-66_667, 1, 100, -667],
    [54_096, 1, 100, 541],
  ])("%i x %i / %i is %i", (a, b, c, expected) => {
    expect(mulDivRound(a, b, c)).toBe(expected);
  });

  it.each([
    [-1, 1, 3],
    [-1000, 0, 1_000_000],
    [0, -5, 3],
    [-1, 1n, 3],
  ] as [Exact, Exact, Exact][])("never gives minus zero: %s x %s / %s", (a, b, c) => {
    expect(mulDivRound(a, b, c)).toBe(0);
    expect(mulDivFloor(0, b, c)).toBe(0);
  });
});

describe("mulDivFloor", () => {
  test.prop([factor, factor, divisor], { numRuns: 3000 })("rounds down, towards minus infinity, or is an error beyond 2^53", (a, b, c) => {
    const expected = floored(a, b, c);
    if (isSafe(expected)) expect(mulDivFloor(a, b, c) + 0).toBe(Number(expected));
    else expect(() => mulDivFloor(a, b, c)).toThrow(RangeError);
  });

  it.each([
    [7, 1, 2, 3],
    [-7, 1, 2, -4],
    [-8, 1, 2, -4],
    [500, 1000, 3000, 166],
    [500, 2000, 3000, 333],
  ])("%i x %i / %i is %i", (a, b, c, expected) => {
    expect(mulDivFloor(a, b, c)).toBe(expected);
  });
});

describe("multiply and add", () => {
  test.prop([factor, factor])("are exact, as a number while it is safe and as a bigint beyond", (a, b) => {
    const product = multiply(a, b);
    const sum = add(a, b);
    expect([BigInt(product), BigInt(sum)]).toEqual([BigInt(a) * BigInt(b), BigInt(a) + BigInt(b)]);
    if (typeof product === "number") expect(Number.isSafeInteger(product)).toBe(true);
    if (typeof sum === "number") expect(Number.isSafeInteger(sum)).toBe(true);
  });
});

describe("roundToMultiple", () => {
  it.each([
    [149, 100, 100],
    [150, 100, 200],
    [-150, 100, -200],
    [49, 100, 0],
    [50, 100, 100],
    [0, 100, 0],
    [5124, 10, 5120],
    [5125, 10, 5130],
    [-5125, 10, -5130],
    [7, 1, 7],
  ])("%i to %i is %i", (amount, step, expected) => {
    expect(roundToMultiple(amount, step)).toBe(expected);
  });

  test.prop([fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), fc.constantFrom(1, 10, 100)])(
    "is a multiple, at most half a step away",
    (amount, step) => {
      const result = roundToMultiple(amount, step);
      expect(Math.abs(result % step)).toBe(0);
      expect(2 * Math.abs(result - amount)).toBeLessThanOrEqual(step);
    },
  );
});
