import { describe, expect, it } from "vitest";
import { silentSink } from "../../cli/silent-sink.ts";
import type { DrawnCustomer } from "../../engine/population/drawn-customer.ts";
import { drawnCustomers } from "../../engine/population/drawn-customers.ts";
import type { Population } from "../../engine/population/population.ts";
import { rootKey } from "../../engine/random/root-key.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { crowd } from "../population/crowd.ts";
import { hazardOf, zOfMean, zOfShare } from "./chances.ts";

/** Seeds are fixed, so each of these is one fixed number. */
const LIMIT = 4;
const MONTH = 2_628_000;

const scenarioOf = (body: string, { count = 20_000, months = 1, rest = "", plans = "" } = {}): Scenario =>
  crowd(
    `
  people:
    signups: { each_month: [${count}] }${body}`,
    { seed: "responses", clock: `{ start: 2026-01-01, for: ${months} months }`, rest, plans },
  );

function everybody(body: string, count: number): readonly DrawnCustomer[] {
  const scenario = scenarioOf(body, { count });
  return [...drawnCustomers(scenario.populations[0] as Population, rootKey(scenario.seed), scenario.start, scenario.end)];
}

/** The normal distribution function, by Simpson's rule. */
function normalBelow(z: number): number {
  const step = (z + 12) / 2000;
  let sum = 0;
  for (let i = 0; i <= 2000; i++) sum += Math.exp(-((-12 + i * step) ** 2) / 2) * (i === 0 || i === 2000 ? 1 : i % 2 === 1 ? 4 : 2);
  return (sum * step) / 3 / Math.sqrt(2 * Math.PI);
}

describe("sign-ups: 200,000 candidates", () => {
  const sensitive = (reference: number, count = 200_000): readonly DrawnCustomer[] =>
    everybody(
      `
    subscribe: { all: { plan: starter } }
    price_sensitivity: { signup_elasticity: -0.6, reference: ${reference} }`,
      count,
    );

  it("an elasticity of -0.6 at twice the reference keeps 2^-0.6 of them", () => {
    expect(Math.abs(zOfShare(sensitive(950).length, 200_000, 2 ** -0.6))).toBeLessThan(LIMIT);
  });

  it("at half the reference it adds 2^0.6 - 1 of as many again", () => {
    // Four crowds of candidates are looked at.
    const more = sensitive(3800, 50_000).filter(({ id }) => id.includes("+"));
    expect(Math.abs(zOfShare(more.length, 50_000, 2 ** 0.6 - 1))).toBeLessThan(LIMIT);
  });

  it("willingness to pay: as many as are above the price, of two plans each by its own", () => {
    const all = everybody(
      `
    subscribe: { starter: { plan: starter }, pro: { plan: pro } }
    willingness_to_pay: { starter: { distribution: lognormal, mean: 2000, sd: 1500 }, pro: { distribution: lognormal, mean: 5200, sd: 2600 } }`,
      200_000,
    );
    const willing = (price: number, mean: number, sd: number): number => {
      const variance = Math.log(1 + (sd / mean) ** 2);
      return 1 - normalBelow((Math.log(price) - Math.log(mean) + variance / 2) / Math.sqrt(variance));
    };
    const [starter, pro] = [willing(1900, 2000, 1500), willing(4900, 5200, 2600)];
    expect(Math.abs(zOfShare(all.length, 200_000, 1 - (1 - starter) * (1 - pro)))).toBeLessThan(LIMIT);
    // Who has only one of them worth its price takes that; who has both the one that leaves more, so each between the two bounds.
    const takers = all.filter(({ offer }) => offer.name === "pro").length / 200_000;
    expect(takers).toBeGreaterThan(pro * (1 - starter));
    expect(takers).toBeLessThan(pro);
  });
});

