import { describe, expect, it } from "vitest";
import { Coverage } from "../reference/coverage.ts";
import { USAGE } from "../reference/coverage-of-usage.ts";
import { drawAndCompare, type Verdict } from "../reference/differential.ts";
import { meteredScenarioDraw } from "../reference/draw/scenario.ts";

const SEED = 20_260_301;
const RUNS = 900;

describe("the engine and the naive reference engine, where plans are metered", () => {
  const coverage = new Coverage(USAGE, []);
  let verdict: Verdict | undefined;

  it(`agree on everything of ${RUNS} drawn scenarios`, () => {
    verdict = drawAndCompare(SEED, RUNS, coverage, meteredScenarioDraw);
    expect(verdict.failure, verdict.failure).toBeUndefined();
    expect(verdict.ran).toBeGreaterThanOrEqual(RUNS * 0.9);
  });

  it("are compared on scenarios that cover every such feature in 5 % of the cases", () => {
    process.stdout.write(`${coverage}\n`);
    expect(coverage.cases).toBe(verdict?.ran);
    expect(coverage.gaps(0.05)).toEqual([]);
  });
});
