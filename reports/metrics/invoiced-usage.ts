import type { ItemUsage } from "../../engine/account/meter.ts";
import { invoicedAmount } from "../../engine/billing/usage.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import { lastInvoiced } from "../../engine/lifecycle/usage/metering.ts";
import type { Minor } from "../../engine/money/exact.ts";

/** What was invoiced for usage at one price, in minor units before discounts. */
export interface InvoicedUsage {
  readonly plan: Plan;
  readonly amount: Minor;
}

/**
 * What a metered item was invoiced last (R1): for its latest period that an invoice has billed which is no longer a draft, all that the
 * period's invoices billed, by price. Empty before the first one.
 */
export function invoicedUsage(usage: ItemUsage | undefined): readonly InvoicedUsage[] {
  const period = usage === undefined ? undefined : lastInvoiced(usage);
  if (period === undefined) return [];
  return period.meters.map((meter) => ({ plan: meter.plan, amount: invoicedAmount(period, meter) }));
}
