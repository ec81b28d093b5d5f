import { describe, expect, it } from "vitest";
import { lifeOf, refusalOf } from "../../script.ts";

const CLOCK = ["2026-04-01", "2026-07-02"] as const;
const PLANS = {
  api: "{ currency: usd, interval: month, usage_type: metered, unit_amount: 10 }",
  calls: "{ currency: usd, interval: month, usage_type: metered, unit_amount: 20 }",
  level: "{ currency: usd, interval: month, usage_type: metered, aggregate_usage: last_ever, unit_amount: 7 }",
  api_yearly: "{ currency: usd, interval: year, usage_type: metered, unit_amount: 8 }",
};
/** The plans of these tests stand beside those that every test has. */
const blocks = (mode: string): string => `billing: { mode: ${mode} }\n`;
const script = (mode: string, entries: readonly string[]) => lifeOf(CLOCK, entries, { plans: PLANS, blocks: blocks(mode) });
const flexible = (...entries: readonly string[]) => script("flexible", entries);
const classic = (...entries: readonly string[]) => script("classic", entries);

const subscribe = (...plans: readonly string[]) => `{ at: 2026-04-01, subscribe: { items: [${plans.map((plan) => `{ plan: ${plan} }`).join(", ")}] } }`;
const used = (plan: string, quantity: number, at = "2026-04-10") => `{ at: ${at}, usage: { plan: ${plan}, quantity: ${quantity} } }`;
const change = (fields: string, at = "2026-04-16") => `{ at: ${at}, change: { ${fields} } }`;
const anchorNow = (fields = "") => change(`billing_cycle_anchor: now${fields === "" ? "" : `, ${fields}`}`);
const atPeriodEnd = (fields: string) => change(`${fields}, when: at_period_end`);

describe("usage where the anchor becomes now (U10)", () => {
  it("ends the period: what was used is on the immediate invoice, beside what is billed in advance", () => {
    const life = flexible(subscribe("basic", "api"), used("api", 30), anchorNow(), used("api", 5, "2026-04-20"));
    expect(life.invoice(2)).toMatchObject({ reason: "subscription_update", amounts: [-500, 300, 1000] });
    expect(life.invoice(3)).toMatchObject({ createdAt: "2026-05-16", amounts: [50, 1000] });
  });

  it("bills usage with `none` too: a metered price is never prorated", () => {
    expect(flexible(subscribe("basic", "api"), used("api", 30), anchorNow("proration_behavior: none")).invoice(2).amounts).toEqual([300, 1000]);
  });

  it("has a line of 0 for what was not used, as a renewal", () => {
    expect(flexible(subscribe("api"), anchorNow()).invoice(1)).toMatchObject({ createdAt: "2026-04-16", lines: ["usage 0 api x0 2026-04-01..2026-04-16"] });
  });

  it("has none when the period has only begun", () => {
    const life = flexible(subscribe("basic", "api"), change("billing_cycle_anchor: now", "2026-05-01"));
    expect(life.invoice(3).lines.filter((line) => line.startsWith("usage"))).toEqual([]);
  });

  it("bills the old price for the old period when the price changes with it, also for another interval", () => {
    for (const next of ["calls", "api_yearly"]) {
      const life = flexible(subscribe("api"), used("api", 30), anchorNow(`plan: ${next}`));
      expect(life.invoice(1).lines).toEqual(["usage 300 api x30 2026-04-01..2026-04-16"]);
    }
  });

  it("leaves the usage of a removed plan as a pending line, and discards it with `none`", () => {
    const removal = "items: [{ plan: api, remove: true }]";
    expect(flexible(subscribe("basic", "api"), used("api", 30), anchorNow(removal)).invoice(2).amounts).toEqual([-500, 300, 1000]);
    expect(flexible(subscribe("basic", "api"), used("api", 30), anchorNow(`${removal}, proration_behavior: none`)).invoice(2).amounts).toEqual([1000]);
  });

  it("carries the last value on (last_ever)", () => {
    const life = flexible(subscribe("level"), used("level", 3), anchorNow());
    expect(life.totals.slice(0, 2)).toEqual([21, 21]);
  });

  it("bills what was used in a free stub", () => {
    const stub = "{ at: 2026-04-01, subscribe: { plan: api, billing_cycle_anchor: 2026-04-25, proration_behavior: none } }";
    expect(flexible(stub, used("api", 30), anchorNow()).invoice(1)).toMatchObject({ createdAt: "2026-04-16", total: 300 });
  });
});

