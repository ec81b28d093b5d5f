import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { Coverage } from "./reference/coverage.ts";
import { drawAndCompare } from "./reference/differential.ts";

const BATCH = 500;
const USAGE = "usage: npm run fuzz -- [--minutes N] [--seed S], with N above 0 and S an integer";

/**
 * `npm run fuzz -- --minutes 10 --seed 42`: draws scenarios until the time is up and runs both engines on each.
 * Exits 1 with a minimal scenario when they disagree; the seed printed first draws the same scenarios again.
 */
function main(): number {
  const { values } = parseArgs({ options: { minutes: { type: "string", default: "1" }, seed: { type: "string" } } });
  const minutes = Number(values.minutes);
  const seed = values.seed === undefined ? randomInt(1_000_000_000) : Number(values.seed);
  if (!(minutes > 0 && Number.isSafeInteger(seed))) {
    console.error(USAGE);
    return 2;
  }
  console.log(`fuzzing for ${minutes} minutes from seed ${seed}`);
  const until = Date.now() + minutes * 60_000;
  const coverage = new Coverage();
  let ran = 0;
  for (let batch = 0; batch === 0 || Date.now() < until; batch++) {
    const verdict = drawAndCompare(seed + batch, BATCH, coverage);
    ran += verdict.ran;
    if (verdict.failure === undefined) continue;
    console.error(verdict.failure);
    return 1;
  }
  console.log(`${coverage}\n${ran} scenarios agreed`);
  return 0;
}

process.exitCode = main();
