import type { Account } from "../../account/account.ts";
import type { Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import type { Plan } from "../../catalog/plan.ts";
import type { Change, ItemChange, OneOff, PlanQuantity, Subscribe } from "../requests.ts";

/** The plan at the price that who takes it up now meets (N82). */
export function priceInForce({ business }: World, account: Account, plan: Plan): Plan {
  return business === undefined || plan.currency !== account.currency ? plan : business.priceNow(account, plan);
}

/** A sign-up at the prices in force. */
export function subscribeInForce(world: World, account: Account, action: Subscribe): Subscribe {
  if (world.business === undefined) return action;
  const items: readonly PlanQuantity[] = action.items.map((item) => ({ ...item, plan: priceInForce(world, account, item.plan) }));
  return { ...action, items, addInvoiceItems: action.addInvoiceItems.map((item) => oneOffInForce(world, account, item)) };
}

/** A quantity of a plan at the price in force. */
export function oneOffInForce(world: World, account: Account, item: OneOff): OneOff {
  return item.plan === undefined ? item : { ...item, plan: priceInForce(world, account, item.plan) };
}

/** A change whose plans are those that the subscription has, at the price that it has them; what it does not have comes at the price in force. */
export function changeInForce(world: World, account: Account, subscription: Subscription, action: Change): Change {
  if (world.business === undefined) return action;
  const priced = (plan: Plan): Plan => heldOrInForce(world, account, subscription, plan);
  return { ...action, plan: action.plan && priced(action.plan), items: action.items.map((item) => pricedItem(item, priced)) };
}

function pricedItem(item: ItemChange, priced: (plan: Plan) => Plan): ItemChange {
  return item.kind === "swap" ? { ...item, from: priced(item.from), to: priced(item.to) } : { ...item, plan: priced(item.plan) };
}

/** What is held keeps its price. */
export function heldOrInForce(world: World, account: Account, subscription: Subscription, plan: Plan): Plan {
  if (world.business === undefined) return plan;
  const { items, itemCount } = subscription;
  return items.find((item, i) => i < itemCount && item.plan.id === plan.id)?.plan ?? priceInForce(world, account, plan);
}
