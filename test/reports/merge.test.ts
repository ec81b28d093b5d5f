import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account } from "../../engine/account/account.ts";
import type { FactSink } from "../../engine/account/facts.ts";
import type { Range } from "../../engine/population/drawn-customers.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { countCustomers, simulate } from "../../engine/simulation/simulate.ts";
import { type Collection, collect } from "../../reports/collect.ts";
import type { Saved } from "../../reports/saved.ts";
import { summaryJson } from "../../reports/summary.ts";
import { crowd } from "../population/crowd.ts";
import { drawnScenario } from "./drawn-scenario.ts";
import { dispatch, filesOf, run, runInto } from "./run.ts";
import { at, customer, day, plan, scenario, subscribe } from "./scenario-in-code.ts";

/** Everything a collection says. */
function said(collection: Collection, one: Scenario): Record<string, unknown> {
  return {
    files: Object.fromEntries(filesOf(collection)),
    golden: collection.golden(),
    failures: collection.failures(),
    terminal: collection.terminal(100),
    summary: summaryJson(one, collection.totals(), { scenario: "", files: [] }),
  };
}

describe("a report is a monoid", () => {
  test.prop([drawnScenario, fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })], { numRuns: 25 })(
    "collections over parts of the customers, merged, say what one over all of them says",
    (one, first, second) => {
      const cuts = [Math.min(first, second), Math.max(first, second)];
      const parts = [collect(one), collect(one), collect(one)] as const;
      const of = ({ ordinal }: Account): FactSink => parts[cuts.filter((cut) => ordinal >= cut).length]?.sink as FactSink;
      runInto(one, dispatch(of));
      const [merged, ...others] = parts;
      for (const other of others) merged.merge(other);
      expect(said(merged, one)).toEqual(said(run(one), one));
    },
  );

  it("an empty collection changes nothing, on either side", () => {
    const one = scenario([customer("alice", [at(day(2026, 1, 5), subscribe([[plan("pro", 2000), 1]]))])]);
    const left = collect(one);
    left.merge(run(one));
    const right = run(one);
    right.merge(collect(one));
    expect([said(left, one), said(right, one)]).toEqual([said(run(one), one), said(run(one), one)]);
  });
});

const OPTIONS = { books: true, golden: false, ledger: true } as const;
const SAVES = "collectors must save, load and merge all that they hold: reports/collector.ts says how, and Collection.collectors() must list each";

/** What a run over a range of customers saved, after a way through another thread. */
function savedOf(one: Scenario, range: Range): Saved {
  const part = collect(one, OPTIONS);
  expect(simulate(one, part.sink, { retain: part.retain, customers: range })).toEqual([]);
  return structuredClone(part.save());
}

/** Everything a collection without a golden text says. */
function reported(collection: Collection, one: Scenario): Record<string, unknown> {
  return {
    ...Object.fromEntries(filesOf(collection)),
    failures: collection.failures(),
    terminal: collection.terminal(100),
    summary: summaryJson(one, collection.totals(), { scenario: "", files: [] }),
  };
}

function comesTogether(one: Scenario, cuts: readonly number[]): void {
  const whole = collect(one, OPTIONS);
  simulate(one, whole.sink, { retain: whole.retain });
  const places = [0, ...cuts, Number.POSITIVE_INFINITY];
  const loaded = collect(one, OPTIONS);
  for (const [i, from] of places.slice(0, -1).entries()) loaded.load(savedOf(one, { from, to: places[i + 1] as number }));
  expect(reported(loaded, one), SAVES).toEqual(reported(whole, one));
}

const BUSINESS = `
  first:
    signups: { per_month: 4, growth: 5% }
    attributes: { segment: { solo: 70%, team: 30% } }
    currency: { usd: 60%, eur: 40% }
    card: typical
    subscribe:
      basic: { weight: 2, plan: basic, trial: 14 days, converts: 60% }
      plus: { weight: 1, plan: plus, quantity: { distribution: poisson, mean: 3, min: 1 } }
    behavior:
      churn: { cancel: { rate: 8% } }
      upgrade: { change: { from: basic, to: plus, rate: 5% } }
      back: { return: { rate: 5%, coupon: half } }
      goodwill: { refund: { rate: 1% } }
    price_sensitivity: { signup_elasticity: -2, reference: { basic: { usd: 3800, eur: 3400 }, plus: { usd: 9800, eur: 9000 } } }
  second:
    signups: { each_month: [3, 0, 4] }
    subscribe: { all: { plan: starter } }`;
const REST = `cards:
  typical: { declines: { rate: 20% } }
customers:
  ann: { timeline: [{ at: 2026-01-05, subscribe: { plan: pro } }] }
  bob: { timeline: [{ at: 2026-02-05, subscribe: { plan: starter } }, { at: 2026-03-01, credit: { amount: 500 } }] }`;

describe("what passes between workers", () => {
  it("every collector of a run can be saved and loaded", () => {
    const collectors = collect(crowd(BUSINESS, { rest: REST }), OPTIONS).collectors();
    expect(collectors.length).toBeGreaterThan(10);
    for (const collector of collectors) {
      expect([typeof collector.save, typeof collector.load], `${collector.constructor.name}: ${SAVES}`).toEqual(["function", "function"]);
    }
  });

  test.prop([drawnScenario, fc.integer({ min: 0, max: 6 })], { numRuns: 25 })(
    "scripted customers over ranges, saved and loaded, say what one run says",
    (one, cut) => {
      comesTogether(one, [cut]);
    },
  );

  const business = crowd(BUSINESS, { rest: REST, clock: "{ start: 2026-01-01, for: 7 months }" });
  const count = countCustomers(business);
  test.prop([fc.array(fc.integer({ min: 0, max: count + 1 }), { minLength: 1, maxLength: 6 })], { numRuns: 12 })(
    "populations over any ranges, saved and loaded, say what one run says",
    (cuts) => {
      comesTogether(
        business,
        cuts.toSorted((a, b) => a - b),
      );
    },
  );
});

/** A view that can be spoiled: every later look at it throws. */
function spoilable<T extends object>(): { lend(view: T): T; spoil(): void } {
  const lent: (() => void)[] = [];
  return {
    lend(view) {
      const { proxy, revoke } = Proxy.revocable(view, {});
      lent.push(revoke);
      return proxy;
    },
    spoil() {
      for (const revoke of lent) revoke();
      lent.length = 0;
    },
  };
}

/** Passes every fact on with views that are spoiled as soon as the call is over. */
function poisoned(to: FactSink): FactSink {
  const views = spoilable<object>();
  const lend = <T>(value: T): T => (typeof value === "object" && value !== null ? (views.lend(value) as T) : value);
  const passed = new Map<PropertyKey, (...fact: readonly unknown[]) => void>();
  return new Proxy(to, {
    get(target, method) {
      let pass = passed.get(method);
      if (pass === undefined) {
        pass = (...fact) => {
          (target[method as keyof FactSink] as (...args: readonly unknown[]) => void)(...fact.map(lend));
          views.spoil();
        };
        passed.set(method, pass);
      }
      return pass;
    },
  });
}

describe("views are valid only during the call", () => {
  test.prop([drawnScenario], { numRuns: 15 })("no report keeps one: spoiling each after its call changes nothing", (one) => {
    const collection = collect(one);
    runInto(one, poisoned(collection.sink));
    expect(said(collection, one)).toEqual(said(run(one), one));
  });
});
