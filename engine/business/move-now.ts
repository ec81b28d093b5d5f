import type { Account } from "../account/account.ts";
import { Refusal } from "../account/refusal.ts";
import type { Item, Subscription } from "../account/subscription.ts";
import type { World } from "../account/world.ts";
import type { ProrationBehavior } from "../billing/settings.ts";
import type { Plan } from "../catalog/plan.ts";
import { changeAsAsked } from "../lifecycle/change.ts";
import type { ItemChange } from "../lifecycle/requests.ts";

/**
 * Items get other plans at once, as a change by hand would have it (B13): quantities stay (D18), and a change that waits for the period's end
 * goes on waiting. What Stripe would refuse is not done, and is done by the next renewal in its place. Answers whether anything moved.
 */
export function moveNow(
  world: World,
  account: Account,
  subscription: Subscription,
  planOf: (item: Item) => Plan,
  prorationBehavior: ProrationBehavior | undefined,
): boolean {
  const held = subscription.items.slice(0, subscription.itemCount);
  const moves = new Map<Plan, Plan>();
  for (const item of held) {
    const plan = planOf(item);
    if (plan !== item.plan) moves.set(item.plan, plan);
  }
  if (moves.size === 0) return false;
  const items: ItemChange[] = held.flatMap(({ plan: from, quantity }) => {
    const to = moves.get(from);
    return to === undefined ? [] : [{ kind: "swap", from, to, quantity: to.usage === undefined ? quantity : undefined } as const];
  });
  const { waitingChange } = subscription;
  try {
    changeAsAsked(world, account, subscription, { kind: "change", ...ITEMS_ONLY, items, prorationBehavior }, "moved");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return false;
  }
  if (waitingChange !== undefined) {
    for (const target of waitingChange.targets) target.plan = moves.get(target.plan) ?? target.plan;
    subscription.waitingChange = waitingChange;
  }
  return true;
}

const ITEMS_ONLY = {
  plan: undefined,
  quantity: undefined,
  prorationDate: undefined,
  trialEnd: undefined,
  discounts: undefined,
  taxRates: undefined,
  cancelAt: undefined,
  cancelAtPeriodEnd: undefined,
} as const;
