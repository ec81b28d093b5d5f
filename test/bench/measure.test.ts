import { describe, expect, it } from "vitest";
import { isMissed, type Measure, median, pairedRatios, table } from "./measure.ts";

const measure = (value: number): Measure => ({ title: "x", value, unit: "x", demand: 6, stretch: 4 });

describe("measures", () => {
  it("a demand is met at its number and missed above it, or without a number", () => {
    expect([6, 6.001, Number.NaN].map((value) => isMissed(measure(value)))).toEqual([false, true, true]);
  });

  it("the median of an even count is the mean of the middle two", () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
  });

  it("every contender runs once per repetition and once to warm up, in turn", () => {
    const turns: string[] = [];
    const { ratios } = pairedRatios(2, [() => void turns.push("a"), () => void turns.push("b")]);
    expect(turns.join("")).toBe("ababab");
    expect(ratios[0]).toBe(1);
  });

  it("the table says which demands are missed", () => {
    expect(table([measure(3), measure(5), measure(7)])).toMatch(/3\.00 x .* stretch met\n.*5\.00 x .* met\n.*7\.00 x .* MISSED/);
  });
});
