import type { Account } from "../account/account.ts";
import type { World } from "../account/world.ts";
import { change } from "../lifecycle/changes/change.ts";
import { addInvoiceItem, billPending, credit, pay } from "../lifecycle/invoices/bill-by-hand.ts";
import { pause } from "../lifecycle/pauses/pause.ts";
import { pauseCollection } from "../lifecycle/pauses/pause-collection.ts";
import { resume } from "../lifecycle/pauses/resume.ts";
import { replaceCard, replaceCoupon } from "../lifecycle/payments/replace-card.ts";
import type { Action } from "../lifecycle/requests.ts";
import { cancel, uncancel } from "../lifecycle/subscriptions/cancel.ts";
import { subscribe } from "../lifecycle/subscriptions/subscribe.ts";
import { recordUsage } from "../lifecycle/usage/record-usage.ts";
import { performByHand } from "./perform-by-hand.ts";

/**
 * Does one action of a customer, at `account.now`. Answers why it came to nothing, if it did: a sign-up's card was refused (D28).
 *
 * @throws Refusal when Stripe would refuse it; nothing of it has happened then.
 */
export function perform(world: World, account: Account, action: Action, subscription: string | undefined): string | undefined {
  switch (action.kind) {
    case "subscribe":
      return subscribe(world, account, action);
    case "change":
      change(world, account, action, subscription);
      break;
    case "usage":
      recordUsage(world, account, action, subscription);
      break;
    case "cancel":
      cancel(world, account, action, subscription);
      break;
    case "uncancel":
      uncancel(world, account, subscription);
      break;
    case "pause":
      pause(world, account, action, subscription);
      break;
    case "resume":
      resume(world, account, action, subscription);
      break;
    case "pause_collection":
      pauseCollection(world, account, action, subscription);
      break;
    case "card":
      replaceCard(world, account, action);
      break;
    case "invoice_item":
      addInvoiceItem(world, account, action, subscription);
      break;
    case "invoice":
      billPending(world, account, action, subscription);
      break;
    case "pay":
      pay(world, account, action);
      break;
    case "credit":
      credit(world, account, action);
      break;
    case "coupon":
      replaceCoupon(world, account, action, subscription);
      break;
    default:
      performByHand(world, account, action);
  }
  return undefined;
}
