import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { type SimulationOptions, simulate } from "../../engine/simulation/simulate.ts";
import { anyScenarioDraw, scenarioOf } from "./drawn.ts";
import { FactText } from "./fact-text.ts";

const OPTIONS = { numRuns: 120, seed: 20_260_203 };

/** One customer's facts, each with its instant. */
type Story = readonly string[];

/** Every fact of a run, customer by customer. */
function told(scenario: Scenario, options: SimulationOptions = {}): readonly Story[] {
  const sink = new FactText();
  simulate(scenario, sink, options);
  const stories: string[][] = [];
  for (const fact of sink.lines) {
    if (kindOf(fact) === "begin") stories.push([]);
    stories.at(-1)?.push(fact);
  }
  return stories;
}

const atOf = (fact: string): number => Number(fact.slice(0, fact.indexOf(" ")));
const kindOf = (fact: string): string => fact.split(" ", 2)[1] as string;
/** What happened before an instant; the account's end is where the run ends. */
const before = (story: Story, instant: number): Story => story.filter((fact) => kindOf(fact) !== "end" && atOf(fact) < instant);

/** Cuts worth trying: near the instants at which something happens, or anywhere. */
function cutOf({ end, start }: Scenario, stories: readonly Story[], where: number, off: number): number {
  const instants = [...new Set(stories.flat().map(atOf))];
  const near = instants[Math.floor(where * instants.length)] ?? start;
  return Math.min(end, Math.max(start, off === 2 ? start + Math.floor(where * (end - start)) : near + off));
}

const where = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const off = fc.constantFrom(-1, 0, 1, 2);

describe("what has happened does not depend on what comes", () => {
  test.prop([anyScenarioDraw, where, off], OPTIONS)("a run cut anywhere is the beginning of the whole run", (draw, place, by) => {
    const scenario = scenarioOf(draw);
    const whole = told(scenario);
    const until = cutOf(scenario, whole, place, by);
    expect(told(scenario, { until }).map((story) => before(story, until))).toEqual(whole.map((story) => before(story, until)));
  });

  test.prop([anyScenarioDraw, where, off], OPTIONS)("a longer clock changes no earlier fact", (draw, place, by) => {
    const scenario = scenarioOf(draw);
    const whole = told(scenario);
    const end = cutOf(scenario, whole, place, by);
    expect(told({ ...scenario, end }).map((story) => before(story, end))).toEqual(whole.map((story) => before(story, end)));
  });

  test.prop([anyScenarioDraw, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 })], OPTIONS)(
    "customers added or left out move no one else",
    (draw, keep) => {
      // Redemption limits are the one thing that customers share (D24).
      const coupons = draw.coupons.map((coupon) => ({ ...coupon, maxRedemptions: undefined }));
      const scenario = scenarioOf({ ...draw, coupons, customerCount: 3 });
      const kept = <T>(list: readonly T[]): readonly T[] => list.filter((_, i) => keep[i]);
      expect(told({ ...scenario, customers: kept(scenario.customers) })).toEqual(kept(told(scenario)));
    },
  );
});
