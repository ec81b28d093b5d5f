import type { Account } from "../account/account.ts";
import { Refusal } from "../account/refusal.ts";
import type { Discount, Item, ItemTarget, Subscription } from "../account/subscription.ts";
import type { World } from "../account/world.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import { changeAsAsked } from "../lifecycle/changes/change.ts";
import { checkTargets } from "../lifecycle/changes/item-targets.ts";
import { changeAtTurn } from "../lifecycle/changes/waiting-change.ts";
import { checkRedeemBy, redeem } from "../lifecycle/invoices/redeem.ts";
import type { ItemChange } from "../lifecycle/requests.ts";
import type { Move } from "./entry.ts";

/** What becomes of an item, and by which entry. */
export interface ItemMove {
  readonly item: Item;
  readonly to: Plan;
  readonly entry: Move;
}

/** A licensed item keeps its quantity (D18); one that was metered has one. */
function quantityOf({ item, to }: ItemMove): number {
  if (to.usage !== undefined) return 0;
  return item.plan.usage === undefined ? item.quantity : 1;
}

function couponOf(moves: readonly ItemMove[]): Coupon | undefined {
  for (const { entry } of moves) if (entry.kind === "migrate" && entry.coupon !== undefined) return entry.coupon;
  return undefined;
}

/**
 * Items get other plans at once, as a change by hand would have it (B13). A change that waits for the period's end goes on waiting. What Stripe
 * would refuse is not done; a coupon that is over or used up keeps nobody from moving (N3). Answers whether anything moved.
 */
export function moveNow(world: World, account: Account, subscription: Subscription, moves: readonly ItemMove[]): boolean {
  const coupon = couponOf(moves);
  return (coupon !== undefined && tryNow(world, account, subscription, moves, [coupon])) || tryNow(world, account, subscription, moves, undefined);
}

function tryNow(world: World, account: Account, subscription: Subscription, moves: readonly ItemMove[], discounts: readonly Coupon[] | undefined): boolean {
  const items = moves.map((move): ItemChange => {
    return { kind: "swap", from: move.item.plan, to: move.to, quantity: move.to.usage === undefined ? quantityOf(move) : undefined };
  });
  const became = new Map(moves.map(({ item, to }) => [item.plan, to]));
  const entry = moves[0]?.entry;
  const prorationBehavior = entry?.kind === "migrate" ? entry.prorationBehavior : undefined;
  const { waitingChange } = subscription;
  try {
    changeAsAsked(world, account, subscription, { kind: "change", ...ITEMS_ONLY, items, discounts, prorationBehavior }, "moved");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return false;
  }
  if (waitingChange !== undefined) {
    for (const target of waitingChange.targets) target.plan = became.get(target.plan) ?? target.plan;
    subscription.waitingChange = waitingChange;
  }
  return true;
}

const ITEMS_ONLY = {
  plan: undefined,
  quantity: undefined,
  prorationDate: undefined,
  trialEnd: undefined,
  taxRates: undefined,
  cancelAt: undefined,
  cancelAtPeriodEnd: undefined,
} as const;

/** Items get other plans with the turn of their periods (T2): nothing is prorated. Answers whether they do: items that do not go together stay as they are. */
export function moveAtTurn(world: World, account: Account, subscription: Subscription, moves: readonly ItemMove[]): boolean {
  const targets = subscription.items.slice(0, subscription.itemCount).map((source): ItemTarget => {
    const move = moves.find(({ item }) => item === source);
    return { source, plan: move?.to ?? source.plan, quantity: move === undefined ? source.quantity : quantityOf(move), taxRates: source.taxRates };
  });
  try {
    checkTargets(account, subscription, targets);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return false;
  }
  changeAtTurn(world, account, subscription, { targets, discounts: redeemed(world, account, couponOf(moves)), taxRates: undefined }, "moved");
  return true;
}

function redeemed(world: World, account: Account, coupon: Coupon | undefined): Discount[] | undefined {
  if (coupon === undefined) return undefined;
  try {
    checkRedeemBy([coupon], account);
    return redeem(world, account, [coupon]);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return undefined;
  }
}
