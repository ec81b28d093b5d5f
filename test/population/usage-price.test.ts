import { describe, expect, it } from "vitest";
import { silentSink } from "../../cli/silent-sink.ts";
import type { Account } from "../../engine/account/account.ts";
import type { RecordedUsage } from "../../engine/account/facts.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { crowd } from "./crowd.ts";

const PLANS = `
  api: { currency: usd, interval: month, usage_type: metered, unit_amount: 2, currency_options: { eur: { unit_amount: 1 } } }
  first_free: { currency: usd, interval: month, usage_type: metered, billing_scheme: tiered, tiers_mode: graduated, tiers: [{ up_to: 1000, unit_amount: 0 }, { up_to: inf, unit_amount: 4 }] }
  packs: { currency: usd, interval: month, usage_type: metered, unit_amount: 500, transform_quantity: { divide_by: 1000, round: down } }`;

interface Parts {
  readonly sensitivity: string;
  readonly plan?: string;
  readonly quantity?: string;
  readonly offer?: string;
  readonly more?: string;
  readonly timeline?: string;
}

/** What is used each day, by customer: quantities by the day of the run, from 0. */
function usedBy({
  sensitivity,
  plan = "api",
  quantity = "100",
  offer = `{ plan: ${plan} }`,
  more = "",
  timeline = "",
}: Parts): Map<string, Map<number, number>> {
  const scenario = crowd(
    `
  people:
    signups: { each_month: [40] }
    attributes: { segment: { solo: 50%, team: 50% } }
    subscribe: { all: ${offer} }
    usage: { calls: { plan: ${plan}, every: 1 day, quantity: ${quantity} } }
    price_sensitivity: ${sensitivity}${more}`,
    { plans: PLANS, clock: "{ start: 2026-01-01, for: 6 months }", rest: timeline === "" ? "" : `timeline: { dearer: { at: 2026-03-15, ${timeline} } }` },
  );
  const used = new Map<string, Map<number, number>>();
  const sink = silentSink();
  sink.usage = (at: number, { id }: Account, _: unknown, record: RecordedUsage) => {
    const days = used.get(id) ?? new Map<number, number>();
    used.set(id, days.set((at - scenario.start) / 86_400, Number(record.quantity.units)));
  };
  simulate(scenario, sink, { retain: "open" });
  return used;
}

const values = (used: Map<string, Map<number, number>>): Set<number> => new Set([...used.values()].flatMap((days) => [...days.values()]));
const LOGNORMAL = "{ distribution: lognormal, mean: 900, sd: 700 }";

describe("usage follows the price (D32, N150)", () => {
  it.each([
    ["half of the reference and -1: twice as much", "{ usage_elasticity: -1, reference: { api: { usd: 4 } } }", [200]],
    ["twice the reference and -0.5: 1 / sqrt(2) of it", "{ usage_elasticity: -0.5, reference: { api: { usd: 1 } } }", [71]],
    ["the reference itself: as it is written", "{ usage_elasticity: -3, reference: { api: { usd: 2 } } }", [100]],
    ["without a reference the price of the file is one", "{ usage_elasticity: -3 }", [100]],
    ["an elasticity of 0: nothing", "{ usage_elasticity: 0, reference: { api: { usd: 9 } } }", [100]],
    ["elasticities may be split", "{ usage_elasticity: { by: segment, solo: -1, team: -2 }, reference: { api: { usd: 4 } } }", [200, 400]],
  ] as const)("%s", (_, sensitivity, expected) => {
    expect(values(usedBy({ sensitivity }))).toEqual(new Set(expected));
  });

  it("each record is multiplied and every draw stays: what is used at the reference, times the factor", () => {
    const plain = usedBy({ sensitivity: "{ churn_elasticity: 0 }", quantity: LOGNORMAL });
    const atReference = usedBy({ sensitivity: "{ usage_elasticity: -0.7 }", quantity: LOGNORMAL });
    expect(atReference).toEqual(plain);
    const cheap = usedBy({ sensitivity: "{ usage_elasticity: -0.7, reference: { api: { usd: 3 } } }", quantity: LOGNORMAL });
    const factor = (2 / 3) ** -0.7;
    for (const [id, days] of plain) {
      for (const [day, quantity] of days) expect(Math.abs((cheap.get(id)?.get(day) ?? 0) - quantity * factor)).toBeLessThan(1.2);
    }
  });

  it("is of the metered plan's own price: what the plan beside it costs does not count", () => {
    const used = usedBy({ sensitivity: "{ usage_elasticity: -1, reference: { pro: 9800 } }", offer: "{ items: [{ plan: pro }, { plan: api }] }" });
    expect(values(used)).toEqual(new Set([100]));
  });

  it("in each currency by its own price", () => {
    const used = usedBy({ sensitivity: "{ usage_elasticity: -1, reference: { api: { eur: 2 } } }", more: "\n    currency: { usd: 50%, eur: 50% }" });
    expect(values(used)).toEqual(new Set([100, 200]));
  });

  it.each([
    ["now: from the change on, in mid-month", "now", 73],
    ["at_renewal: from each one's next period on", "at_renewal", undefined],
  ] as const)("a change of price %s", (_, isFor, first) => {
    const used = usedBy({ sensitivity: "{ usage_elasticity: -1 }", timeline: `change_price: { plan: api, set: { unit_amount: 4 }, for: ${isFor} }` });
    expect(used.size).toBe(40);
    const turns = [...used.values()].map((days) => {
      const turn = Math.min(...[...days].filter(([, quantity]) => quantity === 50).map(([day]) => day));
      for (const [day, quantity] of days) expect(quantity).toBe(day < turn ? 100 : 50);
      return turn;
    });
    if (first !== undefined) expect(new Set(turns)).toEqual(new Set([first]));
    else expect(new Set(turns).size).toBeGreaterThan(10);
    expect(Math.min(...turns)).toBeGreaterThanOrEqual(73);
    expect(Math.max(...turns)).toBeLessThan(73 + 32);
  });

  it("a change for new customers leaves what the others use as it is", () => {
    const used = usedBy({ sensitivity: "{ usage_elasticity: -1 }", timeline: "change_price: { plan: api, set: { unit_amount: 4 }, for: new }" });
    expect(values(used)).toEqual(new Set([100]));
  });

  it.each([
    [
      "tiers whose first units are free: the first that costs anything",
      "first_free",
      "tiers: [{ up_to: 1000, unit_amount: 0 }, { up_to: inf, unit_amount: 8 }]",
      50,
    ],
    ["packages, also such as are rounded down: one of them", "packs", "unit_amount: 1000", 50],
    ["packages of half the size: as many as the file's hold", "packs", "transform_quantity: { divide_by: 500, round: up }", 50],
    ["a plan that becomes free draws four times as much", "api", "unit_amount: 0", 400],
  ] as const)("the price of %s", (_, plan, set, expected) => {
    const used = usedBy({ plan, sensitivity: "{ usage_elasticity: -1 }", timeline: `change_price: { plan: ${plan}, set: { ${set} }, for: now }` });
    expect(values(used)).toEqual(new Set([100, expected]));
  });
});
