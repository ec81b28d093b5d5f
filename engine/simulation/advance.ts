import type { Account } from "../account/account.ts";
import { DUE, type Due } from "../account/agenda.ts";
import type { World } from "../account/world.ts";
import type { Instant } from "../calendar/instant.ts";
import { moveOn } from "../lifecycle/periods/move-on.ts";
import { boundary } from "./handlers/boundary.ts";
import { isStale } from "./stale.ts";

/** What happens when something falls due. One file each in `handlers/`, one line each in `handlers/registry.ts`. */
export type Handler = (world: World, account: Account, due: Due) => void;

const due: Due = { at: 0, code: DUE.boundary, ref: 0, generation: 0 };

/**
 * The loop: runs one customer's agenda up to, not including, `until`. The only one: a batch run, a cut run, a step of a test clock and
 * `explain` all call it.
 *
 * Time stands still while things of one instant happen, in the order of `account/agenda.ts` (D8); when it moves on, the instant is settled.
 */
export function advance(world: World, account: Account, until: Instant, handlers: readonly Handler[]): void {
  const { agenda } = account;
  agenda.until = until;
  for (;;) {
    if (account.life !== undefined) settle(world, account, until);
    if (agenda.size === 0 || agenda.head() >= until) return;
    agenda.take(due);
    if (due.at !== account.now) moveOn(world, account, due.at);
    if (isStale(account, due)) continue;
    const handler = handlers[due.code] as Handler;
    // Most of what falls due is a renewal: called by its name, the compiler makes it part of the loop.
    if (handler === boundary) boundary(world, account, due);
    else handler(world, account, due);
  }
}

/** A drawn life may plan what comes next only when the instant is over; and what it uses until then is known when all is planned. */
function settle(world: World, account: Account, until: Instant): void {
  const { agenda, life } = account;
  if (life === undefined || (agenda.size > 0 && agenda.head() === account.now)) return;
  life.settled(account);
  const next = agenda.size > 0 ? agenda.head() : until;
  life.use(world, account, next < until ? next : until);
}
