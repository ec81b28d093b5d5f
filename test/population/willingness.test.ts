import { describe, expect, it } from "vitest";
import type { DrawnCustomer } from "../../engine/population/drawn-customer.ts";
import { drawnCustomers } from "../../engine/population/drawn-customers.ts";
import type { Population } from "../../engine/population/population.ts";
import { rootKey } from "../../engine/random/root-key.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { crowd, livesOf } from "./crowd.ts";
import { filed, rowsOf } from "./filed.ts";

interface Parts {
  readonly subscribe?: string;
  readonly willing: string;
  readonly signUps?: string;
  readonly more?: string;
  readonly plans?: string;
  readonly rest?: string;
}

const LOGNORMAL = "{ distribution: lognormal, mean: 5200, sd: 2600 }";
const UNIFORM = "{ distribution: uniform, min: 0, max: 10000 }";

function scenarioOf({
  subscribe = "{ starter: { plan: starter }, pro: { plan: pro } }",
  willing,
  signUps = "{ each_month: [2000] }",
  more = "",
  plans = "",
  rest = "",
}: Parts) {
  const people = `
  people:
    signups: ${signUps}
    attributes: { segment: { solo: 50%, team: 50% } }
    subscribe: ${subscribe}${willing === "" ? "" : `\n    willingness_to_pay: ${willing}`}${more}`;
  return crowd(people, { clock: "{ start: 2026-01-01, for: 4 months }", plans, rest });
}

/** Who comes, with what they take. */
function takers(parts: Parts): ReadonlyMap<string, DrawnCustomer> {
  const scenario = scenarioOf(parts);
  const all = drawnCustomers(scenario.populations[0] as Population, rootKey(scenario.seed), scenario.start, scenario.end);
  return new Map([...all].map((customer) => [customer.id, customer]));
}

const countOf = (all: ReadonlyMap<string, DrawnCustomer>, offer: string): number =>
  [...all.values()].filter((customer) => customer.offer.name === offer).length;
const z = (count: number, of: number, share: number): number => Math.abs(count - of * share) / Math.sqrt(of * share * (1 - share));

/** What a mix of two comes to where everybody is willing to pay so much. */
const shares = (parts: Parts): readonly [first: number, second: number] => {
  const all = takers(parts);
  const names = [...new Set(scenarioOf(parts).populations[0]?.mix.map(({ name }) => name))];
  return [countOf(all, names[0] as string) / 2000, countOf(all, names[1] as string) / 2000];
};

