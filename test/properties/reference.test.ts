import { describe, expect, it } from "vitest";
import { Coverage } from "../reference/coverage.ts";
import { drawAndCompare, type Verdict } from "../reference/differential.ts";

const SEED = 20_260_131;
const RUNS = 2050;

describe("the engine and the naive reference engine", () => {
  const coverage = new Coverage();
  let verdict: Verdict | undefined;

  it(`agree on every line, status, payment, balance and refusal of ${RUNS} drawn scenarios`, () => {
    verdict = drawAndCompare(SEED, RUNS, coverage);
    expect(verdict.failure, verdict.failure).toBeUndefined();
    expect(verdict.ran).toBeGreaterThanOrEqual(2000);
  });

  it("are compared on scenarios that cover every feature in 5 % of the cases and every pair of the core dozen", () => {
    process.stdout.write(`${coverage}\n`);
    expect(coverage.cases).toBe(verdict?.ran);
    expect(coverage.gaps(0.05)).toEqual([]);
  });
});
