import { describe, expect, it } from "vitest";
import { silentSink } from "../../cli/silent-sink.ts";
import type { Account } from "../../engine/account/account.ts";
import type { RecordedUsage } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { monthOf } from "../../engine/calendar/civil.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { crowd, livesOf } from "./crowd.ts";

const PLANS = `\n${["sum", "count", "max", "last_during_period", "last_ever"]
  .map((usage) => `  ${usage}: { currency: usd, interval: month, usage_type: metered, aggregate_usage: ${usage}, unit_amount: 2 }`)
  .join("\n")}`;

interface Parts {
  readonly plan?: string;
  readonly signUps?: string;
  readonly usage?: string;
  readonly offer?: string;
  readonly rest?: string;
}

const people = ({ plan = "sum", signUps = "{ each_month: [500] }", usage = "", offer, rest = "" }: Parts): string => `
  people:
    signups: ${signUps}
    attributes: { segment: { solo: 70%, team: 30% } }
    subscribe: { all: ${offer ?? `{ plan: ${plan} }`} }
    usage:
      calls: { plan: ${plan}, every: 1 day, ${usage} }${rest}`;

interface Record {
  readonly at: number;
  readonly quantity: number;
  readonly aggregate: number;
  readonly plan: string;
}

interface Life {
  readonly records: Record[];
  /** Quantities of the usage lines of its invoices, with the ends of their periods. */
  readonly billed: { readonly start: number; readonly end: number; readonly quantity: number; readonly plan: string }[];
}

/** What everybody used, and what was billed of it. */
function usageOf(text: string, clock?: string, seed?: string): ReadonlyMap<string, Life> {
  const lives = new Map<string, Life>();
  let life: Life = { records: [], billed: [] };
  simulate(
    crowd(text, { plans: PLANS, ...(clock === undefined ? {} : { clock }), ...(seed === undefined ? {} : { seed }) }),
    {
      ...silentSink(),
      begin(account: Account) {
        life = { records: [], billed: [] };
        lives.set(account.id, life);
      },
      usage(at: number, account: Account, _subscription: unknown, { plan, quantity, aggregate, usedAt }: RecordedUsage) {
        if (usedAt !== at || account.now !== at) throw new Error(`${account.id}: used at ${usedAt}, told at ${at}, now ${account.now}`);
        life.records.push({ at, quantity: Number(quantity.units), aggregate: Number(aggregate.units), plan: plan.id });
      },
      invoice(_at: number, _account: Account, invoice: Invoice, step: string) {
        if (step !== "finalized") return;
        for (const { kind, plan, quantity, start, end } of invoice.lines)
          if (kind === "usage") life.billed.push({ start, end, quantity, plan: plan?.id ?? "" });
      },
    },
    { retain: "open" },
  );
  return lives;
}

/** January 2026. */
const JANUARY = 56 * 12;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const sd = (values: readonly number[]): number => Math.sqrt(mean(values.map((value) => (value - mean(values)) * (value - mean(values)))));
const quantities = (lives: ReadonlyMap<string, Life>): number[] => [...lives.values()].flatMap(({ records }) => records.map(({ quantity }) => quantity));

