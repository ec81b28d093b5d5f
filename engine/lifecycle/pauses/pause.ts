import type { Account } from "../../account/account.ts";
import { Refusal } from "../../account/refusal.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { noCard } from "../../payments/card.ts";
import { creditItem } from "../changes/prorate.ts";
import { tellPending } from "../invoices/pending.ts";
import { planEndOnly } from "../periods/boundary-plan.ts";
import { spanItems } from "../periods/periods.ts";
import { changeTerms } from "../periods/repeat-invoice.ts";
import type { Pause } from "../requests.ts";
import { endSubscription } from "../subscriptions/end-subscription.ts";
import { findSubscription, refuseIfEnded, refuseIfIncomplete } from "../subscriptions/find-subscription.ts";
import { inTrial } from "../subscriptions/status.ts";
import { PAUSED, turnUsage } from "../usage/metering.ts";

/** The service stops: the period ends now, and nothing is billed until `resume` (PAU, D22, P5, P6). */
export function pause(world: World, account: Account, { prorate }: Pause, name: string | undefined): void {
  const subscription = findSubscription(account, name);
  checkPause(account, subscription);
  const { now } = account;
  const waiting = account.pending.length;
  changeTerms(account, subscription);
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (prorate) creditItem(world, account, subscription, item, now, false);
    if (item.usage !== undefined) turnUsage(account, item, item.plan, PAUSED, now);
    if (item.periodEnd > now) item.periodEnd = now;
  }
  subscription.isBackdated = false;
  spanItems(subscription);
  standStill(world, account, subscription);
  tellPending(world, account, waiting);
}

function standStill(world: World, account: Account, subscription: Subscription): void {
  const previous = subscription.status;
  subscription.status = "paused";
  planEndOnly(account, subscription);
  world.sink.subscription(account.now, account, subscription, "paused", previous);
}

/** Whether the end of the trial waits for a card that is not there (TRI, P4). Where collection is paused no card is needed (PPC). */
export function lacksCard(account: Account, { trialEndBehavior, pauseCollection, status, collectionMethod }: Subscription): boolean {
  // Who is sent invoices needs no card.
  if (collectionMethod === "send_invoice") return false;
  if (trialEndBehavior === "create_invoice" || account.card !== noCard || status === "unpaid") return false;
  return trialEndBehavior === "cancel" || pauseCollection === undefined;
}

/** A trial ends and there is no card: the subscription ends with it, or waits for `resume` (TRI, P4). */
export function endTrialWithoutCard(world: World, account: Account, subscription: Subscription): void {
  if (subscription.trialEndBehavior === "cancel") endSubscription(world, account, subscription, "missing_payment_method", false);
  else standStill(world, account, subscription);
}

/** @throws Refusal for what Stripe cannot pause (PAU). */
function checkPause(account: Account, subscription: Subscription): void {
  refuseIfEnded(subscription, "paused");
  refuseIfIncomplete(subscription, "paused");
  const { name } = subscription;
  if (subscription.status === "paused") {
    throw new Refusal(
      `subscription "${name}" is paused already`,
      "A paused subscription stays so until `resume`.",
      "Leave the entry out, or resume before it.",
    );
  }
  if (subscription.schedule !== undefined) {
    throw new Refusal(
      `subscription "${name}" is managed by a schedule and cannot be paused`,
      "As with Stripe, the service of a subscription with a schedule is not paused (PAU).",
      "Use `pause_collection`, or cancel it.",
    );
  }
  if (subscription.mode === "classic") {
    throw new Refusal(
      `subscription "${name}" is billed in classic mode and cannot be paused`,
      "The service can be paused in flexible mode only (PAU).",
      "Use the flexible mode, or `pause_collection`.",
    );
  }
  if (subscription.collectionMethod === "send_invoice") {
    throw new Refusal(
      `subscription "${name}" is sent its invoices and cannot be paused`,
      "The service can be paused only with `collection_method: charge_automatically` (PAU).",
      "Use `pause_collection`, or cancel it.",
    );
  }
  if (inTrial(account, subscription)) {
    throw new Refusal(
      `subscription "${name}" is in a trial and cannot be paused`,
      "A trial cannot be paused (PAU).",
      "Move the trial's end by `change: { trial_end }`.",
    );
  }
  if (subscription.pauseCollection !== undefined) {
    throw new Refusal(
      `the collection of subscription "${name}" is paused, so its service cannot be paused`,
      "A subscription whose collection is paused cannot become `paused` (PPC).",
      "End that pause before it by `pause_collection: null`.",
    );
  }
}
