import { expect } from "vitest";
import { formatIssue } from "../../engine/scenario/issue.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import type { RefusedAction } from "../../engine/simulation/customer.ts";
import { type SimulationOptions, simulate } from "../../engine/simulation/simulate.ts";
import type { Life } from "./life.ts";
import { Trace } from "./trace.ts";

/** The scenario of a text; what is wrong with it fails the test. */
export function scenarioOf(yaml: string): Scenario {
  const { scenario, issues } = readScenario(yaml, "test.yaml");
  return scenario ?? expect.fail(issues.map(formatIssue).join("\n\n"));
}

/** Runs a scenario: its customers' lives, and what was refused. */
export function livesOf(yaml: string, options?: SimulationOptions): { lives: readonly Life[]; refused: readonly RefusedAction[] } {
  const trace = new Trace();
  const refused = simulate(scenarioOf(yaml), trace, options);
  return { lives: trace.lives, refused };
}

/** What is sold in these tests: round prices, so that a proration is easy to do by hand. */
const PLANS = `plans:
  free: { currency: usd, interval: month, unit_amount: 0 }
  option: { currency: usd, interval: month, unit_amount: 300 }
  basic: { currency: usd, interval: month, unit_amount: 1000 }
  pro: { currency: usd, interval: month, unit_amount: 2000 }
  max: { currency: usd, interval: month, unit_amount: 5000 }
  daily: { currency: usd, interval: day, unit_amount: 100 }
  weekly: { currency: usd, interval: week, unit_amount: 700 }
  quarterly: { currency: usd, interval: month, interval_count: 3, unit_amount: 3000 }
  quarterly_max: { currency: usd, interval: month, interval_count: 3, unit_amount: 9000 }
  yearly: { currency: usd, interval: year, unit_amount: 20000 }
  yearly_max: { currency: usd, interval: year, unit_amount: 50000 }
  seats: { currency: usd, interval: month, billing_scheme: tiered, tiers_mode: graduated, tiers: [{ up_to: 5, unit_amount: 500 }, { up_to: inf, unit_amount: 400 }] }
  trialed: { currency: usd, interval: month, unit_amount: 2000, trial_period_days: 14 }
  trialed_longer: { currency: usd, interval: month, unit_amount: 500, trial_period_days: 20 }
  in_euros: { currency: eur, interval: month, unit_amount: 1000 }
`;

/** Half-open, `[start, end]`. */
export type Clock = readonly [start: string, end: string];

/** What else a scenario has: plans by name, other blocks, and of the customer `fields`. */
export interface More {
  readonly fields?: string;
  readonly blocks?: string;
  readonly plans?: Readonly<Record<string, string>>;
}

/** A scenario of one customer, `c`; entries are flow YAML without their dash. */
export function yamlOf(clock: Clock, entries: readonly string[], more: More = {}): string {
  const { fields = "", blocks = "" } = more;
  const plans = Object.entries(more.plans ?? {}).map(([name, plan]) => `  ${name}: ${plan}\n`);
  const timeline = entries.map((entry) => `      - ${entry}\n`).join("");
  return `clock: { start: ${clock[0]}, end: ${clock[1]} }\n${PLANS}${plans.join("")}${blocks}\ncustomers:\n  c:\n${fields === "" ? "" : `    ${fields}\n`}    timeline:\n${timeline}`;
}

/** The life of a customer with this script; a refusal that is not expected fails the test. */
export function lifeOf(clock: Clock, entries: readonly string[], more: More = {}): Life {
  const { lives, refused } = livesOf(yamlOf(clock, entries, more));
  expect(refused.map(({ entry, message }) => `entry ${entry}: ${message}`)).toEqual([]);
  return lives[0] as Life;
}

/** Why the last entry of a script is refused; the entries before it must not be. */
export function refusalOf(clock: Clock, entries: readonly string[], more: More = {}): string {
  const { refused } = livesOf(yamlOf(clock, entries, more));
  expect(refused.map(({ entry }) => entry)).toEqual([entries.length - 1]);
  const { message, rule, remedy } = refused[0] as RefusedAction;
  // Every refusal says the rule and the remedy in whole sentences.
  for (const sentence of [rule, remedy]) expect(sentence).toMatch(/^[A-Z`"].*[.]$/);
  return message;
}
