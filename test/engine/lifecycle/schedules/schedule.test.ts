import { describe, expect, it } from "vitest";
import type { Life } from "../../life.ts";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-01-31", "2027-06-01"] as const;
const COUPONS = `coupons:
  half: { percent_off: 50, duration: forever }
  once: { percent_off: 50, duration: once, max_redemptions: 1 }
`;

const signUp = (phases: string, more = "") => `{ at: 2026-01-31, subscribe: { phases: [${phases}]${more} } }`;
const lived = (phases: string, more = "", ...entries: readonly string[]): Life => lifeOf(CLOCK, [signUp(phases, more), ...entries], { blocks: COUPONS });
const classic = (phases: string): Life => lifeOf(CLOCK, [signUp(phases)], { blocks: `${COUPONS}billing: { mode: classic }\n` });
const refused = (phases: string, ...entries: readonly string[]): string => refusalOf(CLOCK, [signUp(phases), ...entries], { blocks: COUPONS });
const entered = (life: Life): readonly string[] => life.about("phase_entered").map((line) => line.split(" ")[0] as string);

describe("a schedule's sign-up (H1, H2)", () => {
  it("is active at once; its first invoice waits as a renewal's does", () => {
    const life = lived("{ plan: basic, iterations: 20 }");
    expect(life.at("2026-01-31")).toEqual(["c created active", "#1 created subscription_create 1000"]);
    expect(life.invoice(1)).toMatchObject({ reason: "subscription_create", finalizedAt: "2026-01-31T01:00", status: "paid" });
  });

  it("is past due, not incomplete, where its first charge fails, and dunning retries", () => {
    const life = lifeOf(CLOCK, [signUp("{ plan: basic, iterations: 20 }")], { fields: "card: insufficient_funds" });
    expect(life.about("status")[0]).toContain("active -> past_due");
    expect(life.invoice(1).attempts).toBe(4);
    expect(life.subscription()).toMatchObject({ status: "canceled", endReason: "payment_failure" });
  });

  it("has the plan's own trial, unless the first phase says otherwise; later phases have none of their own", () => {
    expect(lived("{ plan: trialed, iterations: 1 }, { plan: trialed_longer, iterations: 1 }").subscription().trialEnd).toBe("2026-02-14");
    expect(lived("{ plan: trialed, iterations: 1, trial: 0 }").invoice(1).total).toBe(2000);
    expect(lived("{ plan: trialed, iterations: 1, trial: 3 days }").subscription().trialEnd).toBe("2026-02-03");
  });
});

describe("how long a phase lasts (H3)", () => {
  it.each([
    ["months are counted from the first, never by stepping", "iterations: 1", "iterations: 1", ["2026-02-28", "2026-03-31"]],
    ["durations and iterations count alike", "duration: 1 month", "iterations: 2", ["2026-02-28", "2026-04-30"]],
    ["days are added", "duration: 10 days", "duration: 2 weeks", ["2026-02-10", "2026-02-24"]],
    ["after days months are counted anew", "duration: 10 days", "duration: 1 month", ["2026-02-10", "2026-03-10"]],
    ["after an instant too", "end: 2026-02-15T12:00:00Z", "iterations: 1", ["2026-02-15T12:00", "2026-03-15T12:00"]],
    ["`phase_start` begins a new count", "iterations: 1", "iterations: 2, billing_cycle_anchor: phase_start", ["2026-02-28", "2026-04-28"]],
  ])("%s", (_, first, second, starts) => {
    const life = lived(`{ plan: basic, ${first} }, { plan: pro, ${second} }, { plan: max, iterations: 1 }`);
    expect(entered(life)).toEqual(starts);
  });

  it("in classic mode another interval begins a new count", () => {
    const life = classic("{ plan: basic, iterations: 1 }, { plan: quarterly, iterations: 1 }, { plan: max, iterations: 1 }");
    expect(entered(life)).toEqual(["2026-02-28", "2026-05-28"]);
  });

  it("a phase that would end before it begins is refused, and a trial longer than its phase", () => {
    expect(refused("{ plan: basic, iterations: 1 }, { plan: pro, end: 2026-02-28 }")).toContain("Phase 2 would end at 2026-02-28");
    expect(refused("{ plan: basic, duration: 0 days }")).toContain("Phase 1 would end");
    expect(refused("{ plan: basic, duration: 13 days, trial: 14 days }")).toContain("The trial of phase 1 would run until 2026-02-14");
    expect(refused("{ plan: basic, iterations: 1 }, { plan: yearly, iterations: 4, trial: 731 days }")).toContain("731 days");
  });
});

