import { describe, expect, it } from "vitest";
import { silentSink } from "../../cli/silent-sink.ts";
import { drawnCustomers } from "../../engine/population/drawn-customers.ts";
import type { Population } from "../../engine/population/population.ts";
import { rootKey } from "../../engine/random/root-key.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { crowd } from "../population/crowd.ts";
import { hazardOf, zOfCounts, zOfHazard, zOfMean, zOfShare } from "./chances.ts";
import { Exposures } from "./exposure.ts";

/** Seeds are fixed, so each of these is one fixed number; a wrong rate of 3% instead of 3.1% is off by more. */
const LIMIT = 4;
const DAY = 86_400;

const first = (scenario: Scenario): Population => scenario.populations[0] as Population;

describe("who comes: 200,000 customers", () => {
  const scenario = crowd(
    `
  people:
    signups: { per_month: 13000, growth: 2%, seasonality: [1, 1.2, 0.8, 1, 1, 0.9, 0.8, 0.8, 1, 1, 1.2, 1.3] }
    attributes:
      segment: { solo: 70%, team: 25%, mid: 5% }
      region: { by: segment, solo: { eu: 90, us: 10 }, otherwise: { eu: 20, us: 80 } }
      size: { distribution: exponential, mean: 20 }
    currency: { usd: 80%, eur: 20% }
    subscribe:
      basic: { weight: { by: segment, solo: 9, otherwise: 1 }, plan: basic }
      plus: { weight: 1, plan: plus }`,
    { seed: "statistics", clock: "{ start: 2026-01-01, for: 15 months }" },
  );
  const everybody = [...drawnCustomers(first(scenario), rootKey("statistics"), scenario.start, scenario.end)];
  const solo = everybody.filter(({ attributes }) => attributes[0] === "solo");
  const others = everybody.filter(({ attributes }) => attributes[0] !== "solo");

  it("as many in each month as rate, growth and season say", () => {
    const season = [1, 1.2, 0.8, 1, 1, 0.9, 0.8, 0.8, 1, 1, 1.2, 1.3];
    const counts = new Map<string, number>();
    for (const { id } of everybody) counts.set(id.slice(7, 14), (counts.get(id.slice(7, 14)) ?? 0) + 1);
    expect(everybody.length).toBeGreaterThan(200_000);
    for (const [m, [, count]] of [...counts].entries()) {
      const expected = 13_000 * 1.02 ** m * (season[m % 12] as number);
      expect(Math.abs(count - expected) / Math.sqrt(expected)).toBeLessThan(LIMIT);
    }
  });

  it("at instants that are uniform in the month", () => {
    const january = everybody.filter(({ id }) => id.startsWith("people-2026-01"));
    const days = Array.from({ length: 31 }, () => 0);
    for (const { signsUpAt } of january)
      days[Math.floor((signsUpAt - scenario.start) / DAY)] = (days[Math.floor((signsUpAt - scenario.start) / DAY)] as number) + 1;
    expect(zOfCounts(days, Array(31).fill(1))).toBeLessThan(LIMIT);
  });

  it("with attributes, currencies and a mix by their shares, also where one depends on another", () => {
    const count = (values: readonly string[], of: readonly string[]): readonly number[] => values.map((value) => of.filter((one) => one === value).length);
    expect(
      zOfCounts(
        count(
          ["solo", "team", "mid"],
          everybody.map(({ attributes }) => attributes[0] as string),
        ),
        [70, 25, 5],
      ),
    ).toBeLessThan(LIMIT);
    expect(
      zOfCounts(
        count(
          ["eu", "us"],
          solo.map(({ attributes }) => attributes[1] as string),
        ),
        [90, 10],
      ),
    ).toBeLessThan(LIMIT);
    expect(
      zOfCounts(
        count(
          ["eu", "us"],
          others.map(({ attributes }) => attributes[1] as string),
        ),
        [20, 80],
      ),
    ).toBeLessThan(LIMIT);
    expect(
      zOfCounts(
        count(
          ["usd", "eur"],
          everybody.map(({ currency }) => currency.code),
        ),
        [80, 20],
      ),
    ).toBeLessThan(LIMIT);
    expect(
      zOfCounts(
        count(
          ["basic", "plus"],
          solo.map(({ offer }) => offer.name),
        ),
        [9, 1],
      ),
    ).toBeLessThan(LIMIT);
    expect(
      zOfCounts(
        count(
          ["basic", "plus"],
          others.map(({ offer }) => offer.name),
        ),
        [1, 1],
      ),
    ).toBeLessThan(LIMIT);
  });

  it("and what one draw is says nothing about another", () => {
    const usd = everybody.filter(({ currency }) => currency.code === "usd");
    expect(Math.abs(zOfShare(usd.filter(({ attributes }) => attributes[0] === "solo").length, usd.length, 0.7))).toBeLessThan(LIMIT);
    const sizes = everybody.map(({ attributeTexts }) => Number(attributeTexts[2]));
    expect(Math.abs(zOfMean(sizes, 20))).toBeLessThan(LIMIT);
    expect(
      Math.abs(
        zOfMean(
          sizes.filter((_, i) => everybody[i]?.offer.name === "plus"),
          20,
        ),
      ),
    ).toBeLessThan(LIMIT);
  });
});

