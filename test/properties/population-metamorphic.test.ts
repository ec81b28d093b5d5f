import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { crowd, livesOf } from "../population/crowd.ts";

/** What a crowd of the property is made of: rates in whole percents. */
interface Parts {
  readonly seed: number;
  readonly rates: Readonly<Record<Kind, number>>;
  readonly converts: number;
  readonly declines: number;
}

const KINDS = ["churn", "upgrade", "grow", "vacation", "goodwill", "back"] as const;
type Kind = (typeof KINDS)[number];

/** Each behaviour, and what only it leaves behind in a life. */
const BEHAVIORS: Readonly<Record<Kind, { readonly entry: (rate: string) => string; readonly mark: RegExp }>> = {
  churn: { entry: (rate) => `{ cancel: { rate: ${rate}, reason: had_enough } }`, mark: /had_enough/ },
  upgrade: { entry: (rate) => `{ change: { from: starter, to: plus, rate: ${rate} } }`, mark: /"plan":"plus"/ },
  grow: { entry: (rate) => `{ seats: { plan: pro, change: 1000, rate: ${rate} } }`, mark: /"quantity":\d{4}/ },
  vacation: { entry: (rate) => `{ pause: { rate: ${rate}, for: 1 month } }`, mark: /"paused"/ },
  goodwill: { entry: (rate) => `{ refund: { rate: ${rate}, first: 40 days } }`, mark: /"refund"/ },
  back: { entry: (rate) => `{ return: { rate: ${rate}, coupon: half } }`, mark: /"half"/ },
};

const parts: fc.Arbitrary<Parts> = fc.record({
  seed: fc.nat(1_000_000),
  rates: fc.record({
    churn: fc.integer({ min: 3, max: 25 }),
    upgrade: fc.integer({ min: 3, max: 25 }),
    grow: fc.integer({ min: 3, max: 25 }),
    vacation: fc.integer({ min: 3, max: 15 }),
    goodwill: fc.integer({ min: 3, max: 15 }),
    back: fc.integer({ min: 5, max: 30 }),
  }),
  converts: fc.integer({ min: 30, max: 90 }),
  declines: fc.integer({ min: 0, max: 25 }),
});

interface More {
  /** How a rate is written. */
  readonly rateOf?: (rate: number) => string;
  readonly without?: Kind;
  readonly signUps?: string;
  readonly before?: string;
  readonly behavior?: string;
  readonly mix?: string;
  readonly usage?: string;
  readonly top?: string;
}

/**
 * What happens, but for what looking leaves behind: that an instant is over, when the account was last looked at, in how many portions the meter was filled, and
 * the place in the order of customers.
 */
const told = (life: readonly string[]): readonly string[] =>
  life
    .filter((fact) => !/^\d+ settle/.test(fact))
    .map((fact) =>
      fact
        .replace(/#\d+/g, "")
        .replace(/^\d+ end/, "end")
        .replace(/"meter":\{.*\},"isBillable"/, '"isBillable"')
        .replaceAll(/"readings":\[[^\]]*\]/g, ""),
    );

/** Every fact of every customer. */
function lives({ seed, rates, converts, declines }: Parts, more: More = {}): ReadonlyMap<string, readonly string[]> {
  const { rateOf = (rate) => `${rate}%`, without, signUps = "{ per_month: 5 }", before = "", behavior = "", mix = "", usage = "", top = "" } = more;
  const entries = KINDS.filter((kind) => kind !== without).map((kind) => `${kind}: ${BEHAVIORS[kind].entry(rateOf(rates[kind]))}`);
  const people = `${before}
  people:
    signups: ${signUps}
    attributes: { segment: { solo: 70%, team: 30% } }
    card: shaky
    subscribe:
      starter: { weight: 2, plan: starter, trial: 14 days, converts: ${converts}% }
      pro: { weight: 1, items: [{ plan: pro, quantity: 3 }, { plan: calls }] }${mix}
    usage:
      calls: { plan: calls, every: 1 week, quantity: { distribution: poisson, mean: 5 } }${usage}
    behavior:
      ${[...entries, behavior].filter((entry) => entry !== "").join("\n      ")}`;
  const scenario = crowd(people, {
    seed: String(seed),
    clock: "{ start: 2026-01-01, for: 9 months }",
    plans:
      "\n  calls: { currency: usd, interval: month, usage_type: metered, unit_amount: 2 }\n  mails: { currency: usd, interval: month, usage_type: metered, unit_amount: 1 }",
    rest: `cards: { shaky: { declines: { rate: ${declines}% }, replaced_after_failure: { share_per_day: 5%, for: 10 days } } }\n${top}`,
  });
  return new Map([...livesOf(scenario)].map(([id, life]) => [id, told(life)]));
}

