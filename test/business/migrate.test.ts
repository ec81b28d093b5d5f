import { describe, expect, it } from "vitest";
import type { Life } from "../engine/life.ts";
import { lifeOf } from "../engine/script.ts";

const CLOCK = ["2026-01-01", "2026-07-01"] as const;
const COUPONS =
  "coupons:\n  half: { percent_off: 50, duration: forever }\n  loyal: { amount_off: 300, currency: usd, duration: once }\n  late: { percent_off: 50, duration: once, redeem_by: 2026-02-01 }\n";
const timeline = (...entries: readonly string[]): string => `${COUPONS}timeline:\n${entries.map((entry, i) => `  e${i + 1}: ${entry}\n`).join("")}`;
const move = (fields: string, more = "at: 2026-03-31"): string => `{ ${more}, migrate: { from: basic, to: pro, ${fields} } }`;
const lived = (entries: readonly string[], ...business: readonly string[]): Life => lifeOf(CLOCK, entries, { blocks: timeline(...business) });
const SIGN_UP = "{ at: 2026-01-15, subscribe: { plan: basic, quantity: 2 } }";

describe("a migration (N85)", () => {
  it("comes with the next renewal, keeps quantities and prorates nothing", () => {
    const life = lived([SIGN_UP], move("when: at_renewal, proration_behavior: always_invoice"));
    expect(life.totals).toEqual([2000, 2000, 2000, 4000, 4000, 4000]);
    expect(life.at("2026-04-15").slice(0, 2)).toEqual(["c moved active", "c renewed active"]);
  });

  it("comes at once with prorations as a change by hand, as it says or as the scenario does", () => {
    const byHand = (behavior: string): readonly number[] =>
      lifeOf(CLOCK, [SIGN_UP, `{ at: 2026-03-31, change: { plan: pro, quantity: 2, proration_behavior: ${behavior} } }`]).totals;
    for (const behavior of ["none", "create_prorations", "always_invoice"])
      expect(lived([SIGN_UP], move(`when: now, proration_behavior: ${behavior}`)).totals, behavior).toEqual(byHand(behavior));
    expect(lived([SIGN_UP], move("when: now")).totals).toEqual(byHand("create_prorations"));
  });

  it("brings its coupon in place of those that the subscription has; without one they stay", () => {
    const signUp = "{ at: 2026-01-15, subscribe: { plan: basic, quantity: 2, coupon: half } }";
    expect(lived([signUp], move("coupon: loyal")).totals).toEqual([1000, 1000, 1000, 3700, 4000, 4000]);
    expect(lived([signUp], move("coupon: null")).totals).toEqual([1000, 1000, 1000, 2000, 2000, 2000]);
    expect(lived([signUp], move("when: now, coupon: loyal, proration_behavior: none")).totals).toEqual([1000, 1000, 1000, 3700, 4000, 4000]);
  });

  it("comes without a coupon that is over", () => {
    expect(lived([SIGN_UP], move("coupon: late")).totals).toEqual([2000, 2000, 2000, 4000, 4000, 4000]);
    expect(lived([SIGN_UP], move("when: now, coupon: late, proration_behavior: none")).totals).toEqual([2000, 2000, 2000, 4000, 4000, 4000]);
  });

  it("moves to the price in force", () => {
    const life = lived([SIGN_UP], "{ at: 2026-03-01, change_price: { plan: pro, set: { unit_amount: 2500 }, for: new } }", move("when: at_renewal"));
    expect(life.totals).toEqual([2000, 2000, 2000, 5000, 5000, 5000]);
  });

  it("changes the interval with the anchor kept: the first year is what is left of it", () => {
    const life = lifeOf(["2026-01-15", "2027-03-01"], ["{ at: 2026-01-15, subscribe: { plan: basic } }"], {
      blocks: timeline("{ at: 2026-03-20, migrate: { from: basic, to: yearly } }"),
    });
    // 275 of 365 days, from April 15 to January 15.
    expect(life.totals).toEqual([1000, 1000, 1000, 15_068, 20_000]);
  });

  it("leaves who has both plans, other plans of the subscription, and what does not go together", () => {
    const of = (plans: string, to: string): readonly string[] =>
      lifeOf(CLOCK, [`{ at: 2026-01-15, subscribe: { items: [${plans}] } }`], {
        blocks: timeline(`{ at: 2026-03-20, migrate: { from: basic, to: ${to} } }`),
      }).subscription().items;
    expect(of("{ plan: basic }, { plan: pro }", "pro")).toEqual(["basic x1", "pro x1"]);
    expect(of("{ plan: basic }, { plan: option }", "pro")).toEqual(["pro x1", "option x1"]);
    expect(of("{ plan: basic }, { plan: option }", "weekly")).toEqual(["basic x1", "option x1"]);
  });

  it("at once is not about those who come later; what it could not do the next period does", () => {
    expect(lived(["{ at: 2026-04-02, subscribe: { plan: basic } }"], move("when: now")).totals).toEqual([1000, 1000, 1000]);
    const paused = lived([SIGN_UP, "{ at: 2026-03-20, pause: {} }", "{ at: 2026-04-20, resume: {} }"], move("when: now"));
    expect(paused.totals).toEqual([2000, 2000, 2000, 4000, 4000, 4000]);
  });

  it("waits until it begins, and ends", () => {
    const where = (more: string): readonly number[] => lived([SIGN_UP], move("when: at_renewal", more)).totals;
    expect(where("at: 2026-03-15, until: 2026-03-16")).toEqual([2000, 2000, 4000, 4000, 4000, 4000]);
    expect(where("at: 2026-03-16, until: 2026-04-15")).toEqual([2000, 2000, 2000, 2000, 2000, 2000]);
    expect(where("at: 2026-03-01, where: { paying_above: 2000 }")).toEqual([2000, 2000, 2000, 2000, 2000, 2000]);
    expect(where("at: 2026-03-01, where: { paying_above: 1999, paying_below: 2001 }")).toEqual([2000, 2000, 4000, 4000, 4000, 4000]);
    expect(where("at: 2026-03-01, where: { paying_below: 2000 }")).toEqual([2000, 2000, 2000, 2000, 2000, 2000]);
  });

  it("between licensed and metered plans begins and ends with a quantity of one", () => {
    const plans = { calls: "{ currency: usd, interval: month, usage_type: metered, unit_amount: 10 }" };
    const used = ["{ at: 2026-03-10, usage: { plan: calls, quantity: 7 } }"];
    const toLicensed = lifeOf(CLOCK, ["{ at: 2026-01-15, subscribe: { plan: calls } }", ...used], {
      plans,
      blocks: timeline("{ at: 2026-03-01, migrate: { from: calls, to: basic } }"),
    });
    expect(toLicensed.totals).toEqual([0, 1070, 1000, 1000, 1000]);
    const toMetered = lifeOf(CLOCK, [SIGN_UP, "{ at: 2026-03-20, usage: { plan: calls, quantity: 7 } }"], {
      plans,
      blocks: timeline("{ at: 2026-03-01, migrate: { from: basic, to: calls } }"),
    });
    expect(toMetered.totals).toEqual([2000, 2000, 70, 0, 0]);
  });
});
