import type { Account } from "../../engine/account/account.ts";
import type { Item, Subscription } from "../../engine/account/subscription.ts";
import { discountEnd, isLive } from "../../engine/billing/discounts.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import type { Decimal } from "../../engine/money/decimal.ts";
import type { MetricSettings, Scenario } from "../../engine/scenario/scenario.ts";
import { recognizedMrr } from "../metrics/recognized-mrr.ts";
import { rowReport } from "../row-report.ts";
import { type Column, instant, integer, listOf, money, type Table, text, word } from "../table.ts";
import { come } from "./invoices.ts";

export interface SubscriptionRow {
  readonly account: Account;
  readonly subscription: Subscription;
  /** When it is looked at: which discounts still live depends on it. */
  readonly at: Instant;
  readonly settings: MetricSettings;
}

export function itemsOf(subscription: Subscription): readonly Item[] {
  return subscription.items.slice(0, subscription.itemCount);
}

export function subscriptionsOf(account: Account): readonly Subscription[] {
  return account.subscriptions.slice(0, account.subscriptionCount);
}

/** The price of one, exact; undefined for tiers, which have no single price. */
function unitAmount(item: Item): Decimal | undefined {
  const { terms } = item.plan;
  return terms.tiers.length > 0 ? undefined : { units: terms.unit, scale: terms.scale };
}

const liveDiscounts = ({ account, subscription, at }: SubscriptionRow) => subscription.discounts.filter((discount) => isLive(discount, at, account.currency));

export const subscriptionsTable: Table<SubscriptionRow> = {
  name: "subscriptions",
  about: "One row per subscription as it stands at the end of the run.",
  currency: ({ account }) => account.currency,
  columns: [
    text("subscription", "Its name (D11).", ({ subscription }) => subscription.name),
    text("customer", "The customer's id.", ({ account }) => account.id),
    text("population", "The population the customer was drawn from; empty for a script.", ({ account }) => account.population || undefined),
    listOf(text("plans", "Its plans, joined by `;`.", ({ subscription }) => itemsOf(subscription).map((item) => item.plan.id))),
    listOf(
      integer("quantity", "The quantity of each plan; empty for a metered one.", ({ subscription }) =>
        itemsOf(subscription).map((item) => (item.plan.usage === undefined ? item.quantity : undefined)),
      ),
    ),
    word("status", "Stripe's status.", ({ subscription }) => subscription.status),
    instant("started_at", "When it began.", ({ subscription }) => subscription.startedAt),
    instant("trial_end", "When its trial ends or ended; empty without one.", ({ subscription }) => come(subscription.trialEnd)),
    instant("current_period_start", "Start of the running or last period.", ({ subscription }) => subscription.periodStart),
    instant("current_period_end", "End of it, exclusive.", ({ subscription }) => subscription.periodEnd),
    instant("cancel_at", "The planned end, while it stands (D23).", ({ subscription }) =>
      subscription.endedAt === NEVER ? come(subscription.cancelAt) : undefined,
    ),
    instant("canceled_at", "When its end was asked for.", ({ subscription }) => come(subscription.canceledAt)),
    instant("ended_at", "When it ended.", ({ subscription }) => come(subscription.endedAt)),
    word(
      "end_reason",
      "`cancel`, `period_end`, `cancel_at`, `payment_failure`, `missing_payment_method` (a trial ended without a card) or `expired`.",
      ({ subscription }) => subscription.endReason,
    ),
    money("mrr", "Its recurring revenue of a month, by the run's definitions.", ({ account, subscription, settings }) =>
      recognizedMrr(subscription, account.discount, settings),
    ),
    word("currency", "Three letters, lower case.", ({ account }) => account.currency.code),
    listOf(money("unit_amount", "The price of one of each plan; empty for tiers.", ({ subscription }) => itemsOf(subscription).map(unitAmount))),
    listOf(text("coupon", "Its own coupons that still apply.", (row) => liveDiscounts(row).map(({ coupon }) => coupon.id))),
    listOf(
      instant("coupon_ends_at", "When each of them stops; empty for one that does not.", (row) =>
        liveDiscounts(row).map((discount) => come(discountEnd(discount))),
      ),
    ),
    word(
      "collection_method",
      "How its invoices are collected: `charge_automatically` or `send_invoice` (S1).",
      ({ subscription }) => subscription.collectionMethod,
    ),
    word("pause_collection", "How collection is paused: `void`, `keep_as_draft` or `mark_uncollectible`; empty when it is not.", ({ subscription }) =>
      subscription.endedAt === NEVER ? subscription.pauseCollection : undefined,
    ),
    instant("trial_start", "When its trial began: of several the latest, in classic mode the first; empty without one.", ({ subscription }) =>
      come(subscription.trialStart),
    ),
  ],
};

/** A column for each attribute that a population draws, in the order in which they are first met. */
function attributeColumns({ populations }: Scenario): readonly Column<SubscriptionRow>[] {
  const names = [...new Set(populations.flatMap(({ attributes }) => attributes.map(({ name }) => name)))];
  return names.map((name) => {
    const placeIn = new Map(populations.map((population) => [population.name, population.attributes.findIndex((one) => one.name === name)]));
    return text(name, "An attribute of the customer.", ({ account }) => account.life?.attributes[placeIn.get(account.population) ?? -1]);
  });
}

export const subscriptions = rowReport(
  subscriptionsTable,
  (write, { scenario }) => ({
    end(account) {
      for (const subscription of subscriptionsOf(account)) {
        write({ account, subscription, at: scenario.end, settings: scenario.reports.metrics });
      }
    },
  }),
  ({ scenario }) => attributeColumns(scenario),
);