describe("entering a phase at a period's end (H5)", () => {
  it("makes one renewal of the new items, without proration", () => {
    const life = lived(
      "{ plan: basic, iterations: 1 }, { items: [{ plan: option, quantity: 2 }, { plan: basic }], iterations: 1, proration_behavior: always_invoice }",
    );
    expect(life.at("2026-02-28").slice(0, 2)).toEqual(["c phase_entered active", "c renewed active"]);
    expect(life.invoice(2)).toMatchObject({
      reason: "subscription_cycle",
      lines: ["period 1000 basic 2026-02-28..2026-03-31", "period 600 option x2 2026-02-28..2026-03-31"],
    });
  });

  it("another interval keeps the anchor in flexible mode, and moves it in classic", () => {
    const phases = "{ plan: basic, iterations: 2 }, { plan: quarterly, iterations: 1 }";
    expect(lived(phases).invoice(3).lines).toEqual(["period 1000 quarterly 2026-03-31..2026-04-30".replace("1000", "1011")]);
    expect(classic(phases).invoice(3).lines).toEqual(["period 3000 quarterly 2026-03-31..2026-06-30"]);
  });

  it("`phase_start` makes it the anchor, on the renewal", () => {
    const life = lived("{ plan: basic, iterations: 1 }, { plan: basic, iterations: 3, billing_cycle_anchor: phase_start }");
    expect(life.invoice(2)).toMatchObject({ reason: "subscription_cycle", lines: ["period 1000 basic 2026-02-28..2026-03-28"] });
  });
});

describe("entering a phase inside a period (H4, H6)", () => {
  const inside = (second: string) => lived(`{ plan: basic, end: 2026-02-14 }, { plan: pro, iterations: 1${second} }`);

  it("is a change by the phase's own proration behavior", () => {
    expect(inside("").invoice(2).lines).toEqual([
      "credit -500 basic 2026-02-14..2026-02-28",
      "charge 1000 pro 2026-02-14..2026-02-28",
      "period 2000 pro 2026-02-28..2026-03-31",
    ]);
    expect(inside(", proration_behavior: always_invoice").invoice(2)).toMatchObject({ reason: "subscription_update", createdAt: "2026-02-14", total: 500 });
    expect(inside(", proration_behavior: none").invoice(2).amounts).toEqual([2000]);
  });

  it("`phase_start` begins a full period and bills it at once", () => {
    expect(inside(", billing_cycle_anchor: phase_start").invoice(2)).toMatchObject({
      reason: "subscription_update",
      lines: ["credit -500 basic 2026-02-14..2026-02-28", "period 2000 pro 2026-02-14..2026-03-14"],
    });
  });

  it("items that stay make no lines", () => {
    const life = lived("{ plan: basic, end: 2026-02-14 }, { plan: basic, iterations: 1, coupon: half, proration_behavior: always_invoice }");
    expect(life.at("2026-02-14")).toEqual(["c phase_entered active"]);
    expect(life.invoice(2).total).toBe(500);
  });
});

describe("coupons of phases (H4, H10)", () => {
  it("a phase without one takes that of the phase before away", () => {
    expect(lived("{ plan: basic, iterations: 2, coupon: half }, { plan: basic, iterations: 1 }").totals.slice(0, 4)).toEqual([500, 500, 1000, 1000]);
  });

  it("the coupon of the last phase stays when the schedule is over", () => {
    expect(lived("{ plan: basic, iterations: 1 }, { plan: basic, iterations: 1, coupon: half }").totals.slice(0, 5)).toEqual([1000, 500, 500, 500, 500]);
  });

  it("one that several phases name begins afresh in each, and takes one slot", () => {
    const life = lived("{ plan: basic, iterations: 2, coupon: once }, { plan: basic, iterations: 2, coupon: once }");
    expect(life.totals.slice(0, 5)).toEqual([500, 1000, 500, 1000, 1000]);
    const message = refused("{ plan: basic, iterations: 20, coupon: once }", "{ at: 2026-02-01, subscribe: { plan: basic, coupon: once } }");
    expect(message).toContain('Coupon "once" has been redeemed 1 times already');
  });
});

