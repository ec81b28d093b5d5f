import { describe, expect, it } from "vitest";
import { silentSink } from "../../cli/silent-sink.ts";
import type { Response } from "../../engine/business/response.ts";
import { leavingShareOf } from "../../engine/business/response.ts";
import { NO_TIME } from "../../engine/calendar/duration.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { crowd } from "../population/crowd.ts";

const POINTS: Response = {
  purpose: { high: 0, low: 0 },
  points: [
    { rise: 0.1, share: 0.02 },
    { rise: 0.5, share: 0.1 },
  ],
  within: NO_TIME,
};

describe("how many leave by the rise of their bill (N86)", () => {
  it.each([
    [0, 0],
    [0.05, 0.01],
    [0.1, 0.02],
    [0.3, 0.06],
    [0.5, 0.1],
    [2, 0.1],
    [Number.POSITIVE_INFINITY, 0.1],
  ])("a rise of %d takes %d", (rise, share) => {
    expect(leavingShareOf(POINTS, rise)).toBeCloseTo(share, 12);
  });
});

/** Who left, and how many days after what; of a crowd of 20,000 that renews in February. */
function leaversOf(entry: string, more = ""): { readonly left: readonly string[]; readonly days: readonly number[] } {
  const people = `  people:
    signups: { each_month: [20000] }
    subscribe: { starter: { weight: 1, plan: starter }, pro: { weight: 1, plan: pro } }${more}`;
  const scenario = crowd(people, { clock: "{ start: 2026-01-01, end: 2026-06-01 }", rest: `timeline:\n  rise: ${entry}\n` });
  const left: string[] = [];
  const days: number[] = [];
  const moved = new Map<number, number>();
  simulate(
    scenario,
    {
      ...silentSink(),
      subscription(at, { ordinal, id }, { cancelReason }, change) {
        if (change === "moved") moved.set(ordinal, at);
        if (change !== "ended") return;
        expect(cancelReason).toBe("rise");
        left.push(id);
        days.push((at - (moved.get(ordinal) as number)) / 86_400);
      },
    },
    { retain: "open" },
  );
  return { left, days };
}

const z = (count: number, of: number, share: number): number => Math.abs(count - of * share) / Math.sqrt(of * share * (1 - share));
const RESPONSE = "response: { cancel: { 10%: 2%, 50%: 10% }, within: 40 days }";
const rise = (to: number, isFor: string): string =>
  `{ at: 2026-02-01, change_price: { plan: starter, set: { unit_amount: ${to} }, for: ${isFor} }, ${RESPONSE} }`;

describe("a crowd's response", () => {
  const { left, days } = leaversOf(rise(2470, "at_renewal"));

  it("takes the share that the rise of 30% asks for, within the error of the draw", () => {
    // Half of them have the plan.
    expect(z(left.length, 10_000, 0.06)).toBeLessThan(4);
  });

  it("comes evenly in the time that is given, from each one's own new bill on", () => {
    expect(Math.min(...days)).toBeGreaterThan(0);
    expect(Math.max(...days)).toBeLessThanOrEqual(40);
    const mean = days.reduce((sum, day) => sum + day, 0) / days.length;
    expect(Math.abs(mean - 20)).toBeLessThan((4 * 40) / Math.sqrt(12 * days.length));
  });

  it("is of the same customers where more leave, and where all move at once", () => {
    const more = new Set(leaversOf(rise(2850, "at_renewal")).left);
    expect(z(more.size, 10_000, 0.1)).toBeLessThan(4);
    expect(left.filter((id) => !more.has(id))).toEqual([]);
    expect(new Set(leaversOf(rise(2470, "now")).left)).toEqual(new Set(left));
  });

  it("does not come to a bill that falls or stays", () => {
    expect(leaversOf(rise(1800, "now")).left).toEqual([]);
    expect(leaversOf(rise(2470, "new")).left).toEqual([]);
  });

  it("is to the own bill: a coupon of a migration makes it smaller", () => {
    const migrate = (coupon: string): number =>
      leaversOf(`{ at: 2026-02-01, migrate: { from: starter, to: pro, coupon: ${coupon} }, ${RESPONSE} }`).left.length;
    expect(z(migrate("null"), 10_000, 0.1)).toBeLessThan(4);
    // 24.50 after 19.00: a rise of 28.9%.
    expect(z(migrate("half"), 10_000, 0.02 + ((24.5 / 19 - 1.1) / 0.4) * 0.08)).toBeLessThan(4);
  });
});
