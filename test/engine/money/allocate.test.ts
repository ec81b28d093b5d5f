import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { allocate } from "../../../engine/money/allocate.ts";

function split(total: number, weights: readonly number[]): number[] {
  const shares: number[] = [];
  allocate(total, weights, weights.length, shares);
  return shares;
}

describe("a split", () => {
  it.each([
    ["500 over 1000 and 2000 gives 166 and 334 (PRO)", 500, [1000, 2000], [166, 334]],
    ["500 over 2000 and 1000 gives 333 and 167", 500, [2000, 1000], [333, 167]],
    ["100 over three equal lines gives the last what is left", 100, [50, 50, 50], [33, 33, 34]],
    ["the last line never gets more than it is worth: the rest goes to the one before", 7, [5, 5, 5, 1], [2, 2, 2, 1]],
    ["what exceeds the last goes to the one before it", 9, [3, 3, 3, 1], [2, 3, 3, 1]],
    ["a line of 0 at the end takes nothing", 10, [7, 7, 0], [5, 5, 0]],
    ["a line of 0 at the end leaves the remainder to the one before", 11, [7, 7, 0], [5, 6, 0]],
    ["all of it takes all", 3000, [1000, 2000], [1000, 2000]],
    ["nothing takes nothing", 0, [1000, 2000], [0, 0]],
    ["one line takes it all", 500, [1000], [500]],
    ["lines of 0 take nothing", 0, [0, 0], [0, 0]],
    ["no lines take nothing", 0, [], []],
  ])("%s", (_rule, total, weights, expected) => {
    expect(split(total, weights)).toEqual(expected);
  });

  const weights = fc.array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 1_000_000_000 })), { minLength: 1, maxLength: 20 });
  const cases = weights.chain((list) => {
    const sum = list.reduce((total, weight) => total + weight, 0);
    return fc.record({ list: fc.constant(list), total: fc.integer({ min: 0, max: sum }) });
  });

  test.prop([cases], { numRuns: 1000 })("adds up to the total, and no share exceeds its line or falls below its floor", ({ list, total }) => {
    const sum = list.reduce((all, weight) => all + weight, 0);
    const shares = split(total, list);
    expect(shares.reduce((all, share) => all + share, 0)).toBe(total);
    for (const [i, share] of shares.entries()) {
      const weight = list[i] as number;
      const floor = sum === 0 ? 0n : (BigInt(total) * BigInt(weight)) / BigInt(sum);
      expect(share).toBeLessThanOrEqual(weight);
      expect(BigInt(share)).toBeGreaterThanOrEqual(floor);
    }
  });

  test.prop([cases], { numRuns: 1000 })(
    "gives the remainder to the last lines: whoever has more than its floor stands before full lines only",
    ({ list, total }) => {
      const sum = list.reduce((all, weight) => all + weight, 0);
      fc.pre(sum > 0);
      const shares = split(total, list);
      const extra = shares.map((share, i) => BigInt(share) - (BigInt(total) * BigInt(list[i] as number)) / BigInt(sum));
      const first = extra.findIndex((more) => more > 0n);
      const after = first < 0 ? [] : shares.slice(first + 1);
      expect(after).toEqual(first < 0 ? [] : list.slice(first + 1));
    },
  );

  it("writes only as many shares as it is told", () => {
    const shares = [-1, -1, -1];
    allocate(500, [1000, 2000, 9999], 2, shares);
    expect(shares).toEqual([166, 334, -1]);
  });
});
