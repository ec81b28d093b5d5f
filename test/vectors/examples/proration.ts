import { expect } from "vitest";
import { amounts, billOne, invoiceOf, scenarioFile, totals } from "../../product/billed.ts";
import type { Claims, Published } from "../published.ts";

/** A customer who changes from one monthly price to another. April has 30 days: its half is the 16th at midnight. */
function changed(from: number, to: number, options: { at?: string; fields?: string; currency?: string; clock?: string; start?: string } = {}) {
  const { at = "2026-04-16", fields = "", currency = "usd", clock = "{ start: 2026-04-01, end: 2026-05-02 }", start = "2026-04-01" } = options;
  return billOne(`
clock: ${clock}
plans:
  from: { currency: ${currency}, interval: month, unit_amount: ${from} }
  to: { currency: ${currency}, interval: month, unit_amount: ${to} }
customers:
  c:
    timeline:
      - { at: ${start}, subscribe: { plan: from } }
      - { at: ${at}, change: { plan: to ${fields} } }
`);
}

const MAY = { clock: "{ start: 2026-05-01, end: 2026-06-02 }", start: "2026-05-01" };
const JANUARY = { clock: "{ start: 2026-01-01, end: 2026-02-02 }", start: "2026-01-01" };

/** Credit and charge of a change billed at once. */
function atOnce(published: Published, from: number, to: number): readonly number[] {
  const { lines, total } = invoiceOf(changed(from, to, { fields: ", proration_behavior: always_invoice" }), 2);
  expect(total).toBe(published.number("expected.net"));
  return lines.map(({ amount }) => amount);
}