describe("trials in phases (H7)", () => {
  it("a phase that is all trial ends with it, and the next begins the first paid period", () => {
    const life = lived("{ plan: max, duration: 14 days, trial: 14 days }, { plan: basic, iterations: 1 }");
    expect(life.totals.slice(0, 2)).toEqual([0, 1000]);
    expect(life.invoice(2)).toMatchObject({ createdAt: "2026-02-14", lines: ["period 1000 basic 2026-02-14..2026-03-14"] });
  });

  it("in a later phase credits what is unused, unless `none`, and bills 0 at once", () => {
    const trial = (more: string) => lived(`{ plan: basic, end: 2026-02-14 }, { plan: basic, iterations: 1, trial: 10 days${more} }`).invoice(2);
    expect(trial("").lines).toEqual(["credit -500 basic 2026-02-14..2026-02-28", "trial 0 basic 2026-02-14..2026-02-24"]);
    expect(trial(", proration_behavior: none").lines).toEqual(["trial 0 basic 2026-02-14..2026-02-24"]);
  });
});

describe("the end of a schedule (H8)", () => {
  it("`release` leaves the subscription as it stands", () => {
    const life = lived("{ plan: basic, iterations: 1 }, { plan: pro, iterations: 1 }");
    expect(life.at("2026-03-31").slice(0, 2)).toEqual(["c released active", "c renewed active"]);
    expect(life.subscription()).toMatchObject({ status: "active", items: ["pro x1"] });
  });

  it("`cancel` plans the end when the last phase begins, and cuts the period it falls in", () => {
    const life = lived("{ plan: basic, iterations: 1 }, { plan: basic, end: 2026-04-15 }", ", end_behavior: cancel");
    expect(life.totals).toEqual([1000, 1000, 500]);
    expect(life.subscription()).toMatchObject({ status: "canceled", endedAt: "2026-04-15", canceledAt: "2026-02-28", endReason: "cancel_at" });
  });

  it("a last phase that begins and ends inside a period credits the rest", () => {
    const life = lived("{ plan: basic, end: 2026-02-07 }, { plan: basic, end: 2026-02-14, proration_behavior: always_invoice }", ", end_behavior: cancel");
    expect(life.invoice(2).lines).toEqual(["credit -500 basic 2026-02-14..2026-02-28"]);
    expect(life.subscription().endedAt).toBe("2026-02-14");
  });
});

describe("what is done by hand to a subscription with a schedule (H9)", () => {
  const TWO = "{ plan: basic, iterations: 2 }, { plan: pro, iterations: 1 }";

  it("a change holds until the next phase", () => {
    const life = lived(TWO, "", "{ at: 2026-02-10, change: { quantity: 3, proration_behavior: none } }");
    expect(life.totals.slice(0, 3)).toEqual([1000, 3000, 2000]);
  });

  it.each([
    ["cancel: { at_period_end: true }", "its planned end cannot be changed"],
    ["uncancel: ", "its planned end cannot be changed"],
    ["change: { cancel_at: 2026-02-20 }", "its planned end cannot be changed"],
    ["change: { cancel_at_period_end: false }", "its planned end cannot be changed"],
    ["change: { plan: pro, when: at_period_end }", "cannot be changed `at_period_end`"],
    ["change: { trial_end: 2026-04-01 }", "lies after the phase"],
  ])("`%s` is refused", (action, message) => {
    expect(refused(TWO, `{ at: 2026-02-10, ${action} }`)).toContain(message);
  });

  it("`proration_date` lies before the next phase", () => {
    const phases = "{ plan: basic, end: 2026-02-14 }, { plan: pro, iterations: 1 }";
    expect(refused(phases, "{ at: 2026-02-10, change: { quantity: 2, proration_date: 2026-02-20 } }")).toContain("is not before the phase");
  });

  it("`cancel` ends the schedule too", () => {
    const life = lived(TWO, "", "{ at: 2026-03-01, cancel: }");
    expect(life.since("2026-03-01T00")).toEqual([]);
    expect(life.subscription()).toMatchObject({ status: "canceled", endReason: "cancel" });
  });
});
