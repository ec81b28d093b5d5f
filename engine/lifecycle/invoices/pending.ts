import type { Account } from "../../account/account.ts";
import type { Line } from "../../account/line.ts";
import type { Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { hasEnded } from "../subscriptions/status.ts";

/** Makes a line wait for the next invoice. Told later by `tellPending`: what made it comes first (WEB). */
export function addPending(account: Account, line: Line): void {
  // A line used again may still have the taxes of its last life; they are settled when it is invoiced.
  if (line.taxes.length > 0) line.taxes.length = 0;
  account.pending.push(line);
}

/** Tells of the pending lines made since there were `from` of them. */
export function tellPending(world: World, account: Account, from: number): void {
  for (let i = from; i < account.pending.length; i++) world.sink.line(account.now, account, account.pending[i] as Line, 1);
}

/** Whether an invoice of `subscription` takes this pending line: its own, of none, and of what has ended (B7). */
function belongs(line: Line, subscription: Subscription): boolean {
  const owner = line.subscription;
  return owner === undefined || owner === subscription || hasEnded(owner);
}

/** Moves the pending lines that an invoice of this subscription takes into `lines`, in order of making; only those made `since` (a number of the sequence). */
export function takePending(account: Account, subscription: Subscription, lines: Line[], since: number): void {
  if (account.pending.length === 0) return;
  movePending(account, lines, (line) => line.sequence >= since && belongs(line, subscription));
}

/** Moves every pending line, or only a subscription's own, into `lines` (a manual invoice). */
export function takePendingFor(account: Account, subscription: Subscription | undefined, lines: Line[]): void {
  movePending(account, lines, (line) => subscription === undefined || line.subscription === subscription);
}

function movePending(account: Account, lines: Line[], takes: (line: Line) => boolean): void {
  const { pending } = account;
  let kept = 0;
  for (const line of pending) {
    if (takes(line)) lines.push(line);
    else pending[kept++] = line;
  }
  pending.length = kept;
}

/** What an invoice of this subscription would take of what is pending, in order of making. */
export function pendingFor(account: Account, subscription: Subscription): readonly Line[] {
  return account.pending.filter((line) => belongs(line, subscription));
}

/** Whether an invoice of this subscription would take anything that is pending. */
export function hasPendingFor(account: Account, subscription: Subscription): boolean {
  return account.pending.some((line) => belongs(line, subscription));
}

export function hasOwnPending(account: Account, subscription: Subscription): boolean {
  return account.pending.some((line) => line.subscription === subscription);
}

/** A cancel removes prorations that were not billed; plain items stay for the next invoice (D21, CAN). */
export function dropPendingProrations(world: World, account: Account, subscription: Subscription): void {
  const { pending } = account;
  if (pending.length === 0) return;
  let kept = 0;
  for (const line of pending) {
    const isProration = line.kind === "proration_credit" || line.kind === "proration_charge";
    if (isProration && line.subscription === subscription) world.sink.line(account.now, account, line, -1);
    else pending[kept++] = line;
  }
  pending.length = kept;
}
