import type { Account } from "../../account/account.ts";
import type { Item, ItemTarget, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import type { Instant } from "../../calendar/instant.ts";
import { openPeriod, setAnchor, spanItems } from "../periods/periods.ts";
import { forgetPlannedEnd } from "../subscriptions/planned-end.ts";
import { RENEWAL, turnUsage } from "../usage/metering.ts";
import { applyTargets } from "./apply-targets.ts";
import type { ItemsChanged } from "./change.ts";
import { isChanged } from "./item-targets.ts";
import { creditItem } from "./prorate.ts";

/**
 * The anchor is now (T1): every live debit is credited from `creditFrom` (undefined: none is), the items become what the change asks for,
 * and each begins a full period, cut by the planned end. `newEnd` is the one that the same change asks for. The caller bills it at once.
 */
export function resetAnchor(
  world: World,
  account: Account,
  subscription: Subscription,
  targets: readonly ItemTarget[],
  creditFrom: Instant | undefined,
  newEnd: Instant | undefined,
): ItemsChanged {
  let lines = 0;
  if (creditFrom !== undefined) {
    for (let i = 0; i < subscription.itemCount; i++) {
      const item = subscription.items[i] as Item;
      const isReplaced = !targets.some((target) => target.source === item && !isChanged(target));
      lines += creditItem(world, account, subscription, item, creditFrom, isReplaced);
    }
  }
  applyTargets(subscription, targets);
  if (newEnd !== undefined && newEnd !== subscription.cancelAt) forgetPlannedEnd(subscription, newEnd);
  setAnchor(subscription, account.now);
  subscription.freeStub = false;
  subscription.isBackdated = false;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    openPeriod(subscription, item, account.now, true);
    turnUsage(account, item, item.plan, RENEWAL, account.now);
  }
  spanItems(subscription);
  return { items: true, lines, isImmediate: true, restarts: false, trialLines: undefined };
}
