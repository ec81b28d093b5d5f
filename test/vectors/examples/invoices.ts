import { expect } from "vitest";
import { type BilledInvoice, billOne, invoiceOf } from "../../product/billed.ts";
import type { Claims } from "../published.ts";

/** The first invoice of one price, for a customer with these keys. */
function billed(amount: number, customer: string, more = ""): BilledInvoice {
  return invoiceOf(
    billOne(`
clock: { start: 2026-01-01, end: 2026-01-02 }
plans: { plan: { currency: usd, interval: month, unit_amount: ${amount} } }
${more}
customers:
  c:
    ${customer}
    timeline: [{ at: 2026-01-01, subscribe: { plan: plan } }]
`),
    1,
  );
}

const taxed = (amount: number, percentage: number, inclusive: boolean): BilledInvoice =>
  billed(amount, "tax_rates: [tax]", `tax_rates: { tax: { percentage: ${percentage}, inclusive: ${inclusive} } }`);

export const invoices: Claims = {
  "balance-credit-applied": (published) => {
    const { total, due, endingBalance } = billed(published.number("input.invoice_total"), `balance: ${published.number("input.customer_balance")}`);
    expect([total, due, endingBalance]).toEqual([
      published.number("input.invoice_total"),
      published.number("expected.amount_due"),
      published.number("expected.ending_balance"),
    ]);
  },

  "tax-exclusive-10": (published) => {
    expect(taxed(3100, 10, false)).toMatchObject({ subtotal: 3100, tax: 310, total: published.number("expected.total") });
  },

  // The tax part is not in the source: 31 - 31 / 1.1 = 2.82.
  "tax-inclusive-10": (published) => {
    expect(taxed(3100, 10, true)).toMatchObject({ tax: 282, total: published.number("expected.total") });
  },

  "tax-inclusive-item": (published) => {
    const item = invoiceOf(
      billOne(`
clock: { start: 2026-01-01, end: 2026-01-02 }
tax_rates: { tax: { percentage: 10, inclusive: true } }
customers:
  c:
    currency: usd
    timeline:
      - { at: 2026-01-01, invoice_item: { amount: ${published.number("input.amount")}, tax_rates: [tax] } }
      - { at: 2026-01-01, invoice: { pay: true } }
`),
      1,
    );
    expect([item.total, item.total - item.tax]).toEqual([published.number("expected.total"), 3100]);
  },

  "tax-checkout-21": (published) => {
    expect(taxed(1500, 21, false).total).toBe(published.number("expected.total"));
  },

  "tax-after-discount": (published) => {
    const { discount, tax, total } = billed(
      1500,
      "tax_rates: [vat]\n    coupon: five_off",
      "tax_rates: { vat: { percentage: 21, inclusive: false } }\ncoupons: { five_off: { amount_off: 500, currency: usd, duration: forever } }",
    );
    expect([discount, tax, total]).toEqual([500, 210, published.number("expected.total")]);
  },
};
