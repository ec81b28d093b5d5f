import type { Account } from "../../account/account.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import type { ProrationBehavior } from "../../billing/settings.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import { creditItem } from "../changes/prorate.ts";
import type { NewLines } from "../invoices/draft-invoice.ts";
import { modeOf } from "../modes/registry.ts";
import { lacksCard } from "../pauses/pause.ts";
import { openPeriod, setAnchor, spanItems, waitUntil } from "../periods/periods.ts";
import { RENEWAL, TRIAL_BEGINS, turnUsage } from "../usage/metering.ts";
import { inTrial } from "./status.ts";

/**
 * Ends a trial now, moves its end, or puts a running subscription into one (D19, B22). The anchor moves to the trial's end.
 * Answers which lines the invoice that follows at once has; undefined: none follows.
 */
export function moveTrial(world: World, account: Account, subscription: Subscription, end: Instant | "now", behavior: ProrationBehavior): NewLines | undefined {
  const { now } = account;
  const wasInTrial = inTrial(account, subscription);
  subscription.freeStub = false;
  subscription.isBackdated = false;
  if (end === "now") {
    subscription.trialEnd = now;
    setAnchor(subscription, now);
    if (lacksCard(account, subscription)) {
      // The trial's end comes at this instant, and does what it does without a card (P4).
      for (let i = 0; i < subscription.itemCount; i++) waitUntil(subscription.items[i] as Item, (subscription.items[i] as Item).periodStart, now);
      spanItems(subscription);
      return undefined;
    }
    if (subscription.status === "trialing") subscription.status = "active";
    for (let i = 0; i < subscription.itemCount; i++) {
      const item = subscription.items[i] as Item;
      openPeriod(subscription, item, now, true);
      if (item.usage !== undefined) turnUsage(account, item, item.plan, RENEWAL, now);
    }
    spanItems(subscription);
    return "recurring";
  }
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (!wasInTrial && behavior !== "none") creditItem(world, account, subscription, item, now, false);
    waitUntil(item, wasInTrial ? item.periodStart : now, end);
    if (item.usage !== undefined && !wasInTrial) turnUsage(account, item, item.plan, TRIAL_BEGINS, now);
  }
  if (!wasInTrial && (subscription.trialStart === NEVER || !modeOf(subscription).keepsFirstTrialStart)) subscription.trialStart = now;
  subscription.trialEnd = end;
  setAnchor(subscription, end);
  if (subscription.status === "active" || subscription.status === "past_due") subscription.status = "trialing";
  spanItems(subscription);
  return "trial";
}
