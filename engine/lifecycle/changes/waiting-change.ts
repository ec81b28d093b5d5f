import type { Account } from "../../account/account.ts";
import type { Item, Subscription, WaitingChange } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { redeem } from "../invoices/redeem.ts";
import { waitUntil } from "../periods/periods.ts";
import { changeTerms } from "../periods/repeat-invoice.ts";
import type { Change } from "../requests.ts";
import { leaveMetersAtTurn } from "../usage/item-meters.ts";
import { applyTargets } from "./apply-targets.ts";
import { intervalMoves, waitForInterval } from "./change-intervals.ts";
import { itemTargets } from "./item-targets.ts";

/** A change for the end of the running period: checked and its coupons redeemed now; it takes the place of one that waits (T2). */
export function planChange(world: World, account: Account, subscription: Subscription, action: Change): void {
  const targets = itemTargets(account, subscription, action);
  const discounts = action.discounts === undefined ? undefined : redeem(world, account, action.discounts);
  changeTerms(account, subscription);
  subscription.waitingChange = { targets, discounts, taxRates: action.taxRates };
  world.sink.subscription(account.now, account, subscription, "change_planned", subscription.status);
}

/**
 * The period's end has come: the waiting change happens without proration, before the renewal's lines are made. Answers whether there was
 * one; items that are metered from then on begin to measure when the periods have turned.
 */
export function makeWaitingChange(world: World, account: Account, subscription: Subscription): boolean {
  const { waitingChange } = subscription;
  if (waitingChange === undefined) return false;
  subscription.waitingChange = undefined;
  changeAtTurn(world, account, subscription, waitingChange, "updated");
  return true;
}

/** The items become these without proration, just before the periods turn. */
export function changeAtTurn(world: World, account: Account, subscription: Subscription, changed: WaitingChange, told: "updated" | "moved"): void {
  const { targets, discounts, taxRates } = changed;
  leaveMetersAtTurn(account, subscription, targets);
  const { moves } = intervalMoves(subscription, targets);
  applyTargets(subscription, targets);
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (targets[i]?.source === undefined) waitUntil(item, account.now, account.now);
    else if (moves[i] === true && item.periodEnd > account.now) waitForInterval(subscription, item, account.now);
  }
  if (discounts !== undefined) subscription.discounts = discounts;
  if (taxRates !== undefined) subscription.taxRates = taxRates;
  changeTerms(account, subscription);
  world.sink.subscription(account.now, account, subscription, told, subscription.status);
}
