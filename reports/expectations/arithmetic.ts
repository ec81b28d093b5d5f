import type { Account } from "../../engine/account/account.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { ItemUsage } from "../../engine/account/meter.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import type { MetricSettings } from "../../engine/scenario/scenario.ts";
import { invoicedUsage } from "../metrics/invoiced-usage.ts";
import { isRecognized, recognizedMrr } from "../metrics/recognized-mrr.ts";
import { invoicesOf } from "../tables/invoices.ts";
import { itemsOf, subscriptionsOf } from "../tables/subscriptions.ts";

/** How the recurring revenue of a subscription comes about. */
export function subscriptionArithmetic(account: Account, subscription: Subscription, settings: MetricSettings): readonly string[] {
  const money = (amount: number): string => formatMoney(amount, account.currency);
  const mrr = recognizedMrr(subscription, account.discount, settings);
  if (!isRecognized(subscription, settings)) {
    const request = subscription.canceledAt === NEVER ? "" : ", its end was asked for";
    return [`${subscription.name} is ${subscription.status}${request}: it counts as 0 by the definitions (D39)`];
  }
  const items = itemsOf(subscription).flatMap(({ plan, quantity, usage }) => {
    if (plan.usage === undefined) return [`${plan.id} x${quantity}: ${plan.model.describe(plan.terms, quantity)} minor units per ${intervalText(plan)}`];
    return settings.meteredInMrr ? usageArithmetic(plan, usage, money) : [`${plan.id} is metered: usage is no recurring revenue (GLO)`];
  });
  return [...items, `normalised to a month, after discounts (mrr_discounts: ${settings.mrrDiscounts}), rounded once: ${money(mrr)}`];
}

function usageArithmetic(held: Plan, usage: ItemUsage | undefined, money: (amount: number) => string): readonly string[] {
  const invoiced = invoicedUsage(usage);
  if (invoiced.length === 0) return [`${held.id} is metered: nothing was invoiced for it yet (R1)`];
  return invoiced.map(({ plan, amount }) => `${plan.id}: ${money(amount)} invoiced for its last period, per ${intervalText(plan)} (R1)`);
}

function intervalText({ interval: { count, unit } }: Plan): string {
  return count === 1 ? unit : `${count} ${unit}s`;
}

/** How a customer's balance and recurring revenue come about. */
export function customerArithmetic(account: Account, settings: MetricSettings): readonly string[] {
  const money = (amount: number): string => formatMoney(amount, account.currency);
  const moved = invoicesOf(account).filter((invoice) => invoice.startingBalance !== invoice.endingBalance && invoice.status !== "void");
  return [
    ...moved.map((invoice) => `${invoiceName(account.id, invoice.number)}: balance ${money(invoice.startingBalance)} to ${money(invoice.endingBalance)}`),
    `balance now ${money(account.balance)}`,
    ...subscriptionsOf(account).flatMap((subscription) => subscriptionArithmetic(account, subscription, settings)),
  ];
}
