import { describe, expect, it } from "vitest";
import { writeYaml } from "../../engine/language/write-yaml.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";
import { customerNames, customerScript, explainInvoice } from "../../reports/index.ts";
import { compare } from "../reference/compare.ts";
import { conclude } from "../reference/conclude.ts";
import { runReference } from "../reference/engine.ts";
import { crowd } from "./crowd.ts";

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

const REST = `
tax_rates: { vat: { percentage: 20, inclusive: false } }
cards:
  flaky: { outcomes: [succeeds, insufficient_funds, succeeds, insufficient_funds, insufficient_funds, insufficient_funds, succeeds] }
  expiring: { expires: 2026-09 }
`;

/** The invoices of each customer with every line, as the files have them, by the customer's name. */
function invoicesOf(scenario: Scenario): ReadonlyMap<string, readonly string[]> {
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
      rows.set(customer, [...(rows.get(customer) ?? []), cells.join()]);
    }
  }
  return rows;
}

describe.each(Object.entries(CROWDS))("%s, as scripts", (_, populations) => {
  const clock = "{ start: 2026-01-01, for: 15 months }";
  const drawn = crowd(populations, { clock, rest: REST });
  const names = customerNames(drawn).filter((__, i) => i % 2 === 0);
  const scripts = names.map((name) => ({ name, script: writeYaml(customerScript(drawn, name)) }));
  const written = scripts.map(({ name, script }) => ({ name, scenario: scripted(script, clock) }));

  it("bill what the drawn customers were billed", () => {
    expect(names.length).toBeGreaterThan(30);
    const billed = invoicesOf(drawn);
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

/** The scenario with a script in place of its populations. */
function scripted(script: string, clock: string): Scenario {
  const hasCards = script.startsWith("cards:");
  const catalog = `
seed: "1"
clock: ${clock}
plans:
  starter: { currency: usd, interval: month, unit_amount: 1900 }
  pro: { currency: usd, interval: month, unit_amount: 4900 }
  annual: { currency: usd, interval: year, unit_amount: 19000 }
coupons:
  half: { percent_off: 50, duration: once }
${hasCards ? REST.slice(0, REST.indexOf("cards:")) : REST}
${script}`;
  const { scenario, issues } = readScenario(catalog, "script.yaml");
  if (scenario === undefined) throw new Error(`${issues.map(({ message, excerpt }) => `${excerpt}\n${message}`).join("\n")}\n${script}`);
  return scenario;
}

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
