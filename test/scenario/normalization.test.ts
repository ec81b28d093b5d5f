import { describe, expect, it } from "vitest";
import { formatInstant } from "../../engine/calendar/civil.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import { type Plan, planIn } from "../../engine/catalog/plan.ts";
import { type Currency, currencies } from "../../engine/money/currency.ts";
import { noCard } from "../../engine/payments/card.ts";
import { defaultDunning, smartRetries } from "../../engine/payments/dunning.ts";
import { METRIC_PRESETS } from "../../engine/scenario/blocks/reports/metrics.ts";
import { defaultReports } from "../../engine/scenario/blocks/reports/reports.ts";
import { CLOCK, complaints, PLANS, scenarioOf } from "./read.ts";

const BOB = "customers: { bob: { currency: usd } }\n";
const at = (text: string): number => Date.parse(`${text}Z`) / 1000;

describe("defaults", () => {
  const { name, description, seed, billing, dunning, reports, cards, catalog, expectations } = scenarioOf(`${CLOCK}${BOB}`);

  it("of a scenario that says nothing", () => {
    expect({ name, description, seed, expectations }).toEqual({ name: "test", description: "", seed: "0", expectations: [] });
    expect(billing).toEqual({
      mode: "flexible",
      prorationBehavior: "create_prorations",
      finalizeAfter: { months: 0, seconds: 3600 },
      collectionMethod: "charge_automatically",
      daysUntilDue: 30,
      taxRates: [],
      acceptFunding: undefined,
      reviewFunding: new Set(),
      fees: undefined,
    });
    expect(dunning).toEqual(defaultDunning);
    expect(reports).toEqual({ ...defaultReports, interval: "month", metrics: METRIC_PRESETS.stripe });
    expect(catalog.plans.size + catalog.products.size + catalog.coupons.size + catalog.taxRates.size).toBe(0);
  });

  it("visa succeeds and every decline code has a card that declines with it", () => {
    expect(cards.get("visa")?.charge(0, 0, 1)).toBeUndefined();
    expect(cards.get("insufficient_funds")?.charge(0, 9, 10)).toMatchObject({ code: "insufficient_funds", hard: false });
    expect(cards.get("lost_card")?.charge(0, 0, 1)).toMatchObject({ code: "lost_card", hard: true });
    expect(cards.get("none")).toBe(noCard);
    expect([...cards.values()].map(({ index }) => index)).toEqual([...cards.keys()].map((_, i) => i));
  });

  it("of a customer: visa, no balance, the scenario's dunning", () => {
    const [bob] = scenarioOf(`${CLOCK}dunning: { then: unpaid }\n${BOB}`).customers;
    expect(bob).toMatchObject({ id: "bob", balance: 0, entries: [], card: { id: "visa" }, currency: { code: "usd" }, dunning: { then: "unpaid" } });
    expect([bob?.taxRates, bob?.coupon]).toEqual([undefined, undefined]);
  });
});

describe("the clock", () => {
  const ends = (clock: string): string => formatInstant(scenarioOf(`clock: ${clock}\n${BOB}`).end);

  it("ends at `end`, or so long after its start", () => {
    expect(ends("{ start: 2026-01-01, end: 2026-06-30T12:00:00Z }")).toBe("2026-06-30T12:00:00Z");
    expect(ends("{ start: 2026-01-31, for: 1 month }")).toBe("2026-02-28T00:00:00Z");
    expect(ends("{ start: 2024-02-29, for: 1 year }")).toBe("2025-02-28T00:00:00Z");
    expect(ends("{ start: 1767225600, for: 90 minutes }")).toBe("2026-01-01T01:30:00Z");
  });
});

