import { describe, expect, it } from "vitest";
import { simulate } from "../../engine/simulation/simulate.ts";
import { CountingSink } from "./counting-sink.ts";
import { fullScenario } from "./full-scenario.ts";
import { fullYardstick } from "./full-yardstick.ts";

describe("the second yardstick", () => {
  it.each([
    ["1", 1200, 36],
    ["2", 1200, 13],
    ["3", 1200, 40],
  ] as const)("bills what the engine bills: seed %s, %i customers, %i months", (seed, customers, months) => {
    const sink = new CountingSink();
    expect(simulate(fullScenario(customers, months, seed), sink, { retain: "open" })).toEqual([]);
    const bare = fullYardstick(customers, months, seed);
    expect(bare.churned).toBeGreaterThan(0.3 * customers);
    expect(bare.collected).toBeLessThan(bare.billed);
    expect(sink.totals).toEqual(bare);
  });
});
