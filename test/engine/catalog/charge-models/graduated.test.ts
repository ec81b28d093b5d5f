import { test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { graduated } from "../../../../engine/catalog/charge-models/graduated.ts";
import { addUpWords, cost, exactPrice } from "./price-table.ts";
import { drawnTiers, flatOnly, fractions, licences, termsOfDrawn, tierOfUnit, withFlat } from "./tiers.ts";

describe("graduated tiers price each unit in its own tier", () => {
  it.each([
    [0, 0],
    [1, 500],
    [5, 2500],
    [6, 2900],
    [10, 4500],
    [11, 4800],
    [15, 6000],
    [16, 6200],
    [20, 7000],
    [21, 7100],
    [1000, 105_000],
  ])("%i licences cost %i", (quantity, expected) => {
    expect(cost(graduated, licences, quantity)).toBe(expected);
  });

  it.each([
    [0, 1000],
    [1, 1700],
    [5, 4500],
    [6, 4500 + 650 + 2000],
    [10, 4500 + 5 * 650 + 2000],
    [11, 4500 + 5 * 650 + 2000 + 600 + 3000],
  ])("with the flat amount of every tier it enters, and of the first for 0: %i cost %i", (quantity, expected) => {
    expect(cost(graduated, withFlat, quantity)).toBe(expected);
  });

  it.each([
    [0, 5000],
    [10, 5000],
    [11, 25_000],
    [101, 115_000],
  ])("with flat amounts alone: %i cost %i", (quantity, expected) => {
    expect(cost(graduated, flatOnly, quantity)).toBe(expected);
  });

  it.each([
    [0, 1],
    [9, 1],
    [10, 1],
    [30, 2],
    [1000, 51],
    [500_000_001_000, 51],
    [1_000_000_001_000, 52],
  ])("in fractions that are rounded once: %i cost %i", (quantity, expected) => {
    expect(cost(graduated, fractions, quantity)).toBe(expected);
  });

  test.prop([drawnTiers], { numRuns: 500 })("unit by unit, whatever the tiers, and the words add up", ({ tiers, quantity }) => {
    const terms = termsOfDrawn(tiers);
    let expected = tiers[0]?.flat ?? 0;
    for (let unit = 1, entered = 0; unit <= quantity; unit++) {
      const tier = tierOfUnit(tiers, unit);
      for (; entered < tier; entered++) expected += tiers[entered + 1]?.flat ?? 0;
      expected += tiers[tier]?.unit ?? 0;
    }
    expect(cost(graduated, terms, quantity)).toBe(expected);
    expect(addUpWords(graduated.describe(terms, quantity))).toBe(exactPrice(graduated, terms, quantity));
  });

  test.prop([drawnTiers])("never less for one more", ({ tiers, quantity }) => {
    const terms = termsOfDrawn(tiers);
    expect(cost(graduated, terms, quantity + 1)).toBeGreaterThanOrEqual(cost(graduated, terms, quantity));
  });

  it("tells every tier it entered", () => {
    expect(graduated.describe(licences, 11)).toBe("5 x 500 + 5 x 400 + 1 x 300");
    expect(graduated.describe(withFlat, 6)).toBe("5 x 700 + flat 1000 + 1 x 650 + flat 2000");
  });
});
