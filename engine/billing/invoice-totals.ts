import type { Invoice } from "../account/invoice.ts";
import type { Line } from "../account/line.ts";

/** Adds up an invoice's lines: subtotal before discounts, discounts, all taxes, and the total with taxes that come on top. */
export function addUp(invoice: Invoice): void {
  const { lines } = invoice;
  let subtotal = 0;
  let discount = 0;
  let tax = 0;
  let onTop = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as Line;
    subtotal += line.amount;
    discount += line.discount;
    tax += line.taxInclusive + line.taxExclusive;
    onTop += line.taxExclusive;
  }
  invoice.subtotal = subtotal;
  invoice.discount = discount;
  invoice.tax = tax;
  invoice.total = subtotal - discount + onTop;
}
