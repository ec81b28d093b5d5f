import type { Change } from "../../engine/actions/action.ts";
import { boundary } from "./calendar.ts";
import { spanTrial, turnTo } from "./periods.ts";
import type { Life, Subscription } from "./state.ts";
import { turnUsage } from "./usage.ts";

/** C3: now is the anchor, and every item gets a full period from now, cut by the planned end that holds after the change. */
export function restart(life: Life, subscription: Subscription, action: Partial<Pick<Change, "cancelAt" | "cancelAtPeriodEnd">>): void {
  const { cancelAt, cancelAtPeriodEnd } = action;
  if (cancelAt !== undefined || cancelAtPeriodEnd !== undefined) {
    subscription.cancelAt = cancelAt ?? undefined;
    subscription.canceledAt = subscription.cancelAt === undefined ? undefined : life.now;
    subscription.atPeriodEnd = false;
  }
  subscription.anchor = life.now;
  subscription.reachesBack = false;
  subscription.freeStub = false;
  for (const item of subscription.items) {
    item.debits = [];
    turnTo(item, subscription, life.now, "of the full period");
    turnUsage(life, item, item.plan, true, false);
  }
}

/** C5: now is the anchor; the running period keeps its start, length and planned end, and would else end one interval from now. */
export function anchorNow(life: Life, subscription: Subscription): void {
  subscription.anchor = life.now;
  subscription.reachesBack = false;
  for (const item of subscription.items) item.fullEnd = boundary(life.now, item.plan.interval, 1);
}

/** C6, at sign-up. */
export function pulledIn(life: Life, trialEnd: number | undefined, cancelAt: number | undefined): number | undefined {
  if (life.scenario.billing.mode !== "classic" || trialEnd === undefined || cancelAt === undefined) return trialEnd;
  return Math.min(trialEnd, cancelAt);
}

/** C6, later. */
export function pullTrialIn(subscription: Subscription): void {
  const { trialEnd, cancelAt } = subscription;
  if (trialEnd === undefined || cancelAt === undefined || cancelAt >= trialEnd) return;
  if (subscription.anchor === trialEnd) subscription.anchor = cancelAt;
  subscription.trialEnd = cancelAt;
  for (const item of subscription.items) spanTrial(item, subscription, item.start, cancelAt);
}
