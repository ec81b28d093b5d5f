import type { Item, Subscription } from "../../account/subscription.ts";
import { change } from "../../lifecycle/changes/change.ts";
import { draw } from "../../random/keyed-draw.ts";
import type { SeatsBehavior } from "../population.ts";
import { type BehaviorKind, isServed } from "./behavior-kind.ts";
import { changeOf } from "./change-request.ts";

export const seatsKind: BehaviorKind<SeatsBehavior> = {
  kind: "seats",
  isAtRisk: (behavior, _, subscription) => isServed(subscription) && seatsOf(behavior, subscription) !== undefined,
  happen(behavior, { world, account, subscription, customer, circumstances, occurrence }) {
    const item = seatsOf(behavior, subscription) as Item;
    const by = Math.floor(behavior.by.at(circumstances).sample(draw(customer.key, behavior.amountPurpose, occurrence)) + 0.5);
    // Who gives up the last seat leaves, which is another behaviour.
    const quantity = Math.max(1, item.quantity + by);
    if (quantity === item.quantity) return;
    change(world, account, changeOf([{ kind: "set", plan: item.plan, quantity, taxRates: undefined }], behavior.prorationBehavior), subscription.name);
  },
};

/** The item whose seats they are: the one of the plan, else the first licensed one. */
function seatsOf({ plan }: SeatsBehavior, { items, itemCount }: Subscription): Item | undefined {
  for (let i = 0; i < itemCount; i++) {
    const item = items[i] as Item;
    if (plan === undefined ? item.plan.usage === undefined : item.plan.id === plan.id) return item;
  }
  return undefined;
}
