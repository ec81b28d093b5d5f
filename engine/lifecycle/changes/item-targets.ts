import type { Account } from "../../account/account.ts";
import { Refusal } from "../../account/refusal.ts";
import type { Item, ItemTarget, Subscription } from "../../account/subscription.ts";
import type { Plan } from "../../catalog/plan.ts";
import type { Change, ItemChange } from "../requests.ts";
import { checkCurrency, checkIntervals } from "../subscriptions/subscribe-checks.ts";
import { isMetered } from "../usage/metering.ts";
import { checkThresholds } from "../usage/threshold-checks.ts";

/** Whether an item of the subscription is kept, as it is or changed. */
export function isKept(item: Item, targets: readonly ItemTarget[]): boolean {
  for (let i = 0; i < targets.length; i++) if ((targets[i] as ItemTarget).source === item) return true;
  return false;
}

/** Whether the item's plan or quantity differ: only then it is prorated (B14). */
export function isChanged(target: ItemTarget): boolean {
  return target.source === undefined || target.source.plan !== target.plan || target.source.quantity !== target.quantity;
}

/**
 * The items a change asks for, in their new order: a swap keeps its place, an added item stands last (B14, B26).
 *
 * @throws Refusal when the form does not fit the subscription (D18).
 */
export function itemTargets(account: Account, subscription: Subscription, action: Change): ItemTarget[] {
  const targets: ItemTarget[] = [];
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    targets.push({ source: item, plan: item.plan, quantity: item.quantity, taxRates: item.taxRates });
  }
  if (action.plan !== undefined || action.quantity !== undefined) changeOnly(subscription, targets, action);
  for (const change of action.items) applyItemChange(subscription, targets, change);
  checkTargets(account, subscription, targets);
  return targets;
}

function changeOnly(subscription: Subscription, targets: readonly ItemTarget[], action: Change): void {
  const licensed = targets.filter((candidate) => !isMetered(candidate));
  const target = (action.plan === undefined && licensed.length === 1 ? licensed[0] : targets[0]) as ItemTarget;
  if (targets.length !== 1 && (action.plan !== undefined || licensed.length !== 1)) {
    throw new Refusal(
      `subscription "${subscription.name}" has ${targets.length} items`,
      action.plan === undefined ? "`quantity` needs exactly one licensed item." : "`plan` needs exactly one item.",
      `Use the items form: items: [{ plan: ${target.plan.id}, quantity: 2 }] or items: [{ from: ${target.plan.id}, to: other }].`,
    );
  }
  // A changed plan resets the quantity to 1 unless it is given (CHG, D18).
  if (action.plan !== undefined && action.plan !== target.plan) {
    target.plan = action.plan;
    target.quantity = firstQuantity(action.plan);
  }
  if (action.quantity !== undefined) target.quantity = action.quantity;
}

/** A metered item has no quantity of its own: usage is its quantity. */
function firstQuantity(plan: Plan): number {
  return plan.usage === undefined ? 1 : 0;
}

function applyItemChange(subscription: Subscription, targets: ItemTarget[], change: ItemChange): void {
  if (change.kind === "swap") {
    const target = held(subscription, targets, change.from);
    if (target.plan !== change.to) target.quantity = firstQuantity(change.to);
    target.plan = change.to;
    if (change.quantity !== undefined) target.quantity = change.quantity;
    return;
  }
  const index = targets.findIndex((target) => target.plan === change.plan);
  if (change.kind === "remove") {
    held(subscription, targets, change.plan);
    targets.splice(index, 1);
  } else if (index < 0) {
    targets.push({ source: undefined, plan: change.plan, quantity: change.quantity ?? firstQuantity(change.plan), taxRates: change.taxRates });
  } else {
    const target = targets[index] as ItemTarget;
    if (change.quantity !== undefined) target.quantity = change.quantity;
    if (change.taxRates !== undefined) target.taxRates = change.taxRates;
  }
}

function held(subscription: Subscription, targets: readonly ItemTarget[], plan: Plan): ItemTarget {
  const target = targets.find((candidate) => candidate.plan === plan);
  if (target !== undefined) return target;
  throw new Refusal(
    `subscription "${subscription.name}" has no item of plan "${plan.id}"`,
    `It has ${targets.map((candidate) => `"${candidate.plan.id}"`).join(", ")}.`,
    "Name a plan it has.",
  );
}

/** The dearest item that can be billed, in minor units: thousands of such lines still add up below 2^53. */
const DEAREST = 1e13;

function checkPrice(plan: Plan, quantity: number): void {
  if (Number(plan.model.price(plan.terms, quantity)) / plan.terms.scale <= DEAREST) return;
  throw new Refusal(
    `${quantity} of plan "${plan.id}" would cost more than ${DEAREST} minor units`,
    "A line stays below 10^13 minor units, so that sums stay exact.",
    "Lower the quantity.",
  );
}

function withoutQuantity(plan: Plan): Refusal {
  return new Refusal(`plan "${plan.id}" is metered and has no quantity`, "The quantity of a metered plan is its usage.", "Leave `quantity` out.");
}

/** @throws Refusal for items that cannot stand on one subscription. */
export function checkTargets(account: Account, subscription: Subscription, targets: readonly ItemTarget[]): void {
  if (targets.length === 0) {
    throw new Refusal(
      `the change would leave subscription "${subscription.name}" without items`,
      "A subscription has at least one item.",
      "Cancel it instead.",
    );
  }
  for (let i = 0; i < targets.length; i++) {
    const { plan, quantity } = targets[i] as ItemTarget;
    checkCurrency(account, plan);
    checkPrice(plan, quantity);
    if (plan.usage !== undefined && quantity !== 0) throw withoutQuantity(plan);
    for (let j = 0; j < i; j++) {
      if ((targets[j] as ItemTarget).plan !== plan) continue;
      throw new Refusal(`plan "${plan.id}" would stand twice on subscription "${subscription.name}"`, "One plan stands once.", "Change its quantity instead.");
    }
  }
  if (targets.length > 1) {
    checkIntervals(
      subscription.mode,
      targets.map((target) => target.plan),
    );
  }
  checkThresholds(account, subscription.thresholds, targets);
}
