import type { Account } from "../account/account.ts";
import { DUE, type Due, UNORDERED } from "../account/agenda.ts";
import type { Business, Person } from "../account/business.ts";
import type { Item, Subscription } from "../account/subscription.ts";
import type { World } from "../account/world.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import { hasEnded } from "../lifecycle/status.ts";
import type { DeclineCode } from "../payments/decline-codes.ts";
import type { BusinessEntry, Outage, PriceChange } from "./entry.ts";
import { moveNow } from "./move-now.ts";
import { PriceHistories } from "./price-history.ts";
import { asksForTerms, isAbout, isOpen, type Reach, waveOf } from "./reach.ts";

const NO_ATTRIBUTES: readonly string[] = [];

/** What the entries of a business timeline come to, for each customer and instant. */
class TimedBusiness implements Business {
  private readonly entries: readonly BusinessEntry[];
  private readonly outages: readonly Outage[];
  private readonly prices: PriceHistories;
  private readonly atOnce: readonly PriceChange[];

  constructor(entries: readonly BusinessEntry[]) {
    this.entries = entries;
    this.outages = entries.filter((entry) => entry.kind === "outage");
    this.prices = new PriceHistories(entries);
    this.atOnce = entries.filter((entry) => entry.kind === "change_price").filter((entry) => entry.for === "now");
  }

  outage(account: Account): DeclineCode | undefined {
    if (this.outages.length === 0) return undefined;
    const person = personOf(account);
    return this.outages.findLast(({ reach }) => isUnder(reach, account, person))?.declines;
  }

  changesPrice(plan: Plan): boolean {
    return this.prices.changes(plan);
  }

  priceNow(account: Account, plan: Plan): Plan {
    return this.prices.changes(plan) ? this.prices.priceNow(personOf(account), account.now, plan) : plan;
  }

  priceFor(person: Person, now: Instant, plan: Plan): Plan {
    return this.prices.priceNow(person, now, plan);
  }

  planAtRenewal(account: Account, subscription: Subscription, item: Item): Plan {
    return this.prices.changes(item.plan) ? this.prices.priceOf(personOf(account), account.now, subscription, item) : item.plan;
  }

  plan(account: Account): void {
    if (this.atOnce.length === 0) return;
    const person = personOf(account);
    for (const entry of this.atOnce) {
      const wave = waveOf(entry.reach, person);
      if (wave === undefined || wave.begins < account.now) continue;
      account.agenda.push(wave.begins, DUE.business, UNORDERED, this.entries.indexOf(entry), 0);
    }
  }

  due(world: World, account: Account, due: Due): void {
    const entry = this.entries[due.ref] as PriceChange;
    for (let i = 0; i < account.subscriptionCount; i++) {
      const subscription = account.subscriptions[i] as Subscription;
      if (hasEnded(subscription) || !isAbout(entry.reach.where, subscription)) continue;
      moveNow(world, account, subscription, (item) => this.prices.changedTo(entry, item), undefined);
    }
  }
}

/** The business of a scenario; undefined where it does nothing, so that nobody asks. */
export function businessOf(entries: readonly BusinessEntry[]): Business | undefined {
  return entries.length === 0 ? undefined : new TimedBusiness(entries);
}

/** Whether the entry holds for the customer now. What it asks of a subscription, any that has not ended may have. */
function isUnder(reach: Reach, account: Account, person: Person): boolean {
  if (!isOpen(reach, person, account.now)) return false;
  const { subscriptions, subscriptionCount } = account;
  return (
    !asksForTerms(reach.where) ||
    subscriptions.some((subscription, i) => i < subscriptionCount && !hasEnded(subscription) && isAbout(reach.where, subscription))
  );
}

function personOf({ key, population, currency, life }: Account): Person {
  return { key, population, currency, attributes: life?.attributes ?? NO_ATTRIBUTES };
}
