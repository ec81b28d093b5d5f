import { test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { route } from "../../reports/router.ts";
import { type ScenarioDraw, scenarioDraw } from "../reference/draw/scenario.ts";
import { scenarioOf, withEntries } from "./drawn.ts";

const OPTIONS = { numRuns: 200, seed: 20_260_202 };

interface Span {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** Before tax, after discounts. */
  readonly net: number;
}

/** Everything billed or pending for each subscription and plan, in order of making. */
function billedSpans(scenario: Scenario): ReadonlyMap<string, Span[]> {
  const spans = new Map<string, Span[]>();
  simulate(
    scenario,
    route([
      {
        end: (account) => {
          const lines = [...account.invoices.flatMap((invoice) => invoice.lines), ...account.pending];
          for (const { amount, discount, end, kind, plan, sequence: _, start, subscription } of lines.toSorted((a, b) => a.sequence - b.sequence)) {
            if (start === end) continue;
            const key = `${subscription?.name} ${plan?.id}`;
            spans.set(key, [...(spans.get(key) ?? []), { kind, start, end, net: amount - discount }]);
          }
        },
      },
    ]),
  );
  return spans;
}

/** Subscriptions that nobody changes: no changes, no cancels, and no stub that is left out as a gift. */
function unchanged(draw: ScenarioDraw): ScenarioDraw {
  const calm = withEntries(draw, ({ action }) => !["subscribe", "change", "cancel", "uncancel"].includes(action.kind));
  const billed = <T extends ScenarioDraw["customers"][number]["first"]>(subscribe: T): T => ({ ...subscribe, stubBehavior: undefined });
  const customers = calm.customers.map(({ first, second, ...rest }) => ({
    ...rest,
    first: billed(first),
    second: second && { ...second, action: billed(second.action) },
  }));
  return { ...calm, customers };
}

/** Prices, coupons and behaviours under which every change credits what it replaces: no debit of 0, nothing with `none`. */
function alwaysProrated(draw: ScenarioDraw): ScenarioDraw {
  const plans = draw.plans.map((plan, i) => ({ ...plan, pricing: { unit_amount: 5000 + i } }));
  const customers = draw.customers.map((customer) => ({
    ...customer,
    coupon: undefined,
    first: { ...customer.first, coupons: undefined },
    second: customer.second && { ...customer.second, action: { ...customer.second.action, coupons: undefined } },
    entries: customer.entries.map((entry) => {
      const { action } = entry;
      if (action.kind === "subscribe") return { ...entry, action: { ...action, coupons: undefined } };
      if (action.kind !== "change") return entry;
      return { ...entry, action: { ...action, coupons: undefined, behavior: action.behavior === "none" ? ("always_invoice" as const) : action.behavior } };
    }),
  }));
  const entries = (kind: string): boolean => kind !== "coupon";
  const without = withEntries({ ...draw, plans, customers }, ({ action }) => entries(action.kind));
  return { ...without, billing: { ...without.billing, proration_behavior: undefined } };
}

/** How often each second is billed: +1 for what is charged, -1 for what is credited; told at every instant where it changes. */
function timesBilled(spans: readonly Span[]): readonly { readonly at: number; readonly times: number }[] {
  const steps = new Map<number, number>();
  for (const { end, kind, net, start } of spans) {
    if (net === 0 || kind === "trial") continue;
    const sign = kind === "proration_credit" ? -1 : 1;
    steps.set(start, (steps.get(start) ?? 0) + sign);
    steps.set(end, (steps.get(end) ?? 0) - sign);
  }
  let times = 0;
  return [...steps]
    .toSorted(([a], [b]) => a - b)
    .map(([at, step]) => {
      times += step;
      return { at, times };
    });
}

describe("periods", () => {
  test.prop([scenarioDraw], OPTIONS)("of a subscription that nobody changes follow each other without a gap or an overlap, each billed once", (draw) => {
    for (const spans of billedSpans(scenarioOf(unchanged(draw))).values()) {
      for (const [i, { start }] of spans.slice(1).entries()) expect(start).toBe(spans[i]?.end);
      for (const { end, start } of spans) expect(end).toBeGreaterThan(start);
    }
  });

  test.prop([scenarioDraw], OPTIONS)("are billed at most once, net of credits, however a subscription is changed with prorations", (draw) => {
    for (const [key, spans] of billedSpans(scenarioOf(alwaysProrated(draw)))) {
      const wrong = timesBilled(spans).find(({ times }) => times !== 0 && times !== 1);
      expect(wrong, `${key}: ${JSON.stringify(spans)}`).toBeUndefined();
    }
  });
});
