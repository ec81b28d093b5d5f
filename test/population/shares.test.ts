import { describe, expect, it } from "vitest";
import { silentSink } from "../../cli/silent-sink.ts";
import type { Account } from "../../engine/account/account.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import type { DrawnCustomer } from "../../engine/population/drawn-customer.ts";
import { drawnCustomers } from "../../engine/population/drawn-customers.ts";
import type { Population } from "../../engine/population/population.ts";
import { rootKey } from "../../engine/random/root-key.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { crowd } from "./crowd.ts";

/** How many standard errors a count of a binomial lies off. Seeds are fixed, so these are fixed numbers. */
const z = (count: number, of: number, share: number): number => Math.abs(count - of * share) / Math.sqrt(of * share * (1 - share));

function everybody(populations: string, clock?: string): readonly DrawnCustomer[] {
  const scenario = crowd(populations, clock === undefined ? {} : { clock });
  return [...drawnCustomers(scenario.populations[0] as Population, rootKey("shares"), scenario.start, scenario.end)];
}

const share = (all: readonly DrawnCustomer[], is: (customer: DrawnCustomer) => boolean): readonly [number, number] => [all.filter(is).length, all.length];

describe("drawn customers", () => {
  const all = everybody(`
  people:
    signups: { per_month: 2000 }
    attributes:
      segment: { solo: 70%, team: 30% }
      region: { by: segment, solo: { eu: 90, us: 10 }, team: { eu: 20, us: 80 } }
    subscribe:
      starter: { weight: { by: segment, solo: 9, team: 1 }, plan: starter }
      pro: { weight: 1, plan: pro }`);

  it("come as often as the rate says", () => {
    expect(Math.abs(all.length - 48_000)).toBeLessThan(4 * Math.sqrt(48_000));
  });

  it("have attributes by their shares, also where one depends on another", () => {
    expect(z(...share(all, ({ attributes }) => attributes[0] === "solo"), 0.7)).toBeLessThan(4);
    const teams = all.filter(({ attributes }) => attributes[0] === "team");
    expect(z(...share(teams, ({ attributes }) => attributes[1] === "us"), 0.8)).toBeLessThan(4);
  });

  it("take the mix by weights, which may depend on attributes", () => {
    const [solo, team] = ["solo", "team"].map((segment) => all.filter(({ attributes }) => attributes[0] === segment)) as [DrawnCustomer[], DrawnCustomer[]];
    expect(z(...share(solo, ({ offer }) => offer.name === "pro"), 0.1)).toBeLessThan(4);
    expect(z(...share(team, ({ offer }) => offer.name === "pro"), 0.5)).toBeLessThan(4);
  });

  it("grow by month, and `even` is even", () => {
    const even = everybody(
      `
  people:
    signups: { per_month: 100, growth: 10%, process: even }
    subscribe: { all: { plan: starter } }`,
      "{ start: 2026-01-01, for: 3 months }",
    );
    const months = ["2026-01", "2026-02", "2026-03"].map((month) => even.filter(({ id }) => id.startsWith(`people-${month}`)).length);
    expect(months).toEqual([100, 110, 121]);
  });

  it("come in explicit numbers", () => {
    const explicit = everybody(
      `
  people:
    signups: { each_month: [3, 0, 5] }
    subscribe: { all: { plan: starter } }`,
      "{ start: 2026-01-01, for: 5 months }",
    );
    expect(explicit.map(({ id }) => id)).toEqual([...[1, 2, 3].map((n) => `people-2026-01-000${n}`), ...[1, 2, 3, 4, 5].map((n) => `people-2026-03-000${n}`)]);
  });
});

/** What became of each customer at the horizon. */
function fates<T>(populations: string, clock: string, fateOf: (account: Account) => T): readonly T[] {
  const fates: T[] = [];
  simulate(crowd(populations, { clock }), { ...silentSink(), end: (account) => void fates.push(fateOf(account)) }, { retain: "open" });
  return fates;
}

/** How long somebody stayed, counted from the sign-up; for ever while still there. */
const stay = ({ subscriptions: [subscription] }: Account): number => (subscription === undefined ? 0 : subscription.endedAt - subscription.startedAt);
const MONTH = 2_628_000;

describe("hazards", () => {
  it("strike the share of the rate a month: after six months of 365/12 days (1 - rate)^6 are left", () => {
    const stays = fates(
      `
  people:
    signups: { each_month: [12000] }
    subscribe: { all: { plan: starter } }
    behavior: { churn: { cancel: { rate: 6% } } }`,
      "{ start: 2026-01-01, for: 8 months }",
      stay,
    );
    expect(stays).toHaveLength(12_000);
    expect(z(stays.filter((time) => time > 6 * MONTH).length, 12_000, 0.94 ** 6)).toBeLessThan(4);
  });

  it("compete independently: two of 3% leave as many as (1 - 3%)² a month", () => {
    const stays = fates(
      `
  people:
    signups: { each_month: [12000] }
    subscribe: { all: { plan: starter } }
    behavior: { one: { cancel: { rate: 3% } }, two: { cancel: { rate: 3% } } }`,
      "{ start: 2026-01-01, for: 3 months }",
      stay,
    );
    expect(z(stays.filter((time) => time > MONTH).length, 12_000, 0.97 ** 2)).toBeLessThan(4);
  });

  it("follow tenure, counted in calendar months from the first paid instant (D34)", () => {
    const stays = fates(
      `
  people:
    signups: { each_month: [12000] }
    subscribe: { all: { plan: starter } }
    behavior: { churn: { cancel: { rate: { first 2 months: 20%, after: 0% } } } }`,
      "{ start: 2026-07-01, for: 6 months }",
      stay,
    );
    // July and August from any of its days: 62 days, for those who sign up on the 31st to the clamped end of September 61 or 62.
    const left = stays.filter((time) => time > 10 * MONTH).length;
    expect(Math.max(...stays.filter((time) => time < 10 * MONTH))).toBeLessThanOrEqual(62 * 86_400);
    expect(z(left, 12_000, 0.8 ** ((62 * 86_400) / MONTH))).toBeLessThan(4);
  });

  it("do not strike in a trial; those who do not convert cancel in it (D36)", () => {
    const ends = fates(
      `
  people:
    signups: { each_month: [6000] }
    subscribe: { all: { plan: starter, trial: 14 days, converts: 45% } }
    behavior: { churn: { cancel: { rate: 99% } } }`,
      "{ start: 2026-01-01, for: 3 months }",
      (account) => ({ inTrial: stay(account) < 14 * 86_400, reason: account.subscriptions[0]?.cancelReason, hasPaid: account.firstPaidAt !== NEVER }),
    );
    for (const { inTrial, reason, hasPaid } of ends) {
      expect(inTrial).toBe(reason === "trial");
      expect(inTrial && hasPaid).toBe(false);
    }
    expect(z(ends.filter(({ inTrial }) => !inTrial).length, 6000, 0.45)).toBeLessThan(4);
  });

  it("`at_renewal` strikes at each renewal, and at no other time", () => {
    const ends = fates(
      `
  people:
    signups: { each_month: [6000] }
    subscribe: { all: { plan: annual } }
    behavior: { lapse: { cancel: { plan: annual, at_renewal: 24% } } }`,
      "{ start: 2026-01-01, for: 14 months }",
      stay,
    );
    const lapsed = ends.filter((time) => time < 20 * MONTH);
    expect(new Set(lapsed)).toEqual(new Set([365 * 86_400]));
    expect(z(lapsed.length, 6000, 0.24)).toBeLessThan(4);
  });
});
