import type { Account } from "../../engine/account/account.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { FactText } from "../properties/fact-text.ts";

/** A scenario of populations: two monthly plans and a yearly one, more `plans` and `populations` as the texts say, indented by two. */
export function crowd(populations: string, { seed = "1", clock = "{ start: 2026-01-01, for: 24 months }", rest = "", plans = "" } = {}): Scenario {
  const text = `
seed: "${seed}"
clock: ${clock}
plans:
  starter: { currency: usd, interval: month, unit_amount: 1900 }
  pro: { currency: usd, interval: month, unit_amount: 4900 }
  annual: { currency: usd, interval: year, unit_amount: 19000 }
  basic: { currency: usd, interval: month, unit_amount: 1900, currency_options: { eur: { unit_amount: 1700 } } }
  plus: { currency: usd, interval: month, unit_amount: 4900, currency_options: { eur: { unit_amount: 4500 } } }${plans}
coupons:
  half: { percent_off: 50, duration: once }
${rest}
populations:
${populations}
`;
  const { scenario, issues } = readScenario(text, "crowd.yaml");
  if (scenario === undefined) throw new Error(issues.map(({ message, excerpt }) => `${excerpt}\n${message}`).join("\n"));
  return scenario;
}

/** Writes down the facts of each customer apart. */
class Lives extends FactText {
  readonly lives = new Map<string, string[]>();

  override end(account: Account): void {
    super.end(account);
    this.lives.set(account.id, this.lines.splice(0));
  }
}

/** Every fact of every customer, by the customer's name. */
export function livesOf(scenario: Scenario, until = scenario.end): ReadonlyMap<string, readonly string[]> {
  const sink = new Lives();
  simulate(scenario, sink, { until });
  return sink.lives;
}
