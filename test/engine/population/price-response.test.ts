import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { isDrawn, LAYERS, priceFactor } from "../../../engine/population/price-response.ts";

const layers = Array.from({ length: LAYERS }, (_, layer) => layer);
const uniform = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
const factor = fc.double({ min: 0, max: LAYERS, noNaN: true });

describe("the response to a price", () => {
  it("is exactly 1 at the reference", () => {
    expect(priceFactor(1900, 1900, -0.6)).toBe(1);
  });

  it("is (price / reference) to the power of the elasticity", () => {
    expect(priceFactor(2000, 1000, -1)).toBeCloseTo(0.5, 12);
    expect(priceFactor(500, 1000, -2)).toBeCloseTo(4, 12);
    expect(priceFactor(4000, 1000, 0.5)).toBeCloseTo(2, 12);
  });

  it("to a free plan is all that can come, and no churn", () => {
    expect(priceFactor(0, 1000, -0.6)).toBe(LAYERS);
    expect(priceFactor(0, 1000, 0.4)).toBe(0);
  });

  test.prop([uniform])("keeps exactly the first layer where nothing changes", (drawn) => {
    expect(layers.map((layer) => isDrawn(layer, 1, drawn))).toEqual([true, false, false, false]);
  });

  test.prop([factor, factor, uniform])("nests: whoever comes at the higher price comes at the lower", (one, other, drawn) => {
    const [low, high] = one < other ? [one, other] : [other, one];
    for (const layer of layers) if (isDrawn(layer, low, drawn)) expect(isDrawn(layer, high, drawn)).toBe(true);
  });

  test.prop([factor])("draws as many as the factor says", (wanted) => {
    const numbers = Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000);
    const drawn = layers.flatMap((layer) => numbers.filter((number) => isDrawn(layer, wanted, number))).length;
    expect(Math.abs(drawn / 1000 - wanted)).toBeLessThanOrEqual(0.002);
  });
});
