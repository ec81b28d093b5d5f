import type { Account } from "../../account/account.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { planBoundary } from "../periods/boundary-plan.ts";
import { spanItems } from "../periods/periods.ts";
import { RESUMED, turnUsage } from "../usage/metering.ts";

/** The pause is over: usage counts from here, and a period that has ended meanwhile turns now (P8). */
export function liftPause(world: World, account: Account, subscription: Subscription, status: "active" | "past_due"): void {
  subscription.resumptionInvoice = 0;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (item.usage !== undefined) turnUsage(account, item, item.plan, RESUMED, account.now);
  }
  const previous = subscription.status;
  subscription.status = status;
  planBoundary(account, subscription);
  world.sink.subscription(account.now, account, subscription, "resumed", previous);
}

/** The resumption invoice is void: the period that it began ends here, and nothing of it was billed (P9). */
export function stayPaused(account: Account, subscription: Subscription): void {
  subscription.resumptionInvoice = 0;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (item.periodEnd > account.now) item.periodEnd = account.now;
    item.debitCount = 0;
  }
  spanItems(subscription);
}
