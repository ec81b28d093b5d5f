import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account } from "../../engine/account/account.ts";
import type { FactSink } from "../../engine/account/facts.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { type Collection, collect } from "../../reports/collect.ts";
import { summaryJson } from "../../reports/summary.ts";
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
