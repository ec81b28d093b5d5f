import type { Account } from "../account/account.ts";
import type { Subscription } from "../account/subscription.ts";
import type { World } from "../account/world.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import { isServed } from "./behaviors/behavior-kind.ts";
import type { Circumstances } from "./circumstances.ts";
import type { DrawnCustomer } from "./drawn-customer.ts";
import { UsageStream } from "./usage-stream.ts";

/**
 * What a drawn customer uses. Between two things that happen to it nothing changes that usage depends on, but for the calendar's months: so
 * all records of that time are drawn in one loop, when the next thing is about to happen, and none of them stands on the agenda (D37).
 */
export class DrawnUsage {
  private readonly streams: UsageStream[] = [];
  private count = 0;
  /** The earliest instant of a record of any stream. */
  private nextAt: Instant = NEVER;
  private circumstances!: Circumstances;

  /** Takes up a customer whose life has begun. Used again for the next one. */
  begin(customer: DrawnCustomer): void {
    const { population, attributes, currency } = customer;
    this.count = population.usage.length;
    this.nextAt = NEVER;
    if (this.count === 0) return;
    this.circumstances = { population: population.name, attributes, currency, plan: "", month: 0, tenure: 0 };
    for (const [i, entry] of population.usage.entries()) {
      this.streams[i] ??= new UsageStream();
      const isShared = population.usage.some((other) => other !== entry && other.plan.id === entry.plan.id);
      this.streams[i].begin(entry, customer, isShared);
    }
    this.nextAt = this.earliest();
  }

  /** The records from the last one on and before `until`: nothing else happens in that time, and everything of the present instant has happened. */
  use(world: World, account: Account, until: Instant): void {
    if (this.nextAt >= until) return;
    const subscription = using(account);
    this.lookAtPlan(subscription);
    let used = false;
    for (let i = 0; i < this.count; i++) {
      const stream = this.streams[i] as UsageStream;
      if (stream.meet(subscription)) used = true;
      else stream.skipTo(until);
    }
    if (used) {
      this.draw(world, account, subscription as Subscription, until);
      for (let i = 0; i < this.count; i++) (this.streams[i] as UsageStream).flush();
    }
    this.nextAt = this.earliest();
  }

  private earliest(): Instant {
    let earliest: Instant = NEVER;
    for (let i = 0; i < this.count; i++) {
      const { nextAt } = this.streams[i] as UsageStream;
      if (nextAt < earliest) earliest = nextAt;
    }
    return earliest;
  }

  /** Stream by stream where there is one; else in turn, in order of time and then of the file. */
  private draw(world: World, account: Account, subscription: Subscription, until: Instant): void {
    for (;;) {
      let next = this.streams[0] as UsageStream;
      let others = until;
      for (let i = 1; i < this.count; i++) {
        const stream = this.streams[i] as UsageStream;
        if (stream.nextAt < next.nextAt) {
          if (next.nextAt < others) others = next.nextAt;
          next = stream;
        } else if (stream.nextAt < others) others = stream.nextAt;
      }
      if (next.nextAt >= until) return;
      next.run(world, account, subscription, Math.max(others, next.nextAt + 1), this.circumstances);
    }
  }

  private lookAtPlan(subscription: Subscription | undefined): void {
    const plan = subscription?.items[0]?.plan.id ?? "";
    if (plan === this.circumstances.plan) return;
    this.circumstances.plan = plan;
    for (let i = 0; i < this.count; i++) (this.streams[i] as UsageStream).forget();
  }
}

/** The customer's latest subscription, if it is used: not before its first payment, not while it is paused, not after it has ended. */
function using(account: Account): Subscription | undefined {
  if (account.subscriptionCount === 0) return undefined;
  const subscription = account.subscriptions[account.subscriptionCount - 1] as Subscription;
  return isServed(subscription) || subscription.status === "trialing" || subscription.status === "unpaid" ? subscription : undefined;
}
