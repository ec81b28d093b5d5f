import type { Account } from "../../engine/account/account.ts";
import type { FactSink, SubscriptionChange } from "../../engine/account/facts.ts";
import type { Subscription, SubscriptionStatus } from "../../engine/account/subscription.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { MetricSettings, ReportSettings } from "../../engine/scenario/scenario.ts";
import type { DerivedFacts } from "../collector.ts";
import type { Movement, MovementKind } from "./movement.ts";
import { PlanParts } from "./plan-parts.ts";
import { measureRevenue, type RecurringRevenue } from "./recognized-mrr.ts";

/**
 * Watches one customer at a time and tells every movement of its recurring revenue, netted per instant (D40).
 * Looks only at instants in which something about a subscription or a discount happened: the others cost one comparison.
 */
export class RecurringRevenueWatch {
  /** Only where usage counts: then an invoice that is no longer a draft moves recurring revenue (R1). */
  readonly invoice?: FactSink["invoice"];
  private readonly settings: MetricSettings;
  private readonly to: DerivedFacts;
  private dirty = false;
  private everPaying = false;
  /** Whether in this instant it was a failed payment that moved a subscription, and not the customer's wish. */
  private failed = false;
  private mrr: Minor = 0;
  private arr: Minor = 0;
  private discounted: Minor = 0;
  private pastDue: Minor = 0;
  private behind = false;
  private readonly own: RecurringRevenue = { mrr: 0, arr: 0, discounted: 0 };
  private readonly moved: Movement = {
    kind: "none",
    before: 0,
    after: 0,
    involuntary: false,
    arrChange: 0,
    discountedChange: 0,
    pastDueChange: 0,
    pastDueCustomers: 0,
    parts: undefined,
  };

  /** Only where reports are split by plan. */
  private readonly plans: PlanParts | undefined;

  constructor({ metrics: settings, by }: Pick<ReportSettings, "metrics" | "by">, to: DerivedFacts) {
    this.settings = settings;
    this.to = to;
    this.plans = by.includes("plan") ? new PlanParts(settings) : undefined;
    if (!settings.meteredInMrr) return;
    this.invoice = (_at, _account, invoice, step) => {
      if (invoice.subscription !== undefined && (step === "finalized" || step === "voided")) this.dirty = true;
    };
  }

  begin(_account: Account): void {
    this.dirty = false;
    this.failed = false;
    this.everPaying = false;
    this.mrr = 0;
    this.arr = 0;
    this.discounted = 0;
    this.pastDue = 0;
    this.behind = false;
    this.plans?.begin();
  }

  subscription(at: Instant, account: Account, subscription: Subscription, change: SubscriptionChange, previous: SubscriptionStatus): void {
    if (change === "existing") {
      // It was there before: nothing has moved. Who was in a trial has never paid.
      if (subscription.status !== "trialing") this.everPaying = true;
      this.compare(at, account, "opening");
      return;
    }
    // A renewal bills what is held; only a discount can begin or end with it.
    const isPlain = change === "renewed" && subscription.discounts.length === 0 && account.discount === undefined;
    if (!isPlain || subscription.status !== previous) this.note(subscription, change);
  }

  private note(subscription: Subscription, change: SubscriptionChange): void {
    if (change === "refused") return;
    this.dirty = true;
    if (change === "ended") this.failed = subscription.endReason === "payment_failure";
    else if (change === "cancel_requested") this.failed = false;
    else if (change === "status") this.failed = subscription.status === "unpaid" || subscription.status === "past_due";
  }

  coupon(): void {
    this.dirty = true;
  }

  settle(at: Instant, account: Account): void {
    if (!this.dirty) return;
    this.compare(at, account);
    this.dirty = false;
    this.failed = false;
  }

  private compare(at: Instant, account: Account, only?: MovementKind): void {
    const { settings, moved, own } = this;
    let mrr = 0;
    let arr = 0;
    let discounted = 0;
    let pastDue = 0;
    let behind = false;
    for (let i = 0; i < account.subscriptionCount; i++) {
      const subscription = account.subscriptions[i] as Subscription;
      measureRevenue(subscription, account.discount, settings, own);
      mrr += own.mrr;
      arr += own.arr;
      discounted += own.discounted;
      if (subscription.status === "past_due") {
        behind = true;
        pastDue += own.mrr;
      }
    }
    const parts = this.plans?.compare(account);
    const changed =
      (parts !== undefined && parts.length > 0) ||
      mrr !== this.mrr ||
      arr !== this.arr ||
      discounted !== this.discounted ||
      pastDue !== this.pastDue ||
      behind !== this.behind;
    if (!changed) return;
    moved.kind = only ?? this.kindOf(mrr);
    moved.before = this.mrr;
    moved.after = mrr;
    moved.involuntary = moved.kind === "churn" && this.failed;
    moved.parts = parts;
    moved.arrChange = arr - this.arr;
    moved.discountedChange = discounted - this.discounted;
    moved.pastDueChange = pastDue - this.pastDue;
    moved.pastDueCustomers = (behind ? 1 : 0) - (this.behind ? 1 : 0);
    this.mrr = mrr;
    this.arr = arr;
    this.discounted = discounted;
    this.pastDue = pastDue;
    this.behind = behind;
    if (mrr > 0) this.everPaying = true;
    this.to.movement(at, account, moved);
  }

  private kindOf(after: Minor): MovementKind | "none" {
    const before = this.mrr;
    if (after === before) return "none";
    if (before === 0) return this.everPaying ? "reactivation" : "new";
    if (after === 0) return "churn";
    return after > before ? "expansion" : "contraction";
  }
}
