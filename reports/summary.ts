import { formatInstant } from "../engine/calendar/civil.ts";
import type { Scenario } from "../engine/scenario/scenario.ts";
import { definitions } from "./golden/golden.ts";
import type { CurrencyTotals } from "./totals.ts";
import { totalsJson } from "./totals-json.ts";

/** A file as it was written; the digest is the caller's, for hashing is not this part's business. */
export interface FileDigest {
  readonly name: string;
  readonly sha256: string;
}

/**
 * The content of summary.json: what was run, under which assumptions and definitions, what came out, and the digest of every file. No run
 * time, version or path: the same scenario gives the same bytes. Ends with a newline.
 */
export function summaryJson(
  scenario: Scenario,
  totals: readonly CurrencyTotals[],
  digests: { readonly scenario: string; readonly inputs?: readonly FileDigest[]; readonly files: readonly FileDigest[] },
): string {
  const summary = {
    name: scenario.name,
    description: scenario.description,
    seed: scenario.seed,
    scenario_sha256: digests.scenario,
    // The files that the scenario names, where it names any.
    inputs: (digests.inputs ?? []).length === 0 ? undefined : digests.inputs,
    clock: { start: formatInstant(scenario.start), end: formatInstant(scenario.end) },
    interval: scenario.reports.interval,
    assumptions: scenario.assumptions.map(({ path, value, place }) => ({ path, value, origin: place === undefined ? "default" : `line ${place.line}` })),
    definitions: definitions(scenario.reports.metrics).map(([name, value]) => ({ name, value })),
    totals: totals.map(totalsJson),
    files: digests.files.map(({ name, sha256 }) => ({ name, sha256 })),
  };
  return `${JSON.stringify(summary, undefined, 2)}\n`;
}
