import { describe, expect, it } from "vitest";
import { InvariantError } from "../../../engine/assert.ts";
import { simulate } from "../../../engine/simulation/simulate.ts";
import { at } from "../calendar/temporal.ts";
import { lifeOf, livesOf, scenarioOf, yamlOf } from "../script.ts";
import { Trace } from "../trace.ts";

const ENTRIES = [
  "{ at: 2026-01-31, subscribe: { plan: basic, coupon: three } }",
  "{ at: 2026-02-10, change: { plan: pro } }",
  "{ at: 2026-03-05, card: insufficient_funds }",
  "{ at: 2026-04-04, card: visa }",
  "{ at: 2026-04-20, subscribe: { plan: option, trial: 14 days, as: more } }",
  "{ at: 2026-05-20, subscription: c, cancel: { at_period_end: true } }",
];
const COUPONS = { blocks: "coupons: { three: { percent_off: 25, duration: repeating, duration_in_months: 3 } }" };
const YEAR = ["2026-01-01", "2027-01-01"] as const;

describe("a run", () => {
  it("is the same every time", () => {
    expect(lifeOf(YEAR, ENTRIES, COUPONS).log).toEqual(lifeOf(YEAR, ENTRIES, COUPONS).log);
  });

  it("over a longer clock changes nothing that happened before (D9)", () => {
    const long = lifeOf(YEAR, ENTRIES, COUPONS).log;
    for (const end of ["2026-05-31T00:00:00Z", "2026-05-31T01:00:00Z", "2026-06-01", "2026-09-30T12:00:00Z"]) {
      const short = lifeOf(["2026-01-01", end], ENTRIES, COUPONS).log;
      expect(short).toEqual(long.slice(0, short.length));
      expect(short.length).toBeLessThan(long.length);
    }
  });

  it("can be cut before its end: what is told is what is told until then", () => {
    const yaml = yamlOf(YEAR, ENTRIES, COUPONS);
    const whole = livesOf(yaml).lives[0]?.log ?? [];
    for (const until of ["2026-02-10", "2026-02-28", "2026-03-31T01:00", "2026-05-31"]) {
      const cut = livesOf(yaml, { until: at(until) }).lives[0]?.log ?? [];
      expect(cut).toEqual(whole.slice(0, cut.length));
      expect(cut.every((line) => line < until)).toBe(true);
      expect((whole[cut.length] as string) >= until).toBe(true);
    }
  });

  it("lets no customer move another's life", () => {
    const script = ENTRIES.map((entry) => `      - ${entry.replace("subscription: c,", "subscription: z,")}\n`).join("");
    const alone = yamlOf(YEAR, ENTRIES, COUPONS);
    const withOthers = alone
      .replace("customers:\n", `customers:\n  a:\n    card: insufficient_funds\n    timeline:\n      - ${ENTRIES[0]}\n`)
      .concat(`  z:\n    balance: -700\n    timeline:\n${script}`);
    const { lives } = livesOf(withOthers);
    expect(lives.map(({ customer }) => customer)).toEqual(["a", "c", "z"]);
    expect(lives[1]?.log).toEqual(livesOf(alone).lives[0]?.log);
  });

  it("tells the opening balance when a life begins", () => {
    const told: string[] = [];
    const scenario = scenarioOf(yamlOf(YEAR, ["{ at: 2026-02-01, subscribe: { plan: basic } }"], { fields: "balance: -500" }));
    simulate(
      scenario,
      Object.assign(new Trace(), {
        balance: (when: number, _account: unknown, amount: number, cause: string) => told.push(`${when - scenario.start} ${amount} ${cause}`),
        end: () => undefined,
      }),
    );
    expect(told[0]).toBe("0 -500 initial");
  });
});

describe("a refused action", () => {
  const customers = `customers:
  a:
    timeline:
      - { at: 2026-04-01, subscribe: { plan: basic } }
      - { at: 2026-04-02, uncancel: {} }
      - { at: 2026-04-03, cancel: {} }
  b:
    timeline:
      - { at: 2026-04-01, subscribe: { plan: basic } }
  c:
    timeline:
      - { at: 2026-04-01, pay: {} }
`;
  const yaml = `clock: { start: 2026-04-01, end: 2026-05-02 }\nplans: { basic: { currency: usd, interval: month, unit_amount: 1000 } }\n${customers.replace("  c:\n", "  c:\n    currency: usd\n")}`;

  it("stops its customer; the others go on, and all refusals are collected with their places", () => {
    const { refused, lives } = livesOf(yaml);
    expect(refused.map(({ customer, entry, place, message }) => [customer.id, entry, place.line, message])).toEqual([
      ["a", 1, 7, 'Subscription "a" has no pending cancel.'],
      ["c", 0, 15, 'Customer "c" has no open invoice.'],
    ]);
    expect(lives.find(({ customer }) => customer === "b")?.totals).toEqual([1000, 1000]);
    expect(lives.find(({ customer }) => customer === "a")?.about("ended")).toEqual([]);
  });

  it("that was expected goes on, and one that was expected and is not refused is told", () => {
    const life = lifeOf(
      ["2026-04-01", "2026-04-20"],
      [
        "{ at: 2026-04-01, subscribe: { plan: basic } }",
        "{ at: 2026-04-02, uncancel: {}, error: expected }",
        "{ at: 2026-04-03, cancel: {}, error: expected }",
      ],
    );
    expect(life.since("2026-04-02")).toEqual([
      '2026-04-02 entry 1 refused: subscription "c" has no pending cancel',
      "2026-04-03 c ended active -> canceled",
      "2026-04-03 entry 2 accepted",
    ]);
  });
});

it("an error of the program names seed, customer and instant: what replays it", () => {
  const scenario = scenarioOf(`name: a broken one\nseed: 7\n${yamlOf(["2026-04-01", "2026-05-02"], ["{ at: 2026-04-10, subscribe: { plan: basic } }"])}`);
  const broken = Object.assign(new Trace(), {
    payment: () => {
      throw new Error("no such thing");
    },
  });
  let thrown: unknown;
  try {
    simulate(scenario, broken);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(InvariantError);
  expect((thrown as InvariantError).message).toBe('no such thing\nscenario "a broken one", seed 7, customer "c", at 2026-04-10T00:00:00Z');
});
