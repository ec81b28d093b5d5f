import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { packagePricing } from "../../../../engine/catalog/charge-models/package.ts";
import { termsOf } from "../../builders.ts";
import { addUpWords, cost, exactPrice } from "./price-table.ts";

describe("a price per package", () => {
  it.each([
    ["up", 0, 0],
    ["up", 1, 1],
    ["up", 4, 1],
    ["up", 5, 1],
    ["up", 6, 2],
    ["up", 10, 2],
    ["up", 11, 3],
    ["down", 0, 0],
    ["down", 4, 0],
    ["down", 5, 1],
    ["down", 9, 1],
    ["down", 10, 2],
  ] as const)("rounded %s charges %i units, five to a package, as %i packages", (round, quantity, packages) => {
    const terms = termsOf({ unit: "1000", divideBy: 5, round });
    expect(cost(packagePricing, terms, quantity)).toBe(1000 * packages);
  });

  it("may be a fraction of a minor unit, rounded once for all packages", () => {
    expect(cost(packagePricing, termsOf({ unit: "0.4", divideBy: 1000 }), 5001)).toBe(2);
  });

  it("of one unit is a price per unit", () => {
    expect(cost(packagePricing, termsOf({ unit: "7" }), 13)).toBe(91);
  });

  test.prop([
    fc.integer({ min: 0, max: 1_000_000_000 }),
    fc.integer({ min: 1, max: 100_000 }),
    fc.constantFrom("up", "down"),
    fc.integer({ min: 0, max: 1_000_000 }),
  ])("counts whole packages exactly, and its words add up", (quantity, divideBy, round, unit) => {
    const terms = termsOf({ unit: String(unit), divideBy, round });
    const rest = BigInt(quantity) % BigInt(divideBy);
    const packages = BigInt(quantity) / BigInt(divideBy) + (round === "up" && rest > 0n ? 1n : 0n);
    const expected = packages * BigInt(unit) * 10n ** 12n;
    expect(exactPrice(packagePricing, terms, quantity)).toBe(expected);
    expect(addUpWords(packagePricing.describe(terms, quantity))).toBe(expected);
  });

  it("is told with its rounding", () => {
    expect(packagePricing.describe(termsOf({ unit: "500", divideBy: 5 }), 11)).toBe("11 / 5 rounded up = 3; 3 x 500");
  });
});