describe("what they do: 100,000 customers for nine months", () => {
  const scenario = crowd(
    `
  people:
    signups: { each_month: [50000, 30000, 20000] }
    card: typical
    subscribe:
      starter: { weight: 60, plan: starter, trial: 14 days, converts: 45% }
      pro: { weight: 40, plan: pro, quantity: 3 }
    behavior:
      churn: { cancel: { rate: { first 3 months: 6%, after: 2.5% }, at_period_end: true } }
      upgrade: { change: { from: starter, to: pro, rate: 5% } }
      grow: { seats: { plan: pro, change: 1, rate: 8% } }
      vacation: { pause: { rate: 2%, for: 1 month } }
      goodwill: { refund: { rate: 1%, first: 30 days } }
      back: { return: { rate: 3%, within: 6 months } }`,
    {
      seed: "statistics",
      clock: "{ start: 2026-01-01, for: 9 months }",
      rest: "cards: { typical: { declines: { rate: 5% } } }\n",
    },
  );
  const seen = new Exposures(scenario.end);
  simulate(scenario, seen.sink(), { retain: "open" });

  it.each([
    ["leaving in the first three months", seen.churnEarly, 0.06],
    ["leaving afterwards", seen.churnLate, 0.025],
    ["upgrading", seen.upgrade, 0.05],
    ["adding a seat, again and again", seen.grow, 0.08],
    ["pausing", seen.pause, 0.02],
    ["asking for the money back", seen.refund, 0.01],
    ["coming back", seen.comeBack, 0.03],
  ] as const)("%s happens at its rate, whatever else happens", (_, { events, exposure }, rate) => {
    expect(events).toBeGreaterThan(500);
    expect(Math.abs(zOfHazard(events, exposure, hazardOf(rate)))).toBeLessThan(LIMIT);
  });

  it("45% convert, the others leave at uniform instants of their trial", () => {
    const { started, converted, cancelledAt } = seen.trials;
    expect(started).toBeGreaterThan(50_000);
    expect(Math.abs(zOfShare(converted, converted + cancelledAt.length, 0.45))).toBeLessThan(LIMIT);
    const twentieths = Array.from({ length: 20 }, (_, i) => cancelledAt.filter((part) => Math.floor(part * 20) === i).length);
    expect(zOfCounts(twentieths, Array(20).fill(1))).toBeLessThan(LIMIT);
  });
});

/** What became of charges, by attempt and code. */
class Charges {
  readonly tried: number[] = [];
  readonly failed: number[] = [];
  readonly codes = new Map<string, number>();
  readonly changes = { replaced: 0, updated: 0, renewed: 0 };
  readonly paidAfter: number[] = [];
  readonly finalized = { sent: 0 };

