import { describe, expect, it } from "vitest";
import { drawnCustomers } from "../../engine/population/drawn-customers.ts";
import { rootKey } from "../../engine/random/root-key.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { crowd, livesOf } from "../population/crowd.ts";

const BODY = `
    signups: { each_month: [12, 12] }
    attributes: { segment: { solo: 50%, team: 50% } }
    subscribe: { starter: { plan: starter }, pro: { plan: pro } }
    behavior: { churn: { cancel: { rate: 3% } }, grow: { seats: { change: 1, rate: 9% } } }`;

/** Two populations, the first with a timeline of its own, and one of the scenario's. */
function scenarioOf({ own = "", ofAll = "", like = false }: { own?: string; ofAll?: string; like?: boolean }): Scenario {
  const first = `  first:${BODY}${own === "" ? "" : `\n    timeline: {${own}}`}`;
  const second = like ? "  second: { like: first }" : `  second:${BODY}`;
  return crowd(`${first}\n${second}`, { clock: "{ start: 2026-01-01, for: 9 months }", rest: ofAll === "" ? "" : `timeline: {${ofAll}}` });
}

const lives = (parts: Parameters<typeof scenarioOf>[0]): ReadonlyMap<string, readonly string[]> => livesOf(scenarioOf(parts));
const WITHIN = "where: { population: first }";

describe("a population's own timeline (N153)", () => {
  it.each([
    ["a price at renewals", "change_price: { plan: starter, set: { unit_amount: 2300 }, for: at_renewal }"],
    ["a price at once", "change_price: { plan: pro, set: { unit_amount: 5900 }, for: now }"],
    ["a migration", "migrate: { from: starter, to: pro, coupon: half }"],
    ["an outage", "outage: { declines: processing_error }, until: 2026-04-20"],
  ] as const)("%s is what the same entry of the scenario's timeline is, about this population alone", (_, does) => {
    const own = lives({ own: ` entry: { at: 2026-04-10, ${does} } ` });
    expect(own).toEqual(lives({ ofAll: ` entry: { at: 2026-04-10, ${does}, ${WITHIN} } ` }));
    expect(own).not.toEqual(lives({}));
    const plain = lives({});
    for (const [id, life] of own) if (id.startsWith("second")) expect(life).toEqual(plain.get(id));
  });

  it("its shares and waves are drawn by population and entry: like populations have draws of their own", () => {
    const own = ` dearer: { at: 2026-04-10, change_price: { plan: starter, set: { unit_amount: 2300 }, for: now }, share: 50% } `;
    const copied = scenarioOf({ own, like: true });
    expect(copied.business.map(({ name }) => name)).toEqual(["first/dearer", "second/dearer"]);
    const once = lives({ own });
    for (const [id, life] of livesOf(copied)) if (id.startsWith("first")) expect(life).toEqual(once.get(id));
  });

  it("names whom a promotion brings after the entry alone, and brings nobody to others", () => {
    const own = " friday: { at: 2026-01-01, until: 2026-02-01, promotion: { coupon: half, to: new, signups: +50% } } ";
    const ids = [...lives({ own }).keys()];
    expect(ids.filter((id) => id.includes("+"))).toEqual([1, 2, 3, 4, 5, 6].map((n) => `first-2026-01+friday-000${n}`));
    const scenario = scenarioOf({ own });
    const brought = scenario.populations.map((population) => {
      const passed = { places: 0 };
      const all = [...drawnCustomers(population, rootKey("1"), scenario.start, scenario.end, undefined, passed)];
      return [all.length, passed.places];
    });
    expect(brought).toEqual([
      [30, 30],
      [24, 24],
    ]);
  });

  it("a price is laid over what its own customers met before, and over nobody else's", () => {
    const lay = (own: string, ofAll: string): readonly string[] => {
      const scenario = scenarioOf({ own, ofAll });
      return scenario.business.flatMap((entry) => (entry.kind === "change_price" ? [`${entry.name} ${entry.prices[0]?.terms.unit}`] : []));
    };
    const set = (name: string, at: string, plan: string, keys: string): string =>
      ` ${name}: { at: ${at}, change_price: { plan: ${plan}, set: { ${keys} }, for: now } },`;
    // The scenario's second change says nothing of the amount: it keeps its own first one, not the population's.
    const taxed = "tax_behavior: inclusive";
    expect(
      lay(set("mine", "2026-03-01", "pro", "unit_amount: 6000"), set("one", "2026-02-01", "pro", "unit_amount: 5000") + set("two", "2026-04-01", "pro", taxed)),
    ).toEqual(["one 5000", "two 5000", "first/mine 6000"]);
    // The population's second change is laid over its own first one; after one for everybody over that.
    const twice = set("mine", "2026-03-01", "pro", "unit_amount: 6000") + set("again", "2026-05-01", "pro", taxed);
    expect(lay(twice, "")).toEqual(["first/mine 6000", "first/again 6000"]);
    expect(lay(twice, set("one", "2026-04-01", "pro", "unit_amount: 5000"))).toEqual(["one 5000", "first/mine 6000", "first/again 5000"]);
  });
});

describe("what is said about a population's own timeline", () => {
  const said = (own: string, rest = ""): readonly string[] =>
    readScenario(
      `
clock: { start: 2026-01-01, for: 3 months }
plans: { pro: { currency: usd, interval: month, unit_amount: 4900 } }
populations:
  people: { signups: { each_month: [3] }, subscribe: { pro: { plan: pro } }, timeline: { ${own} } }
${rest}`,
      "a.yaml",
    ).issues.map(({ code, message }) => `${code}: ${message}`);
  const OUT = "{ at: 2026-02-01, outage: { declines: processing_error }";

  it.each([
    [`down: ${OUT}, where: { population: people } }`, "", 'misplaced-key: `population` stands in an entry of the population "people".'],
    [`down: ${OUT} }`, `timeline: { down: ${OUT} } }`, 'name-twice: The scenario\'s own timeline has an entry "down" too.'],
    [`down: { at: 2027-02-01, outage: { declines: processing_error } }`, "", undefined],
    ["down: { at: 2026-02-01 }", "", "missing-key: The entry does not say what the business does."],
    [`"a/b": ${OUT} }`, "", undefined],
  ] as const)("%s %s", (own, rest, expected) => {
    const issues = said(own, rest);
    expect(issues).toHaveLength(1);
    if (expected !== undefined) expect(issues[0]).toBe(expected);
  });
});
