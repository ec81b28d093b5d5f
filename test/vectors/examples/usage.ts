import { expect } from "vitest";
import { amounts, type BilledCustomer, billOne, invoiceOf, totals } from "../../product/billed.ts";
import type { Claims, Published } from "../published.ts";

const DAYS = new Map([
  ["Jan", "2026-01"],
  ["Feb", "2026-02"],
]);

/** `Jan 5` of 2026. */
function day(text: string): string {
  const [month, number] = text.split(" ") as [string, string];
  return `${DAYS.get(month)}-${number.padStart(2, "0")}`;
}

/** A customer of one metered plan from `start`, with these entries. */
function metered(start: string, plan: string, entries: readonly string[], end = "2026-03-20", mode = "flexible"): BilledCustomer {
  return billOne(`
clock: { start: ${start}, end: ${end} }
billing: { mode: ${mode} }
plans: { plan: { currency: usd, interval: month, usage_type: metered, ${plan} }, other: { currency: usd, interval: month, usage_type: metered, ${plan} } }
customers:
  c:
    timeline:
      - { at: ${start}, subscribe: { plan: plan } }
${entries.map((entry) => `      - ${entry}`).join("\n")}
`);
}

const used = (at: string, quantity: number): string => `{ at: ${at}, usage: { plan: plan, quantity: ${quantity} } }`;

/** What the period from January 15 to February 14 bills. Its recognition belongs to revenue recognition. */
function legacyAggregate(published: Published): void {
  const usage = published.at("input.usage") as readonly (readonly [string, number])[];
  const plan = `aggregate_usage: ${published.text("input.aggregate_usage")}, unit_amount: ${published.number("input.unit_amount")}`;
  const customer = metered(
    day(published.text("input.period.0")),
    plan,
    usage.map(([at, quantity]) => used(day(at), quantity)),
    "2026-02-20",
  );
  expect(totals(customer)).toEqual([published.number("expected.invoice")]);
}

function volumeOf(published: Published): void {
  const plan = `billing_scheme: tiered, tiers_mode: volume, tiers: ${JSON.stringify(published.at("input.tiers"))}`;
  expect(totals(metered("2026-01-01", plan, [used("2026-01-10", published.number("input.usage"))], "2026-02-02"))).toEqual([
    published.number("expected.amount"),
  ]);
}

/** A customer of one metered plan in these tiers, billed when this amount is reached. */
function withThreshold(published: Published, entries: readonly string[]): BilledCustomer {
  const tiers = `billing_scheme: tiered, tiers_mode: ${published.text("input.tiers_mode")}, tiers: ${JSON.stringify(published.at("input.tiers"))}`;
  return billOne(`
clock: { start: 2026-01-01, end: 2026-02-02 }
plans: { plan: { currency: usd, interval: month, usage_type: metered, ${tiers} } }
customers:
  c:
    timeline:
      - { at: 2026-01-01, subscribe: { plan: plan, billing_thresholds: { amount_gte: ${published.number("input.amount_gte")} } } }
${entries.map((entry) => `      - ${entry}`).join("\n")}
`);
}

/** So many units at a time, every hour. */
const hourly = (at: string, quantity: number, until: string): string =>
  `{ at: ${at}, usage_stream: { plan: plan, every: 1 hour, quantity: ${quantity}, until: ${until} } }`;

