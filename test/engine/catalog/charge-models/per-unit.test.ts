import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { perUnit } from "../../../../engine/catalog/charge-models/per-unit.ts";
import { termsOf } from "../../builders.ts";
import { addUpWords, cost, exactPrice } from "./price-table.ts";

describe("a price per unit", () => {
  it.each([
    ["980", 1, 980],
    ["980", 0, 0],
    ["300", 2, 600],
    ["2000", 26, 52_000],
    // Rounded once, after quantity times decimal amount (DEC).
    ["0.05", 30, 2],
    ["0.05", 29, 1],
    ["0.05", 10, 1],
    ["0.05", 9, 0],
    ["0.5", 1, 1],
    ["0.000000000001", 1, 0],
    ["0.000000000001", 500_000_000_000, 1],
    ["0.333333333333", 3, 1],
    ["1.5", 1, 2],
    ["0", 1_000_000, 0],
  ])("of %s costs %i times: %i", (unit, quantity, expected) => {
    expect(cost(perUnit, termsOf({ unit }), quantity)).toBe(expected);
  });

  test.prop([fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.integer({ min: 0, max: 1_000_000_000 })])(
    "is exact before its rounding, and its words add up to it",
    (millionths, quantity) => {
      const unit = `${millionths / 10n ** 12n}.${String(millionths % 10n ** 12n).padStart(12, "0")}`;
      const terms = termsOf({ unit });
      expect(exactPrice(perUnit, terms, quantity)).toBe(millionths * BigInt(quantity));
      expect(addUpWords(perUnit.describe(terms, quantity))).toBe(millionths * BigInt(quantity));
    },
  );

  it("is told as quantity times amount", () => {
    expect(perUnit.describe(termsOf({ unit: "0.05" }), 30)).toBe("30 x 0.05");
  });
});
