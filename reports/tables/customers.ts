import type { Account } from "../../engine/account/account.ts";
import type { SubscriptionStatus } from "../../engine/account/subscription.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { MetricSettings } from "../../engine/scenario/scenario.ts";
import { recognizedMrr } from "../metrics/recognized-mrr.ts";
import { rowReport } from "../row-report.ts";
import { instant, money, type Table, text, word } from "../table.ts";
import { come, invoicesOf } from "./invoices.ts";
import { subscriptionsOf } from "./subscriptions.ts";

export interface CustomerRow {
  readonly account: Account;
  readonly settings: MetricSettings;
}

/** From the most alive to the least: a customer's status is that of its most alive subscription. */
const STATUSES: readonly SubscriptionStatus[] = ["active", "past_due", "trialing", "paused", "unpaid", "incomplete", "canceled", "incomplete_expired"];

function customerStatus(account: Account): SubscriptionStatus | undefined {
  return STATUSES.find((status) => subscriptionsOf(account).some((subscription) => subscription.status === status));
}

/** When money first came in. */
function firstPaidAt(account: Account): Instant {
  let first = NEVER;
  for (const invoice of invoicesOf(account)) {
    if (invoice.amountPaid > 0 && invoice.paidAt < first) first = invoice.paidAt;
  }
  return first;
}

/** The sum over the customer's subscriptions. */
export function customerMrr(account: Account, settings: MetricSettings): Minor {
  return subscriptionsOf(account).reduce((sum, subscription) => sum + recognizedMrr(subscription, account.discount, settings), 0);
}

export const customersTable: Table<CustomerRow> = {
  name: "customers",
  about: "One row per customer as it stands at the end of the run.",
  currency: ({ account }) => account.currency,
  columns: [
    text("customer", "Its id.", ({ account }) => account.id),
    text("population", "The population it was drawn from; empty for a script.", ({ account }) => account.population || undefined),
    word("currency", "Three letters, lower case.", ({ account }) => account.currency.code),
    money("balance", "The customer balance; negative is credit.", ({ account }) => account.balance),
    text("card", "The default card.", ({ account }) => account.card.id),
    word("status", "That of its most alive subscription; empty without one.", ({ account }) => customerStatus(account)),
    instant("first_paid_at", "When its first money came in.", ({ account }) => come(firstPaidAt(account))),
    money("mrr", "Recurring revenue of a month over all its subscriptions.", ({ account, settings }) => customerMrr(account, settings)),
  ],
};

export const customers = rowReport(customersTable, (write, { scenario }) => ({
  end(account) {
    write({ account, settings: scenario.reports.metrics });
  },
}));
