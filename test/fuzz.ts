import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { Coverage } from "./reference/coverage.ts";
import { BY_HAND } from "./reference/coverage-by-hand.ts";
import { BACKDATING } from "./reference/coverage-of-backdating.ts";
import { COMBINED, COMBINED_PAIRS } from "./reference/coverage-of-combined.ts";
import { METERED_CHANGES } from "./reference/coverage-of-metered-changes.ts";
import { MIXED } from "./reference/coverage-of-mixed.ts";
import { PAUSES } from "./reference/coverage-of-pauses.ts";
import { SCHEDULES } from "./reference/coverage-of-schedules.ts";
import { SENT } from "./reference/coverage-of-sent.ts";
import { THRESHOLDS } from "./reference/coverage-of-thresholds.ts";
import { USAGE } from "./reference/coverage-of-usage.ts";
import { drawAndCompare } from "./reference/differential.ts";
import { combinedScenarioDraw } from "./reference/draw/combined.ts";
import { meteredChangesScenarioDraw } from "./reference/draw/metered-changes.ts";
import {
  backdatedScenarioDraw,
  byHandScenarioDraw,
  meteredScenarioDraw,
  mixedScenarioDraw,
  pausingScenarioDraw,
  scheduledScenarioDraw,
  sentScenarioDraw,
  thresholdScenarioDraw,
} from "./reference/draw/scenario.ts";

const BATCH = 500;
const HELP = "usage: npm run fuzz -- [--minutes N] [--seed S], with N above 0 and S an integer";

/**
 * `npm run fuzz -- --minutes 10 --seed 42`: draws scenarios until the time is up and runs both engines on each.
 * Exits 1 with a minimal scenario when they disagree; the seed printed first draws the same scenarios again.
 */
function main(): number {
  const { values } = parseArgs({ options: { minutes: { type: "string", default: "1" }, seed: { type: "string" } } });
  const minutes = Number(values.minutes);
  const seed = values.seed === undefined ? randomInt(1_000_000_000) : Number(values.seed);
  if (!(minutes > 0 && Number.isSafeInteger(seed))) {
    console.error(HELP);
    return 2;
  }
  console.log(`fuzzing for ${minutes} minutes from seed ${seed}`);
  const until = Date.now() + minutes * 60_000;
  const coverage = new Coverage();
  const byHand = new Coverage(BY_HAND, []);
  const usage = new Coverage(USAGE, []);
  const meteredChanges = new Coverage(METERED_CHANGES, []);
  const pauses = new Coverage(PAUSES, []);
  const thresholds = new Coverage(THRESHOLDS, []);
  const mixed = new Coverage(MIXED, []);
  const backdating = new Coverage(BACKDATING, []);
  const sent = new Coverage(SENT, []);
  const schedules = new Coverage(SCHEDULES, []);
  const combined = new Coverage(COMBINED, COMBINED_PAIRS);
  let ran = 0;
  for (let batch = 0; batch === 0 || Date.now() < until; batch++) {
    const verdicts = [
      drawAndCompare(seed + batch, BATCH, coverage),
      drawAndCompare(seed + batch, BATCH / 2, byHand, byHandScenarioDraw),
      drawAndCompare(seed + batch, BATCH / 2, usage, meteredScenarioDraw),
      drawAndCompare(seed + batch, BATCH / 2, meteredChanges, meteredChangesScenarioDraw),
      drawAndCompare(seed + batch, BATCH / 2, pauses, pausingScenarioDraw),
      drawAndCompare(seed + batch, BATCH / 2, thresholds, thresholdScenarioDraw),
      drawAndCompare(seed + batch, BATCH / 2, backdating, backdatedScenarioDraw),
      drawAndCompare(seed + batch, BATCH / 2, mixed, mixedScenarioDraw),
      drawAndCompare(seed + batch, BATCH / 2, sent, sentScenarioDraw),
      drawAndCompare(seed + batch, BATCH / 2, schedules, scheduledScenarioDraw),
      drawAndCompare(seed + batch, BATCH / 2, combined, combinedScenarioDraw),
    ];
    for (const verdict of verdicts) {
      ran += verdict.ran;
      if (verdict.failure === undefined) continue;
      console.error(verdict.failure);
      return 1;
    }
  }
  console.log(
    `${coverage}\n${byHand}\n${usage}\n${meteredChanges}\n${pauses}\n${thresholds}\n${backdating}\n${mixed}\n${sent}\n${schedules}\n${combined}\n${ran} scenarios agreed`,
  );
  return 0;
}

process.exitCode = main();
