import type { Item, Subscription } from "../../account/subscription.ts";
import { type Plan, planIn } from "../../catalog/plan.ts";
import { change } from "../../lifecycle/changes/change.ts";
import type { ChangeBehavior } from "../population.ts";
import { type BehaviorKind, holds, isServed } from "./behavior-kind.ts";
import { changeOf } from "./change-request.ts";

export const changeKind: BehaviorKind<ChangeBehavior> = {
  kind: "change",
  isAtRisk: ({ to }, _, subscription) => isServed(subscription) && !holds(subscription, to),
  happen({ plan, to, prorationBehavior }, { world, account, subscription }) {
    const held = heldItem(subscription, plan);
    const quantity = to.usage !== undefined ? undefined : held.quantity;
    const swap = { kind: "swap", from: held.plan, to: planIn(to, account.currency) ?? to, quantity } as const;
    change(world, account, changeOf([swap], prorationBehavior), subscription.name);
  },
};

/** The item that has the plan; undefined: the first. */
function heldItem({ items }: Subscription, plan: Plan | undefined): Item {
  return (plan === undefined ? items[0] : items.find((item) => item.plan.id === plan.id)) as Item;
}