describe("what the price does to those who are there: 20,000 customers", () => {
  it("churn: the hazard is multiplied by (price / reference)^elasticity", () => {
    const scenario = scenarioOf(
      `
    subscribe: { all: { plan: starter } }
    behavior: { churn: { cancel: { rate: 4% } } }
    price_sensitivity: { churn_elasticity: 0.8, reference: 950 }`,
      { months: 5 },
    );
    let left = 0;
    const span = 3 * MONTH;
    simulate(
      scenario,
      { ...silentSink(), end: ({ subscriptions: [one] }) => void (one !== undefined && one.endedAt - one.startedAt <= span && left++) },
      { retain: "open" },
    );
    expect(Math.abs(zOfShare(left, 20_000, 1 - Math.exp(-hazardOf(0.04) * 2 ** 0.8 * span)))).toBeLessThan(LIMIT);
  });

  it("usage: the mean follows (price / reference)^elasticity and grows by the month", () => {
    const scenario = scenarioOf(
      `
    subscribe: { all: { plan: calls } }
    usage: { calls: { plan: calls, every: 1 month, quantity: { distribution: lognormal, mean: 9000, sd: 7000 }, growth: 3% } }
    price_sensitivity: { usage_elasticity: -0.4, reference: 1 }`,
      { months: 4, plans: "\n  calls: { currency: usd, interval: month, usage_type: metered, unit_amount: 3 }" },
    );
    const byMonth = new Map<number, number[]>();
    const sink = silentSink();
    sink.usage = (at, _account, _subscription, { quantity }) => {
      const values = byMonth.get(at) ?? [];
      values.push(Number(quantity.units));
      byMonth.set(at, values);
    };
    simulate(scenario, sink, { retain: "open" });
    const months = [...byMonth.values()].filter((values) => values.length === 20_000);
    expect(months).toHaveLength(3);
    for (const [i, values] of months.entries()) expect(Math.abs(zOfMean(values, 9000 * 3 ** -0.4 * 1.03 ** (i + 1)))).toBeLessThan(LIMIT);
  });

  it("more seats come by the distribution of their number", () => {
    const scenario = scenarioOf(
      `
    subscribe: { all: { plan: pro, quantity: { distribution: poisson, mean: 4, min: 1 } } }
    behavior: { grow: { seats: { change: { distribution: poisson, mean: 2, min: 1 }, rate: 40%, proration_behavior: none } } }`,
      { months: 4 },
    );
    const steps: number[] = [];
    const sink = silentSink();
    let seats = 0;
    sink.subscription = (_at, _account, { items: [item] }, change) => {
      if (change === "updated" && item !== undefined) steps.push(item.quantity - seats);
      seats = item?.quantity ?? 0;
    };
    simulate(scenario, sink, { retain: "open" });
    expect(steps.length).toBeGreaterThan(10_000);
    // E max(1, P) of a Poisson of mean 2 is 2 + e^-2.
    expect(Math.abs(zOfMean(steps, 2 + Math.exp(-2)))).toBeLessThan(LIMIT);
  });
});

/** The first attempts of each customer: whether they failed, with which code, and when. */
function attemptsOf(card: string, months: number, offer = "{ plan: starter }"): readonly (readonly { readonly at: number; readonly code: string }[])[] {
  const scenario = scenarioOf(`\n    card: drawn\n    subscribe: { all: ${offer} }`, {
    months,
    rest: `cards: { drawn: ${card} }\ndunning: { retries: [], then: past_due }\n`,
  });
  const all: { at: number; code: string }[][] = [];
  const sink = silentSink();
  sink.begin = () => void all.push([]);
  sink.payment = (at, _account, { decline, card: used }) => void (used !== undefined && all.at(-1)?.push({ at, code: decline?.code ?? "" }));
  simulate(scenario, sink, { retain: "open" });
  return all;
}

describe("cards: 20,000 of them", () => {
  // Behind a trial the first charge that fails leaves the subscription past due, and a second one comes.
  it("cluster: a fifth of the cards decline four times as often as the others, with the same mean", () => {
    const all = attemptsOf(
      "{ declines: { rate: 20%, codes: { do_not_honor: 1 }, cluster: { share: 20%, ratio: 4 } } }",
      3,
      "{ plan: starter, trial: 1 day }",
    ).filter((attempts) => attempts.length >= 2);
    const both = all.filter(([, second], i) => second?.code !== "" && all[i]?.[0]?.code !== "").length;
    const first = all.filter(([one]) => one?.code !== "").length;
    expect(all.length).toBeGreaterThan(19_000);
    expect(Math.abs(zOfShare(first, all.length, 0.2))).toBeLessThan(LIMIT);
    // 0.8 a + 0.2 x 4 a = 0.2, so a = 0.125: twice declined 0.8 a² + 0.2 x 16 a².
    expect(Math.abs(zOfShare(both, all.length, 0.8 * 0.125 ** 2 + 0.2 * 0.5 ** 2))).toBeLessThan(LIMIT);
  });

  it("expire at their hazard from the day on which they come", () => {
    const all = attemptsOf("{ declines: { rate: 0% }, expires: { share_per_month: 6%, updater: 0% } }", 2).filter((attempts) => attempts.length === 2);
    const chances = all.map(([first, second]) => 1 - Math.exp(-hazardOf(0.06) * ((second?.at ?? 0) - (first?.at ?? 0))));
    const expected = chances.reduce((sum, chance) => sum + chance, 0);
    const variance = chances.reduce((sum, chance) => sum + chance * (1 - chance), 0);
    const expired = all.filter(([, second]) => second?.code === "expired_card").length;
    expect(all.length).toBeGreaterThan(19_000);
    expect(Math.abs(expired - expected) / Math.sqrt(variance)).toBeLessThan(LIMIT);
  });
});
