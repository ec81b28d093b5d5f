import type { Account } from "../../account/account.ts";
import type { World } from "../../account/world.ts";
import { InvariantError } from "../../assert.ts";
import type { Instant } from "../../calendar/instant.ts";

/** The customer's instant is over: it is settled, and a later one begins. Time never goes back. */
export function moveOn(world: World, account: Account, to: Instant): void {
  if (to < account.now) throw new InvariantError(`customer ${account.id}: time went back from ${account.now} to ${to}`);
  world.sink.settle(account.now, account);
  account.now = to;
}