export const proration: Claims = {
  "proration-01-half-upgrade": (published) => {
    expect(atOnce(published, published.number("input.from_price.unit_amount"), published.number("input.to_price.unit_amount"))).toEqual(
      published.numbers("expected.lines.*.amount"),
    );
  },

  // The source takes the 15th of May for its half: exact on the 16th at noon. On the 15th at midnight the formula gives -54.84 and +109.68.
  "proration-02-api-ref-may": (published) => {
    const half = changed(100, 200, { ...MAY, at: "2026-05-16T12:00:00Z", currency: "jpy" });
    expect(totals(half)).toEqual(published.numbers("expected.billed.*.total"));
    const [extra, full] = published.numbers("expected.billed.1.lines").toSorted((a, b) => a - b) as [number, number];
    const [credit, charge, renewal] = amounts(invoiceOf(half, 2)) as [number, number, number];
    expect([credit + charge, renewal]).toEqual([extra, full]);
    expect(amounts(invoiceOf(changed(10_000, 20_000, { ...MAY, at: "2026-05-15" }), 2))).toEqual([-5484, 10_968, 20_000]);
  },

  "proration-03-api-ref-none": (published) => {
    const customer = changed(100, 200, { ...MAY, at: "2026-05-15", currency: "jpy", fields: ", proration_behavior: none" });
    expect(totals(customer)).toEqual(published.numbers("expected.billed.*.total"));
  },

  // As above: 25.00 only from the exact half of May; from the 15th at midnight 25.49.
  "proration-04-old-docs-june25": (published) => {
    expect(totals(changed(1000, 2000, { ...MAY, at: "2026-05-16T12:00:00Z" }))).toEqual(published.numbers("expected.billed.*.total"));
    const fifteenth = invoiceOf(changed(1000, 2000, { ...MAY, at: "2026-05-15" }), 2);
    expect([amounts(fifteenth), fifteenth.total]).toEqual([[-548, 1097, 2000], 2549]);
  },

  "proration-05-classic-after-none": (published) => {
    const customer = billOne(scenarioFile("classic/after-a-free-upgrade.yaml"));
    expect(invoiceOf(customer, 1).total).toBe(published.number("expected.first_invoice"));
    expect(amounts(invoiceOf(customer, 2))).toEqual(published.numbers("expected.second_invoice.lines.*.amount"));
    expect(invoiceOf(customer, 2).total).toBe(published.number("expected.second_invoice.total"));
  },

  "proration-08-coupon-item-delete-classic": (published) => {
    const customer = billOne(`
clock: { start: 2026-04-01, end: 2026-05-02 }
billing: { mode: classic }
plans:
  one: { currency: usd, interval: month, unit_amount: ${published.number("input.items.0.unit_amount")} }
  two: { currency: usd, interval: month, unit_amount: ${published.number("input.items.1.unit_amount")} }
coupons: { off: { amount_off: ${published.number("input.discounts.0.amount_off")}, currency: usd, duration: forever } }
customers:
  c:
    timeline:
      - { at: 2026-04-01, subscribe: { items: [{ plan: one }, { plan: two }], coupon: off } }
      - { at: 2026-04-16, change: { items: [{ plan: one, remove: true }] } }
`);
    expect(amounts(invoiceOf(customer, 2))[0]).toBe(published.number("expected.proration"));
  },

  "proration-10-preview-json": (published) => {
    const [start, end] = published.numbers("input.period") as [number, number];
    const { lines, subtotal, total, created, finalized } = invoiceOf(
      billOne(`
clock: { start: ${start}, end: ${end + 7200} }
products: { silver: { name: Silver plan }, gold: { name: Gold plan } }
plans:
  silver: { product: silver, currency: usd, interval: month, unit_amount: ${published.number("input.from_price.unit_amount")} }
  gold: { product: gold, currency: usd, interval: month, unit_amount: ${published.number("input.to_price.unit_amount")} }
customers:
  c:
    timeline:
      - { at: ${start}, subscribe: { plan: silver } }
      - { at: ${published.number("input.proration_date")}, change: { plan: gold } }
`),
      2,
    );
    expect(lines.map(({ amount }) => amount)).toEqual(published.numbers("expected.lines.*.amount"));
    expect(lines.slice(0, 2).map(({ description }) => description)).toEqual([
      published.text("expected.lines.0.description"),
      published.text("expected.lines.1.description"),
    ]);
    expect([subtotal, total]).toEqual([published.number("expected.subtotal"), published.number("expected.total")]);
    // 1599427688, and 1599431288: an hour later.
    expect([created, finalized]).toEqual(["2020-09-06 21:28:08", "2020-09-06 22:28:08"]);
    expect(published.number("expected.next_payment_attempt") - end).toBe(3600);
  },

  // The guide calls January 16 a half; it is so at noon. At midnight the formula gives -25.81, +51.61 and 125.80.
  "proration-11-test-clock-guide": (published) => {
    const { lines, total, created, finalized } = invoiceOf(changed(5000, 10_000, { ...JANUARY, at: "2026-01-16T12:00:00Z" }), 2);
    expect(lines.slice(0, 2).map(({ amount }) => amount)).toEqual(published.numbers("expected.pending"));
    expect([total, created, finalized]).toEqual([published.number("expected.invoice.total"), "2026-02-01", "2026-02-01 01:00:00"]);
    const midnight = invoiceOf(changed(5000, 10_000, { ...JANUARY, at: "2026-01-16" }), 2);
    expect([amounts(midnight), midnight.total]).toEqual([[-2581, 5161, 10_000], 12_580]);
  },

  "proration-14-support-upgrade": (published) => {
    expect(atOnce(published, 1000, 10_000)).toEqual(published.numbers("expected.lines"));
  },

  "proration-15-support-downgrade": (published) => {
    expect(atOnce(published, 10_000, 1000)).toEqual(published.numbers("expected.lines"));
    const { endingBalance } = invoiceOf(changed(10_000, 1000, { fields: ", proration_behavior: always_invoice" }), 2);
    expect(endingBalance).toBe(published.number("expected.customer_balance_after_invoice"));
  },

  "proration-21-staff-preview-2016": (published) => {
    const [start, end] = published.numbers("input.period") as [number, number];
    const customer = changed(1000, 10_000, {
      clock: `{ start: ${start}, end: ${end + 7200} }`,
      start: String(start),
      at: String(start + 1_000_000),
      fields: `, proration_date: ${published.number("input.proration_date")}`,
    });
    const [credit, charge] = amounts(invoiceOf(customer, 2)) as [number, number];
    expect(amounts(invoiceOf(customer, 2))).toEqual(published.numbers("expected.lines"));
    expect(credit + charge).toBe(published.number("expected.owed_for_proration"));
  },

  "proration-24-cashier-quantity-none": (published) => {
    const customer = billOne(`
clock: { start: 2026-04-01, end: 2026-05-02 }
plans:
  one: { currency: usd, interval: month, unit_amount: 1000 }
  other: { currency: usd, interval: month, unit_amount: 1000 }
customers:
  c:
    timeline:
      - { at: 2026-04-01, subscribe: { items: [{ plan: one }, { plan: other, quantity: 3 }] } }
      - { at: 2026-04-10, change: { items: [{ plan: other, quantity: 1 }], proration_behavior: none } }
`);
    expect(totals(customer)).toEqual([published.number("expected.first_invoice"), published.number("expected.upcoming")]);
  },

  "proration-26-month-to-year-flexible": (published) => {
    const [start, end] = published.numbers("input.period") as [number, number];
    const customer = billOne(`
clock: { start: ${start}, end: ${end} }
plans:
  month: { currency: usd, interval: month, unit_amount: 2500 }
  year: { currency: usd, interval: year, unit_amount: 25000 }
customers:
  c:
    timeline:
      - { at: ${start}, subscribe: { plan: month } }
      - { at: ${published.number("input.proration_date")}, change: { plan: year, proration_behavior: always_invoice } }
`);
    const { reason, total, lines } = invoiceOf(customer, 2);
    expect([reason, total]).toEqual([published.text("expected.billing_reason"), published.number("expected.total")]);
    expect(lines.map(({ amount }) => amount)).toEqual(published.numbers("expected.lines.*.amount"));
    // 1762799351 is 2025-11-10 18:29:11: month and year are counted from there.
    expect(lines.map(({ start: from, end: to }) => [from, to])).toEqual([
      ["2025-11-10 18:29:15", "2025-12-10 18:29:11"],
      ["2025-11-10 18:29:15", "2026-11-10 18:29:11"],
    ]);
    expect(customer.subscriptions.map(({ anchor, period }) => [anchor, ...period])).toEqual([
      ["2025-11-10 18:29:11", "2025-11-10 18:29:11", "2026-11-10 18:29:11"],
    ]);
  },

  "proration-28-yearly-quantity": (published) => {
    const end = published.number("input.period_end");
    const start = end - 365 * 86_400;
    const { lines } = invoiceOf(
      billOne(`
clock: { start: ${start}, end: ${end} }
products: { mirror: { name: Mirror Subscription } }
plans: { mirror: { product: mirror, currency: usd, interval: year, unit_amount: 10000 } }
customers:
  c:
    timeline:
      - { at: ${start}, subscribe: { plan: mirror } }
      - { at: ${published.number("input.proration_date")}, change: { quantity: 2, proration_behavior: always_invoice } }
`),
      2,
    );
    const [, debit] = lines;
    expect([debit?.amount, debit?.quantity, debit?.description]).toEqual([
      published.number("expected.debit_line.amount"),
      published.number("expected.debit_line.quantity"),
      published.text("expected.debit_line.description"),
    ]);
  },

  // The page rounds to half a year, 60.00. The formula: 182 of 366 days are 59.67; 60.00 is exact for an end on July 2.
  "proration-31-cancel-at-yearly": (published) => {
    const endingOn = (day: string) =>
      billOne(`
clock: { start: 2023-01-01, end: 2024-12-31 }
plans: { yearly: { currency: usd, interval: year, unit_amount: ${published.number("input.price.unit_amount")} } }
customers: { c: { timeline: [{ at: 2023-01-01, subscribe: { plan: yearly, cancel_at: ${day} } }] } }
`);
    const customer = endingOn("2024-07-01");
    expect(invoiceOf(customer, 2)).toMatchObject({ created: "2024-01-01", subtotal: 5967 });
    expect(customer.subscriptions[0]?.period[1]).toBe(published.text("expected.current_period_end"));
    expect(invoiceOf(endingOn("2024-07-02"), 2).subtotal).toBe(published.number("expected.jan_1_invoice_subtotal"));
  },

  // The page rounds to a quarter of the year, 30.00. The formula: 92 of 366 days are 30.16; 30.00 is exact for 91.5 days.
  "proration-32-cancel-at-extended": (published) => {
    const movedTo = (from: string, to: string) =>
      billOne(`
clock: { start: 2023-01-01, end: 2024-12-31 }
plans: { yearly: { currency: usd, interval: year, unit_amount: 12000 } }
customers:
  c:
    timeline:
      - { at: 2023-01-01, subscribe: { plan: yearly, cancel_at: ${from} } }
      - { at: ${published.text("input.action_at")}, change: { cancel_at: ${to}, proration_behavior: always_invoice } }
`);
    const customer = movedTo("2024-07-01", published.text("input.cancel_at"));
    expect(amounts(invoiceOf(customer, 3))).toEqual([3016]);
    expect(customer.subscriptions[0]?.period[1]).toBe(published.text("expected.current_period_end"));
    expect(amounts(invoiceOf(movedTo("2024-07-01", "2024-09-30T12:00:00Z"), 3))).toEqual([published.number("expected.proration_debit")]);
  },
};