/** Who of the first lives another life, or none, in the second. */
const moved = (before: ReadonlyMap<string, readonly string[]>, after: ReadonlyMap<string, readonly string[]>): readonly string[] =>
  [...before].filter(([id, life]) => after.get(id)?.join("\n") !== life.join("\n")).map(([id]) => id);

const assertFor = (numRuns: number, holds: (crowdParts: Parts) => void): void => fc.assert(fc.property(parts, holds), { numRuns, seed: 20_260_101 });

describe("lives of drawn customers (D30, D33)", () => {
  it("a hazard does not depend on how often it is looked at: a rate written month by month, or by tenure, is the same rate", () => {
    assertFor(6, (drawn) => {
      const plain = lives(drawn);
      expect(plain.size).toBeGreaterThan(20);
      expect(moved(plain, lives(drawn, { rateOf: (rate) => `{ by: month, 3: ${rate}%, 6: ${rate}%, otherwise: ${rate}% }` }))).toEqual([]);
      expect(moved(plain, lives(drawn, { rateOf: (rate) => `{ first 1 months: ${rate}%, first 4 months: ${rate}%, after: ${rate}% }` }))).toEqual([]);
      // A product that comes to the same rate, looked at every month for somebody else's sake.
      const watched = "watcher: { pause: { plan: annual, rate: { by: month, 1: 1%, 2: 2%, 3: 3%, otherwise: 4% }, for: 1 day } }";
      expect(moved(plain, lives(drawn, { behavior: watched }))).toEqual([]);
    });
  });

  it.each(KINDS)("without `%s` everybody to whom it never happened lives as before", (kind) => {
    let spared = 0;
    let struck = 0;
    assertFor(3, (drawn) => {
      const whole = lives(drawn);
      const others = new Set(moved(whole, lives(drawn, { without: kind })));
      for (const [id, life] of whole) {
        const happened = life.some((fact) => BEHAVIORS[kind].mark.test(fact));
        if (happened) struck++;
        else {
          spared++;
          expect(others.has(id), `${id}, seed ${drawn.seed}`).toBe(false);
        }
      }
    });
    expect(spared).toBeGreaterThan(30);
    expect(struck).toBeGreaterThan(3);
  });

  it.each<readonly [string, More]>([
    ["customers", { signUps: "{ per_month: 9 }" }],
    ["growth", { signUps: "{ per_month: 5, growth: 8% }" }],
    [
      "a population before it, with a timeline of its own",
      {
        before:
          "\n  others:\n    signups: { per_month: 3 }\n    subscribe: { all: { plan: starter } }\n    timeline: { dearer: { at: 2026-03-01, change_price: { plan: starter, set: { unit_amount: 2500 }, for: now } } }",
      },
    ],
    ["an entry of the mix that nobody draws", { mix: "\n      none: { weight: 0, plan: annual }" }],
    ["an entry of usage of a plan that nobody holds", { usage: "\n      spare: { plan: mails, every: 1 day, quantity: 3 }" }],
    ["behaviours of plans that nobody has", { behavior: "never: { cancel: { plan: annual, rate: 99% } }" }],
    [
      "an entry of the business that reaches nobody",
      { top: "timeline: { far: { at: 2026-02-01, change_price: { plan: annual, set: { unit_amount: 1 }, for: now } } }" },
    ],
  ])("%s added move nobody", (_, more) => {
    assertFor(3, (drawn) => {
      expect(moved(lives(drawn), lives(drawn, more))).toEqual([]);
    });
  });

  it("more tries recover a superset of the invoices", () => {
    assertFor(4, (drawn) => {
      const paid = (retries: string): ReadonlySet<string> => {
        const scenario = crowd(
          `
  people:
    signups: { each_month: [60] }
    card: shaky
    subscribe: { all: { plan: starter, trial: 5 days } }`,
          {
            seed: String(drawn.seed),
            clock: "{ start: 2026-01-01, for: 5 months }",
            rest: `cards: { shaky: { declines: { rate: ${drawn.declines + 20}% } } }\ndunning: { retries: [${retries}], then: past_due }\n`,
          },
        );
        const invoices = new Set<string>();
        for (const [id, life] of livesOf(scenario)) {
          for (const fact of life) if (/ invoice \["paid"/.test(fact)) invoices.add(`${id} ${/"createdAt":(\d+)/.exec(fact)?.[1]}`);
        }
        return invoices;
      };
      const [few, more] = [paid("4 days"), paid("4 days, 2 days, 3 days")];
      expect([...few].filter((invoice) => !more.has(invoice))).toEqual([]);
      expect(more.size).toBeGreaterThan(few.size);
    });
  });
});
