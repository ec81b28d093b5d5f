import { stringify } from "yaml";
import { formatIssue } from "../../engine/scenario/issue.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { conclude } from "./conclude.ts";
import type { PlainRecord } from "./draw/yaml-object.ts";
import { runReference } from "./engine.ts";
import { runEngine } from "./observe.ts";
import { comparable, firstDifference, type Outcome } from "./outcome.ts";

/** The text of a drawn scenario; keys without a value are left out. */
export function yamlOf(object: PlainRecord): string {
  return stringify(JSON.parse(JSON.stringify(object)), { aliasDuplicateObjects: false });
}

export type Reading = { readonly scenario: Scenario } | { readonly problems: string };

export function read(yaml: string): Reading {
  const { scenario, issues } = readScenario(yaml, "drawn.yaml");
  if (scenario !== undefined) return { scenario };
  return { problems: issues.map(formatIssue).join("\n\n") };
}

/** Runs both engines. The difference is undefined when they agree on everything of every customer. */
export function compare(scenario: Scenario): { readonly reference: Outcome[]; readonly difference: string | undefined } {
  const reference = runReference(scenario).map(conclude);
  const engine = runEngine(scenario);
  return { reference, difference: firstDifference(reference.map(comparable), engine) };
}