describe("who signs up is who is willing to pay the price (N152)", () => {
  it("as many of the candidates as the distribution says", () => {
    const all = takers({ subscribe: "{ pro: { plan: pro } }", willing: `{ pro: ${UNIFORM} }` });
    expect(z(all.size, 2000, 0.51)).toBeLessThan(4);
    const none = takers({ subscribe: "{ pro: { plan: pro } }", willing: "{ pro: 4899 }" });
    expect(none.size).toBe(0);
  });

  it("a price is met by who is willing to pay exactly that, also one with decimals", () => {
    expect(takers({ subscribe: "{ pro: { plan: pro } }", willing: "{ pro: 4900 }" }).size).toBe(2000);
    const plans = `\n  bits: { currency: usd, interval: month, unit_amount_decimal: "0.7" }`;
    expect(takers({ subscribe: "{ bits: { plan: bits, quantity: 3 } }", willing: "{ bits: 0.7 }", plans }).size).toBe(2000);
    expect(takers({ subscribe: "{ bits: { plan: bits, quantity: 3 } }", willing: "{ bits: 0.699 }", plans }).size).toBe(0);
  });

  it("takes what is worth most beyond its price: two uniform surpluses, each below 0 for a part", () => {
    // U in (0, 10000): P(starter) = P(U1 - 1900 >= max(0, U2 - 4900)).
    const all = takers({ willing: `{ starter: ${UNIFORM}, pro: ${UNIFORM} }` });
    const nobody = 0.19 * 0.49;
    // Integral over pro's surplus s in (0, 5100) of P(starter's surplus < s) = (1900 + s) / 10000.
    const pro = (0.19 * 5100 + 5100 ** 2 / 20_000) / 10_000;
    expect(z(countOf(all, "pro"), 2000, pro)).toBeLessThan(4);
    expect(z(2000 - all.size, 2000, nobody)).toBeLessThan(4);
  });

  it.each([
    ["by attribute", "{ starter: { by: segment, solo: 2000, team: 0 }, pro: { by: segment, solo: 0, team: 5000 } }", [0.5, 0.5]],
    ["the other is worth nothing", "{ starter: 1899, pro: 5000 }", [0, 1]],
    ["a larger surplus, not a larger price", "{ starter: 3000, pro: 5900 }", [1, 0]],
  ] as const)("%s", (_, willing, [first, second]) => {
    const [a, b] = shares({ willing });
    expect(Math.abs(a - first)).toBeLessThan(0.05);
    expect(Math.abs(b - second)).toBeLessThan(0.05);
  });

  it("a year is compared by the month", () => {
    // 190.00 a year is 15.83 a month.
    const subscribe = "{ starter: { plan: starter }, annual: { plan: annual } }";
    expect(shares({ subscribe, willing: "{ starter: 2000, annual: 20100 }" })).toEqual([1, 0]);
    expect(shares({ subscribe, willing: "{ starter: 2000, annual: 20300 }" })).toEqual([0, 1]);
  });

  it("the price is that of the quantity drawn: tiers make more seats worth taking", () => {
    const plans =
      "\n  volume: { currency: usd, interval: month, billing_scheme: tiered, tiers_mode: volume, tiers: [{ up_to: 5, unit_amount: 500 }, { up_to: inf, unit_amount: 300 }] }";
    const willing = "{ volume: 400 }";
    expect(takers({ plans, willing, subscribe: "{ all: { plan: volume, quantity: 5 } }" }).size).toBe(0);
    expect(takers({ plans, willing, subscribe: "{ all: { plan: volume, quantity: 6 } }" }).size).toBe(2000);
    const some = takers({ plans, willing, subscribe: "{ all: { plan: volume, quantity: { distribution: uniform, min: 0.5, max: 10.5 } } }" });
    expect(z(some.size, 2000, 0.5)).toBeLessThan(4);
  });

  it("several plans on one subscription are worth their sum, and metered ones beside them are not asked", () => {
    const plans = "\n  calls: { currency: usd, interval: month, usage_type: metered, unit_amount: 2 }";
    const subscribe = "{ both: { items: [{ plan: starter }, { plan: pro }, { plan: calls }] } }";
    expect(takers({ plans, subscribe, willing: "{ starter: 1800, pro: 5000 }" }).size).toBe(2000);
    expect(takers({ plans, subscribe, willing: "{ starter: 1799, pro: 5000 }" }).size).toBe(0);
    expect(takers({ plans, subscribe: "{ calls: { plan: calls } }", willing: "{ calls: { distribution: uniform, min: 0, max: 8 } }" }).size / 2000).toBeCloseTo(
      0.75,
      1,
    );
  });

  it("trials and coupons do not count", () => {
    const rest = "";
    const subscribe = "{ pro: { plan: pro, trial: 14 days, coupon: half } }";
    expect(takers({ subscribe, willing: "{ pro: 4899 }", rest }).size).toBe(0);
    expect(takers({ subscribe, willing: "{ pro: 4900 }", rest }).size).toBe(2000);
  });

  it("between equals the weights decide, and what has no weight is not offered", () => {
    const subscribe = "{ tried: { weight: 3, plan: pro, trial: 7 days }, bought: { weight: 1, plan: pro } }";
    const all = takers({ subscribe, willing: `{ pro: ${LOGNORMAL} }` });
    expect(z(countOf(all, "tried"), all.size, 0.75)).toBeLessThan(4);
    const split = takers({
      subscribe: "{ pro: { weight: { by: segment, solo: 0, team: 1 }, plan: pro }, starter: { plan: starter } }",
      willing: "{ pro: 9900, starter: 2000 }",
    });
    for (const { attributes, offer } of split.values()) expect(offer.name).toBe(attributes[0] === "solo" ? "starter" : "pro");
  });

  it("each currency has its own amounts, and a split by it needs no `otherwise`", () => {
    const all = takers({
      subscribe: "{ basic: { plan: basic } }",
      willing: "{ basic: { by: currency, usd: 1900, eur: 1699 } }",
      more: "\n    currency: { usd: 50%, eur: 50% }",
    });
    expect(z(all.size, 2000, 0.5)).toBeLessThan(4);
    expect(new Set([...all.values()].map(({ currency }) => currency.code))).toEqual(new Set(["usd"]));
  });
});

