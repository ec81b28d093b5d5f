import type { Account } from "../account/account.ts";
import { DUE } from "../account/agenda.ts";
import type { Subscription } from "../account/subscription.ts";
import { NEVER } from "../calendar/instant.ts";

/** Plans the subscription's next boundary: the end of its period, or its planned end if that is earlier. What was planned before is stale. */
export function planBoundary(account: Account, subscription: Subscription): void {
  const { periodEnd, cancelAt, ordinal } = subscription;
  const at = cancelAt < periodEnd ? cancelAt : periodEnd;
  const generation = ++subscription.generation;
  if (at === NEVER) return;
  account.agenda.push(at > account.now ? at : account.now, DUE.boundary, ordinal, ordinal, generation);
}
