import { describe, expect, it } from "vitest";
import { Coverage } from "../reference/coverage.ts";
import { BY_HAND } from "../reference/coverage-by-hand.ts";
import { drawAndCompare, type Verdict } from "../reference/differential.ts";
import { byHandScenarioDraw } from "../reference/draw/scenario.ts";

const SEED = 20_260_228;
const RUNS = 900;

describe("the engine and the naive reference engine, where invoices and payments are handled by hand", () => {
  const coverage = new Coverage(BY_HAND, []);
  let verdict: Verdict | undefined;

  it(`agree on everything of ${RUNS} drawn scenarios`, () => {
    verdict = drawAndCompare(SEED, RUNS, coverage, byHandScenarioDraw);
    expect(verdict.failure, verdict.failure).toBeUndefined();
    expect(verdict.ran).toBeGreaterThanOrEqual(RUNS * 0.9);
  });

  it("are compared on scenarios that cover every such feature in 5 % of the cases", () => {
    process.stdout.write(`${coverage}\n`);
    expect(coverage.cases).toBe(verdict?.ran);
    expect(coverage.gaps(0.05)).toEqual([]);
  });
});
