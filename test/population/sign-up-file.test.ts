import { describe, expect, it } from "vitest";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";
import { livesOf } from "./crowd.ts";
import { filed, filesOf, rowsOf, saidOf } from "./filed.ts";

const FROM = "signups: { from: s.csv }";
const HEADER = "customer,at,plan,quantity,currency,coupon,trial_end,card,region";

/** The invoices of a scenario without the column that says the population. */
const invoices = (scenario: Parameters<typeof rowsOf>[0], customer: string): readonly string[] =>
  rowsOf(scenario, "invoices")
    .filter((row) => row.get("customer") === customer)
    .map((row) => [...row].map(([column, cell]) => (column === "population" ? "" : cell)).join());

describe("sign-ups from a file (N100)", () => {
  it.each([
    ["acme,2026-01-31T10:00:00Z,pro,3,,half,,,", "subscribe: { plan: pro, quantity: 3, coupon: half }"],
    ["acme,2026-01-31T10:00:00Z,pro;calls,2;,,,,,", "subscribe: { items: [{ plan: pro, quantity: 2 }, { plan: calls }] }"],
    ["acme,2026-01-31T10:00:00Z,tried,,,,,,", "subscribe: { plan: tried }"],
    ["acme,2026-01-31T10:00:00Z,tried,,,,2026-01-31T10:00:00Z,,", "subscribe: { plan: tried, trial: 0 }"],
    ["acme,2026-01-31T10:00:00Z,starter,,eur,,2026-03-02,insufficient_funds,", "subscribe: { plan: starter, trial_end: 2026-03-02 }"],
    ["acme,1769853600,starter,,,,,none,", "subscribe: { plan: starter }"],
  ])("%s is billed as its script", (row, entry) => {
    const [, , , , currency, , , card] = row.split(",");
    const drawn = filed(`populations: { base: { ${FROM} } }`, { "s.csv": `${HEADER}\n${row}\n` });
    const script = filed(
      `customers: { acme: { currency: ${currency || "usd"}, card: ${card || "visa"}, timeline: [{ at: 2026-01-31T10:00:00Z, ${entry} }] } }`,
      {},
    );
    expect(invoices(drawn, "acme").length).toBeGreaterThan(0);
    expect(invoices(drawn, "acme")).toEqual(invoices(script, "acme"));
  });

  it("a customer's later rows are further subscriptions", () => {
    const csv = `${HEADER}\nacme,2026-01-05,pro,,,,,,north\nacme,2026-02-05,starter,,,,,,\nacme,2026-02-05,annual,2,,,,,north\n`;
    const rows = rowsOf(filed(`populations: { base: { ${FROM} } }`, { "s.csv": csv }), "subscriptions");
    expect(rows.map((row) => [row.get("subscription"), row.get("plans"), row.get("started_at")?.slice(0, 10), row.get("region")])).toEqual([
      ["acme", "pro", "2026-01-05", "north"],
      ["acme/2", "starter", "2026-02-05", "north"],
      ["acme/3", "annual", "2026-02-05", "north"],
    ]);
  });

  it("what a row leaves empty is drawn, and what it says is not (N101)", () => {
    const rows = Array.from({ length: 400 }, (_, i) => `c${i},2026-01-05,${i % 2 === 0 ? "" : "starter"},,${i % 4 === 3 ? "eur" : ""},,,,`);
    const body = `
populations:
  base:
    ${FROM}
    currency: { usd: 1, eur: 1 }
    subscribe:
      a: { plan: starter, quantity: 2 }
      b: { plan: pro, quantity: 3 }
`;
    const all = rowsOf(filed(body, { "s.csv": `${HEADER}\n${rows.join("\n")}\n` }), "subscriptions");
    const drawn = all.filter((_, i) => i % 2 === 0);
    expect(drawn.filter((row) => row.get("plans") === "pro").length).toBeGreaterThan(70);
    expect(drawn.filter((row) => row.get("plans") === "pro").length).toBeLessThan(130);
    expect(drawn.filter((row) => row.get("currency") === "eur").length).toBeGreaterThan(70);
    expect(all.every((row, i) => i % 2 === 0 || row.get("plans") === "starter")).toBe(true);
    expect(all.every((row, i) => i % 4 !== 3 || row.get("currency") === "eur")).toBe(true);
    expect(all.every((row) => row.get("quantity") === (row.get("plans") === "pro" ? "3" : "2"))).toBe(true);
  });

  it("trials of the mix hold for the rows that name its plan, and their end may be the row's own", () => {
    const rows = Array.from({ length: 300 }, (_, i) => `c${i},2026-01-05,pro,,,,${i < 150 ? "" : "2026-02-05"},,`);
    const body = `populations: { base: { ${FROM}, subscribe: { a: { plan: pro, trial: 14 days, converts: 40% } } } }`;
    const all = rowsOf(filed(body, { "s.csv": `${HEADER}\n${rows.join("\n")}\n` }), "subscriptions");
    const stay = all.filter((row) => row.get("status") === "active").length;
    expect(stay).toBeGreaterThan(95);
    expect(stay).toBeLessThan(145);
    expect(all.slice(0, 150).every((row) => row.get("trial_end") === "2026-01-19T00:00:00Z")).toBe(true);
    expect(all.slice(150).every((row) => row.get("trial_end") === "2026-02-05T00:00:00Z")).toBe(true);
  });

  it("attributes of the file split values, declared ones fill the gaps", () => {
    const rows = Array.from({ length: 200 }, (_, i) => `c${i},2026-01-05,pro,,,,,,${i % 2 === 0 ? "north" : "south"},${i % 4 === 0 ? "big" : ""},${i}`);
    const body = `
populations:
  base:
    ${FROM}
    attributes: { size: { small: 1, large: 1, big: 0 }, staff: { distribution: poisson, mean: 3 } }
    behavior: { churn: { cancel: { rate: { by: region, north: 0%, otherwise: 99% } } } }
`;
    const all = rowsOf(filed(body, { "s.csv": `${HEADER},size,staff\n${rows.join("\n")}\n` }), "subscriptions");
    expect(all.filter((row) => row.get("status") === "active").every((row) => row.get("region") === "north")).toBe(true);
    expect(all.filter((row) => row.get("status") === "canceled").length).toBe(100);
    expect(all.filter((row) => row.get("size") === "big").length).toBe(50);
    expect(all.filter((row) => row.get("size") === "large").length).toBeGreaterThan(50);
    expect(all.every((row, i) => row.get("staff") === String(i))).toBe(true);
  });

  it("a row, a column or another population added moves no other customer", () => {
    const body = (more: string): string => `
populations:
  base:
    ${FROM}
    card: shaky
    subscribe: { a: { plan: pro, weight: 2, trial: 7 days, converts: 60% }, b: { plan: starter } }
    behavior: { churn: { cancel: { rate: 8% } }, grow: { seats: { change: 1, rate: 9% } }, back: { return: { rate: 20% } } }
${more}cards: { shaky: { declines: { rate: 20% } } }
`;
    const rows = Array.from({ length: 60 }, (_, i) => `c${i},2026-0${1 + (i % 6)}-05,${i % 3 === 0 ? "pro" : ""}`);
    const before = livesOf(filed(body(""), { "s.csv": `customer,at,plan\n${rows.join("\n")}\n` }));
    const more = rows.flatMap((row, i) => (i % 5 === 0 ? [`n${i},2026-03-05,starter,`, `${row},x`] : [`${row},`]));
    const other = "  more: { signups: { per_month: 4 }, subscribe: { all: { plan: pro } } }\n";
    const after = livesOf(filed(body(other), { "s.csv": `customer,at,plan,region\n${more.join("\n")}\n` }));
    // The place in the order of customers is told too; what they do is not moved.
    const plain = (lines: readonly string[] | undefined): readonly string[] => (lines ?? []).map((line) => line.replace(/#\d+/g, ""));
    expect(before.size).toBe(60);
    for (const [id, lines] of before) expect(plain(after.get(id)), id).toEqual(plain(lines));
  });

  it("a higher price keeps some of the file away, a lower one brings nobody (N102)", () => {
    const rows = Array.from({ length: 300 }, (_, i) => `c${i},2026-01-05,pro`);
    const at = (reference: number): number =>
      rowsOf(
        filed(
          `populations: { base: { ${FROM}, price_sensitivity: { signup_elasticity: -1, reference: { pro: { usd: ${reference} } } } } }`,
          {
            "s.csv": `customer,at,plan\n${rows.join("\n")}\n`,
          },
          "{ start: 2026-01-01, for: 1 month }",
        ),
        "customers",
      ).length;
    expect(at(4900)).toBe(300);
    expect(at(9800)).toBe(300);
    expect(at(2450)).toBeGreaterThan(115);
    expect(at(2450)).toBeLessThan(185);
  });

  it("runs over ranges tell together what one run tells", () => {
    const rows = Array.from({ length: 30 }, (_, i) => `c${i},2026-01-05,pro`);
    const scenario = filed(`populations: { base: { ${FROM} }, more: { signups: { each_month: [5] }, subscribe: { all: { plan: pro } } } }`, {
      "s.csv": `customer,at,plan\n${rows.join("\n")}\n`,
    });
    const seen: string[] = [];
    for (const customers of [
      { from: 0, to: 7 },
      { from: 7, to: 31 },
      { from: 31, to: 35 },
    ]) {
      const collection = collect(scenario, { golden: false });
      simulate(scenario, { ...collection.sink, begin: ({ id }) => void seen.push(id) }, { customers });
    }
    expect(seen.slice(0, 30)).toEqual(rows.map((row) => row.split(",")[0]));
    expect(seen.length).toBe(35);
  });

  it("a file that changes after it was checked stops the run", () => {
    const texts = { "s.csv": "customer,at,plan\nacme,2026-01-05,pro\n" };
    const scenario = filed(`populations: { base: { ${FROM} } }`, texts);
    texts["s.csv"] = "customer,at,plan\nacme,2026-01-05,prro\n";
    expect(() => livesOf(scenario)).toThrow(/is another one than was checked/);
  });
});

describe("mistakes in a file of sign-ups", () => {
  it("are bounded in number", () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `c${i},2026-01-05,prro`);
    const said = saidOf(`populations: { base: { ${FROM} } }`, { "s.csv": `customer,at,plan\n${rows.join("\n")}\n` });
    expect(said.length).toBe(101);
    expect(said.at(-1)).toBe("s.csv:1 too-many-issues");
  });

  it("a customer stands in one file only, and has at most 100 rows", () => {
    const rows = Array.from({ length: 102 }, () => "acme,2026-01-05,pro");
    expect(saidOf(`populations: { base: { ${FROM} } }`, { "s.csv": `customer,at,plan\n${rows.join("\n")}\n` })).toEqual(["s.csv:102 too-many-rows"]);
    const twice = `populations: { one: { ${FROM} }, two: { like: one } }`;
    expect(saidOf(twice, { "s.csv": "customer,at,plan\nacme,2026-01-05,pro\n" })).toEqual(["s.csv:2 customer-twice"]);
  });

  it("names of 20,000 customers are told apart, whatever the pieces of the file", () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `customer-${i},2026-01-05,pro`);
    const text = `customer,at,plan\n${rows.join("\n")}\ncustomer-77,2026-01-06,pro\n`;
    expect(filesOf({ "s.csv": text }, 7777).open("s.csv")).toBeDefined();
    expect(saidOf(`populations: { base: { ${FROM} } }`, { "s.csv": text })).toEqual(["s.csv:20002 unsorted-rows"]);
  });
});
