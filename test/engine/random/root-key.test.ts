import { describe, expect, it } from "vitest";
import { rootKey } from "../../../engine/random/root-key.ts";

describe("the root key", () => {
  it('is the same for the seeds 42 and "42": a seed is its text (D38)', () => {
    expect(rootKey("42")).toEqual(rootKey(String(42)));
  });

  it("is a function of the seed alone: nothing before it matters", () => {
    const first = rootKey("42");
    rootKey("other");
    expect(rootKey("42")).toEqual(first);
  });

  it("differs for any two seeds, also for a text and its repetition (1, 11, 111), and for a seed and its replications", () => {
    const seeds = [...Array.from({ length: 500 }, (_, n) => String(n)), ...Array.from({ length: 500 }, (_, r) => `42/${r + 1}`), "", " ", "042", "42 "];
    expect(new Set(seeds.map((seed) => JSON.stringify(rootKey(seed)))).size).toBe(seeds.length);
  });

  it("has two halves of 32 bits", () => {
    const { high, low } = rootKey("42");
    expect([high | 0, low | 0]).toEqual([high, low]);
  });
});
