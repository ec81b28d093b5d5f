import type { Account } from "../account/account.ts";
import type { Business } from "../account/business.ts";
import type { Subscription } from "../account/subscription.ts";
import type { DeclineCode } from "../payments/decline-codes.ts";
import type { BusinessEntry, Outage } from "./entry.ts";
import { asksForTerms, isAbout, type Person, type Reach, waveOf } from "./reach.ts";

const NO_ATTRIBUTES: readonly string[] = [];

/** What the entries of a business timeline come to, for each customer and instant. */
class TimedBusiness implements Business {
  private readonly outages: readonly Outage[];

  constructor(entries: readonly BusinessEntry[]) {
    this.outages = entries.filter((entry) => entry.kind === "outage");
  }

  outage(account: Account): DeclineCode | undefined {
    // The one that the file has last overrides, as prices do.
    return this.outages.findLast(({ reach }) => isUnder(reach, account))?.declines;
  }
}

/** The business of a scenario; undefined where it does nothing, so that nobody asks. */
export function businessOf(entries: readonly BusinessEntry[]): Business | undefined {
  return entries.length === 0 ? undefined : new TimedBusiness(entries);
}

/** Whether the entry holds for the customer now. What it asks of a subscription, any that has not ended may have. */
function isUnder(reach: Reach, account: Account): boolean {
  const { now } = account;
  if (!reach.waves.some(({ begins, ends }) => now >= begins && now < ends)) return false;
  const wave = waveOf(reach, personOf(account));
  if (wave === undefined || now < wave.begins || now >= wave.ends) return false;
  return !asksForTerms(reach.where) || living(account).some((subscription) => isAbout(reach.where, subscription));
}

function personOf({ key, population, currency, life }: Account): Person {
  return { key, population, currency, attributes: life?.attributes ?? NO_ATTRIBUTES };
}

function living({ subscriptions, subscriptionCount }: Account): readonly Subscription[] {
  return subscriptions.filter(({ status }, i) => i < subscriptionCount && status !== "canceled" && status !== "incomplete_expired");
}