describe("the usage of drawn customers", () => {
  it("has the mean and the standard deviation of its distribution", () => {
    const all = quantities(usageOf(people({ usage: "quantity: { distribution: lognormal, mean: 900, sd: 700 }" }), "{ start: 2026-01-01, for: 2 months }"));
    expect(all.length).toBeGreaterThan(20_000);
    expect(Math.abs(mean(all) - 900)).toBeLessThan((4 * 700) / Math.sqrt(all.length));
    expect(Math.abs(sd(all) / 700 - 1)).toBeLessThan(0.05);
  });

  it("differs between customers by a lasting factor, and between months by another, both with mean 1", () => {
    const lives = usageOf(
      people({ signUps: "{ each_month: [1000] }", usage: "quantity: 10000, spread: { customer: 60%, month: 30% }" }),
      "{ start: 2026-01-01, for: 6 months }",
    );
    const months = [...lives.values()].map(({ records }) => {
      const byMonth = new Map(records.map(({ at, quantity }) => [monthOf(at), quantity]));
      return [2, 3, 4, 5, 6].map((month) => byMonth.get(JANUARY + month - 1) ?? 0);
    });
    const each = months.flat();
    expect(each.length).toBe(5000);
    // Var = (1 + 0.6^2)(1 + 0.3^2) - 1 of the product; one month of a customer has one factor.
    const variance = 1.36 * 1.09 - 1;
    expect(Math.abs(mean(each) / 10_000 - 1)).toBeLessThan(4 * Math.sqrt((0.36 + (1.36 * 0.09) / 5) / 1000));
    expect(Math.abs(sd(each) / 10_000 / Math.sqrt(variance) - 1)).toBeLessThan(0.1);
    // Within a customer: the factor of a month around the customer's own mean.
    const within = months.map((own) => (sd(own) * sd(own) * 5) / 4);
    expect(Math.abs(mean(within) / 1e8 / (1.36 * 0.09) - 1)).toBeLessThan(0.2);
  });

  it("grows by calendar month from the clock's first on, whoever comes when", () => {
    const lives = usageOf(people({ signUps: "{ each_month: [3, 3, 3] }", usage: "quantity: 1000, growth: 10%" }), "{ start: 2026-01-15, for: 4 months }");
    for (const { records } of lives.values()) {
      expect(records.map(({ quantity }) => quantity)).toEqual(records.map(({ at }) => [1000, 1100, 1210, 1331, 1464][monthOf(at) - JANUARY]));
    }
    expect(quantities(lives)).toContain(1331);
  });

  it("may differ by attribute, currency, plan and month", () => {
    const lives = usageOf(
      people({ usage: "quantity: { by: segment, solo: 5, team: { by: month, 2: 7, otherwise: 6 } }" }),
      "{ start: 2026-01-01, for: 3 months }",
    );
    expect(new Set(quantities(lives))).toEqual(new Set([5, 6, 7]));
    const february = [...lives.values()].flatMap(({ records }) => records).filter(({ quantity }) => quantity === 7);
    expect(new Set(february.map(({ at }) => new Date(at * 1000).getUTCMonth()))).toEqual(new Set([1]));
  });

  it("is rounded to whole numbers, at least 0", () => {
    const all = quantities(usageOf(people({ signUps: "{ each_month: [100] }", usage: "quantity: { distribution: normal, mean: 0.4, sd: 2 }" })));
    expect(all.filter((quantity) => !Number.isSafeInteger(quantity) || quantity < 0 || Object.is(quantity, -0))).toEqual([]);
    expect(all.filter((quantity) => quantity === 0).length / all.length).toBeGreaterThan(0.45);
  });

  it("comes in steps from the calendar epoch, at every step while the plan is held", () => {
    const lives = usageOf(people({ signUps: "{ each_month: [20] }", usage: "quantity: 1" }), "{ start: 2026-01-01T10:00:00Z, for: 3 months }");
    const { end } = crowd(people({ usage: "quantity: 1" }), { plans: PLANS, clock: "{ start: 2026-01-01T10:00:00Z, for: 3 months }" });
    for (const { records } of lives.values()) {
      expect((records[0] as Record).at % 86_400).toBe(0);
      expect(records.map(({ at }) => at)).toEqual(records.map((_, i) => (records[0] as Record).at + i * 86_400));
      expect(records.at(-1)?.at).toBe(Math.floor((end - 1) / 86_400) * 86_400);
    }
  });

  it.each(["sum", "count", "max", "last_during_period", "last_ever"])("is billed as its records come to: %s", (plan) => {
    const usage = "quantity: { distribution: poisson, mean: 20 }, spread: { month: 50% }";
    const twice = "\n      more: { plan: PLAN, every: 12 hours, quantity: { distribution: poisson, mean: 3 } }".replace("PLAN", plan);
    for (const rest of ["", twice]) {
      const lives = usageOf(people({ plan, usage, rest, signUps: "{ each_month: [40] }" }), "{ start: 2026-01-01, for: 4 months }");
      let lines = 0;
      for (const { records, billed } of lives.values()) {
        for (const { start, end, quantity } of billed) {
          const own = records.filter(({ at }) => at >= start && at < end);
          const instants = new Map<number, number>();
          for (const { at, quantity: used } of own) instants.set(at, (instants.get(at) ?? 0) + used);
          const values = [...instants.values()];
          const total = { sum: values.reduce((sum, value) => sum + value, 0), count: own.length, max: Math.max(0, ...values) }[plan] ?? values.at(-1) ?? 0;
          expect(quantity).toBe(total);
          if (own.length > 0) expect(own.at(-1)?.aggregate).toBe(total);
          lines++;
        }
      }
      expect(lines).toBe(40 * 3);
    }
  });

  it("is billed at the price at which it was used, and stops with the subscription", () => {
    const lives = usageOf(
      people({
        usage: "quantity: 3",
        rest: `
      counted: { plan: count, every: 1 day, quantity: 3 }
    behavior:
      upgrade: { change: { from: sum, to: count, rate: 30% } }
      churn: { cancel: { rate: 10%, at_period_end: true } }`,
      }),
      "{ start: 2026-01-01, for: 6 months }",
    );
    let changed = 0;
    let stopped = 0;
    for (const { records, billed } of lives.values()) {
      for (const { start, end, quantity, plan } of billed) {
        const own = records.filter((record) => record.plan === plan && record.at >= start && record.at < end);
        expect(quantity).toBe(plan === "sum" ? own.length * 3 : own.length);
      }
      expect(new Set(records.map(({ at }) => at)).size).toBe(records.length);
      if (records.some(({ plan }) => plan === "count")) changed++;
      if ((records.at(-1)?.at ?? 0) < Date.UTC(2026, 5, 29) / 1000) stopped++;
    }
    expect(changed).toBeGreaterThan(150);
    expect(stopped).toBeGreaterThan(60);
  });

  it("is never billed of a trial", () => {
    const lives = usageOf(people({ usage: "quantity: 3", offer: "{ plan: sum, trial: 14 days }", signUps: "{ each_month: [50] }" }));
    for (const { records, billed } of lives.values()) {
      expect(records.length).toBeGreaterThan(600);
      for (const { start, end, quantity } of billed) expect(quantity).toBe(records.filter(({ at }) => at >= start && at < end).length * 3);
      expect(Math.min(...billed.map(({ start }) => start)) - (records[0] as Record).at).toBeGreaterThanOrEqual(13 * 86_400);
    }
  });
});

