import { describe, expect, it } from "vitest";
import { silentSink } from "../../cli/silent-sink.ts";
import type { Account } from "../../engine/account/account.ts";
import type { DrawnCustomer } from "../../engine/population/drawn-customer.ts";
import { drawnCustomers } from "../../engine/population/drawn-customers.ts";
import type { Population } from "../../engine/population/population.ts";
import { rootKey } from "../../engine/random/root-key.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { crowd, livesOf } from "./crowd.ts";

/** How many standard errors a count of a binomial lies off. Seeds are fixed, so these are fixed numbers. */
const z = (count: number, of: number, share: number): number => Math.abs(count - of * share) / Math.sqrt(of * share * (1 - share));

const YEAR = { clock: "{ start: 2026-01-01, for: 12 months }" };

function everybody(sensitivity: string, more = ""): readonly DrawnCustomer[] {
  const scenario = crowd(
    `
  people:
    signups: { per_month: 1000 }
    attributes: { segment: { solo: 50%, team: 50% } }
    subscribe: { all: { plan: starter } }
    price_sensitivity: ${sensitivity}${more}`,
    YEAR,
  );
  return [...drawnCustomers(scenario.populations[0] as Population, rootKey("price"), scenario.start, scenario.end)];
}

const idsOf = (customers: readonly DrawnCustomer[]): ReadonlySet<string> => new Set(customers.map(({ id }) => id));

describe("sign-ups follow the price (D32)", () => {
  const base = everybody("{ signup_elasticity: -1 }");

  it("at the reference nothing changes", () => {
    expect([...idsOf(base)]).toEqual([...idsOf(everybody("{ signup_elasticity: 0 }"))]);
    expect(base.some(({ id }) => id.includes("+"))).toBe(false);
  });

  it("a price of twice the reference keeps half of them, and nobody else", () => {
    const fewer = everybody("{ signup_elasticity: -1, reference: 950 }");
    const ids = idsOf(base);
    expect(fewer.every(({ id }) => ids.has(id))).toBe(true);
    expect(z(fewer.length, base.length, 0.5)).toBeLessThan(4);
  });

  it("a price of 1 / 2.5 of the reference adds one and a half crowds, named by their layer", () => {
    const more = everybody("{ signup_elasticity: -1, reference: 4750 }");
    const ids = idsOf(more);
    expect(base.every(({ id }) => ids.has(id))).toBe(true);
    const layer = (mark: string): number => more.filter(({ id }) => id.includes(mark)).length;
    // Two counts of a crowd, each Poisson.
    expect(Math.abs(layer("+1-") - 12_000)).toBeLessThan(4 * Math.sqrt(12_000));
    expect(Math.abs(layer("+2-") - 6000)).toBeLessThan(4 * Math.sqrt(6000));
    expect(layer("+3-")).toBe(0);
    expect(more[base.length]?.id).toMatch(/^people-2026-\d\d\+?\d?-\d{4}$/);
  });

  it("whoever comes at the higher price comes at the lower", () => {
    const prices = [600, 950, 1500, 1900, 2400, 4750, 9500].map((reference) => idsOf(everybody(`{ signup_elasticity: -0.8, reference: ${reference} }`)));
    for (const [i, ids] of prices.entries()) {
      const lower = prices[i + 1];
      if (lower === undefined) continue;
      expect(lower.size).toBeGreaterThan(ids.size);
      expect([...ids].every((id) => lower.has(id))).toBe(true);
    }
  });

  it("elasticities may be split", () => {
    const fewer = everybody("{ signup_elasticity: { by: segment, solo: -2, team: 0 }, reference: 950 }");
    const count = (all: readonly DrawnCustomer[], segment: string): number => all.filter(({ attributes }) => attributes[0] === segment).length;
    expect(count(fewer, "team")).toBe(count(base, "team"));
    expect(z(count(fewer, "solo"), count(base, "solo"), 0.25)).toBeLessThan(4);
  });

  it("each plan of the mix, and each currency, has its own reference", () => {
    const scenario = crowd(
      `
  people:
    signups: { each_month: [9000] }
    currency: { usd: 50%, eur: 50% }
    subscribe: { one: { plan: world }, other: { plan: other } }
    price_sensitivity: { signup_elasticity: -1, reference: { world: { usd: 500 } } }`,
      {
        clock: "{ start: 2026-01-01, for: 1 month }",
        rest: "",
        plans: `
  world: { currency: usd, interval: month, unit_amount: 1000, currency_options: { eur: { unit_amount: 900 } } }
  other: { currency: usd, interval: month, unit_amount: 3000, currency_options: { eur: { unit_amount: 2700 } } }`,
      },
    );
    const all = [...drawnCustomers(scenario.populations[0] as Population, rootKey("currencies"), scenario.start, scenario.end)];
    const count = (plan: string, code: string): number => all.filter(({ offer, currency }) => offer.name === plan && currency.code === code).length;
    expect(Math.abs(count("one", "usd") - 1125)).toBeLessThan(130);
    for (const [plan, code] of [
      ["one", "eur"],
      ["other", "usd"],
      ["other", "eur"],
    ] as const)
      expect(Math.abs(count(plan, code) - 2250)).toBeLessThan(180);
  });
});

