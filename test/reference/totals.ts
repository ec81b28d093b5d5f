import type { Invoice } from "./state.ts";

const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);

/** Subtotal, discounts, taxes and total of an invoice's lines (D3). */
export function addUp(invoice: Invoice): void {
  const taxes = invoice.lines.flatMap((line) => line.taxes);
  const exclusive = sum(taxes.filter((tax) => !tax.inclusive).map(({ amount }) => amount));
  invoice.subtotal = sum(invoice.lines.map((line) => line.amount));
  invoice.discount = sum(invoice.lines.flatMap((line) => line.discounts.map(({ amount }) => amount)));
  invoice.tax = sum(taxes.map(({ amount }) => amount));
  invoice.total = invoice.subtotal - invoice.discount + exclusive;
}
