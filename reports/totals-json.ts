import { formatMajor } from "../engine/money/currency.ts";
import type { CurrencyTotals } from "./totals.ts";

/** Counts as numbers; money as exact text in major units, as in the files. */
export function totalsJson(totals: CurrencyTotals) {
  const { currency, byStatus } = totals;
  const money = (amount: number): string => formatMajor(amount, currency);
  return {
    currency: currency.code,
    customers: totals.customers,
    subscriptions: totals.subscriptions,
    invoices: totals.invoices,
    invoices_by_status: {
      draft: byStatus.draft,
      open: byStatus.open,
      paid: byStatus.paid,
      void: byStatus.void,
      uncollectible: byStatus.uncollectible,
    },
    billed: money(totals.billed),
    discounts: money(totals.discounts),
    tax: money(totals.tax),
    collected: money(totals.collected),
    open: money(totals.open),
    uncollectible: money(totals.uncollectible),
    charges: money(totals.charges),
    credited: money(totals.credited),
    refunded: money(totals.refunded),
    disputed: money(totals.disputed),
    fees: money(totals.fees),
    payments: totals.payments,
    failed_payments: totals.failedPayments,
  };
}

/** Every figure of it as text, by its name; nested ones as `invoices_by_status.paid`. */
export function totalsByName(totals: CurrencyTotals): ReadonlyMap<string, string> {
  const { currency: _, invoices_by_status: byStatus, ...figures } = totalsJson(totals);
  const statuses = Object.entries(byStatus).map(([status, count]) => [`invoices_by_status.${status}`, count] as const);
  return new Map([...Object.entries(figures), ...statuses].map(([name, value]) => [name, String(value)]));
}
