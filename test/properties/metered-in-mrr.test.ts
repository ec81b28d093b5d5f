import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../engine/catalog/plan.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";
import { conclude } from "../reference/conclude.ts";
import { meteredScenarioDraw, type ScenarioDraw, thresholdScenarioDraw } from "../reference/draw/scenario.ts";
import { runReference } from "../reference/engine.ts";
import type { Outcome, SubscriptionOutcome } from "../reference/outcome.ts";
import { plus, type Rational, ratio, round, ZERO } from "../reference/rational.ts";
import { rowsOf } from "../reports/run.ts";
import { scenarioOf, withEntries, withRefusalsExpected } from "./drawn.ts";

/** Plans stay as they were signed up for, and thresholds leave the anchor alone: then a period's usage is easy to find on its invoices. */
function withoutChanges(draw: ScenarioDraw): ScenarioDraw {
  const kept = withEntries(withRefusalsExpected(draw, true), ({ action }) => action.kind !== "change" && action.kind !== "subscribe");
  return { ...kept, thresholds: draw.thresholds.map((one) => ({ ...one, resets: false })) };
}

const COUNTED = new Set(["active", "past_due"]);

function counting(scenario: Scenario): Scenario {
  const metrics = { ...scenario.reports.metrics, meteredInMrr: true, mrrDiscounts: "none", churnRecognized: "at_period_end" } as const;
  return { ...scenario, reports: { ...scenario.reports, metrics } };
}

/** What the reference engine's invoices say that a plan's latest period came to: its last invoice that is no draft, and the threshold invoices before it. */
function lastInvoiced({ invoices }: Outcome, subscription: string, plan: string): number {
  let sum = 0;
  let early = 0;
  for (const { reason, status, lines } of invoices) {
    const own = lines.filter((line) => line.kind === "usage" && line.subscription === subscription && line.plan === plan);
    if (own.length === 0) continue;
    const amount = own.reduce((total, line) => total + line.amount, 0);
    if (reason === "subscription_threshold") early += amount;
    else {
      if (status !== "draft") sum = early + amount;
      early = 0;
    }
  }
  return sum;
}

const PER_MONTH = { year: [1, 12], month: [1, 1], week: [365, 84], day: [365, 12] } as const;

/** A month's worth (D39). */
function normalised(amount: number, { interval }: Plan): Rational {
  const [times, of] = PER_MONTH[interval.unit];
  return ratio(amount * times, of * interval.count);
}

function plansOf(scenario: Scenario, { items }: SubscriptionOutcome): readonly Plan[] {
  return items.map((item) => scenario.catalog.plans.get(item.split(" x")[0] as string) as Plan);
}

describe("recurring revenue of who pays for usage only (R1)", () => {
  it("is what the reference engine's invoices say that the last period came to, in 250 drawn scenarios", () => {
    let compared = 0;
    let positive = 0;
    const property = fc.property(fc.oneof(meteredScenarioDraw, thresholdScenarioDraw), (draw) => {
      const scenario = counting(scenarioOf(withoutChanges(draw)));
      const collection = collect(scenario, { golden: false });
      if (simulate(scenario, collection.sink).length > 0) return;
      const rows = new Map(rowsOf(collection, "subscriptions.csv").map((row) => [`${row.get("customer")} ${row.get("subscription")}`, row]));
      for (const outcome of runReference(scenario).map(conclude)) {
        for (const subscription of outcome.subscriptions) {
          const plans = plansOf(scenario, subscription);
          if (!COUNTED.has(subscription.status) || plans.some(({ usage }) => usage === undefined)) continue;
          const worth = plans.map((plan) => normalised(lastInvoiced(outcome, subscription.name, plan.id), plan)).reduce(plus, ZERO);
          const cell = rows.get(`${outcome.customer} ${subscription.name}`)?.get("mrr") ?? "";
          expect(Number(cell.replace(".", ""))).toBe(round(worth));
          compared++;
          if (round(worth) > 0) positive++;
        }
      }
    });
    fc.assert(property, { seed: 20_260_502, numRuns: 250 });
    expect([compared > 100, positive > 30]).toEqual([true, true]);
  });
});
