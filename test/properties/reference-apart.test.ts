import { describe, expect, it } from "vitest";
import { Coverage } from "../reference/coverage.ts";
import { BY_HAND } from "../reference/coverage-by-hand.ts";
import { PAUSES } from "../reference/coverage-of-pauses.ts";
import { USAGE } from "../reference/coverage-of-usage.ts";
import { drawAndCompare, type Verdict } from "../reference/differential.ts";
import { byHandScenarioDraw, meteredScenarioDraw, pausingScenarioDraw } from "../reference/draw/scenario.ts";

const RUNS = 900;

/** What is drawn apart, each with its own coverage, so that it does not thin out everything else. */
describe.each([
  { where: "where invoices and payments are handled by hand", features: BY_HAND, draw: byHandScenarioDraw, seed: 20_260_228 },
  { where: "where collection or service is paused", features: PAUSES, draw: pausingScenarioDraw, seed: 20_260_315 },
  { where: "where plans are metered", features: USAGE, draw: meteredScenarioDraw, seed: 20_260_301 },
])("the engine and the naive reference engine, $where", ({ features, draw, seed }) => {
  const coverage = new Coverage(features, []);
  let verdict: Verdict | undefined;

  it(`agree on everything of ${RUNS} drawn scenarios`, () => {
    verdict = drawAndCompare(seed, RUNS, coverage, draw);
    expect(verdict.failure, verdict.failure).toBeUndefined();
    expect(verdict.ran).toBeGreaterThanOrEqual(RUNS * 0.9);
  });

  it("are compared on scenarios that cover every such feature in 5 % of the cases", () => {
    process.stdout.write(`${coverage}\n`);
    expect(coverage.cases).toBe(verdict?.ran);
    expect(coverage.gaps(0.05)).toEqual([]);
  });
});
