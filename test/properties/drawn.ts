import fc from "fast-check";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { read, yamlOf } from "../reference/compare.ts";
import { meteredChangesScenarioDraw } from "../reference/draw/metered-changes.ts";
import {
  backdatedScenarioDraw,
  byHandScenarioDraw,
  meteredScenarioDraw,
  mixedScenarioDraw,
  pausingScenarioDraw,
  type ScenarioDraw,
  scenarioDraw,
  scenarioObject,
  scheduledScenarioDraw,
  sentScenarioDraw,
  thresholdScenarioDraw,
} from "../reference/draw/scenario.ts";

/** A scenario of any of the draws: what holds of all that can be billed is tried on it. The core comes as often as all others together. */
export const anyScenarioDraw: fc.Arbitrary<ScenarioDraw> = fc.oneof(
  { weight: 9, arbitrary: scenarioDraw },
  ...[
    backdatedScenarioDraw,
    byHandScenarioDraw,
    meteredScenarioDraw,
    meteredChangesScenarioDraw,
    mixedScenarioDraw,
    pausingScenarioDraw,
    scheduledScenarioDraw,
    sentScenarioDraw,
    thresholdScenarioDraw,
  ].map((arbitrary) => ({ weight: 1, arbitrary })),
);

/** The scenario of a draw, read from its YAML. Drawn files are always readable; one that is not is a mistake of the test. */
export function scenarioOf(draw: ScenarioDraw): Scenario {
  const reading = read(yamlOf(scenarioObject(draw)));
  if ("problems" in reading) throw new Error(reading.problems);
  return reading.scenario;
}

type EntryDraw = ScenarioDraw["customers"][number]["entries"][number];

/** The same draw with only those of the customers' later entries that are wanted. */
export function withEntries(draw: ScenarioDraw, wanted: (entry: EntryDraw) => boolean): ScenarioDraw {
  return { ...draw, customers: draw.customers.map((customer) => ({ ...customer, entries: customer.entries.filter(wanted) })) };
}

/** The same draw where a refused action stops nobody (`error: expected` on every entry), or everybody. */
export function withRefusalsExpected(draw: ScenarioDraw, flagged: boolean): ScenarioDraw {
  return { ...draw, customers: draw.customers.map((customer) => ({ ...customer, flagged })) };
}