export const usage: Claims = {
  // Unit by unit is the same; in steps of 50 the stream is short. 200 records of 50 are 10,000 units, the first tier.
  "threshold-graduated": (published) => {
    const [first, second] = published.at("expected.invoice_every_units") as readonly [{ every: number; amount: number }, { every: number; amount: number }];
    const customer = withThreshold(published, [hourly("2026-01-01", 50, "2026-01-09T08:00:00Z"), hourly("2026-01-10", 50, "2026-01-10T20:00:00Z")]);
    const early = customer.invoices.filter(({ reason }) => reason === "subscription_threshold").flatMap(({ lines }) => lines);
    expect(early.map(({ quantity, amount }) => [quantity, amount])).toEqual([
      ...Array.from({ length: 10_000 / first.every }, () => [first.every, first.amount]),
      ...Array.from({ length: 1000 / second.every }, () => [second.every, second.amount]),
    ]);
  },

  "threshold-volume-credit": (published) => {
    const all = published.number("input.usage_at_period_end");
    const customer = withThreshold(published, [used("2026-01-10", 10_000), used("2026-01-11", all - 10_000)]);
    const [early] = published.numbers("expected.invoices");
    const credit = published.number("expected.credit_to_customer_balance");
    expect(totals(customer)).toEqual([early, -credit]);
    expect(invoiceOf(customer, 2).endingBalance).toBe(-credit);
  },

  "cycle-14-backdated-usage-classic": (published) => {
    const [march, april] = published.numbers("input.usage") as [number, number];
    expect([published.text("input.billing_mode"), published.text("input.price")]).toEqual(["classic", "1000 per 10 GB"]);
    const customer = billOne(`
clock: { start: 2026-03-01, end: 2026-05-02 }
billing: { mode: classic }
plans: { plan: { currency: usd, interval: month, usage_type: metered, unit_amount: 1000, transform_quantity: { divide_by: 10, round: up } } }
customers:
  c:
    timeline:
      - ${used("2026-03-10", march)}
      - ${used("2026-04-10", april)}
      - { at: 2026-05-01, subscribe: { plan: plan, backdate_start_date: 2026-03-01 } }
`);
    expect(amounts(invoiceOf(customer, 1))).toEqual(published.numbers("expected.lines"));
    expect(totals(customer)).toEqual([published.number("expected.total")]);
  },

  "usage-sum": legacyAggregate,
  "usage-last-during": legacyAggregate,
  "threshold-volume-10000": volumeOf,
  "threshold-volume-10001": volumeOf,

  "usage-price-change-flexible": (published) => {
    expect([published.text("input.price_a"), published.text("input.price_b")]).toEqual(["10 cents per 100 calls", "15 cents per 100 calls"]);
    const [first, second] = published.at("input.usage") as readonly [{ at: string; qty: number }, { at: string; qty: number }];
    const price = (amount: number): string =>
      `{ currency: usd, interval: month, usage_type: metered, unit_amount: ${amount}, transform_quantity: { divide_by: 100, round: up } }`;
    const customer = billOne(`
clock: { start: 2026-01-01, end: 2026-02-02 }
plans: { a: ${price(10)}, b: ${price(15)} }
customers:
  c:
    timeline:
      - { at: 2026-01-01, subscribe: { plan: a } }
      - { at: ${day(first.at)}, usage: { plan: a, quantity: ${first.qty} } }
      - { at: ${day(published.text("input.change"))}, change: { plan: b } }
      - { at: ${day(second.at)}, usage: { plan: b, quantity: ${second.qty} } }
`);
    expect(amounts(invoiceOf(customer, 1))).toEqual(published.numbers("expected.lines"));
    expect(totals(customer)).toEqual([published.number("expected.total")]);
  },

  "usage-cancel-at-period-end": (published) => {
    const plan = `unit_amount: ${published.number("input.unit_amount")}`;
    const entries = [used("2026-01-10", published.number("input.usage")), "{ at: 2026-01-20, cancel: { at_period_end: true } }"];
    expect(totals(metered("2026-01-01", plan, entries))).toEqual([published.number("expected.upcoming_total")]);
  },

  // The source's subscription is classic: its other invoice is the first one, of 0. In flexible mode there is none (D27).
  "usage-cancel-now-invoice": (published) => {
    const plan = `unit_amount: ${published.number("input.unit_amount")}`;
    const entries = [used("2026-01-10", published.number("input.usage")), "{ at: 2026-01-20, cancel: { invoice_now: true } }"];
    const latest = published.number("expected.latest_total");
    expect(totals(metered("2026-01-01", plan, entries))).toEqual([latest]);
    const classic = totals(metered("2026-01-01", plan, entries, "2026-03-20", "classic"));
    expect(classic).toHaveLength(published.number("expected.invoice_count"));
    expect(classic).toEqual([0, latest]);
  },

  "usage-no-proration": (published) => {
    const flat = (amount: number): string =>
      `{ currency: usd, interval: month, usage_type: metered, billing_scheme: tiered, tiers_mode: volume, tiers: [{ up_to: inf, flat_amount: ${amount} }] }`;
    const customer = billOne(`
clock: { start: 2026-01-01, end: 2026-02-02 }
plans: { from: ${flat(published.number("input.from_flat"))}, to: ${flat(published.number("input.to_flat"))} }
customers:
  c:
    timeline:
      - { at: 2026-01-01, subscribe: { plan: from } }
      - { at: 2026-01-16T12:00:00Z, change: { plan: to } }
`);
    expect(totals(customer)).toEqual([published.number("expected.billed")]);
    expect(totals(customer)).not.toEqual([published.number("expected.not_billed")]);
  },
};
