import type { Account } from "../../account/account.ts";
import type { World } from "../../account/world.ts";
import { checkRedeemBy, redeem } from "../invoices/redeem.ts";
import { changeTerms } from "../periods/repeat-invoice.ts";
import type { ReplaceCard, ReplaceCoupon } from "../requests.ts";
import { findSubscription, refuseIfEnded, refuseIfIncomplete } from "../subscriptions/find-subscription.ts";
import { planCardUpdate } from "./card-update.ts";
import { freshCard, leaveAttempts } from "./drawn-card.ts";
import { payOpenInvoices } from "./pay-open.ts";

/** The customer's new default card; it is charged at the next try (D28), or for all that is open at once (K2). */
export function replaceCard(world: World, account: Account, action: ReplaceCard): void {
  if (account.card.drawn !== undefined) leaveAttempts(account);
  account.card = action.card;
  if (action.card.drawn === undefined) planCardUpdate(account);
  else freshCard(account);
  world.sink.card(account.now, account, action.card, "replaced");
  if (action.payOpen) payOpenInvoices(world, account);
}

/** Gives or takes a coupon: the customer's, or with `subscription:` that subscription's. Makes no proration (PRO). */
export function replaceCoupon(world: World, account: Account, action: ReplaceCoupon, name: string | undefined): void {
  const coupons = action.coupon === undefined ? [] : [action.coupon];
  if (name === undefined) {
    checkRedeemBy(coupons, account);
    account.discount = redeem(world, account, coupons)[0];
    world.sink.coupon(account.now, account, action.coupon);
    return;
  }
  const subscription = findSubscription(account, name);
  refuseIfEnded(subscription, "given a coupon");
  refuseIfIncomplete(subscription, "given a coupon");
  checkRedeemBy(coupons, account);
  subscription.discounts = redeem(world, account, coupons);
  changeTerms(account, subscription);
  world.sink.subscription(account.now, account, subscription, "updated", subscription.status);
}