describe("usage where a change waits for the period's end (U11)", () => {
  it("bills the whole period at the old price, and what follows at the new one", () => {
    const life = flexible(subscribe("api"), used("api", 30), atPeriodEnd("plan: calls"), used("calls", 5, "2026-05-10"));
    expect(life.invoice(1)).toMatchObject({ createdAt: "2026-05-01", lines: ["usage 300 api x30 2026-04-01..2026-05-01"] });
    expect(life.invoice(2)).toMatchObject({ createdAt: "2026-06-01", lines: ["usage 100 calls x5 2026-05-01..2026-06-01"] });
  });

  it("bills a plan that goes then, before the usage of those that stay", () => {
    const life = flexible(subscribe("basic", "calls", "api"), used("calls", 1), used("api", 30), atPeriodEnd("items: [{ plan: api, remove: true }]"));
    expect(life.invoice(2).lines).toEqual([
      "usage 300 api x30 2026-04-01..2026-05-01",
      "usage 20 calls 2026-04-01..2026-05-01",
      "period 1000 basic 2026-05-01..2026-06-01",
    ]);
  });

  it("shows nothing of a plan that goes unused", () => {
    expect(flexible(subscribe("basic", "api"), atPeriodEnd("items: [{ plan: api, remove: true }]")).invoice(2).amounts).toEqual([1000]);
  });

  it("accepts late usage of a plan that went, until the renewal finalizes", () => {
    const late = (at: string) => `{ at: ${at}, usage: { plan: api, quantity: 2, timestamp: 2026-04-30 } }`;
    const entries = [subscribe("basic", "api"), used("api", 30), atPeriodEnd("items: [{ plan: api, remove: true }]")];
    expect(flexible(...entries, late("2026-05-01T00:30:00Z")).invoice(2).amounts).toEqual([320, 1000]);
    const refused = refusalOf(CLOCK, [...entries, late("2026-05-01T01:00:00Z")], { plans: PLANS });
    expect(refused).toContain('has no plan "api" that takes usage');
  });

  it("makes no invoice where the plan is metered from then on and nothing else is billed (D27)", () => {
    const life = flexible(subscribe("basic"), atPeriodEnd("plan: api"), used("api", 5, "2026-05-10"));
    expect(life.invoices.map(({ createdAt }) => createdAt)).toEqual(["2026-04-01", "2026-06-01", "2026-07-01"]);
    expect(life.invoice(2).amounts).toEqual([50]);
  });

  it("takes a planned end before it", () => {
    const life = flexible(subscribe("api"), used("api", 30), atPeriodEnd("plan: calls"), "{ at: 2026-04-20, cancel: { at_period_end: true } }");
    expect(life.subscription()).toMatchObject({ status: "canceled", items: ["api x0"] });
    expect(life.totals).toEqual([300]);
  });

  it("begins to measure at a trial's end", () => {
    const life = flexible(
      "{ at: 2026-04-01, subscribe: { plan: basic, trial: 14 days } }",
      change("plan: api, when: at_period_end", "2026-04-05"),
      used("api", 4, "2026-04-20"),
    );
    expect(life.invoice(2)).toMatchObject({ createdAt: "2026-05-15", amounts: [40] });
  });
});

