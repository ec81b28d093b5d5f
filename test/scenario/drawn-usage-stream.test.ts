import { describe, expect, it } from "vitest";
import { noFiles } from "../../engine/language/input-files.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";

const STREAM = "{ plan: api, every: 1 day, quantity: { distribution: lognormal, mean: 40, sd: 24 } }";

/** What the streams of each customer record, in order. */
function recorded(
  entries: readonly string[],
  { customers = ["alice"], seed }: { customers?: readonly string[]; seed?: string } = {},
): ReadonlyMap<string, number[]> {
  const timeline = entries.map((entry) => `      - { at: 2026-01-06, usage_stream: ${entry} }`).join("\n");
  const scripts = customers.map((id) => `  ${id}:\n    timeline:\n      - { at: 2026-01-01, subscribe: { plan: api } }\n${timeline}`).join("\n");
  const text = `
seed: 7
clock: { start: 2026-01-01, end: 2030-01-01 }
plans:
  api: { currency: usd, interval: month, unit_amount: 5, usage_type: metered }
customers:
${scripts}
`;
  const { scenario, issues } = readScenario(text, "streams.yaml", noFiles, seed);
  expect(issues).toEqual([]);
  const of = new Map<string, number[]>();
  for (const { id, entries: read } of scenario?.customers ?? []) {
    of.set(
      id,
      read.flatMap(({ action }) => (action.kind === "usage" ? [Number(action.quantity.units) / action.quantity.scale] : [])),
    );
  }
  return of;
}

const alice = (...given: Parameters<typeof recorded>) => recorded(...given).get("alice") as number[];

describe("a usage stream whose quantity is drawn (N25)", () => {
  it("records whole numbers with the mean and the spread of the distribution", () => {
    const drawn = alice([STREAM]);
    expect(drawn).toHaveLength(1456);
    expect(drawn.every((quantity) => Number.isInteger(quantity) && quantity >= 0)).toBe(true);
    const mean = drawn.reduce((sum, quantity) => sum + quantity, 0) / drawn.length;
    const variance = drawn.reduce((sum, quantity) => sum + (quantity - mean) ** 2, 0) / drawn.length;
    expect(Math.abs(mean - 40)).toBeLessThan((3 * 24) / Math.sqrt(drawn.length));
    expect(Math.abs(Math.sqrt(variance) - 24)).toBeLessThan(4);
  });

  it("draws another run from another seed, also from one that replaces the file's", () => {
    expect(alice([STREAM], { seed: "7" })).toEqual(alice([STREAM]));
    expect(alice([STREAM], { seed: "8" })).not.toEqual(alice([STREAM]));
  });

  it("is the customer's own: another customer moves none, and uses something else", () => {
    const both = recorded([STREAM], { customers: ["zoe", "alice"] });
    expect(both.get("alice")).toEqual(alice([STREAM]));
    expect(both.get("zoe")).not.toEqual(both.get("alice"));
  });

  it("never records less than nothing", () => {
    const drawn = alice(["{ plan: api, every: 1 week, quantity: { distribution: normal, mean: 0, sd: 3 } }"]);
    expect(Math.min(...drawn)).toBe(0);
    expect(Math.max(...drawn)).toBeGreaterThan(0);
  });
});