describe("plans", () => {
  const plan = (fields: string) =>
    scenarioOf(`${CLOCK}products: { web: { name: Web } }\nplans: { p: { currency: jpy, interval: month, ${fields} } }\n${BOB}`).catalog.plans.get("p");

  it("per unit", () => {
    expect(plan("product: web, nickname: Basic, unit_amount: 980, trial_period_days: 14, tax_behavior: inclusive")).toMatchObject({
      index: 0,
      id: "p",
      product: { id: "web", name: "Web" },
      nickname: "Basic",
      currency: { code: "jpy", decimals: 0 },
      interval: { unit: "month", count: 1, months: 1, seconds: 0 },
      model: { kind: "per_unit" },
      terms: { scale: 1, unit: 980, divideBy: 1, tiers: [] },
      usage: undefined,
      trialPeriodDays: 14,
      taxBehavior: "inclusive",
    });
  });

  it("in other currencies: the price and where tax stands are another, all else is the plan's", () => {
    const options = "eur: { unit_amount_decimal: 4.5, tax_behavior: inclusive }, usd: { unit_amount: 7 }";
    const sold = plan(`nickname: P, unit_amount: 500, transform_quantity: { divide_by: 10, round: down }, currency_options: { ${options} }`);
    expect(sold?.elsewhere).toHaveLength(2);
    expect(planIn(sold as Plan, currencies.get("eur") as Currency)).toMatchObject({
      ...{ index: 0, id: "p", nickname: "P", currency: { code: "eur" }, taxBehavior: "inclusive", elsewhere: [] },
      terms: { unit: 45, scale: 10, divideBy: 10, round: "down" },
    });
    expect(planIn(sold as Plan, currencies.get("usd") as Currency)).toMatchObject({ taxBehavior: undefined, terms: { unit: 7, scale: 1 } });
    expect(planIn(sold as Plan, currencies.get("jpy") as Currency)).toBe(sold);
    expect(planIn(sold as Plan, currencies.get("gbp") as Currency)).toBeUndefined();
    const tiered = plan(
      "billing_scheme: tiered, tiers_mode: volume, tiers: [{ up_to: inf, unit_amount: 1 }], currency_options: { eur: { tiers: [{ up_to: 5, unit_amount: 2 }, { up_to: inf, flat_amount: 9 }] } }",
    );
    expect(tiered?.elsewhere[0]).toMatchObject({ model: { kind: "volume" }, terms: { tiers: [{ upTo: 5, unit: 2 }, { flat: 9 }] } });
  });

  it("in packages", () => {
    const packages = plan("unit_amount: 500, transform_quantity: { divide_by: 10, round: down }");
    expect(packages).toMatchObject({ model: { kind: "package" }, terms: { unit: 500, divideBy: 10, round: "down" } });
  });

  it("in tiers, over one common power of ten", () => {
    const tiers = "[{ up_to: 5, unit_amount: 500 }, { up_to: 10, unit_amount_decimal: 400.25, flat_amount: 7 }, { up_to: inf, flat_amount_decimal: 0.5 }]";
    const terms = plan(`billing_scheme: tiered, tiers_mode: graduated, tiers: ${tiers}`)?.terms;
    expect(terms).toMatchObject({
      scale: 100,
      tiers: [
        { upTo: 5, unit: 50_000, flat: 0 },
        { upTo: 10, unit: 40_025, flat: 700 },
        { upTo: Number.POSITIVE_INFINITY, unit: 0, flat: 50 },
      ],
    });
  });

  it.each([
    ["day", 1095],
    ["week", 156],
    ["month", 36],
    ["year", 3],
  ])("%s: at most %i of them", (interval, most) => {
    const text = (count: number): string => `${CLOCK}plans: { p: { currency: jpy, interval: ${interval}, interval_count: ${count}, unit_amount: 1 } }\n${BOB}`;
    expect(scenarioOf(text(most)).catalog.plans.get("p")?.interval.count).toBe(most);
    expect(complaints(text(most + 1))).toEqual(["interval-too-long plans.p.interval_count"]);
  });
});

describe("coupons and taxes", () => {
  it("a coupon with everything", () => {
    const text = `${CLOCK}${PLANS}products: { web: {} }\ncoupons:\n  c: { percent_off: 33.333, duration: repeating, duration_in_months: 3, applies_to: [web, pro], redeem_by: 2026-06-01, max_redemptions: 100 }\n${BOB}`;
    expect(scenarioOf(text).catalog.coupons.get("c")).toEqual({
      index: 0,
      id: "c",
      percentOff: { units: 33_333, scale: 1000 },
      amountOff: undefined,
      currency: undefined,
      duration: "repeating",
      durationInMonths: 3,
      maxRedemptions: 100,
      redeemBy: at("2026-06-01T00:00:00"),
      appliesTo: new Set(["web", "pro"]),
    });
  });

  it("a coupon without limits, once", () => {
    const coupon = scenarioOf(`${CLOCK}coupons: { c: { amount_off: 500, currency: usd } }\n${BOB}`).catalog.coupons.get("c");
    expect(coupon).toMatchObject({ amountOff: 500, duration: "once", durationInMonths: 0, maxRedemptions: Number.POSITIVE_INFINITY, redeemBy: NEVER });
    expect(coupon?.appliesTo).toBeUndefined();
  });

  it("percentages are exact decimals", () => {
    const text = `${CLOCK}tax_rates: { a: { percentage: 8.1234 }, b: { percentage: "21", inclusive: true }, c: { percentage: 0 } }\n${BOB}`;
    expect([...scenarioOf(text).catalog.taxRates.values()]).toEqual([
      { index: 0, id: "a", percentage: { units: 81_234, scale: 10_000 }, inclusive: false },
      { index: 1, id: "b", percentage: { units: 21, scale: 1 }, inclusive: true },
      { index: 2, id: "c", percentage: { units: 0, scale: 1 }, inclusive: false },
    ]);
  });
});

