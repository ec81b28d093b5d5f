import { describe, expect, it } from "vitest";
import { Coverage } from "../reference/coverage.ts";
import { BY_HAND } from "../reference/coverage-by-hand.ts";
import { BACKDATING } from "../reference/coverage-of-backdating.ts";
import { COMBINED, COMBINED_PAIRS } from "../reference/coverage-of-combined.ts";
import { METERED_CHANGES } from "../reference/coverage-of-metered-changes.ts";
import { MIXED } from "../reference/coverage-of-mixed.ts";
import { PAUSES } from "../reference/coverage-of-pauses.ts";
import { SCHEDULES } from "../reference/coverage-of-schedules.ts";
import { SENT } from "../reference/coverage-of-sent.ts";
import { THRESHOLDS } from "../reference/coverage-of-thresholds.ts";
import { USAGE } from "../reference/coverage-of-usage.ts";
import { drawAndCompare, type Verdict } from "../reference/differential.ts";
import { combinedScenarioDraw } from "../reference/draw/combined.ts";
import { meteredChangesScenarioDraw } from "../reference/draw/metered-changes.ts";
import {
  backdatedScenarioDraw,
  byHandScenarioDraw,
  meteredScenarioDraw,
  mixedScenarioDraw,
  pausingScenarioDraw,
  scheduledScenarioDraw,
  sentScenarioDraw,
  thresholdScenarioDraw,
} from "../reference/draw/scenario.ts";

/** Enough of most draws: what is in 5 % of the cases comes up in twenty. */
const RUNS = 400;

/** What is drawn apart, each with its own coverage, so that it does not thin out everything else. */
describe.each([
  { where: "where invoices and payments are handled by hand", features: BY_HAND, draw: byHandScenarioDraw, seed: 20_260_228 },
  { where: "where collection or service is paused", features: PAUSES, draw: pausingScenarioDraw, seed: 20_260_315 },
  { where: "where sign-ups are backdated or cut at once", features: BACKDATING, draw: backdatedScenarioDraw, seed: 20_261_015 },
  { where: "where intervals are mixed", features: MIXED, draw: mixedScenarioDraw, seed: 20_240_101 },
  { where: "where plans are metered", runs: 900, features: USAGE, draw: meteredScenarioDraw, seed: 20_260_301 },
  { where: "where metered plans come and go", features: METERED_CHANGES, draw: meteredChangesScenarioDraw, seed: 20_260_302 },
  { where: "where invoices are sent", features: SENT, draw: sentScenarioDraw, seed: 20_260_302 },
  { where: "where usage is billed by thresholds", features: THRESHOLDS, draw: thresholdScenarioDraw, seed: 20_260_401 },
  { where: "where subscriptions have schedules", features: SCHEDULES, draw: scheduledScenarioDraw, seed: 20_260_415 },
  { where: "where all of that is combined", features: COMBINED, pairs: COMBINED_PAIRS, draw: combinedScenarioDraw, seed: 20_260_501 },
])("the engine and the naive reference engine, $where", ({ features, draw, seed, pairs = [], runs = RUNS }) => {
  const coverage = new Coverage(features, pairs);
  let verdict: Verdict | undefined;

  it(`agree on everything of ${runs} drawn scenarios`, () => {
    verdict = drawAndCompare(seed, runs, coverage, draw);
    expect(verdict.failure, verdict.failure).toBeUndefined();
    expect(verdict.ran).toBeGreaterThanOrEqual(runs * 0.9);
  });

  it("are compared on scenarios that cover every such feature in 5 % of the cases", () => {
    process.stdout.write(`${coverage}\n`);
    expect(coverage.cases).toBe(verdict?.ran);
    expect(coverage.gaps(0.05)).toEqual([]);
  });
});
