import { expect } from "vitest";
import { formatIssue, type Issue } from "../../engine/scenario/issue.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";

/** A clock, two plans in usd, and a customer: the least that tests add to. */
export const CLOCK = "clock: { start: 2026-01-01, end: 2027-01-01 }\n";
export const PLANS = `plans:
  pro: { currency: usd, interval: month, unit_amount: 2000 }
  max: { currency: usd, interval: month, unit_amount: 5000 }
`;

/** The scenario of a text without errors. */
export function scenarioOf(text: string): Scenario {
  const { scenario, issues } = readScenario(text, "test.yaml");
  if (scenario === undefined) expect.fail(issues.map(formatIssue).join("\n\n"));
  return scenario;
}

/** What is said about a text. */
export function issuesOf(text: string): readonly Issue[] {
  return readScenario(text, "test.yaml").issues;
}

/** `code path` of each. */
export function complaints(text: string): string[] {
  return issuesOf(text).map(({ code, path }) => `${code} ${path}`);
}

/** A scenario with one customer, alice, and these entries, each a line of flow YAML without its dash. */
export function withEntries(...entries: readonly string[]): string {
  return `${CLOCK}${PLANS}customers:\n  alice:\n    timeline:\n${entries.map((entry) => `      - ${entry}\n`).join("")}`;
}

export const SIGN_UP = "{ at: 2026-01-31, subscribe: { plan: pro } }";