  constructor(populations: string, months: number, rest: string) {
    const scenario = crowd(populations, { seed: "statistics", clock: `{ start: 2026-01-01, for: ${months} months }`, rest });
    const sink = silentSink();
    sink.payment = (_at, _account, { attempt, decline, card }) => {
      if (card === undefined) return;
      this.tried[attempt] = (this.tried[attempt] ?? 0) + 1;
      if (decline === undefined) return;
      this.failed[attempt] = (this.failed[attempt] ?? 0) + 1;
      if (attempt === 1) this.codes.set(decline.code, (this.codes.get(decline.code) ?? 0) + 1);
    };
    sink.card = (_at, _account, _card, change) => void this.changes[change]++;
    sink.invoice = (at, _account, invoice, step) => {
      if (invoice.collectionMethod !== "send_invoice" || invoice.total === 0) return;
      if (step === "finalized") this.finalized.sent++;
      if (step === "paid") this.paidAfter.push(at - invoice.finalizedAt);
    };
    expect(simulate(scenario, sink, { retain: "open" })).toEqual([]);
  }

  of(attempt: number): readonly [failed: number, tried: number] {
    return [this.failed[attempt] ?? 0, this.tried[attempt] ?? 0];
  }
}

const CODES = "codes: { insufficient_funds: 45%, do_not_honor: 30%, processing_error: 25% }";

describe("cards and payments: 100,000 customers", () => {
  const people = (count: number, more: string, plan = "starter"): string => `
  people:
    signups: { each_month: [${count}] }
    subscribe: { all: { plan: ${plan}, trial: 14 days } }${more}`;
  const cards = new Charges(
    people(40_000, "\n    card: typical"),
    3,
    `cards: { typical: { declines: { rate: 20%, ${CODES}, cluster: { share: 20%, ratio: 3 } }, recovery: { insufficient_funds: [30%, 25%, 20%], do_not_honor: [30%, 25%, 20%], processing_error: [30%, 25%, 20%] } } }
dunning: { retries: [3 days, 5 days, 7 days], then: past_due }
`,
  );

  it("decline at the mean rate of both kinds of cards, by the weights of the codes", () => {
    const [failed, tried] = cards.of(1);
    expect(tried).toBeGreaterThan(80_000);
    // Two invoices of one card are no two draws of the kind: the variance of the mean is a little larger.
    expect(Math.abs(zOfShare(failed, tried, 0.2))).toBeLessThan(LIMIT);
    const counts = ["insufficient_funds", "do_not_honor", "processing_error"].map((code) => cards.codes.get(code) ?? 0);
    expect(zOfCounts(counts, [45, 30, 25])).toBeLessThan(LIMIT);
  });

  it("recover by attempt: each retry succeeds with its own chance", () => {
    for (const [i, chance] of [0.3, 0.25, 0.2].entries()) {
      const [failed, tried] = cards.of(i + 2);
      expect(Math.abs(zOfShare(tried - failed, tried, chance))).toBeLessThan(LIMIT);
    }
  });

  it("recover in time: of the share that ever comes right, half in each half-life", () => {
    const time = new Charges(
      people(20_000, "\n    card: slow", "annual"),
      2,
      `cards: { slow: { declines: { rate: 90%, codes: { do_not_honor: 1 } }, recovery: { do_not_honor: { eventually: 64%, half_life: 5 days } } } }
dunning: { retries: [5 days, 5 days], then: past_due }
`,
    );
    const episodes = time.of(1)[0];
    expect(Math.abs(zOfShare(episodes - time.of(2)[0], episodes, 0.32))).toBeLessThan(LIMIT);
    expect(Math.abs(zOfShare(episodes - time.of(3)[0], episodes, 0.48))).toBeLessThan(LIMIT);
  });

  it("are replaced after a failure, and by the updater, at their hazards", () => {
    // No retry falls into the clock, so every failure is the first of its card.
    const replaced = new Charges(
      people(20_000, "\n    card: lost", "annual"),
      2,
      `cards: { lost: { declines: { rate: 50%, codes: { do_not_honor: 1 } }, recovery: { do_not_honor: [0%] }, replaced_after_failure: { share_per_day: 4%, for: 14 days } } }
dunning: { retries: [50 days], then: past_due }
`,
    );
    expect(Math.abs(zOfShare(replaced.changes.renewed, replaced.of(1)[0], 1 - 0.96 ** 14))).toBeLessThan(LIMIT);
    const updated = new Charges(
      `
  people:
    signups: { each_month: [10000] }
    card: old
    subscribe: { all: { plan: annual } }`,
      6,
      "cards: { old: { expires: { share_per_month: 2.5%, updater: 100% }, declines: { rate: 0% } } }\n",
    );
    // From uniform instants of January to the end of June: 165.5 days on average.
    expect(Math.abs(zOfHazard(updated.changes.updated, 10_000 * 165.5 * DAY, hazardOf(0.025)))).toBeLessThan(LIMIT);
  });

  it("what is sent is paid after a time of its distribution, or never", () => {
    const sent = new Charges(
      people(15_000, "\n    collection_method: send_invoice\n    pays: { after: { distribution: gamma, mean: 12 days, sd: 10 days }, never: 5% }", "annual"),
      12,
      "",
    );
    expect(Math.abs(zOfShare(sent.paidAfter.length, sent.finalized.sent, 0.95))).toBeLessThan(LIMIT);
    expect(Math.abs(zOfMean(sent.paidAfter, 12 * DAY))).toBeLessThan(LIMIT);
    const squares = sent.paidAfter.map((after) => (after / DAY - 12) ** 2);
    expect(Math.abs(zOfMean(squares, 100))).toBeLessThan(LIMIT);
  });

  it("annual customers lapse at their renewal by the share", () => {
    const scenario = crowd(
      `
  people:
    signups: { each_month: [20000] }
    subscribe: { all: { plan: annual } }
    behavior: { lapse: { cancel: { plan: annual, at_renewal: 24% } } }`,
      { seed: "statistics", clock: "{ start: 2026-01-01, for: 14 months }" },
    );
    let lapsed = 0;
    simulate(scenario, { ...silentSink(), end: ({ subscriptions: [one] }) => void (lapsed += one?.status === "canceled" ? 1 : 0) }, { retain: "open" });
    expect(Math.abs(zOfShare(lapsed, 20_000, 0.24))).toBeLessThan(LIMIT);
  });
});

