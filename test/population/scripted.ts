import { expect } from "vitest";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";

export const REST = `
tax_rates: { vat: { percentage: 20, inclusive: false } }
cards:
  flaky: { outcomes: [succeeds, insufficient_funds, succeeds, insufficient_funds, insufficient_funds, insufficient_funds, succeeds] }
  expiring: { expires: 2026-09 }
`;

/** ` (new_list)`: what made a price. */
const VERSION = / \([a-z_]+\)/g;

/** The invoices of each customer with every line, as the files have them, by the customer's name. Prices that the business made are not told from the plan's own. */
export function invoicesOf(scenario: Scenario): ReadonlyMap<string, readonly string[]> {
  const collection = collect(scenario, { only: new Set(["invoices", "invoice_lines"]), golden: false });
  expect(simulate(scenario, collection.sink)).toEqual([]);
  const rows = new Map<string, string[]>();
  for (const { name: file, text } of collection.files()) {
    const place = file === "invoices.csv" ? 1 : 2;
    for (const row of [...text].join("").trim().split("\n").slice(1)) {
      const cells = row.split(",");
      // A script has no population.
      if (file === "invoices.csv") cells[3] = "";
      const customer = cells[place] as string;
      rows.set(customer, [...(rows.get(customer) ?? []), cells.join().replaceAll(VERSION, "")]);
    }
  }
  return rows;
}

/** The scenario with a script in place of its populations. */
export function scripted(script: string, clock: string): Scenario {
  const hasCards = /^cards:/m.test(script);
  const [, ownPlans = ""] = /^plans:\n((?: {2}.*\n)*)/.exec(script) ?? [];
  const catalog = `
seed: "1"
clock: ${clock}
plans:
  starter: { currency: usd, interval: month, unit_amount: 1900 }
  pro: { currency: usd, interval: month, unit_amount: 4900 }
  annual: { currency: usd, interval: year, unit_amount: 19000 }
${ownPlans}coupons:
  half: { percent_off: 50, duration: once }
${hasCards ? REST.slice(0, REST.indexOf("cards:")) : REST}
${script.replace(/^plans:\n(?: {2}.*\n)*/, "")}`;
  const { scenario, issues } = readScenario(catalog, "script.yaml");
  if (scenario === undefined) throw new Error(`${issues.map(({ message, excerpt }) => `${excerpt}\n${message}`).join("\n")}\n${script}`);
  return scenario;
}
