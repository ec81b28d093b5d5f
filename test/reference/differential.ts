import fc from "fast-check";
import { compare, read, yamlOf } from "./compare.ts";
import { type Coverage, layOut } from "./coverage.ts";
import { type ScenarioDraw, scenarioDraw, scenarioObject } from "./draw/scenario.ts";

/** How a batch of drawn scenarios went. */
export interface Verdict {
  readonly ran: number;
  /** Drawn files that the reader refused: they test nothing here, so there must be few. */
  readonly unread: number;
  /** A minimal scenario on which the engines disagree, with the first difference; undefined when there is none. */
  readonly failure: string | undefined;
}

function judge(yaml: string): { readonly difference: string | undefined; readonly read: boolean; cover(coverage: Coverage): void } {
  const reading = read(yaml);
  if ("problems" in reading) return { difference: undefined, read: false, cover: () => {} };
  const { scenario } = reading;
  const { reference, difference } = compare(scenario);
  return { difference, read: true, cover: (coverage) => coverage.add(layOut(scenario, reference)) };
}

/** Errors count as differences: neither engine may throw. */
function judgeSafely(yaml: string): ReturnType<typeof judge> {
  try {
    return judge(yaml);
  } catch (error) {
    const difference = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { difference, read: true, cover: () => {} };
  }
}

/** Draws scenarios from a seed and runs both engines on each; a disagreement is shrunk to a small scenario. */
export function drawAndCompare(seed: number, runs: number, coverage: Coverage, draws: fc.Arbitrary<ScenarioDraw> = scenarioDraw): Verdict {
  let unread = 0;
  let ran = 0;
  const property = fc.property(draws, (draw) => {
    const verdict = judgeSafely(yamlOf(scenarioObject(draw)));
    if (verdict.read) ran++;
    else unread++;
    if (verdict.difference === undefined) verdict.cover(coverage);
    return verdict.difference === undefined;
  });
  const details = fc.check(property, { seed, numRuns: runs });
  if (!details.failed) return { ran, unread, failure: undefined };
  const [draw] = details.counterexample ?? [];
  if (draw === undefined) return { ran, unread, failure: String(details.errorInstance) };
  const yaml = yamlOf(scenarioObject(draw));
  const { difference } = judgeSafely(yaml);
  const failure = `seed ${seed}: the engines disagree on this scenario\n\n${yaml}\nfirst difference: ${difference}`;
  return { ran, unread, failure };
}