describe("the same candidates stand behind every price (D30, N152)", () => {
  const plans = (price: number): string => `\n  priced: { currency: usd, interval: month, unit_amount: ${price} }`;
  const at = (price: number): ReadonlyMap<string, DrawnCustomer> =>
    takers({
      subscribe: "{ starter: { plan: starter }, priced: { plan: priced } }",
      willing: `{ starter: ${LOGNORMAL}, priced: ${LOGNORMAL} }`,
      plans: plans(price),
    });

  it("a higher price of one plan keeps its takers or sends them to the other, and moves nobody else", () => {
    const [low, high] = [at(3000), at(4500)];
    let moved = 0;
    for (const [id, { offer, signsUpAt }] of high) {
      expect(low.get(id)?.signsUpAt).toBe(signsUpAt);
      if (offer.name === "priced") expect(low.get(id)?.offer.name).toBe("priced");
      else if (low.get(id)?.offer.name === "priced") moved++;
    }
    expect(high.size).toBeLessThan(low.size);
    expect(moved).toBeGreaterThan(50);
  });

  it("a plan added brings some more, and whoever stays with what it had lives as before", () => {
    const few = { signUps: "{ each_month: [100, 100] }", more: "\n    behavior: { churn: { cancel: { rate: 5% } }, up: { seats: { change: 1, rate: 5% } } }" };
    const one = { ...few, subscribe: "{ starter: { plan: starter } }", willing: `{ starter: ${UNIFORM} }` };
    const two = { ...few, willing: `{ starter: ${UNIFORM}, pro: ${LOGNORMAL} }` };
    const [before, after, taken] = [livesOf(scenarioOf(one)), livesOf(scenarioOf(two)), takers(two)];
    expect(after.size).toBeGreaterThan(before.size);
    // The place in the order of customers is told too.
    const plain = (lines: readonly string[] | undefined): readonly string[] => (lines ?? []).map((line) => line.replace(/#\d+/g, ""));
    for (const [id, lines] of before) {
      expect(after.has(id)).toBe(true);
      if (taken.get(id)?.offer.name === "starter") expect(plain(after.get(id))).toEqual(plain(lines));
    }
    expect(countOf(taken, "starter")).toBeGreaterThan(50);
  });

  it("candidates look at the price at their own sign-up", () => {
    const rest = "timeline: { dearer: { at: 2026-02-15, change_price: { plan: pro, set: { unit_amount: 9000 } } } }";
    const parts = { subscribe: "{ pro: { plan: pro } }", willing: `{ pro: ${UNIFORM} }`, signUps: "{ each_month: [2000, 2000, 2000] }" };
    const [plain, changed] = [takers(parts), takers({ ...parts, rest })];
    const turn = Date.UTC(2026, 1, 15) / 1000;
    for (const [id, { signsUpAt }] of plain) if (signsUpAt < turn) expect(changed.has(id)).toBe(true);
    const late = (all: ReadonlyMap<string, DrawnCustomer>): number => [...all.values()].filter(({ signsUpAt }) => signsUpAt >= turn).length;
    expect(z(late(changed), late(plain) / 0.51, 0.1)).toBeLessThan(4.5);
    expect([...changed.keys()].every((id) => plain.has(id))).toBe(true);
  });

  it("a promotion brings only who is willing to pay", () => {
    const rest = "timeline: { friday: { at: 2026-01-01, until: 2026-02-01, promotion: { coupon: half, to: new, take_up: 40%, signups: +50% } } }";
    const all = takers({ subscribe: "{ pro: { plan: pro } }", willing: `{ pro: ${UNIFORM} }`, rest });
    const brought = [...all.keys()].filter((id) => id.includes("+friday")).length;
    expect(z(brought, 1000, 0.51)).toBeLessThan(4);
  });

  it("any range of candidates tells its part of the whole", () => {
    const scenario = scenarioOf({ willing: `{ starter: ${LOGNORMAL}, pro: ${LOGNORMAL} }` });
    const population = scenario.populations[0] as Population;
    const idsIn = (from: number, to: number): readonly string[] =>
      [...drawnCustomers(population, rootKey("r"), scenario.start, scenario.end, { from, to })].map(({ id }) => id);
    expect([...idsIn(0, 777), ...idsIn(777, 778), ...idsIn(778, 5000)]).toEqual(idsIn(0, 5000));
  });
});

describe("rows of a file are candidates (N152)", () => {
  const FILE = "signups: { from: s.csv }";
  const idsOf = (body: string, csv: string): readonly string[] =>
    rowsOf(filed(`populations: { base: { ${FILE}, ${body} } }`, { "s.csv": csv }), "subscriptions").map((row) => row.get("subscription") ?? "");

  it("a row takes its plan if that is worth its price, or of the mix what is worth most", () => {
    const csv = "customer,at,plan\na,2026-01-05,pro\nb,2026-01-05,starter\nc,2026-01-05,\n";
    const body = "subscribe: { starter: { plan: starter }, pro: { plan: pro } }, willingness_to_pay: { starter: 2000, pro: 4000 }";
    expect(idsOf(body, csv)).toEqual(["b", "c"]);
  });

  it("its quantity is the one that is priced", () => {
    const csv = "customer,at,plan,quantity\na,2026-01-05,pro,2\nb,2026-01-05,pro,7\n";
    expect(idsOf("subscribe: { pro: { plan: pro } }, willingness_to_pay: { pro: 4900 }", csv)).toEqual(["a", "b"]);
  });

  it("each later row of a customer decides for itself", () => {
    const csv = "customer,at,plan\na,2026-01-05,starter\na,2026-02-05,pro\na,2026-03-05,starter\nb,2026-01-05,pro\nb,2026-02-05,starter\n";
    const body = "subscribe: { starter: { plan: starter }, pro: { plan: pro } }, willingness_to_pay: { starter: 2000, pro: 4000 }";
    expect(idsOf(body, csv)).toEqual(["a", "a/2"]);
  });

  it("a plan of which nothing is said is taken at any price", () => {
    expect(idsOf("subscribe: { pro: { plan: pro } }, willingness_to_pay: { pro: 100 }", "customer,at,plan\na,2026-01-05,annual\nb,2026-01-05,pro\n")).toEqual([
      "a",
    ]);
  });
});

describe("what is said about it", () => {
  const said = (population: string): readonly string[] =>
    readScenario(
      `
clock: { start: 2026-01-01, for: 3 months }
plans:
  pro: { currency: usd, interval: month, unit_amount: 4900, currency_options: { eur: { unit_amount: 4500 } } }
  calls: { currency: usd, interval: month, usage_type: metered, unit_amount: 2 }
populations: { people: { ${population} } }
`,
      "a.yaml",
    ).issues.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
  const PEOPLE = "signups: { each_month: [3] }, subscribe: { pro: { plan: pro } }";

  it.each([
    [
      `${PEOPLE}, willingness_to_pay: { pro: 1 }, price_sensitivity: { churn_elasticity: 1 }`,
      "error exclusive-keys: `willingness_to_pay` and `price_sensitivity` are both given.",
    ],
    [`${PEOPLE}, willingness_to_pay: {}`, "error missing-key: It says nothing of pro."],
    [`${PEOPLE}, willingness_to_pay: { pro: 1, prro: 2 }`, 'error unknown-id: There is no plan "prro".'],
    [`${PEOPLE}, willingness_to_pay: { pro: 1, calls: 2 }`, 'warning never-held: Nobody of this population is offered "calls".'],
    [
      "signups: { each_month: [3] }, subscribe: { all: { items: [{ plan: pro }, { plan: calls }] } }, willingness_to_pay: { pro: 1, calls: 2 }",
      'warning never-held: "calls" is metered, and stands beside a licensed plan.',
    ],
    [
      `${PEOPLE}, currency: { usd: 1, eur: 1 }, willingness_to_pay: { pro: 5000 }`,
      'error wrong-currency: The most that customers pay for "pro" is the same in usd, eur.',
    ],
    [`${PEOPLE}, currency: { usd: 1, eur: 1 }, willingness_to_pay: { pro: { by: currency, usd: 5000 } }`, "error missing-key: The split says nothing of eur."],
    [
      "signups: { existing: { count: 5 } }, subscribe: { pro: { plan: pro } }, willingness_to_pay: { pro: 5000 }",
      "error impossible: `willingness_to_pay` is given for customers who are there when the clock starts.",
    ],
  ] as const)("%s", (population, expected) => {
    expect(said(population)).toEqual([expected]);
  });

  it("both in one population and its `like` are told apart by a null", () => {
    expect(
      said(`${PEOPLE}, price_sensitivity: { churn_elasticity: 1 } }, other: { like: people, price_sensitivity: null, willingness_to_pay: { pro: 1 }`),
    ).toEqual([]);
  });
});
