import { silentSink } from "../../cli/silent-sink.ts";
import type { Account } from "../../engine/account/account.ts";
import type { FactSink, Payment, SubscriptionChange } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Subscription } from "../../engine/account/subscription.ts";

const DAY = 86_400;

/** Something that can happen to customers: how often it did, and how many seconds they were exposed to it. */
export class Risk {
  events = 0;
  exposure = 0;
}

/** A date so many calendar months later, the day clamped, by the platform's own calendar. */
function monthsLater(at: number, months: number): number {
  const date = new Date(at * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, days));
  return date.getTime() / 1000;
}

/**
 * What customers with one subscription at a time were exposed to, from the facts alone: nothing of the engine's clocks is looked at. Leaving has two
 * rates, before and after three months of tenure.
 */
export class Exposures {
  readonly churnEarly = new Risk();
  readonly churnLate = new Risk();
  readonly upgrade = new Risk();
  readonly grow = new Risk();
  readonly pause = new Risk();
  readonly refund = new Risk();
  readonly comeBack = new Risk();
  readonly trials = { started: 0, converted: 0, cancelledAt: [] as number[] };
  private readonly horizon: number;
  private at = 0;
  private status = "";
  private plan = "";
  private quantity = 0;
  private isLeaving = false;
  private endedAt = 0;
  private firstPaidAt = Number.POSITIVE_INFINITY;
  private lastPaidAt = Number.POSITIVE_INFINITY;
  private isRefunded = false;

  constructor(horizon: number) {
    this.horizon = horizon;
  }

  sink(): FactSink {
    return {
      ...silentSink(),
      begin: () => this.begin(),
      subscription: (at, _account, subscription, change) => this.subscription(at, subscription, change),
      invoice: (at, account, invoice, step) => {
        if (step === "paid" && invoice.amountPaid > 0) this.paid(at, account, invoice);
      },
      payment: (at, _account, payment) => this.payment(at, payment),
      end: () => this.accrue(this.horizon),
    };
  }

  private begin(): void {
    this.status = "";
    this.firstPaidAt = Number.POSITIVE_INFINITY;
    this.lastPaidAt = Number.POSITIVE_INFINITY;
    this.isRefunded = false;
  }

  private subscription(at: number, subscription: Subscription, change: SubscriptionChange): void {
    this.accrue(at);
    const isServed = this.status === "active" || this.status === "past_due";
    const { plan, quantity } = subscription.items[0] as Subscription["items"][number];
    if (change === "cancel_requested" && isServed) (this.isEarly(at) ? this.churnEarly : this.churnLate).events++;
    else if (change === "updated" && this.plan === "starter" && plan.id === "pro") this.upgrade.events++;
    else if (change === "updated" && quantity !== this.quantity) this.grow.events++;
    else if (change === "paused") this.pause.events++;
    else if (change === "created" && subscription.ordinal > 0) {
      this.comeBack.events++;
      this.firstPaidAt = Number.POSITIVE_INFINITY;
    }
    this.noteTrial(at, subscription, change);
    this.status = subscription.status;
    this.plan = plan.id;
    this.quantity = quantity;
    this.isLeaving = subscription.cancelAt < this.horizon * 2;
    this.endedAt = at;
  }

  private noteTrial(at: number, { trialEnd, startedAt, status }: Subscription, change: SubscriptionChange): void {
    if (change === "created" && status === "trialing") this.trials.started++;
    if (this.status !== "trialing") return;
    if (change === "trial_ended") this.trials.converted++;
    else if (change === "ended") this.trials.cancelledAt.push((at - startedAt) / (trialEnd - startedAt));
  }

  private paid(at: number, account: Account, invoice: Invoice): void {
    this.accrue(at);
    if (this.firstPaidAt > at && invoice.number > 0 && account.now === at) this.firstPaidAt = at;
    this.lastPaidAt = at;
    this.isRefunded = false;
  }

  private payment(at: number, { kind }: Payment): void {
    if (kind !== "refund") return;
    this.accrue(at);
    this.refund.events++;
    this.isRefunded = true;
  }

  private isEarly(at: number): boolean {
    return at < this.earlyEnd();
  }

  private earlyEnd(): number {
    return this.firstPaidAt === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : monthsLater(this.firstPaidAt, 3);
  }

  /** The time since the last fact counts for whatever could have happened in it. */
  private accrue(until: number): void {
    const { at: from } = this;
    this.at = until;
    if (this.status === "" || until <= from) return;
    const time = until - from;
    const isServed = this.status === "active" || this.status === "past_due";
    if (isServed && !this.isLeaving) {
      const early = Math.max(0, Math.min(until, this.earlyEnd()) - from);
      this.churnEarly.exposure += early;
      this.churnLate.exposure += time - early;
      this.pause.exposure += time;
    }
    if (isServed && this.plan === "starter") this.upgrade.exposure += time;
    if (isServed && this.plan === "pro") this.grow.exposure += time;
    if (this.status === "canceled") this.comeBack.exposure += Math.max(0, Math.min(until, monthsLater(this.endedAt, 6)) - from);
    if (!this.isRefunded && this.lastPaidAt < until) this.refund.exposure += Math.max(0, Math.min(until, this.lastPaidAt + 30 * DAY) - from);
  }
}