describe("the usage of one customer moves with nothing else (D30)", () => {
  const usage = "quantity: { distribution: lognormal, mean: 900, sd: 700 }, spread: { customer: 60%, month: 30% }";
  const base = usageOf(people({ usage, signUps: "{ each_month: [30, 30] }" }), "{ start: 2026-01-01, for: 6 months }");

  it.each([
    ["more customers", { usage, signUps: "{ each_month: [60, 90, 5] }" }],
    ["another entry", { usage, signUps: "{ each_month: [30, 30] }", rest: "\n      others: { plan: count, every: 1 hour, quantity: 5 }" }],
    [
      "a behaviour that never happens",
      { usage, signUps: "{ each_month: [30, 30] }", rest: "\n    behavior: { never: { cancel: { plan: annual, rate: 99% } } }" },
    ],
  ] as const)("%s", (_, parts) => {
    const lives = usageOf(people(parts), "{ start: 2026-01-01, for: 6 months }");
    for (const [id, { records }] of base) expect(lives.get(id)?.records).toEqual(records);
  });

  it("growth multiplies what is drawn; a longer clock adds to it", () => {
    const grown = usageOf(people({ usage: `${usage}, growth: 1%`, signUps: "{ each_month: [30, 30] }" }), "{ start: 2026-01-01, for: 6 months }");
    const longer = usageOf(people({ usage, signUps: "{ each_month: [30, 30] }" }), "{ start: 2026-01-01, for: 8 months }");
    for (const [id, { records }] of base) {
      const own = grown.get(id)?.records ?? [];
      for (const [i, { at, quantity }] of records.entries()) {
        let factor = 1;
        for (let month = monthOf(at) - JANUARY; month > 0; month--) factor *= 1.01;
        if (Math.abs((own[i] as Record).quantity - quantity * factor) > 1.1)
          throw new Error(`${id}, record ${i}: ${quantity} has grown to ${own[i]?.quantity}`);
      }
      expect(longer.get(id)?.records.slice(0, records.length)).toEqual(records);
    }
  });

  it("looking more often changes nothing: behaviours that are looked at every month leave all records as they were", () => {
    const watched = usageOf(
      people({ usage, signUps: "{ each_month: [30, 30] }", rest: "\n    behavior: { never: { cancel: { rate: { by: month, 1: 0%, otherwise: 0% } } } }" }),
      "{ start: 2026-01-01, for: 6 months }",
    );
    for (const [id, { records }] of base) expect(watched.get(id)?.records).toEqual(records);
  });

  it("a run cut anywhere tells the beginning of the whole", () => {
    const text = people({ usage, signUps: "{ each_month: [20, 20] }", rest: "\n    behavior: { churn: { cancel: { rate: 10% } } }" });
    const scenario = crowd(text, { plans: PLANS, clock: "{ start: 2026-01-01, for: 4 months }" });
    const whole = livesOf(scenario);
    for (const days of [31, 59, 80]) {
      const until = scenario.start + days * 86_400 + (days % 2) * 777;
      for (const [id, life] of livesOf(scenario, until)) {
        // Who signs up later has not begun.
        if (Number((life[0] as string).split(" ")[0]) >= until) continue;
        const told = life.filter((fact) => !/ (settle|end)\b/.test(fact));
        const before = (whole.get(id) ?? []).filter((fact) => !/ (settle|end)\b/.test(fact) && Number(fact.slice(0, fact.indexOf(" "))) < until);
        expect(told).toEqual(before);
      }
    }
  });
});
