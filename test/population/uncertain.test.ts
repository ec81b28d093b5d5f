import { describe, expect, it } from "vitest";
import { formatIssue } from "../../engine/scenario/issue.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { crowd } from "./crowd.ts";

/** The rate of the first behaviour as a run with this seed has it. */
function rateOf(rate: string, seed: string, more = ""): number {
  const { populations } = crowd(
    `
  people:
    signups: { per_month: 2 }
    subscribe: { all: { plan: starter } }
    behavior: { churn: { cancel: { rate: ${rate} } }${more} }`,
    { seed },
  );
  const circumstances = { population: "people", attributes: [], currency: populations[0]?.anyCurrency, plan: "starter", month: 0, tenure: 0 };
  return populations[0]?.behavior[0]?.rate.at(circumstances as never) ?? -1;
}

const seeds = Array.from({ length: 400 }, (_, i) => `seed ${i}`);
const NORMAL = "{ uncertain: normal, mean: 4%, sd: 0.5% }";

describe("uncertain numbers", () => {
  it("are drawn once per seed, with the mean and spread that are written", () => {
    const rates = seeds.map((seed) => rateOf(NORMAL, seed));
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / rates.length;
    expect(Math.abs(mean - 0.04)).toBeLessThan((4 * 0.005) / 20);
    expect(Math.abs(Math.sqrt(variance) - 0.005)).toBeLessThan(0.0008);
    expect(rateOf(NORMAL, "seed 3")).toBe(rates[3]);
  });

  it("lie between `min` and `max` of a uniform one", () => {
    for (const seed of seeds.slice(0, 50)) {
      const rate = rateOf("{ uncertain: uniform, min: 2%, max: 3% }", seed);
      expect(rate).toBeGreaterThanOrEqual(0.02);
      expect(rate).toBeLessThanOrEqual(0.03);
    }
  });

  it("do not move when another is added", () => {
    const other = `, other: { cancel: { rate: ${NORMAL} } }`;
    for (const seed of seeds.slice(0, 20)) expect(rateOf(NORMAL, seed, other)).toBe(rateOf(NORMAL, seed));
  });

  it("are held within what they can be", () => {
    const rates = seeds.slice(0, 100).map((seed) => rateOf("{ uncertain: normal, mean: 50%, sd: 100% }", seed));
    expect(Math.min(...rates)).toBe(0);
    expect(Math.max(...rates)).toBe(1);
  });

  it("are refused with the distribution's own words", () => {
    const { issues } = readScenario(
      `
clock: { start: 2026-01-01, for: 3 months }
plans: { pro: { currency: usd, interval: month, unit_amount: 1900 } }
populations:
  one:
    signups: { per_month: 3 }
    attributes: { mood: { uncertain: 30%, sure: 70% } }
    subscribe: { all: { plan: pro, converts: { uncertain: normal, mean: 0.4 } } }
    behavior: { churn: { cancel: { rate: { uncertain: nromal, mean: 4%, sd: 1% } } } }
`,
      "uncertain.yaml",
    );
    const said = issues.map(formatIssue);
    expect(said).toHaveLength(2);
    expect(said[0]).toContain("The distribution normal has no `sd`.");
    expect(said[1]).toContain('Did you mean "normal"?');
  });
});
