import type { Account } from "../../engine/account/account.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import type { MetricSettings } from "../../engine/scenario/scenario.ts";
import type { MovementPart } from "./movement-parts.ts";
import { measureItems } from "./recognized-mrr.ts";

/** What a customer pays for one plan, over all its subscriptions: at the instant before, and now. */
interface PlanRevenue {
  readonly plan: string;
  readonly now: Stand;
  readonly before: Stand;
}

interface Stand {
  mrr: number;
  arr: number;
  discounted: number;
  pastDue: number;
  /** 1 when a subscription with it is past due. */
  behind: number;
}

/** Follows one customer's recurring revenue by plan (R63). Plans stand in the order in which the customer first had them. */
export class PlanParts {
  private readonly settings: MetricSettings;
  private readonly plans = new Map<string, PlanRevenue>();

  constructor(settings: MetricSettings) {
    this.settings = settings;
  }

  begin(): void {
    this.plans.clear();
  }

  /** The plans about which something is another thing than at the instant before, with how it moved. */
  compare(account: Account): readonly MovementPart[] {
    for (const { now, before } of this.plans.values()) {
      Object.assign(before, now);
      Object.assign(now, NOTHING);
    }
    for (let i = 0; i < account.subscriptionCount; i++) this.measure(account, account.subscriptions[i] as Subscription);
    return [...this.plans.values()].filter(({ now, before }) => hasMoved(now, before)).map(part);
  }

  private measure(account: Account, subscription: Subscription): void {
    const isBehind = subscription.status === "past_due";
    if (isBehind) for (let i = 0; i < subscription.itemCount; i++) this.of(subscription.items[i]?.plan.id ?? "").now.behind = 1;
    measureItems(subscription, account.discount, this.settings, (plan, { mrr, arr, discounted }) => {
      const { now } = this.of(plan);
      now.mrr += mrr;
      now.arr += arr;
      now.discounted += discounted;
      if (isBehind) now.pastDue += mrr;
    });
  }

  private of(plan: string): PlanRevenue {
    const known = this.plans.get(plan) ?? { plan, now: { ...NOTHING }, before: { ...NOTHING } };
    this.plans.set(plan, known);
    return known;
  }
}

const NOTHING: Readonly<Stand> = { mrr: 0, arr: 0, discounted: 0, pastDue: 0, behind: 0 };

function hasMoved(now: Stand, before: Stand): boolean {
  return (
    now.mrr !== before.mrr || now.arr !== before.arr || now.discounted !== before.discounted || now.pastDue !== before.pastDue || now.behind !== before.behind
  );
}

function part({ plan, now, before }: PlanRevenue): MovementPart {
  return {
    plan,
    before: before.mrr,
    after: now.mrr,
    arrChange: now.arr - before.arr,
    discountedChange: now.discounted - before.discounted,
    pastDueChange: now.pastDue - before.pastDue,
    pastDueCustomers: now.behind - before.behind,
  };
}
