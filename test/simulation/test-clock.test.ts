import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { instantOf } from "../../engine/calendar/civil.ts";
import { DAY, HOUR } from "../../engine/calendar/instant.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { TestClock } from "../../engine/simulation/test-clock.ts";
import { FactText } from "../properties/fact-text.ts";
import { read, yamlOf } from "../reference/compare.ts";
import { scenarioDraw, scenarioObject } from "../reference/draw/scenario.ts";

const YAML = `
clock: { start: 2026-01-01, end: 2026-07-01 }
plans:
  pro: { currency: usd, interval: month, unit_amount: 1000 }
cards:
  flaky: { outcomes: [succeeds, insufficient_funds, succeeds] }
coupons:
  first: { percent_off: 50, duration: once, max_redemptions: 1 }
customers:
  alice:
    card: flaky
    timeline: [{ at: 2026-01-31, subscribe: { plan: pro } }]
  bob:
    timeline: [{ at: 2026-02-10, subscribe: { plan: pro, quantity: 2 } }]
  carol: { currency: usd }
`;

function scenarioOf(yaml: string): Scenario {
  const { scenario, issues } = readScenario(yaml, "clock.yaml");
  if (scenario === undefined) throw new Error(issues.map((issue) => issue.message).join("\n"));
  return scenario;
}

const scenario = scenarioOf(YAML);
const pro = scenario.catalog.plans.get("pro") as never;
const march = instantOf(2026, 3, 1);
const subscribe = {
  kind: "subscribe",
  items: [{ plan: pro, quantity: 1, taxRates: undefined }],
  as: undefined,
  trial: { kind: "plan" },
  billingCycleAnchor: undefined,
  prorationBehavior: "create_prorations",
  discounts: [],
  taxRates: undefined,
  cancelAt: undefined,
  cancelAtPeriodEnd: false,
  addInvoiceItems: [],
  paymentBehavior: "allow_incomplete",
} as const;

/** What is told of each customer, in order; customers are told apart because a clock interleaves them. */
class FactsByCustomer {
  readonly of = new Map<string, FactText>();
  /** A sink that routes each fact to its customer's text. */
  readonly sink = new Proxy({} as FactText, {
    get:
      (_target, method: string) =>
      (...facts: unknown[]) => {
        const account = (typeof facts[0] === "number" ? facts[1] : facts[0]) as { id: string };
        let text = this.of.get(account.id);
        if (text === undefined) {
          text = new FactText();
          this.of.set(account.id, text);
        }
        (text as unknown as Record<string, (...told: unknown[]) => void>)[method]?.(...facts);
      },
  });
  lines(): Record<string, readonly string[]> {
    return Object.fromEntries([...this.of].map(([id, text]) => [id, text.lines]));
  }
}

function batch(of: Scenario): Record<string, readonly string[]> {
  const facts = new FactsByCustomer();
  simulate(of, facts.sink);
  return facts.lines();
}

