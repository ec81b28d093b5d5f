import type { Account } from "../../account/account.ts";
import { DUE } from "../../account/agenda.ts";
import type { Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { NEVER } from "../../calendar/instant.ts";
import { changeTerms } from "../periods/repeat-invoice.ts";
import type { CollectionPauseTerms, PauseCollection } from "../requests.ts";
import { findSubscription, refuseIfEnded, refuseIfIncomplete, refuseIfPaused } from "../subscriptions/find-subscription.ts";
import { hasEnded } from "../subscriptions/status.ts";
import { checkResumption } from "../subscriptions/subscribe-checks.ts";

/** Pauses the collection of a subscription's invoices, or lets it resume (PPC, P1-P3). */
export function pauseCollection(world: World, account: Account, { pause }: PauseCollection, name: string | undefined): void {
  const subscription = findSubscription(account, name);
  if (pause === undefined) {
    resume(world, account, subscription);
    return;
  }
  refuseIfEnded(subscription, "paused");
  refuseIfIncomplete(subscription, "paused");
  refuseIfPaused(subscription, "given another pause");
  checkResumption(account.now, pause.resumesAt);
  changeTerms(account, subscription);
  setCollectionPause(subscription, pause);
  planResumption(account, subscription);
  world.sink.subscription(account.now, account, subscription, "collection_paused", subscription.status);
}

/** From now on its drafts are not collected. */
export function setCollectionPause(subscription: Subscription, { behavior, resumesAt }: CollectionPauseTerms): void {
  subscription.pauseCollection = behavior;
  subscription.collectionResumesAt = resumesAt ?? NEVER;
}

export function planResumption(account: Account, { collectionResumesAt, ordinal }: Subscription): void {
  if (collectionResumesAt !== NEVER) account.agenda.push(collectionResumesAt, DUE.collection, ordinal, ordinal, 0);
}

/** `resumes_at` may have come: the pause that was to end here may be over, or another one (P3). */
export function resumeAsPlanned(world: World, account: Account, subscription: Subscription): void {
  if (subscription.collectionResumesAt === account.now && !hasEnded(subscription)) resume(world, account, subscription);
}

/** Invoices that are drafted from now on are collected; those that are there stay what they are. */
function resume(world: World, account: Account, subscription: Subscription): void {
  if (subscription.pauseCollection === undefined || hasEnded(subscription)) return;
  subscription.pauseCollection = undefined;
  subscription.collectionResumesAt = NEVER;
  world.sink.subscription(account.now, account, subscription, "collection_resumed", subscription.status);
}
