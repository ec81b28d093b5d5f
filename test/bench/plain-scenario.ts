import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { plainMonthlyModel as model } from "./yardstick.ts";

/**
 * What the reports must know of a run of the plain monthly model: its clock and the definitions, without customers; `plainEngine` brings those.
 * The clock begins a second before the first sign-up can be, as the engine's does.
 */
export function plainScenario(months: number): Scenario {
  const year = model.year + Math.floor(months / 12);
  const month = String((months % 12) + 1).padStart(2, "0");
  const yaml = `
clock: { start: ${model.year - 1}-12-31T23:59:59Z, end: ${year}-${month}-01 }
customers: { nobody: { currency: usd, timeline: [] } }
`;
  const { scenario, issues } = readScenario(yaml, "plain-monthly-model.yaml");
  if (scenario === undefined) throw new Error(issues.map(({ message, remedy }) => `${message} ${remedy}`).join("\n"));
  return { ...scenario, customers: [] };
}
