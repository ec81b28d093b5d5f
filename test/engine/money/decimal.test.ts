import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { type Decimal, exact, formatDecimal, parseDecimal, powerOfTen, rescale } from "../../../engine/money/decimal.ts";

const decimal = (text: string): Decimal => {
  const parsed = parseDecimal(text);
  if (parsed === undefined) expect.fail(`"${text}" was not read as a decimal`);
  return parsed;
};

/** A decimal's text without superfluous digits. */
const canonical = fc
  .record({
    negative: fc.boolean(),
    whole: fc.bigInt({ min: 0n, max: 10n ** 20n }),
    fraction: fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 12 }),
  })
  .map(({ negative, whole, fraction }) => {
    const short = fraction.replace(/0+$/, "");
    const text = short === "" ? String(whole) : `${whole}.${short}`;
    return negative && text !== "0" ? `-${text}` : text;
  });

describe("a decimal", () => {
  test.prop([canonical], { numRuns: 500 })("comes back as it was written, up to 12 places", (text) => {
    expect(formatDecimal(decimal(text))).toBe(text);
  });

  test.prop([canonical, fc.integer({ min: 0, max: 5 })])("does not mind zeros at its end", (text, zeros) => {
    const longer = (text.includes(".") ? text : `${text}.`) + "0".repeat(zeros + 1);
    expect(decimal(longer)).toEqual(decimal(text));
  });

  it.each([
    ["0.05", 5, 100],
    ["1200", 1200, 1],
    ["1200.00", 1200, 1],
    ["-18.57", -1857, 100],
    ["+5", 5, 1],
    ["007", 7, 1],
    ["-0", 0, 1],
    ["0.000000000001", 1, 1_000_000_000_000],
    ["8.2500", 825, 100],
    ["0.1", 1, 10],
  ])("%s is %i / %i", (text, units, scale) => {
    expect(decimal(text)).toEqual({ units, scale });
  });

  it("larger than 2^53 is kept exactly", () => {
    expect(decimal("9007199254740993.1")).toEqual({ units: 90_071_992_547_409_931n, scale: 10 });
    expect(formatDecimal(decimal("9007199254740993.1"))).toBe("9007199254740993.1");
  });

  it.each(["", ".5", "5.", "1e3", "1,000", " 1", "1 ", "0x10", "--1", "NaN", "Infinity", "٣", "1.2.3", "0.0000000000001"])("is not %j", (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  it("may have more than 12 places when what follows is zeros", () => {
    expect(decimal("0.1230000000000000")).toEqual({ units: 123, scale: 1000 });
  });
});

describe("rescale", () => {
  test.prop([canonical])("gives the same number over 10^12", (text) => {
    const value = decimal(text);
    const units = rescale(value, powerOfTen(12));
    expect(BigInt(units) * BigInt(value.scale)).toBe(BigInt(value.units) * 10n ** 12n);
  });
});

describe("powers and bounds", () => {
  it("powerOfTen is exact up to 10^15", () => {
    expect(Array.from({ length: 16 }, (_, n) => BigInt(powerOfTen(n)))).toEqual(Array.from({ length: 16 }, (_, n) => 10n ** BigInt(n)));
  });

  it("exact keeps a number while it is safe", () => {
    expect([exact(9_007_199_254_740_991n), exact(-9_007_199_254_740_991n)]).toEqual([9_007_199_254_740_991, -9_007_199_254_740_991]);
    expect([exact(9_007_199_254_740_992n), exact(-9_007_199_254_740_992n)]).toEqual([9_007_199_254_740_992n, -9_007_199_254_740_992n]);
  });
});
