import type { Account } from "../../account/account.ts";
import type { Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import type { Plan } from "../../catalog/plan.ts";
import type { Circumstances } from "../circumstances.ts";
import type { DrawnCustomer } from "../drawn-customer.ts";
import type { Behavior } from "../population.ts";

/** A drawn customer at the instant at which it does something. */
export interface Doer {
  readonly world: World;
  readonly account: Account;
  /** The latest one: alive, or for those who return ended. */
  readonly subscription: Subscription;
  readonly customer: DrawnCustomer;
  readonly circumstances: Circumstances;
  /** How often the behaviour has happened to this customer before. */
  readonly occurrence: number;
}

/** One thing that drawn customers do. One file each, one line in the registry. */
export interface BehaviorKind<B extends Behavior> {
  readonly kind: B["kind"];
  /** Whether it can happen now to who has this subscription; plan and rate are looked at besides. */
  isAtRisk(behavior: B, account: Account, subscription: Subscription): boolean;
  /** When the risk ends if nothing else does; undefined: never. */
  riskEnds?(behavior: B, account: Account, subscription: Subscription): number | undefined;
  /** It happens. What Stripe would refuse does not happen. */
  happen(behavior: B, doer: Doer): void;
}

/** Served and billed: active or past due, so not in a trial and not paused (D33). */
export function isServed({ status }: Subscription): boolean {
  return status === "active" || status === "past_due";
}

/** Whether one of its items has the plan; undefined: any plan. */
export function holds(subscription: Subscription, plan: Plan | undefined): boolean {
  if (plan === undefined) return true;
  for (let i = 0; i < subscription.itemCount; i++) if (subscription.items[i]?.plan.id === plan.id) return true;
  return false;
}