describe("metered plans in classic mode (U12)", () => {
  it("a line of 0 where it begins: at the sign-up, in a trial and at its end", () => {
    const life = classic("{ at: 2026-04-01, subscribe: { plan: api, trial: 14 days } }", used("api", 4), used("api", 5, "2026-04-20"));
    expect(life.invoices.slice(0, 3).map(({ lines }) => lines)).toEqual([
      ["trial 0 api x0 2026-04-01..2026-04-15"],
      ["usage 0 api x0 2026-04-15..2026-05-15"],
      ["usage 50 api x5 2026-04-15..2026-05-15"],
    ]);
  });

  it("each renewal has what was used, 0 if nothing was", () => {
    expect(
      classic(subscribe("basic", "api"), used("api", 30))
        .invoices.slice(0, 3)
        .map(({ amounts }) => amounts),
    ).toEqual([
      [1000, 0],
      [300, 1000],
      [0, 1000],
    ]);
  });

  it("a plan that is added has a pending line of 0, none with `none`", () => {
    const added = (behavior: string) =>
      classic(subscribe("basic"), change(`items: [{ plan: api }], proration_behavior: ${behavior}`), used("api", 1, "2026-04-20"));
    expect(added("always_invoice").invoice(2)).toMatchObject({ createdAt: "2026-04-16", lines: ["usage 0 api x0 2026-04-16..2026-05-01"] });
    expect(added("create_prorations").invoice(2)).toMatchObject({ createdAt: "2026-05-01", amounts: [0, 10, 1000] });
    expect(added("none").invoice(2)).toMatchObject({ createdAt: "2026-05-01", amounts: [10, 1000] });
  });

  it("a swap of a licensed for a metered plan credits the one and shows the other with 0", () => {
    expect(classic(subscribe("basic", "option"), change("items: [{ from: option, to: api }], proration_behavior: always_invoice")).invoice(2).amounts).toEqual([
      -150, 0,
    ]);
  });

  it("another price forgets the last value (last_ever)", () => {
    const other = "items: [{ from: api, to: level }]";
    expect(classic(subscribe("api"), used("api", 3), change(other)).invoice(2).lines).toEqual(["usage 0 level x0 2026-04-16..2026-05-01"]);
  });

  it("an interval change begins a new period and drops what was used; the invoice of it shows 0", () => {
    const life = classic(subscribe("api"), used("api", 30), change("plan: api_yearly"), used("api_yearly", 5, "2026-04-20"));
    expect(life.invoice(2)).toMatchObject({ createdAt: "2026-04-16", lines: ["usage 0 api_yearly x0 2026-04-16..2027-04-16"] });
  });

  it("free to paid begins a new period: the usage of the ended one is billed with it", () => {
    const life = classic(subscribe("free", "api"), used("api", 30), change("items: [{ from: free, to: basic }]"));
    expect(life.invoice(2)).toMatchObject({ createdAt: "2026-04-16", amounts: [0, 300, 1000] });
  });

  it("a new anchor bills the ended period of what stays, and nothing of what goes", () => {
    const life = classic(subscribe("basic", "api", "calls"), used("api", 30), used("calls", 30), anchorNow("items: [{ plan: calls, remove: true }]"));
    expect(life.invoice(2).amounts).toEqual([-500, 300, 1000]);
  });

  it("a period that ends bills also what goes with it", () => {
    const life = classic(subscribe("basic", "api"), used("api", 30), atPeriodEnd("items: [{ plan: api, remove: true }]"));
    expect(life.invoice(2).amounts).toEqual([300, 1000]);
  });

  it("credits nothing of a plan that is metered now", () => {
    const life = classic(
      subscribe("basic", "option"),
      change("items: [{ from: option, to: api }], proration_behavior: none"),
      change("items: [{ plan: api, remove: true }]", "2026-04-21"),
    );
    expect(life.invoice(2).amounts).toEqual([1000]);
  });

  it("usage before the change is refused afterwards", () => {
    const late = "{ at: 2026-04-17, usage: { plan: api, quantity: 1, timestamp: 2026-04-10 } }";
    expect(refusalOf(CLOCK, [subscribe("api"), change("plan: calls"), late], { plans: PLANS, blocks: blocks("classic") })).toContain("api");
  });
});
