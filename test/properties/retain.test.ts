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
  api: { currency: usd, interval: month, usage_type: metered, billing_scheme: tiered, tiers_mode: volume, tiers: [{ up_to: 10, unit_amount: 7 }, { up_to: inf, unit_amount: 4 }] }
  api_later: { currency: usd, interval: month, usage_type: metered, unit_amount: 5 }
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
  "the customer's coupon reduces two bills between others, and what they billed is credited later":
    "      - { at: 2026-05-20, coupon: tenth }\n      - { at: 2026-09-20, change: { quantity: 9 } }\n",
  "credit on the balance": "      - { at: 2026-04-20, credit: { amount: 9000 } }\n",
  "a one-off waits": "      - { at: 2026-04-20, invoice_item: { amount: 250 } }\n",
  "a second subscription turns at the same instants": "      - { at: 2026-04-15, subscribe: { plan: option, as: more } }\n",
  "a second subscription turns at other instants": "      - { at: 2026-04-15, subscribe: { plan: weekly, as: more } }\n",
  "usage is billed beside seats":
    "      - { at: 2026-01-20, change: { items: [{ plan: api }] } }\n      - { at: 2026-03-20, usage: { plan: api, quantity: 12 } }\n      - { at: 2026-06-20, usage: { plan: api, quantity: 2.5 } }\n      - { at: 2026-09-01, change: { items: [{ plan: seats, quantity: 4 }] } }\n",
  "the price of usage changes within a period":
    "      - { at: 2026-01-20, change: { items: [{ plan: api }] } }\n      - { at: 2026-04-20, usage: { plan: api, quantity: 3 } }\n      - { at: 2026-05-20, change: { items: [{ from: api, to: api_later }] } }\n      - { at: 2026-07-20, usage: { plan: api_later, quantity: 9 } }\n",
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

  it("when usage comes while the draft of its period is open, and the bill is made again afterwards", () => {
    const late =
      "      - { at: 2026-06-15T00:20:00Z, usage: { plan: api, quantity: 3, timestamp: 2026-06-14 } }\n      - { at: 2026-09-20, usage: { plan: api, quantity: 1 } }\n";
    const signUp = "      - { at: 2026-01-15, subscribe: { items: [{ plan: seats, quantity: 3 }, { plan: api }, { plan: api_later }] } }\n";
    const scenario = scenarioOf(plain("1 hour", `${signUp}${late}`));
    expect(told(scenario, "open").filter((fact) => fact.startsWith("refused"))).toEqual([]);
    expect(firstDifference(scenario)).toBeUndefined();
  });

  describe("of drawn customers", () => {
    const population = (finalizeAfter: string, offers: string, usage: string, behavior: string): string => `
clock: { start: 2026-01-01, end: 2027-03-01 }
billing: { finalize_after: ${finalizeAfter}, tax_rates: [sales] }
tax_rates: { sales: { percentage: 8.25, inclusive: false } }
plans:
  starter: { currency: usd, interval: month, unit_amount: 1900 }
  pro: { currency: usd, interval: month, unit_amount: 4900 }
  api: { currency: usd, interval: month, usage_type: metered, billing_scheme: tiered, tiers_mode: graduated, tiers: [{ up_to: 20, unit_amount: 7 }, { up_to: inf, unit_amount: 4 }] }
  gauge: { currency: usd, interval: month, usage_type: metered, aggregate_usage: last_ever, unit_amount: 90 }
coupons: { once: { percent_off: 50, duration: once }, quarter: { percent_off: 10, duration: repeating, duration_in_months: 3 } }
cards: { moody: { declines: { rate: 15%, codes: { insufficient_funds: 1 } }, recovery: { insufficient_funds: [0.4, 0.3] } } }
populations:
  people:
    signups: { each_month: [5, 4] }
    card: moody
    subscribe: { ${offers} }
    usage: { ${usage} }
    behavior: { ${behavior} }
`;
    const offers = {
      "with a coupon that is used once": "all: { items: [{ plan: starter }, { plan: api }], coupon: once }",
      "with a coupon for three months, and a trial":
        "all: { items: [{ plan: api }, { plan: starter }, { plan: gauge }], coupon: quarter, trial: 14 days, converts: 0.8 }",
      "of usage alone": "all: { items: [{ plan: gauge }, { plan: api }] }",
    };
    const usages = {
      "a month": "calls: { plan: api, every: 1 month, quantity: { distribution: poisson, mean: 30 } }",
      "every nine hours, and some every week":
        "calls: { plan: api, every: 9 hours, quantity: { distribution: poisson, mean: 2 } }, size: { plan: gauge, every: 1 week, quantity: { distribution: poisson, mean: 2 } }",
    };
    const behavior = "leave: { cancel: { rate: 3% } }, stay_away: { cancel: { at_renewal: 2% } }, up: { change: { from: starter, to: pro, rate: 6% } }";
    for (const [offer, items] of Object.entries(offers))
      for (const [often, usage] of Object.entries(usages))
        it.each(["0 days", "1 hour"])(`${offer}, used ${often}, drafts final after %s`, (finalizeAfter) => {
          expect(firstDifference(scenarioOf(population(finalizeAfter, items, usage, behavior)))).toBeUndefined();
        });
  });

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