describe("a test clock", () => {
  it("stops at the earliest instant of all customers and lets a listener act there, before anything later happens", () => {
    const clock = new TestClock(scenario, new FactText());
    const seen: number[] = [];
    clock.advanceTo(instantOf(2026, 3, 10) + HOUR, (_clock, at) => seen.push(at));
    expect(seen).toEqual([
      instantOf(2026, 1, 31),
      instantOf(2026, 2, 10),
      instantOf(2026, 2, 28),
      instantOf(2026, 2, 28) + HOUR,
      instantOf(2026, 3, 3) + HOUR,
      instantOf(2026, 3, 10),
      instantOf(2026, 3, 10) + HOUR,
    ]);
    expect(clock.now).toBe(instantOf(2026, 3, 10) + HOUR);
  });

  it("includes the instant it is told to advance to", () => {
    const clock = new TestClock(scenario, new FactText());
    clock.advanceTo(instantOf(2026, 2, 28) - 1);
    expect(clock.account("alice").invoiceNumber).toBe(1);
    clock.advanceTo(instantOf(2026, 2, 28));
    expect(clock.account("alice").invoiceNumber).toBe(2);
    expect(clock.account("alice").invoices[1]?.status).toBe("draft");
  });

  it("does an action at its frozen instant, and what that causes there", () => {
    const clock = new TestClock(scenario, new FactText());
    clock.advanceTo(march);
    expect(clock.perform("carol", subscribe)).toBeUndefined();
    expect(clock.account("carol").invoices[0]?.status).toBe("paid");
    expect(clock.account("carol").invoices[0]?.paidAt).toBe(march);
    expect(clock.next()).toBe(instantOf(2026, 3, 3) + HOUR);
  });

  it("moves years ahead in one step, with no limit of two intervals", () => {
    const clock = new TestClock(scenario, new FactText());
    clock.advanceTo(instantOf(2046, 1, 31) + 2 * HOUR);
    expect(clock.account("alice").invoiceNumber).toBe(241);
  });

  it("refuses to go back, unknown customers, and what Stripe would refuse", () => {
    const clock = new TestClock(scenario, new FactText());
    clock.advanceTo(march);
    expect(() => clock.advanceTo(march - 1)).toThrow(/cannot go back/);
    expect(() => clock.perform("dave", { kind: "uncancel" })).toThrow(/no customer "dave"/);
    expect(() => clock.perform("alice", { kind: "uncancel" })).toThrow(/no pending cancel/);
  });

  it("counts redemptions in the order in which they happen", () => {
    const clock = new TestClock(scenario, new FactText());
    const discounts = [scenario.catalog.coupons.get("first") as never];
    clock.advanceTo(march);
    clock.perform("carol", { ...subscribe, discounts });
    expect(clock.account("carol").invoices[0]?.total).toBe(500);
    expect(() => clock.perform("bob", { ...subscribe, discounts })).toThrow(/redeemed 1 times already/);
  });

  it("forks by doing again all that was done, listeners' actions at their instants included; the two go on apart", () => {
    const facts = new FactText();
    const clock = new TestClock(scenario, facts);
    let acted = false;
    clock.advanceTo(march, (at) => {
      if (acted || at.now < instantOf(2026, 2, 10)) return;
      acted = true;
      at.perform("carol", { ...subscribe, items: [{ plan: pro, quantity: 7, taxRates: undefined }] });
    });
    clock.perform("bob", { kind: "credit", amount: 300, description: "sorry" });
    const forkedFacts = new FactText();
    const fork = clock.fork(forkedFacts);
    expect(forkedFacts.lines).toEqual(facts.lines);
    expect(fork.now).toBe(clock.now);
    fork.perform("carol", { kind: "cancel", atPeriodEnd: false, prorate: false, invoiceNow: false, reason: "" });
    expect(fork.account("carol").subscriptions[0]?.status).toBe("canceled");
    expect(clock.account("carol").subscriptions[0]?.status).toBe("active");
    fork.advanceTo(march + 30 * DAY);
    expect(clock.now).toBe(march);
  });

  test.prop([scenarioDraw, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 })], { numRuns: 200, seed: 7 })(
    "cut into any steps it tells of each customer what a batch run tells",
    (draw, cuts) => {
      const reading = read(yamlOf(scenarioObject(draw)));
      if (!("scenario" in reading)) return;
      const drawn = reading.scenario;
      const whole = new FactText();
      // Customers stop where an action is refused; a clock throws there. Slots of limited coupons are the one thing in which the two differ (D24).
      const limited = [...drawn.catalog.coupons.values()].some((coupon) => coupon.maxRedemptions !== Number.POSITIVE_INFINITY);
      if (limited || simulate(drawn, whole).length > 0) return;
      const facts = new FactsByCustomer();
      const clock = new TestClock(drawn, facts.sink);
      const stops = cuts.map((cut) => drawn.start + Math.floor(cut * (drawn.end - 1 - drawn.start))).sort((a, b) => a - b);
      for (const stop of [...stops, drawn.end - 1]) clock.advanceTo(stop);
      clock.finish();
      expect(facts.lines()).toEqual(batch(drawn));
    },
  );
});
