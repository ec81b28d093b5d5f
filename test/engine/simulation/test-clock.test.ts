import { describe, expect, it } from "vitest";
import { Refusal } from "../../../engine/account/refusal.ts";
import { simulate } from "../../../engine/simulation/simulate.ts";
import { TestClock } from "../../../engine/simulation/test-clock.ts";
import { at } from "../calendar/temporal.ts";
import { moment } from "../life.ts";
import { scenarioOf, yamlOf } from "../script.ts";
import { Trace } from "../trace.ts";

const YAML = `clock: { start: 2026-01-01, end: 2026-07-01 }
plans:
  basic: { currency: usd, interval: month, unit_amount: 1000 }
  pro: { currency: usd, interval: month, unit_amount: 2000 }
coupons: { few: { percent_off: 50, duration: once, max_redemptions: 1 } }
customers:
  ann:
    timeline:
      - { at: 2026-01-31, subscribe: { plan: basic } }
      - { at: 2026-02-10, change: { plan: pro } }
      - { at: 2026-03-05, card: insufficient_funds }
  bob:
    balance: -500
    timeline:
      - { at: 2026-01-15, subscribe: { plan: pro, trial: 14 days } }
      - { at: 2026-04-20, cancel: { at_period_end: true } }
`;

/** A clock and what it tells, customer by customer. */
function clockOf(yaml = YAML) {
  const sink = new Trace();
  return { sink, clock: new TestClock(scenarioOf(yaml), sink) };
}

/** What each customer's life has been so far. */
const logs = ({ lives }: Trace) => lives.map(({ customer, log }) => [customer, ...log]);

describe("a test clock", () => {
  it("over all its time tells what a batch run tells", () => {
    const batch = new Trace();
    simulate(scenarioOf(YAML), batch);
    const { clock, sink } = clockOf();
    clock.advanceTo(at("2026-07-01") - 1);
    clock.finish();
    expect(logs(sink)).toEqual(logs(batch));
    expect(sink.lives.map(({ invoices }) => invoices)).toEqual(batch.lives.map(({ invoices }) => invoices));
  });

  it("in steps of any length tells the same as in one", () => {
    const whole = clockOf();
    whole.clock.advanceTo(at("2026-06-30"));
    for (const step of [3600, 86_400, 7 * 86_400, 1_000_003]) {
      const { clock, sink } = clockOf();
      for (let now = clock.now; now < at("2026-06-30"); now += step) clock.advanceTo(now);
      clock.advanceTo(at("2026-06-30"));
      expect(logs(sink)).toEqual(logs(whole.sink));
    }
  });

  it("`advanceTo` includes its instant (D9)", () => {
    const { clock } = clockOf();
    clock.advanceTo(at("2026-01-31") - 1);
    expect(clock.account("ann").subscriptionCount).toBe(0);
    clock.advanceTo(at("2026-01-31"));
    expect(clock.account("ann").subscriptionCount).toBe(1);
  });

  it("stops at each instant at which something happens, for all customers, and knows the next", () => {
    const { clock } = clockOf();
    const instants: string[] = [];
    expect(moment(clock.next())).toBe("2026-01-15");
    clock.advanceTo(at("2026-02-01"), (_clock, instant) => instants.push(moment(instant)));
    expect(instants).toEqual(["2026-01-15", "2026-01-29", "2026-01-29T01:00", "2026-01-31"]);
    expect([moment(clock.now), moment(clock.next())]).toEqual(["2026-02-01", "2026-02-10"]);
  });

  it("lets a listener act at the frozen instant, and what it causes there happens there", () => {
    const { clock, sink } = clockOf();
    clock.advanceTo(at("2026-02-05"), (frozen, instant) => {
      if (instant === at("2026-01-31")) frozen.perform("ann", { kind: "cancel", atPeriodEnd: false, prorate: true, invoiceNow: true, reason: "" });
    });
    expect(sink.lives[0]?.at("2026-01-31").slice(6)).toEqual([
      "ann ended active -> canceled",
      "pending credit -1000 basic 2026-01-31..2026-02-28",
      "#2 created subscription_update -1000",
      "#2 finalized due 0",
      "balance -1000 applied_to_invoice",
      "#2 paid",
    ]);
  });

  it("does an action by hand at its own instant", () => {
    const { clock } = clockOf();
    clock.advanceTo(at("2026-02-05"));
    clock.perform("bob", { kind: "credit", amount: 700, description: "" });
    expect(clock.account("bob").balance).toBe(-1200 + 500);
    expect(moment(clock.account("bob").now)).toBe("2026-02-05");
  });

  it("counts redemptions as they come (D24)", () => {
    const { clock } = clockOf();
    clock.advanceTo(at("2026-02-05"));
    const few = scenarioOf(YAML).catalog.coupons.get("few") ?? expect.fail("no coupon");
    clock.perform("bob", { kind: "coupon", coupon: few });
    expect(() => clock.perform("ann", { kind: "coupon", coupon: few })).toThrow(Refusal);
    expect(clock.account("ann").discount).toBeUndefined();
  });

  it("goes forward only", () => {
    const { clock } = clockOf();
    clock.advanceTo(at("2026-02-05"));
    expect(() => clock.advanceTo(at("2026-02-04"))).toThrow(Refusal);
    expect(moment(clock.now)).toBe("2026-02-05");
  });

  it("refuses customers it does not have", () => {
    expect(() => clockOf().clock.account("eve")).toThrow('there is no customer "eve"');
  });
});

describe("a fork", () => {
  it("has told all that was told, and goes its own way from there", () => {
    const { clock, sink } = clockOf();
    clock.advanceTo(at("2026-02-05"));
    clock.perform("bob", { kind: "credit", amount: 700, description: "" });
    clock.advanceTo(at("2026-03-20"));
    const forked = new Trace();
    const fork = clock.fork(forked);
    expect(logs(forked)).toEqual(logs(sink));
    fork.perform("ann", { kind: "cancel", atPeriodEnd: false, prorate: false, invoiceNow: false, reason: "" });
    fork.advanceTo(at("2026-06-01"));
    expect(clock.account("ann").subscriptions[0]?.status).toBe("active");
    clock.advanceTo(at("2026-06-01"));
    expect(clock.account("ann").subscriptions[0]?.status).toBe("canceled");
    expect(clock.account("ann").subscriptions[0]?.endReason).toBe("payment_failure");
    expect(fork.account("ann").subscriptions[0]?.endReason).toBe("cancel");
  });

  it("of a clock whose listener acted repeats what the listener did, without it", () => {
    const { clock, sink } = clockOf(yamlOf(["2026-01-01", "2026-07-01"], ["{ at: 2026-01-31, subscribe: { plan: basic } }"]));
    clock.advanceTo(at("2026-04-01"), (frozen, instant) => {
      if (instant === at("2026-02-28")) frozen.perform("c", { kind: "credit", amount: 300, description: "" });
    });
    const forked = new Trace();
    clock.fork(forked);
    expect(logs(forked)).toEqual(logs(sink));
  });
});