describe("cards and dunning", () => {
  const { cards } = scenarioOf(`${CLOCK}cards:
  flaky: { outcomes: [succeeds, insufficient_funds, do_not_honor] }
  december: { declines: { code: insufficient_funds, from: 2026-12-01, until: 2026-12-08 } }
  expiring: { expires: 2026-09, funding: debit }
  yearend: { expires: 2026-12 }
${BOB}`);
  const code = (card: string, instant: string, before = 0): string | undefined => cards.get(card)?.charge(at(instant), before, 1)?.code;

  it("outcomes come charge by charge and the last repeats", () => {
    expect([0, 1, 2, 3, 9].map((before) => code("flaky", "2026-01-01T00:00:00", before))).toEqual([
      undefined,
      "insufficient_funds",
      "do_not_honor",
      "do_not_honor",
      "do_not_honor",
    ]);
  });

  it("a window of declines is half-open", () => {
    const instants = ["2026-11-30T23:59:59", "2026-12-01T00:00:00", "2026-12-07T23:59:59", "2026-12-08T00:00:00"];
    expect(instants.map((instant) => code("december", instant))).toEqual([undefined, "insufficient_funds", "insufficient_funds", undefined]);
  });

  it("a card is good through its month", () => {
    expect(code("expiring", "2026-09-30T23:59:59")).toBeUndefined();
    expect(code("expiring", "2026-10-01T00:00:00")).toBe("expired_card");
    expect(code("yearend", "2026-12-31T23:59:59")).toBeUndefined();
    expect(code("yearend", "2027-01-01T00:00:00")).toBe("expired_card");
    expect(cards.get("expiring")?.funding).toBe("debit");
  });

  it("how invoices are collected is the customer's, else the scenario's, the method and the days each by itself (S1)", () => {
    const text = `${CLOCK}billing: { days_until_due: 14 }\ncustomers: { bob: { currency: usd, collection_method: send_invoice }, eve: { currency: usd, days_until_due: 7, pays: { after: 5 days } } }\n`;
    const [bob, eve] = scenarioOf(text).customers;
    expect(bob).toMatchObject({ collectionMethod: "send_invoice", daysUntilDue: 14, pays: undefined });
    expect(eve).toMatchObject({ collectionMethod: "charge_automatically", daysUntilDue: 7, pays: { months: 0, seconds: 432_000 } });
  });

  it("a customer's dunning replaces the scenario's key by key", () => {
    const text = `${CLOCK}dunning: { retries: smart, then: unpaid, overdue_for: 2 months }\ncustomers: { bob: { currency: usd, dunning: { invoice_then: uncollectible, overdue_for: 10 days } }, eve: { currency: usd, dunning: { retries: [] } } }\n`;
    const [bob, eve] = scenarioOf(text).customers;
    expect(bob?.dunning).toEqual({ retries: smartRetries, then: "unpaid", invoiceThen: "uncollectible", overdueFor: { months: 0, seconds: 864_000 } });
    expect(eve?.dunning).toEqual({ retries: [], then: "unpaid", invoiceThen: "open", overdueFor: { months: 2, seconds: 0 } });
  });
});

describe("a customer's currency", () => {
  const currencyOf = (fields: string): string | undefined => scenarioOf(`${CLOCK}${PLANS}customers: { alice: { ${fields} } }\n`).customers[0]?.currency.code;

  it("is written, or that of the first subscription, or of an item before it", () => {
    expect(currencyOf("currency: jpy")).toBe("jpy");
    expect(currencyOf("timeline: [{ at: 2026-01-31, subscribe: { plan: pro } }]")).toBe("usd");
    expect(currencyOf("timeline: [{ at: 2026-01-05, invoice_item: { amount: 5, currency: eur } }]")).toBe("eur");
    expect(currencyOf("balance: -500, timeline: [{ at: 2026-01-05, credit: { amount: 5 } }, { at: 2026-01-31, subscribe: { plan: pro } }]")).toBe("usd");
  });
});

describe("assumptions", () => {
  it("are the settings in force, with the place that says so", () => {
    const { assumptions } = scenarioOf(`clock: { start: 2026-01-01, for: 12 months }\nbilling: { finalize_after: 2 days }\n${BOB}`);
    const of = (path: string) => assumptions.find((assumption) => assumption.path === path);
    expect(of("billing.finalize_after")).toEqual({ path: "billing.finalize_after", value: "2 days", place: { line: 2, column: 12 } });
    expect(of("billing.mode")).toEqual({ path: "billing.mode", value: "flexible", place: undefined });
    expect(of("clock.end")).toMatchObject({ value: "2027-01-01", place: { line: 1 } });
    expect(of("dunning.retries")).toMatchObject({ value: "3 days, 5 days, 7 days" });
  });
});

describe("metrics", () => {
  const metrics = (fields: string) => scenarioOf(`${CLOCK}reports: { interval: week, metrics: { ${fields} } }\n${BOB}`).reports;

  it("a preset, and single settings over it", () => {
    expect(metrics("preset: chartmogul")).toEqual({ ...defaultReports, interval: "week", metrics: METRIC_PRESETS.chartmogul });
    expect(metrics("preset: chartmogul, mrr_discounts: none, gross_margin: 80%").metrics).toEqual({
      ...METRIC_PRESETS.chartmogul,
      mrrDiscounts: "none",
      grossMarginPpm: 800_000,
    });
    expect(metrics("trials_in_mrr: true, mrr_statuses: [active]").metrics).toEqual({ ...METRIC_PRESETS.stripe, trialsInMrr: true, mrrStatuses: ["active"] });
  });
});