/** What became of each customer at the horizon. */
function fates<T>(populations: string, clock: string, fateOf: (account: Account) => T): readonly T[] {
  const fates: T[] = [];
  simulate(crowd(populations, { clock }), { ...silentSink(), end: (account) => void fates.push(fateOf(account)) }, { retain: "open" });
  return fates;
}

const MONTH = 2_628_000;
const stay = ({ subscriptions: [subscription] }: Account): number => (subscription === undefined ? 0 : subscription.endedAt - subscription.startedAt);

describe("churn follows the price (D32)", () => {
  const people = (cancel: string, plan = "starter"): string => `
  people:
    signups: { each_month: [8000] }
    subscribe: { all: { plan: ${plan} } }
    behavior: { churn: { cancel: { ${cancel} } } }`;

  it("the hazard is multiplied: at four times the reference and 0.5 it is twice as high", () => {
    const stays = fates(
      `${people("rate: 4%")}
    price_sensitivity: { churn_elasticity: 0.5, reference: 475 }`,
      "{ start: 2026-01-01, for: 5 months }",
      stay,
    );
    expect(stays).toHaveLength(8000);
    expect(z(stays.filter((time) => time > 3 * MONTH).length, 8000, 0.96 ** 6)).toBeLessThan(4);
  });

  it("who leaves at the lower price leaves at the higher, and sooner", () => {
    const [low, high] = [1900, 1000].map((reference) =>
      fates(
        `${people("rate: 6%")}
    price_sensitivity: { churn_elasticity: 1, reference: ${reference} }`,
        "{ start: 2026-01-01, for: 5 months }",
        stay,
      ),
    ) as [readonly number[], readonly number[]];
    for (const [i, time] of low.entries()) expect(high[i]).toBeLessThanOrEqual(time);
    expect(low).not.toEqual(high);
  });

  it("so is what leaves at a renewal: 1 - (1 - p)^2", () => {
    const stays = fates(
      `${people("at_renewal: 20%", "annual")}
    price_sensitivity: { churn_elasticity: 1, reference: 9500 }`,
      "{ start: 2026-01-01, for: 14 months }",
      stay,
    );
    expect(z(stays.filter((time) => time < 20 * MONTH).length, 8000, 0.36)).toBeLessThan(4);
  });

  it("other behaviours do not follow it", () => {
    const [plain, dear] = [1900, 100].map((reference) =>
      livesOf(
        crowd(`
  people:
    signups: { each_month: [100] }
    subscribe: { all: { plan: starter } }
    behavior: { up: { change: { to: pro, rate: 10% } } }
    price_sensitivity: { churn_elasticity: 2, reference: { starter: ${reference} } }`),
      ),
    );
    expect(dear).toEqual(plain);
  });
});

describe("pauses", () => {
  it("stop the service for their time, and may happen again", () => {
    const lives = livesOf(
      crowd(
        `
  people:
    signups: { each_month: [300] }
    subscribe: { all: { plan: starter } }
    behavior: { vacation: { pause: { rate: 20%, for: 2 months } } }`,
        YEAR,
      ),
    );
    const at = (fact: string): number => Number(fact.slice(0, fact.indexOf(" ")));
    let ended = 0;
    for (const life of lives.values()) {
      const turns = life.filter((fact) => /^\d+ subscription \["(paused|resumed)"/.test(fact));
      for (let i = 1; i < turns.length; i += 2) {
        expect(turns[i]).toContain("resumed");
        const days = (at(turns[i] as string) - at(turns[i - 1] as string)) / 86_400;
        expect(days).toBeGreaterThanOrEqual(59);
        expect(days).toBeLessThanOrEqual(62);
        ended++;
      }
    }
    expect(ended).toBeGreaterThan(150);
  });
});

describe("trials of those who do not convert", () => {
  const people = (behavior: string): string => `
  people:
    signups: { each_month: [4000] }
    subscribe: { all: { plan: starter, trial: 14 days, converts: 45%, trial_end_behavior: ${behavior} } }`;

  it.each([
    ["cancel", "canceled"],
    ["pause", "paused"],
    ["create_invoice", "past_due"],
  ] as const)("%s: they have no card, and are %s when the trial is over", (behavior, status) => {
    const all = fates(people(behavior), "{ start: 2026-01-01, for: 47 days }", ({ subscriptions: [subscription], card }) => ({
      status: subscription?.status,
      card: card.id,
    }));
    const [with_, without] = [all.filter(({ card }) => card === "visa"), all.filter(({ card }) => card === "none")];
    expect(z(with_.length, 4000, 0.45)).toBeLessThan(4);
    expect(new Set(with_.map((one) => one.status))).toEqual(new Set(["active"]));
    expect(new Set(without.map((one) => one.status))).toEqual(new Set([status]));
  });

  it("cancel during it where invoices are sent, which need no card", () => {
    const statuses = fates(
      `${people("pause")}
    collection_method: send_invoice`,
      "{ start: 2026-01-01, for: 47 days }",
      ({ subscriptions: [subscription] }) => subscription?.status,
    );
    expect(z(statuses.filter((status) => status === "canceled").length, 4000, 0.55)).toBeLessThan(4);
  });
});
