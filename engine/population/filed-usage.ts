import type { Account } from "../account/account.ts";
import { Refusal } from "../account/refusal.ts";
import type { Item, Subscription } from "../account/subscription.ts";
import type { World } from "../account/world.ts";
import type { Instant } from "../calendar/instant.ts";
import { moveOn } from "../lifecycle/periods/move-on.ts";
import type { Usage } from "../lifecycle/requests.ts";
import { recordUsage } from "../lifecycle/usage/record-usage.ts";

/** One record of a file of usage. */
export interface FiledUsage {
  readonly at: Instant;
  readonly usage: Usage;
}

export const NO_USAGE: readonly FiledUsage[] = [];

/** What a file says that a customer uses, while it lives. Used again for the next one. */
export class FiledUsageLog {
  private records: readonly FiledUsage[] = NO_USAGE;
  private next = 0;

  /** Takes up a customer's records, in time order. */
  begin(records: readonly FiledUsage[]): void {
    this.records = records;
    this.next = 0;
  }

  /** When the next record is; `until` where none is before it. */
  nextBefore(until: Instant): Instant {
    const record = this.records[this.next];
    return record === undefined || record.at >= until ? until : record.at;
  }

  /**
   * Records everything of this instant, after all that happens in it, as a stream does (U9, N173): nothing is used of a plan that is not held,
   * and what Stripe would refuse is not recorded.
   */
  record(world: World, account: Account, at: Instant): void {
    if (at !== account.now) moveOn(world, account, at);
    for (; this.records[this.next]?.at === at; this.next++) {
      const { usage } = this.records[this.next] as FiledUsage;
      try {
        recordUsage(world, account, usage, holderOf(account, usage));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
  }
}

/** Of several subscriptions with the plan the latest one takes what is used, as of drawn usage (N20). */
function holderOf({ subscriptions, subscriptionCount }: Account, { plan }: Usage): string | undefined {
  if (subscriptionCount <= 1) return undefined;
  for (let i = subscriptionCount - 1; i >= 0; i--) {
    const subscription = subscriptions[i] as Subscription;
    if (isRunning(subscription, plan.id)) return subscription.name;
  }
  return undefined;
}

function isRunning({ items, itemCount }: Subscription, plan: string): boolean {
  for (let i = 0; i < itemCount; i++) {
    const item = items[i] as Item;
    if (item.plan.id === plan && item.usage?.running !== undefined) return true;
  }
  return false;
}
