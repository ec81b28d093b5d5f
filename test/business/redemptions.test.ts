import { describe, expect, it } from "vitest";
import { silentSink } from "../../cli/silent-sink.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { scenarioOf } from "../engine/script.ts";

/** Everybody who got a coupon, with its id and instant, in order of time. */
function redeemedIn(
  max: number,
  other: number,
  { perMonth = 40, until = "2026-07-01", range = [0, Number.POSITIVE_INFINITY] as readonly [number, number] } = {},
): readonly string[] {
  const scenario = scenarioOf(`
seed: 5
clock: { start: 2026-01-01, end: ${until} }
plans:
  basic: { currency: usd, interval: month, unit_amount: 1000 }
coupons:
  launch: { percent_off: 50, duration: once, max_redemptions: ${max} }
  back: { percent_off: 20, duration: forever, max_redemptions: ${other} }
customers:
  alice: { timeline: [{ at: 2026-01-10, subscribe: { plan: basic, coupon: launch } }] }
populations:
  people:
    signups: { per_month: ${perMonth} }
    coupon: launch
    subscribe: { all: { plan: basic } }
    behavior: { churn: { cancel: { rate: 30% } }, again: { return: { rate: 40%, coupon: back } } }
timeline:
  thanks: { at: 2026-04-01, promotion: { coupon: back, to: existing, take_up: 30% } }
`);
  const found: { readonly at: number; readonly text: string }[] = [];
  simulate(
    scenario,
    {
      ...silentSink(),
      subscription(at, { id }, { discounts }, change) {
        const [first] = discounts;
        if (first?.redeemedAt === at && (change === "created" || change === "updated")) found.push({ at, text: `${at} ${id} ${first.coupon.id}` });
      },
    },
    { retain: "open", customers: { from: range[0], to: range[1] } },
  );
  return found.toSorted((a, b) => a.at - b.at).map(({ text }) => text);
}

const of = (coupon: string, all: readonly string[]): readonly string[] => all.filter((text) => text.endsWith(coupon));

describe("slots of limited coupons where customers are drawn (N88)", () => {
  const free = redeemedIn(100_000, 100_000);
  const limited = redeemedIn(25, 10);

  it("go to the first who ask, scripts and crowds together", () => {
    expect(of("launch", limited)).toEqual(of("launch", free).slice(0, 25));
    expect(of("launch", limited).some((text) => text.includes(" alice "))).toBe(true);
  });

  it("go to returns and promotions too, in a world in which the others have been refused", () => {
    expect(of("back", free).length).toBeGreaterThan(30);
    expect(of("back", limited)).toHaveLength(10);
    expect(of("back", limited)).toEqual(of("back", redeemedIn(25, 100_000)).slice(0, 10));
  });

  it("do not depend on how long the clock runs, nor on who is run together", () => {
    const shorter = redeemedIn(25, 10, { until: "2026-04-15" });
    expect(shorter).toEqual(limited.slice(0, shorter.length));
    const parts = [...redeemedIn(25, 10, { range: [0, 60] }), ...redeemedIn(25, 10, { range: [60, Number.POSITIVE_INFINITY] })];
    expect(parts.toSorted()).toEqual(limited.toSorted());
  });
});