describe("usage: 20,000 customers", () => {
  it("has a lasting and a monthly spread, both with mean 1", () => {
    const scenario = crowd(
      `
  people:
    signups: { each_month: [20000] }
    subscribe: { all: { plan: calls } }
    usage: { calls: { plan: calls, every: 1 month, quantity: 1000000, spread: { customer: 60%, month: 30% } } }`,
      {
        seed: "statistics",
        clock: "{ start: 2026-01-01, for: 4 months }",
        plans: "\n  calls: { currency: usd, interval: month, usage_type: metered, unit_amount: 0 }",
      },
    );
    const february: number[] = [];
    const march: number[] = [];
    const start = [scenario.start + 31 * DAY, scenario.start + 59 * DAY];
    simulate(
      scenario,
      {
        ...silentSink(),
        usage: (at, _account, _subscription, { quantity }) => {
          if (at === start[0]) february.push(Number(quantity.units) / 1e6);
          if (at === start[1]) march.push(Number(quantity.units) / 1e6);
        },
      },
      { retain: "open" },
    );
    expect([february.length, march.length]).toEqual([20_000, 20_000]);
    for (const month of [february, march]) {
      expect(Math.abs(zOfMean(month, 1))).toBeLessThan(LIMIT);
      expect(
        Math.abs(
          zOfMean(
            month.map((factor) => factor * factor),
            1.36 * 1.09,
          ),
        ),
      ).toBeLessThan(LIMIT);
    }
    // What two months of a customer have in common is the lasting factor.
    expect(
      Math.abs(
        zOfMean(
          february.map((factor, i) => factor * (march[i] as number)),
          1.36,
        ),
      ),
    ).toBeLessThan(LIMIT);
  });
});
