import { describe, expect, it } from "vitest";
import { writeYaml } from "../../engine/language/write-yaml.ts";
import { customerNames, customerScript, explainInvoice } from "../../reports/index.ts";
import { compare } from "../reference/compare.ts";
import { conclude } from "../reference/conclude.ts";
import { runReference } from "../reference/engine.ts";
import { crowd } from "./crowd.ts";
import { invoicesOf, REST, scripted } from "./scripted.ts";

const CROWDS: Readonly<Record<string, string>> = {
  "trials, churn and returns": `
  people:
    signups: { per_month: 8 }
    subscribe:
      starter: { weight: 2, plan: starter, trial: 14 days, converts: 60% }
      pro: { weight: 1, plan: pro, quantity: { distribution: poisson, mean: 3, min: 1 } }
    behavior:
      churn: { cancel: { rate: 10%, at_period_end: true } }
      leave: { cancel: { rate: 2% } }
      back: { return: { rate: 15%, within: 12 months, coupon: half } }
      goodwill: { refund: { rate: 2%, first: 30 days } }`,
  "upgrades and seats, billed in three ways": `
  teams:
    signups: { per_month: 6 }
    attributes: { size: { small: 1, large: 1 } }
    subscribe:
      all: { plan: starter, quantity: { distribution: poisson, mean: 4, min: 1 }, coupon: half }
    behavior:
      upgrade: { change: { from: starter, to: pro, rate: 6%, proration_behavior: always_invoice } }
      down: { change: { from: pro, to: starter, rate: 3%, proration_behavior: none } }
      grow: { seats: { change: { distribution: poisson, mean: 2 }, rate: 15% } }
      trim: { seats: { change: -1, rate: 8%, proration_behavior: none } }`,
  "annual plans that are not renewed, and months that become years": `
  firms:
    signups: { per_month: 6 }
    subscribe:
      year: { plan: annual, quantity: 2 }
      month: { plan: pro }
    behavior:
      lapse: { cancel: { plan: annual, at_renewal: 40% } }
      prepay: { change: { from: pro, to: annual, rate: 8% } }
      grow: { seats: { plan: annual, change: 1, rate: 10% } }`,
  "cards that decline": `
  unlucky:
    signups: { per_month: 6 }
    card: { by: plan, starter: flaky, otherwise: expiring }
    dunning: { retries: [2 days, 4 days], then: cancel }
    tax_rates: [vat]
    subscribe:
      all: { plan: starter, trial: 7 days, converts: 80% }
      pro: { plan: pro }
    behavior:
      back: { return: { rate: 20% } }`,
};

/** What the business does meanwhile. */
const BUSINESS: Readonly<Record<string, string>> = {
  "prices that change for some, at once and at renewals": `
  dearer: { at: 2026-04-10, change_price: { plan: starter, set: { unit_amount: 2300 }, for: at_renewal }, waves: { shares: [40%, 30%], every: 2 months } }
  list: { at: 2026-03-05, change_price: { plan: pro, set: { unit_amount: 5900 }, for: new } }
  all: { at: 2026-06-15, change_price: { plan: pro, set: { billing_scheme: tiered, tiers_mode: volume, tiers: [{ up_to: 3, unit_amount: 5500 }, { up_to: inf, unit_amount: 4400 }] }, for: now }, where: { size: large } }
  annual: { at: 2026-05-01, change_price: { plan: annual, set: { unit_amount: 21000 }, for: now }, share: 50% }
  down: { at: 2026-08-01, until: 2026-08-05, outage: { declines: processing_error } }`,
  "migrations, one with a coupon": `
  up: { at: 2026-04-10, migrate: { from: starter, to: pro, coupon: half }, waves: { shares: [40%, 30%], every: 2 months }, response: { cancel: { 10%: 10%, 200%: 60% }, within: 90 days } }
  prepay: { at: 2026-06-05, migrate: { from: pro, to: annual, when: now }, where: { size: large } }
  dearer: { at: 2026-07-05, change_price: { plan: annual, set: { unit_amount: 25000 }, for: now } }`,
  "promotions to those who come, are there, and have left": `
  dearer: { at: 2026-02-10, change_price: { plan: starter, set: { unit_amount: 2300 } } }
  friday: { at: 2026-04-10, until: 2026-05-10, promotion: { coupon: half, to: new, take_up: 50%, signups: 30% } }
  thanks: { at: 2026-06-05, until: 2026-06-20, promotion: { coupon: half, to: existing, take_up: 40% } }
  back: { at: 2026-10-01, promotion: { coupon: half, to: churned } }`,
};

const lives = Object.entries(CROWDS).map(([name, populations]) => [name, populations, ""] as const);
const busy = Object.entries(BUSINESS).flatMap(([name, entries]) =>
  Object.values(CROWDS)
    .slice(0, 3)
    .map((populations, i) => [`${name}, crowd ${i + 1}`, populations, `timeline:${entries}`] as const),
);

describe.each([...lives, ...busy])("%s, as scripts", (_, populations, timeline) => {
  const clock = "{ start: 2026-01-01, for: 15 months }";
  const attributes = populations.includes("attributes:") ? "" : "    attributes: { size: { small: 1, large: 1 } }\n";
  const drawn = crowd(populations.replace("    subscribe:", `${attributes}    subscribe:`), { clock, rest: `${REST}${timeline}` });
  const names = customerNames(drawn).filter((__, i) => i % 2 === 0);
  const scripts = names.map((name) => ({ name, script: writeYaml(customerScript(drawn, name)) }));
  const written = scripts.map(({ name, script }) => ({ name, scenario: scripted(script, clock) }));

  it("bill what the drawn customers were billed", () => {
    expect(names.length).toBeGreaterThan(30);
    const billed = invoicesOf(drawn);
    if (timeline !== "") expect(scripts.filter(({ script }) => script.startsWith("plans:") || script.includes("discounts:")).length).toBeGreaterThan(1);
    for (const { name, scenario } of written) {
      expect(billed.get(name)?.length, name).toBeGreaterThan(1);
      expect(invoicesOf(scenario).get(name), name).toEqual(billed.get(name));
    }
  });

  it("are billed the same by the reference engine", () => {
    for (const { name, scenario } of written) expect(compare(scenario).difference, name).toBeUndefined();
    expect(runReference((written[0] as (typeof written)[number]).scenario).map(conclude)).toHaveLength(1);
  });
});

describe("a drawn customer", () => {
  const drawn = crowd(CROWDS["trials, churn and returns"] as string, { rest: REST });
  it("has its invoices explained", () => {
    const [first] = customerNames(drawn);
    expect(explainInvoice(drawn, `${first}-0001`)).toContain(`invoice ${first}-0001: subscription_create`);
  });
  it("that is not there has no script", () => {
    expect(customerScript(drawn, "people-2026-01-9999")).toBeUndefined();
  });
});
