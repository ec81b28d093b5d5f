import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { fullModel as model } from "./full-yardstick.ts";

/** The full-featured model as a scenario: `customers` of it, in equal numbers in each month of the first year. */
export function fullScenario(customers: number, months: number, seed: string): Scenario {
  const { starter, pro, usageMean, usageUnit, declines, recovery } = model;
  const each = Math.floor(customers / 12);
  const text = `
seed: "${seed}"
clock: { start: 2024-01-01, for: ${months} months }
plans:
  starter: { currency: usd, interval: month, unit_amount: ${starter.price} }
  pro: { currency: usd, interval: month, unit_amount: ${pro.price} }
  api: { currency: usd, interval: month, usage_type: metered, unit_amount: ${usageUnit} }
coupons: { half: { percent_off: 50, duration: once } }
cards:
  card: { declines: { rate: ${declines}, codes: { insufficient_funds: 1 } }, recovery: { insufficient_funds: [${recovery.join(", ")}] } }
dunning: { retries: [${model.retryDays.map((days) => `${days} days`).join(", ")}], then: cancel }
populations:
  people:
    signups: { each_month: [${Array(12).fill(each).join(", ")}] }
    card: card
    subscribe:
      starter: { weight: ${starter.weight}, items: [{ plan: starter }, { plan: api }], trial: ${model.trialDays} days, converts: ${starter.converts} }
      pro: { weight: ${pro.weight}, items: [{ plan: pro }, { plan: api }], trial: ${model.trialDays} days, coupon: half }
    usage: { calls: { plan: api, every: 1 month, quantity: { distribution: poisson, mean: ${usageMean} } } }
    behavior:
      churn: { cancel: { rate: ${model.churn} } }
      upgrade: { change: { from: starter, to: pro, rate: ${model.upgrade}, proration_behavior: create_prorations } }
`;
  const { scenario, issues } = readScenario(text, "full.yaml");
  if (scenario === undefined) throw new Error(issues.map(({ message }) => message).join("\n"));
  return scenario;
}
