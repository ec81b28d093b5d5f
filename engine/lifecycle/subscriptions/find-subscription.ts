import type { Account } from "../../account/account.ts";
import { Refusal } from "../../account/refusal.ts";
import type { Subscription } from "../../account/subscription.ts";
import { hasEnded } from "./status.ts";

/**
 * The subscription an entry is about: by its name or its `as` (D11), or the only one that lives, or the only one there is.
 *
 * @throws Refusal when there is none of that name, none at all, or several.
 */
export function findSubscription(account: Account, name: string | undefined): Subscription {
  if (name === undefined && account.subscriptionCount === 1) return account.subscriptions[0] as Subscription;
  return searchSubscription(account, name);
}

function searchSubscription(account: Account, name: string | undefined): Subscription {
  const all = account.subscriptions.slice(0, account.subscriptionCount);
  const names = all.map((subscription) => `"${subscription.name}"`).join(", ");
  if (name !== undefined) {
    const found = all.find((subscription) => subscription.name === name || subscription.name === `${account.id}/${name}`);
    if (found !== undefined) return found;
    throw new Refusal(
      `customer "${account.id}" has no subscription "${name}"`,
      all.length === 0 ? "At this instant the customer has no subscription." : `At this instant the customer has ${names}.`,
      "Name one of them, or subscribe first.",
    );
  }
  if (all.length === 0) {
    throw new Refusal(`customer "${account.id}" has no subscription`, "This action is about a subscription.", "Add a `subscribe` entry before it.");
  }
  const living = all.filter((subscription) => !hasEnded(subscription));
  const only = living.length === 1 ? living[0] : all.length === 1 ? all[0] : undefined;
  if (only !== undefined) return only;
  throw new Refusal(
    `customer "${account.id}" has ${all.length} subscriptions: ${names}`,
    "An entry must name the subscription when there are several.",
    "Add `subscription:` with one of these names to the entry.",
  );
}

/** @throws Refusal when the subscription has ended: canceled is final (OVR). */
export function refuseIfEnded(subscription: Subscription, doing: string): void {
  if (!hasEnded(subscription)) return;
  throw new Refusal(
    `subscription "${subscription.name}" is ${subscription.status} and cannot be ${doing}`,
    "A canceled subscription is final.",
    "Move the entry before the end, or subscribe again.",
  );
}

/** @throws Refusal while the first invoice is unpaid: only `cancel`, `card` and `pay` are allowed then (D18). */
export function refuseIfIncomplete(subscription: Subscription, doing: string): void {
  if (subscription.status !== "incomplete") return;
  throw new Refusal(
    `subscription "${subscription.name}" is incomplete and cannot be ${doing}`,
    "While the first invoice is unpaid only `cancel`, `card` and `pay` are allowed.",
    "Pay the first invoice before this entry.",
  );
}

/** @throws Refusal while the service is paused: it is billed again by `resume` (P7). */
export function refuseIfPaused(subscription: Subscription, doing: string): void {
  if (subscription.status !== "paused") return;
  throw new Refusal(
    `subscription "${subscription.name}" is paused and cannot be ${doing}`,
    "While the service is paused nothing of it is billed or prorated (TRI).",
    "Resume it before this entry.",
  );
}
