import type { Account } from "../../account/account.ts";
import type { EndReason, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { NEVER } from "../../calendar/instant.ts";
import { stopCollecting, voidFirstInvoice } from "../invoices/close-invoice.ts";
import { dropPendingProrations } from "../invoices/pending.ts";
import { dropUsage } from "../usage/metering.ts";

/** Ends a subscription now (D21). Its open and draft invoices are no longer collected; pending prorations go, unless they are to be billed. */
export function endSubscription(world: World, account: Account, subscription: Subscription, reason: EndReason, keepProrations: boolean): void {
  if (!keepProrations) dropPendingProrations(world, account, subscription);
  stopCollecting(account, subscription);
  markEnded(world, account, subscription, "canceled", reason);
}

/** A sign-up that was never paid, given up or cancelled: its invoice is void, the subscription `incomplete_expired` (OVR, B27). */
export function expireSignUp(world: World, account: Account, subscription: Subscription, reason: EndReason): void {
  voidFirstInvoice(world, account, subscription);
  dropPendingProrations(world, account, subscription);
  stopCollecting(account, subscription);
  markEnded(world, account, subscription, "incomplete_expired", reason);
}

export function markEnded(world: World, account: Account, subscription: Subscription, status: "canceled" | "incomplete_expired", reason: EndReason): void {
  const previous = subscription.status;
  subscription.status = status;
  subscription.endedAt = account.now;
  subscription.endReason = reason;
  if (subscription.canceledAt === NEVER) subscription.canceledAt = account.now;
  subscription.generation++;
  dropUsage(subscription);
  world.sink.subscription(account.now, account, subscription, "ended", previous);
}
