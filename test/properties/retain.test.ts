import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { read, yamlOf } from "../reference/compare.ts";
import {
  backdatedScenarioDraw,
  meteredScenarioDraw,
  mixedScenarioDraw,
  pausingScenarioDraw,
  scenarioDraw,
  scenarioObject,
  scheduledScenarioDraw,
  sentScenarioDraw,
  thresholdScenarioDraw,
} from "../reference/draw/scenario.ts";
import { FactText } from "./fact-text.ts";

/** What a run tells that keeps all of a customer's invoices, or only those that can still change. */
function told(scenario: Scenario, retain: "all" | "open"): string[] {
  const sink = new FactText();
  const refused = simulate(scenario, sink, { retain });
  return [...sink.lines, ...refused.map(({ customer, entry }) => `refused ${customer.id} ${entry}`)];
}

/** The first fact that one run tells and the other does not. */
function firstDifference(scenario: Scenario): { open: string | undefined; all: string | undefined } | undefined {
  const all = told(scenario, "all");
  const open = told(scenario, "open");
  const count = Math.max(all.length, open.length);
  for (let i = 0; i < count; i++) if (all[i] !== open[i]) return { open: open[i], all: all[i] };
  return undefined;
}

function scenarioOf(yaml: string): Scenario {
  const reading = read(yaml);
  if ("problems" in reading) throw new Error(reading.problems);
  return reading.scenario;
}

const plain = (finalizeAfter: string, timeline: string): string => `
clock: { start: 2026-01-01, end: 2027-06-01 }
billing: { finalize_after: ${finalizeAfter}, tax_rates: [sales] }
tax_rates: { sales: { percentage: 8.25, inclusive: false } }
plans:
  seats: { currency: usd, interval: month, billing_scheme: tiered, tiers_mode: graduated, tiers: [{ up_to: 5, unit_amount: 1000 }, { up_to: inf, unit_amount: 600 }] }
  option: { currency: usd, interval: month, unit_amount: 300 }
  quarterly: { currency: usd, interval: month, interval_count: 3, unit_amount: 900 }
  weekly: { currency: usd, interval: week, unit_amount: 150 }
coupons: { tenth: { percent_off: 10, duration: repeating, duration_in_months: 2 } }
cards:
  moody: { outcomes: [succeeds, succeeds, insufficient_funds, succeeds, succeeds, insufficient_funds, insufficient_funds, insufficient_funds, succeeds] }
dunning: { retries: [3 days, 5 days, 7 days], then: past_due }
customers:
  ann:
    card: moody
    timeline:
${timeline}
`;

const entries = {
  "nothing happens": "",
  "seats change at a renewal": "      - { at: 2026-04-15, change: { quantity: 9, proration_behavior: none } }\n",
  "seats change between renewals, and later inside a period":
    "      - { at: 2026-04-20, change: { quantity: 9, proration_behavior: none } }\n      - { at: 2026-05-20, change: { quantity: 4 } }\n",
  "seats change inside a period": "      - { at: 2026-04-20, change: { quantity: 9 } }\n",
  "an item comes and goes":
    "      - { at: 2026-04-20, change: { items: [{ plan: option }], proration_behavior: none } }\n      - { at: 2026-07-15, change: { items: [{ plan: option, remove: true }], proration_behavior: none } }\n",
  "an item of another interval comes": "      - { at: 2026-02-20, change: { items: [{ plan: quarterly }] } }\n",
  "a coupon runs for two months": "      - { at: 2026-04-20, change: { discounts: [tenth] } }\n",
  "credit on the balance": "      - { at: 2026-04-20, credit: { amount: 9000 } }\n",
  "a one-off waits": "      - { at: 2026-04-20, invoice_item: { amount: 250 } }\n",
  "a second subscription turns at the same instants": "      - { at: 2026-04-15, subscribe: { plan: option, as: more } }\n",
  "a second subscription turns at other instants": "      - { at: 2026-04-15, subscribe: { plan: weekly, as: more } }\n",
  "it ends at a period's end": "      - { at: 2026-04-20, cancel: { at_period_end: true } }\n",
} as const;

describe("an account that keeps only open invoices tells the same facts as one that keeps all", () => {
  for (const finalizeAfter of ["0 days", "1 hour"]) {
    it.each(Object.entries(entries))(`when %s, drafts final after ${finalizeAfter}`, (_name, more) => {
      const scenario = scenarioOf(plain(finalizeAfter, `      - { at: 2026-01-15, subscribe: { plan: seats, quantity: 3 } }\n${more}`));
      expect(told(scenario, "open").filter((fact) => fact.startsWith("refused"))).toEqual([]);
      expect(firstDifference(scenario)).toBeUndefined();
    });
  }

  const draws = {
    "the core": scenarioDraw,
    "mixed intervals": mixedScenarioDraw,
    schedules: scheduledScenarioDraw,
    "pauses of collection": pausingScenarioDraw,
    "invoices that are sent": sentScenarioDraw,
    "metered prices": meteredScenarioDraw,
    thresholds: thresholdScenarioDraw,
    "backdated sign-ups": backdatedScenarioDraw,
  };
  for (const [name, scenarios] of Object.entries(draws)) {
    test.prop([scenarios, fc.boolean(), fc.integer({ min: 0, max: 60 })], { numRuns: name === "the core" ? 150 : 40 })(
      `in drawn scenarios of ${name}, most of which run on for months after their last entry`,
      (draw, atOnce, moreDays) => {
        const longer = { ...draw, tail: draw.tail + moreDays * 30 };
        const billing = atOnce ? { ...draw.billing, finalize_after: "0 seconds" as const } : draw.billing;
        expect(firstDifference(scenarioOf(yamlOf(scenarioObject({ ...longer, billing }))))).toBeUndefined();
      },
    );
  }
});
