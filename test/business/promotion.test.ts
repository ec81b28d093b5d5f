import { describe, expect, it } from "vitest";
import { silentSink } from "../../cli/silent-sink.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { crowd } from "../population/crowd.ts";

interface Redeemed {
  readonly customer: string;
  readonly day: string;
  readonly change: string;
}

const BEHAVIOR = "\n    behavior: { churn: { cancel: { rate: 20% } } }";

/** Who was there, and every instant at which somebody got the coupon `half`. */
function runOf(
  entry: string,
  { signUps = "{ per_month: 2000 }", behavior = "" } = {},
): { readonly customers: readonly string[]; readonly redeemed: readonly Redeemed[] } {
  const people = `  people:
    signups: ${signUps}
    attributes: { segment: { solo: 50%, team: 50% } }
    subscribe: { starter: { weight: 1, plan: starter }, pro: { weight: 1, plan: pro } }${behavior}`;
  const timeline = entry === "" ? "" : `timeline:\n  friday: ${entry}\n`;
  const scenario = crowd(people, { clock: "{ start: 2026-01-01, end: 2026-05-01 }", rest: timeline });
  const customers: string[] = [];
  const redeemed: Redeemed[] = [];
  const seen = new Map<string, number>();
  simulate(
    scenario,
    {
      ...silentSink(),
      begin: ({ id }) => void customers.push(id),
      subscription(at, { id }, { discounts }, change) {
        const latest = discounts[0]?.redeemedAt;
        if (latest === undefined || seen.get(id) === latest) return;
        seen.set(id, latest);
        redeemed.push({ customer: id, day: formatBrief(at).slice(0, 10), change });
      },
    },
    { retain: "open" },
  );
  return { customers, redeemed };
}

const z = (count: number, of: number, share: number): number => Math.abs(count - of * share) / Math.sqrt(of * share * (1 - share));
const isMarch = (id: string): boolean => id.startsWith("people-2026-03");
const base = runOf("");
const MARCH = "at: 2026-03-01, until: 2026-04-01";

describe("a promotion to new customers (N87)", () => {
  const taken = runOf(`{ ${MARCH}, promotion: { coupon: half, to: new, take_up: 40% } }`);

  it("is taken by its share of those who sign up meanwhile, and brings nobody", () => {
    expect(taken.customers).toEqual(base.customers);
    expect(taken.redeemed.every(({ customer, change }) => isMarch(customer) && change === "created")).toBe(true);
    expect(z(taken.redeemed.length, base.customers.filter(isMarch).length, 0.4)).toBeLessThan(4);
  });

  it("is for those whom `where` and `share` choose", () => {
    const chosen = runOf(`{ ${MARCH}, where: { segment: solo, plan: pro }, share: 50%, promotion: { coupon: half, to: new } }`);
    expect(z(chosen.redeemed.length, base.customers.filter(isMarch).length, 0.125)).toBeLessThan(4);
  });

  it("brings more sign-ups, who all take it, and moves nobody else", () => {
    const more = runOf(`{ ${MARCH}, promotion: { coupon: half, to: new, take_up: 40%, signups: +20% } }`);
    const brought = more.customers.filter((id) => id.includes("+friday"));
    expect(more.customers.filter((id) => !id.includes("+friday"))).toEqual(base.customers);
    // Poisson with a mean of 2000 x 20%.
    expect(Math.abs(brought.length - 400)).toBeLessThan(4 * 20);
    expect(brought.every((id) => id.startsWith("people-2026-03+friday-"))).toBe(true);
    const takers = new Set(more.redeemed.map(({ customer }) => customer));
    expect(brought.filter((id) => !takers.has(id))).toEqual([]);
    expect(more.redeemed.filter(({ customer }) => !customer.includes("+friday"))).toEqual(taken.redeemed);
  });

  it("brings a part of a month's where it runs for a part of it, in whole numbers too", () => {
    const half = runOf("{ at: 2026-04-16, until: 2026-04-28, promotion: { coupon: half, to: new, signups: +20% } }", {
      signUps: "{ each_month: [50, 50, 50, 50] }",
    });
    // 50 x 20% x 12 of 30 days.
    expect(half.customers.filter((id) => id.includes("+friday"))).toHaveLength(4);
    expect(half.redeemed.every(({ day }) => day >= "2026-04-16" && day < "2026-04-28")).toBe(true);
  });
});

describe("a promotion to existing customers", () => {
  it("is taken by its share of those who are there when it begins, at instants of its time", () => {
    const { redeemed } = runOf(`{ ${MARCH}, promotion: { coupon: half, to: existing, take_up: 30% } }`);
    const there = base.customers.filter((id) => id < "people-2026-03");
    expect(z(redeemed.length, there.length, 0.3)).toBeLessThan(4);
    expect(redeemed.every(({ day, change, customer }) => day.startsWith("2026-03") && change === "updated" && !isMarch(customer))).toBe(true);
    expect(new Set(redeemed.map(({ day }) => day)).size).toBe(31);
  });

  it("comes at once where it has no end", () => {
    const { redeemed } = runOf("{ at: 2026-03-01, promotion: { coupon: half, to: existing, take_up: 30% } }");
    expect(new Set(redeemed.map(({ day }) => day))).toEqual(new Set(["2026-03-01"]));
  });
});

describe("a promotion to those who have left", () => {
  it("brings its share of them back, with the coupon", () => {
    const left = runOf("", { behavior: BEHAVIOR });
    const { redeemed, customers } = runOf("{ at: 2026-04-01, promotion: { coupon: half, to: churned, take_up: 25% } }", { behavior: BEHAVIOR });
    expect(customers).toEqual(left.customers);
    expect(redeemed.every(({ day, change }) => day === "2026-04-01" && change === "created")).toBe(true);
    // Who came evenly over three months and leaves at 20% a month: about a quarter has left by April.
    expect(redeemed.length).toBeGreaterThan(6000 * 0.25 * 0.2);
    expect(redeemed.length).toBeLessThan(6000 * 0.3 * 0.3);
  });
});
