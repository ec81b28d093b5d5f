import { test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { volume } from "../../../../engine/catalog/charge-models/volume.ts";
import { addUpWords, cost, exactPrice } from "./price-table.ts";
import { drawnTiers, flatOnly, fractions, licences, termsOfDrawn, tierOfUnit, withFlat } from "./tiers.ts";

describe("volume tiers price the whole quantity in the tier it reaches", () => {
  it.each([
    [0, 0],
    [1, 500],
    [5, 2500],
    [6, 2400],
    [10, 4000],
    [11, 3300],
    [15, 4500],
    [16, 3200],
    [20, 4000],
    [21, 2100],
    [1000, 100_000],
  ])("%i licences cost %i", (quantity, expected) => {
    expect(cost(volume, licences, quantity)).toBe(expected);
  });

  it.each([
    [0, 1000],
    [1, 1700],
    [5, 4500],
    [6, 6 * 650 + 2000],
    [10, 10 * 650 + 2000],
    [11, 11 * 600 + 3000],
  ])("with the flat amount of that tier alone, and of the first for 0: %i cost %i", (quantity, expected) => {
    expect(cost(volume, withFlat, quantity)).toBe(expected);
  });

  it.each([
    [0, 5000],
    [10, 5000],
    [11, 20_000],
    [101, 90_000],
  ])("with flat amounts alone: %i cost %i", (quantity, expected) => {
    expect(cost(volume, flatOnly, quantity)).toBe(expected);
  });

  it.each([
    [0, 1],
    [10, 1],
    [30, 2],
    [1000, 51],
    [1001, 0],
    [500_000_000_000, 1],
  ])("in fractions that are rounded once: %i cost %i", (quantity, expected) => {
    expect(cost(volume, fractions, quantity)).toBe(expected);
  });

  test.prop([drawnTiers], { numRuns: 500 })("found by counting, whatever the tiers, and the words add up", ({ tiers, quantity }) => {
    const terms = termsOfDrawn(tiers);
    const tier = tiers[tierOfUnit(tiers, quantity)] ?? { unit: 0, flat: 0 };
    expect(cost(volume, terms, quantity)).toBe(quantity * tier.unit + tier.flat);
    expect(addUpWords(volume.describe(terms, quantity))).toBe(exactPrice(volume, terms, quantity));
  });

  it("tells the tier it reached", () => {
    expect(volume.describe(licences, 11)).toBe("11 x 300");
    expect(volume.describe(withFlat, 6)).toBe("6 x 650 + flat 2000");
  });
});
