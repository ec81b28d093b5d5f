import { expect } from "vitest";
import { amounts, billOne, invoiceOf, totals } from "../../product/billed.ts";
import type { Claims } from "../published.ts";

/** The first invoice of one monthly price with one coupon. */
function discounted(price: number, coupon: string) {
  return invoiceOf(
    billOne(`
clock: { start: 2026-01-01, end: 2026-01-02 }
plans: { plan: { currency: usd, interval: month, unit_amount: ${price} } }
coupons: { coupon: ${coupon} }
customers: { c: { timeline: [{ at: 2026-01-01, subscribe: { plan: plan, coupon: coupon } }] } }
`),
    1,
  );
}

/** Two prices with 5.00 off, from the first of a February of 28 days: its half is the 15th. */
const twoItems = (more = "") =>
  billOne(`
clock: { start: 2026-02-01, end: 2026-03-02 }
plans:
  ten: { currency: usd, interval: month, unit_amount: 1000 }
  twenty: { currency: usd, interval: month, unit_amount: 2000 }
coupons: { five_off: { amount_off: 500, currency: usd, duration: forever } }
customers:
  c:
    timeline:
      - { at: 2026-02-01, subscribe: { items: [{ plan: ten }, { plan: twenty }], coupon: five_off } }
${more}
`);

/** What Stripe's staff said of prorations with coupons holds in both billing modes. */
const MODES = ["flexible", "classic"] as const;

export const discounts: Claims = {
  "proration-07-coupon-allocation": (published) => {
    const { total, lines } = invoiceOf(twoItems(), 1);
    expect(total).toBe(published.number("expected.total"));
    expect(lines.map(({ amount }) => amount)).toEqual(published.numbers("expected.lines.*.amount"));
    expect(lines.map(({ discount }) => discount)).toEqual(published.numbers("expected.lines.*.discount"));
  },

  "proration-09-coupon-item-delete-flexible": (published) => {
    const customer = twoItems("      - { at: 2026-02-15, change: { items: [{ plan: ten, remove: true }] } }");
    expect(amounts(invoiceOf(customer, 2))[0]).toBe(published.number("expected.proration"));
  },

  // The poster rounds January 15 to half a period, which is the 16th at noon; the formula from the 15th gives -109.68 and +82.26.
  "proration-18-coupon-added-midcycle": (published) => {
    const from = (at: string, mode: string) =>
      billOne(`
billing: { mode: ${mode} }
clock: { start: 2026-01-01, end: 2026-02-02 }
plans: { seat: { currency: usd, interval: month, unit_amount: 10000 } }
coupons: { half: { percent_off: 50, duration: forever } }
customers:
  c:
    timeline:
      - { at: 2026-01-01, subscribe: { plan: seat, quantity: 2 } }
      - { at: ${at}, coupon: half, subscription: c }
      - { at: ${at}, change: { quantity: 3, proration_behavior: always_invoice } }
`);
    for (const mode of MODES) {
      const { lines, total } = invoiceOf(from("2026-01-16T12:00:00Z", mode), 2);
      expect(lines.map(({ amount }) => amount)).toEqual(published.numbers("expected.lines.*.amount"));
      expect(lines.map(({ quantity }) => quantity)).toEqual(published.numbers("expected.lines.*.quantity"));
      expect(total).toBe(published.number("expected.net"));
      expect(amounts(invoiceOf(from("2026-01-15", mode), 2))).toEqual([-10_968, 8226]);
    }
  },

  "proration-19-once-coupon-quantity": (published) => {
    for (const mode of MODES) {
      const customer = billOne(`
billing: { mode: ${mode} }
clock: { start: 2026-01-01, end: 2026-12-31 }
plans: { seat: { currency: eur, interval: year, unit_amount: 10000 } }
coupons: { half: { percent_off: 50, duration: once } }
customers:
  c:
    timeline:
      - { at: 2026-01-01, subscribe: { plan: seat, coupon: half } }
      - { at: 2026-07-02T12:00:00Z, change: { quantity: 2, proration_behavior: always_invoice } }
`);
      expect(invoiceOf(customer, 1).total).toBe(published.number("input.paid"));
      const { lines, total } = invoiceOf(customer, 2);
      expect(lines.map(({ amount }) => amount)).toEqual(published.numbers("expected.lines.*.amount"));
      expect(total).toBe(published.number("expected.net"));
    }
  },

  "proration-20-clawback-same-day": (published) => {
    for (const mode of MODES) {
      const customer = billOne(`
billing: { mode: ${mode} }
clock: { start: 2026-05-08, end: 2026-05-09 }
plans:
  slot: { currency: usd, interval: month, unit_amount: 300 }
  other: { currency: usd, interval: month, unit_amount: 600 }
coupons: { half: { percent_off: 50, duration: once, applies_to: [slot] } }
customers:
  c:
    timeline:
      - { at: 2026-05-08, subscribe: { items: [{ plan: slot, quantity: 30 }, { plan: other, quantity: 10 }], coupon: half } }
      - { at: 2026-05-08, change: { items: [{ plan: slot, quantity: 60 }], proration_behavior: always_invoice } }
`);
      expect(invoiceOf(customer, 1).total).toBe(published.number("input.first_invoice"));
      expect(amounts(invoiceOf(customer, 2))).toEqual([-4500, 18_000]);
      expect(invoiceOf(customer, 2).total).toBe(published.number("expected.proration_charge_about"));
    }
  },

  "coupon-percent-50": (published) => {
    const { subtotal, total } = discounted(published.number("input.subtotal"), "{ percent_off: 50, duration: once }");
    expect([subtotal, total]).toEqual([published.number("input.subtotal"), published.number("expected.total")]);
  },

  "coupon-amount-under": (published) => {
    const { subtotal, total } = discounted(published.number("input.subtotal"), "{ amount_off: 200, currency: usd, duration: once }");
    expect([subtotal, total]).toEqual([published.number("input.subtotal"), published.number("expected.total")]);
  },

  "coupon-cashier-500": (published) => {
    const { total } = discounted(1000, "{ amount_off: 500, currency: usd, duration: repeating, duration_in_months: 3 }");
    expect(total).toBe(published.number("expected.first_invoice_total"));
  },

  "coupon-4-months-monthly": (published) => {
    const by = (interval: string, end: string) =>
      billOne(`
clock: { start: 2026-01-01, end: ${end} }
plans: { plan: { currency: usd, interval: ${interval}, unit_amount: 1000 } }
coupons: { half: { percent_off: 50, duration: repeating, duration_in_months: ${published.number("input.duration_in_months")} } }
customers: { c: { timeline: [{ at: 2026-01-01, subscribe: { plan: plan, coupon: half } }] } }
`);
    expect(published.at("expected.applies")).toEqual(["first 4 monthly invoices", "every weekly invoice in the first 4 months"]);
    expect(totals(by("month", "2026-06-02"))).toEqual([500, 500, 500, 500, 1000, 1000]);
    // From January 1 every seven days: the 18th invoice is that of April 30, the 19th of May 7.
    expect(totals(by("week", "2026-05-15"))).toEqual([...Array<number>(18).fill(500), 1000, 1000]);
  },
};
