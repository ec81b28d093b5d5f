import type { Account } from "../../account/account.ts";
import { DUE } from "../../account/agenda.ts";
import { currentPhase } from "../../account/schedule.ts";
import type { Subscription } from "../../account/subscription.ts";
import { NEVER } from "../../calendar/instant.ts";

/** Plans the subscription's next boundary: the end of its period, or its planned end or its phase's if that is earlier. What was planned before is stale. */
export function planBoundary(account: Account, subscription: Subscription): void {
  const { periodEnd, cancelAt, ordinal, schedule } = subscription;
  let next = cancelAt < periodEnd ? cancelAt : periodEnd;
  if (schedule !== undefined) next = Math.min(next, currentPhase(schedule).end);
  const at = next > account.now ? next : account.now;
  if (at === subscription.boundaryAt) return;
  subscription.boundaryAt = at;
  account.agenda.push(at, DUE.boundary, ordinal, ordinal, ++subscription.generation);
}

/** Nothing turns while the service is paused: only a planned end is to come (P5). */
export function planEndOnly(account: Account, subscription: Subscription): void {
  const { cancelAt, ordinal } = subscription;
  const generation = ++subscription.generation;
  subscription.boundaryAt = cancelAt === NEVER ? 0 : cancelAt;
  if (cancelAt !== NEVER) account.agenda.push(cancelAt, DUE.boundary, ordinal, ordinal, generation);
}
