import { describe, expect, it } from "vitest";
import { simulate } from "../../engine/simulation/simulate.ts";
import { type Collection, collect } from "../../reports/index.ts";
import { onlyOf } from "../../reports/only-of.ts";
import { intervalReports } from "../../reports/registry.ts";
import { crowd } from "./crowd.ts";

const POPULATIONS = `
  people:
    signups: { per_month: 20 }
    attributes: { segment: { solo: 70%, team: 30% }, size: { distribution: poisson, mean: 5 } }
    subscribe:
      starter: { weight: 2, plan: starter, trial: 14 days, converts: 60% }
      pro: { weight: 1, plan: pro, quantity: { distribution: poisson, mean: 3, min: 1 } }
    behavior:
      churn: { cancel: { rate: 8%, at_period_end: true } }
      grow: { seats: { plan: pro, change: 1, rate: 10% } }
      back: { return: { rate: 5%, coupon: half } }
  resellers:
    signups: { per_month: 2, process: even }
    attributes: { region: { north: 1, south: 1 } }
    subscribe: { all: { plan: annual } }`;

const scenario = crowd(POPULATIONS, { clock: "{ start: 2026-01-01, for: 12 months }" });

function told(options: Parameters<typeof collect>[1] = {}, of = scenario): Collection {
  const collection = collect(of, options);
  expect(simulate(of, collection.sink, { retain: collection.retain })).toEqual([]);
  return collection;
}

const textsOf = (collection: Collection): ReadonlyMap<string, string> => new Map([...collection.files()].map(({ name, text }) => [name, [...text].join("")]));

const digestOf = (golden: string): string | undefined => golden.match(/^people +\d+ +([0-9a-f]{32})$/m)?.[1];

describe("the golden of a population (D46)", () => {
  const golden = told().golden();

  it("tells the first three customers and those at fixed ranks in full", () => {
    const named = new Set(golden.match(/^(people|resellers)-\d{4}-\d{2}-\d{4}(?=:)/gm));
    const all = (textsOf(told({ ledger: true })).get("customers.csv") as string).split("\n").slice(1, -1);
    const ids = all.map((row) => row.split(",")[0]);
    expect(ids.length).toBeGreaterThan(200);
    expect([...named]).toEqual([0, 1, 2, 9, 99].map((rank) => ids[rank]));
  });

  it("is the same however the customers are split", () => {
    const [first, second] = [collect(scenario), collect(scenario)];
    const parts = [onlyOf(({ ordinal }) => ordinal < 77, first.sink), onlyOf(({ ordinal }) => ordinal >= 77, second.sink)];
    for (const part of parts) simulate(scenario, { ...silent(), ...part });
    first.merge(second);
    expect(first.golden()).toBe(golden);
  });

  it("has a digest for each population: what others do does not move it, what its own customers do does", () => {
    const dearer = told({}, crowd(POPULATIONS.replace("plan: annual", "plan: pro"), { clock: "{ start: 2026-01-01, for: 12 months }" })).golden();
    expect(digestOf(dearer)).toBe(digestOf(golden));
    const later = told({}, crowd(POPULATIONS.replace("rate: 10%", "rate: 10.1%"), { clock: "{ start: 2026-01-01, for: 12 months }" })).golden();
    expect(digestOf(later)).toMatch(/^[0-9a-f]{32}$/);
    expect(digestOf(later)).not.toBe(digestOf(golden));
  });
});

describe("a run of populations", () => {
  it("writes files with a row per thing only when asked, and keeps no closed invoice otherwise", () => {
    const plain = told({ golden: false });
    expect(plain.retain).toBe("open");
    expect([...textsOf(plain).keys()]).toEqual(intervalReports.map(({ name }) => `${name}.csv`));
    const ledger = told({ golden: false, ledger: true });
    expect(ledger.retain).toBe("all");
    expect([...textsOf(ledger).keys()]).toContain("invoices.csv");
    expect([...textsOf(told({ golden: false, only: new Set(["payments"]) })).keys()]).toEqual(["payments.csv"]);
  });

  it("says the same whether closed invoices are kept or not", () => {
    const [plain, ledger] = [told({ golden: false }), told({ golden: false, ledger: true })];
    expect(plain.totals()).toEqual(ledger.totals());
    expect(plain.terminal(200)).toBe(ledger.terminal(200));
    const files = textsOf(ledger);
    for (const [name, text] of textsOf(plain)) expect(text).toBe(files.get(name));
  });

  it("shows how the business went in place of the first invoices", () => {
    const lines = told({ golden: false }).terminal(200).split("\n");
    expect(lines[0]).toMatch(/^interval +customers +new +returned +churned +mrr/);
    expect(lines).toHaveLength(1 + 12 + 3);
  });

  it("gives each attribute a column of subscriptions.csv, empty for populations without it", () => {
    const rows = (textsOf(told({ golden: false, ledger: true })).get("subscriptions.csv") as string).trim().split("\n");
    expect(rows[0]).toMatch(/,segment,size,region$/);
    const cells = rows.slice(1).map((row) => row.split(","));
    expect(new Set(cells.filter(([, , population]) => population === "people").map((row) => row.at(-3)))).toEqual(new Set(["solo", "team"]));
    expect(new Set(cells.filter(([, , population]) => population === "resellers").map((row) => row.slice(-3).join("|")))).toEqual(
      new Set(["||north", "||south"]),
    );
  });

  it("lists the mix in shares that add up, with the place of each or none", () => {
    const origin = new Map(scenario.assumptions.map(({ path, value, place }) => [path, `${value} ${place === undefined ? "default" : "written"}`]));
    expect(origin.get("populations.people.subscribe.starter.weight")).toBe("66.6667% written");
    expect(origin.get("populations.resellers.subscribe.all.weight")).toBe("100% default");
    expect(origin.get("populations.resellers.signups.process")).toBe("even written");
    expect(origin.get("populations.people.signups.process")).toBe("poisson default");
    expect(origin.get("populations.people.card")).toBe("visa default");
  });
});

/** Every kind of fact, unheard. */
function silent(): Collection["sink"] {
  return onlyOf(() => false, collect(scenario, { golden: false }).sink) as Collection["sink"];
}
