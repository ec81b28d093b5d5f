import type { Account } from "../../account/account.ts";
import { Refusal } from "../../account/refusal.ts";
import type { Item } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { NEVER } from "../../calendar/instant.ts";
import { invoiceNow } from "../changes/change.ts";
import { creditItem } from "../changes/prorate.ts";
import { tellPending } from "../invoices/pending.ts";
import { planEndOnly } from "../periods/boundary-plan.ts";
import type { Cancel } from "../requests.ts";
import { refuseToMoveEnd } from "../schedules/schedule-checks.ts";
import { endAllUsage } from "../usage/metering.ts";
import { endSubscription, expireSignUp } from "./end-subscription.ts";
import { findSubscription, refuseIfEnded, refuseIfIncomplete } from "./find-subscription.ts";
import { forgetPlannedEnd, fullPeriodEnd, planEnd } from "./planned-end.ts";

/** Cancels now or at the period's end (CAN, B27, B28). */
export function cancel(world: World, account: Account, action: Cancel, name: string | undefined): void {
  const subscription = findSubscription(account, name);
  refuseIfEnded(subscription, "cancelled");
  const waiting = account.pending.length;
  const isPaused = subscription.status === "paused";
  if (action.atPeriodEnd) {
    if (isPaused) {
      throw new Refusal(
        `subscription "${subscription.name}" is paused, so it has no period to end with`,
        "The period ended with the pause (D22).",
        "Cancel it now, or resume before it.",
      );
    }
    refuseToMoveEnd(subscription);
    if (subscription.cancelAtPeriodEnd) {
      throw new Refusal(
        `subscription "${subscription.name}" is already set to end with its period`,
        "It can be cancelled at the period's end once.",
        "Use `uncancel` first.",
      );
    }
    planEnd(world, account, subscription, fullPeriodEnd(subscription), world.settings.prorationBehavior, false);
    subscription.cancelReason = action.reason;
    world.sink.subscription(account.now, account, subscription, "cancel_requested", subscription.status);
    tellPending(world, account, waiting);
    return;
  }
  subscription.cancelReason = action.reason;
  subscription.canceledAt = account.now;
  subscription.cancelAt = NEVER;
  subscription.cancelAtPeriodEnd = false;
  if (subscription.status === "incomplete") {
    expireSignUp(world, account, subscription, "cancel");
    return;
  }
  // Nothing is unused while the service is paused (TRI).
  if (action.prorate && !isPaused) {
    for (let i = 0; i < subscription.itemCount; i++) creditItem(world, account, subscription, subscription.items[i] as Item, account.now, false);
  }
  if (action.invoiceNow) endAllUsage(account, subscription);
  endSubscription(world, account, subscription, "cancel", action.prorate || action.invoiceNow);
  if (action.prorate) tellPending(world, account, waiting);
  if (action.invoiceNow) invoiceNow(world, account, subscription, "none");
}

/** Takes back a pending cancel, of either kind; a period that was cut is restored (D20, B23). */
export function uncancel(world: World, account: Account, name: string | undefined): void {
  const subscription = findSubscription(account, name);
  refuseIfEnded(subscription, "un-cancelled");
  refuseIfIncomplete(subscription, "un-cancelled");
  refuseToMoveEnd(subscription);
  if (subscription.cancelAt === NEVER) {
    throw new Refusal(
      `subscription "${subscription.name}" has no pending cancel`,
      "`uncancel` takes back `cancel_at` or a cancel at the period's end.",
      "Leave the entry out.",
    );
  }
  if (subscription.status === "paused") {
    forgetPlannedEnd(subscription, NEVER);
    planEndOnly(account, subscription);
    subscription.cancelReason = "";
    world.sink.subscription(account.now, account, subscription, "cancel_withdrawn", "paused");
    return;
  }
  const behavior = world.settings.prorationBehavior;
  const waiting = account.pending.length;
  const lines = planEnd(world, account, subscription, NEVER, behavior);
  subscription.cancelReason = "";
  world.sink.subscription(account.now, account, subscription, "cancel_withdrawn", subscription.status);
  tellPending(world, account, waiting);
  if (lines > 0 && behavior === "always_invoice") invoiceNow(world, account, subscription, "none");
}
