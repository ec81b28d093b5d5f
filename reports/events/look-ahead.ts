import type { Account } from "../../engine/account/account.ts";
import type { SubscriptionChange } from "../../engine/account/facts.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { DAY, type Instant, NEVER } from "../../engine/calendar/instant.ts";
import type { Tell } from "./tell.ts";

/** How long before a trial's end `customer.subscription.trial_will_end` comes (WEB). */
const BEFORE_TRIAL_END = 3 * DAY;

/** How long before a renewal `invoice.upcoming` comes: a setting of Stripe's dashboard, here always a week (C9). */
const BEFORE_RENEWAL = 7 * DAY;

/** How long before its last phase ends `subscription_schedule.expiring` comes (WEB). */
const BEFORE_SCHEDULE_END = 7 * DAY;

/** What is announced of one subscription. Instants are NEVER when nothing is to come. */
interface Announced {
  readonly name: string;
  trialEnd: Instant;
  trialAt: Instant;
  /** The trial's end that has been told of. */
  told: Instant;
  renewal: Instant;
  renewalAt: Instant;
  scheduleEnd: Instant;
  expiringAt: Instant;
}

/**
 * Events that come before what they are about (C9). Between two facts of a customer nothing changes, so they are told when the next fact is, with their own
 * instants: nothing has to stand on the agenda for them, and who wants no events pays nothing.
 */
export class LookAhead {
  private readonly announce: Tell;
  /** By customer: accounts are views, and not kept. */
  private readonly accounts = new Map<string, Announced[]>();

  constructor(announce: Tell) {
    this.announce = announce;
  }

  /** Tells all that was to come up to and with this instant. */
  flush(account: Account, upTo: Instant): void {
    const all = this.accounts.get(account.id);
    if (all === undefined) return;
    for (let next = earliest(all); next !== undefined && dueAt(next) <= upTo; next = earliest(all)) {
      if (next.trialAt === dueAt(next)) this.tellTrial(account, next, next.trialAt);
      else if (next.renewalAt === dueAt(next)) this.tellRenewal(account, next);
      else this.tellExpiring(account, next);
    }
  }

  /** A subscription is what it is now; what was announced of it is planned anew. Call after the change's own event. */
  note(at: Instant, account: Account, subscription: Subscription, change: SubscriptionChange): void {
    const all = this.accounts.get(account.id) ?? [];
    if (all.length === 0) this.accounts.set(account.id, all);
    let announced = all[subscription.ordinal];
    if (announced === undefined) {
      const none = { trialEnd: NEVER, trialAt: NEVER, told: NEVER, renewal: NEVER, renewalAt: NEVER, scheduleEnd: NEVER, expiringAt: NEVER };
      announced = { name: subscription.name, ...none };
      all[subscription.ordinal] = announced;
    }
    this.noteTrial(at, account, subscription, announced, change);
    noteRenewal(at, subscription, announced);
    noteSchedule(at, subscription, announced, change);
  }

  /** A customer's life is over: what comes before the horizon is told (D9). */
  end(account: Account, horizon: Instant): void {
    this.flush(account, horizon - 1);
    this.accounts.delete(account.id);
  }

  private noteTrial(at: Instant, account: Account, subscription: Subscription, announced: Announced, change: SubscriptionChange): void {
    const { trialEnd } = subscription;
    const endedEarly = change === "updated" && trialEnd === at && announced.trialEnd > at && announced.trialEnd !== NEVER;
    announced.trialAt = NEVER;
    if (announced.trialEnd !== trialEnd) announced.told = NEVER;
    if (endedEarly) {
      announced.trialEnd = trialEnd;
      this.tellTrial(account, announced, at);
      return;
    }
    if (!isRunning(subscription) || trialEnd === NEVER || trialEnd <= at) return;
    const due = Math.max(at, trialEnd - BEFORE_TRIAL_END);
    const isTold = announced.told === trialEnd;
    announced.trialEnd = trialEnd;
    if (isTold) return;
    if (change === "existing" && due <= at) {
      // Told before the clock started.
      announced.told = trialEnd;
      return;
    }
    announced.trialAt = due;
    if (due <= at) this.tellTrial(account, announced, at);
  }

  private tellTrial(account: Account, announced: Announced, at: Instant): void {
    announced.trialAt = NEVER;
    announced.told = announced.trialEnd;
    this.announce(at, account, "customer.subscription.trial_will_end", announced.name, `trial ends ${formatBrief(announced.trialEnd)}`);
  }

  private tellRenewal(account: Account, announced: Announced): void {
    const at = announced.renewalAt;
    announced.renewalAt = NEVER;
    this.announce(at, account, "invoice.upcoming", announced.name, `period ends ${formatBrief(announced.renewal)}`);
  }

  private tellExpiring(account: Account, announced: Announced): void {
    const at = announced.expiringAt;
    announced.expiringAt = NEVER;
    this.announce(at, account, "subscription_schedule.expiring", announced.name, `schedule ends ${formatBrief(announced.scheduleEnd)}`);
  }
}

/** When its last phase ends is known from the start. A schedule that is over announces nothing more. */
function noteSchedule(at: Instant, subscription: Subscription, announced: Announced, change: SubscriptionChange): void {
  const last = subscription.schedule?.phases.at(-1);
  if (change === "created" && last !== undefined) {
    announced.scheduleEnd = last.end;
    const due = last.end - BEFORE_SCHEDULE_END;
    announced.expiringAt = due > at ? due : NEVER;
  }
  if (change === "ended" || change === "released") announced.expiringAt = NEVER;
}

/** Only where a full week is left: a period of a week or less is never announced, and what was announced once is not again. */
function noteRenewal(at: Instant, subscription: Subscription, announced: Announced): void {
  const { periodEnd, cancelAt, collectionMethod } = subscription;
  announced.renewal = periodEnd;
  // With collection paused no upcoming invoice is announced (PPC, P2), nor one that is sent (WEB, S3).
  const isCharged = subscription.pauseCollection === undefined && collectionMethod === "charge_automatically";
  const renews = isCharged && isRunning(subscription) && (cancelAt === NEVER || cancelAt > periodEnd);
  const due = periodEnd - BEFORE_RENEWAL;
  announced.renewalAt = renews && due > at ? due : NEVER;
}

/** Billed by itself: not awaiting its first payment, not unpaid, not ended. */
function isRunning({ status }: Subscription): boolean {
  return status === "trialing" || status === "active" || status === "past_due";
}

function dueAt(announced: Announced): Instant {
  return Math.min(announced.trialAt, announced.renewalAt, announced.expiringAt);
}

/** The next to be told: the earliest, then in the order of the subscriptions. */
function earliest(all: readonly Announced[]): Announced | undefined {
  let found: Announced | undefined;
  for (const announced of all) {
    if (announced === undefined || dueAt(announced) === NEVER) continue;
    if (found === undefined || dueAt(announced) < dueAt(found)) found = announced;
  }
  return found;
}
