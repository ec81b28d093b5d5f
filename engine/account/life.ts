import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Account } from "./account.ts";
import type { Due } from "./agenda.ts";
import type { Invoice } from "./invoice.ts";
import type { World } from "./world.ts";

/** What a customer does of its own accord: a drawn one's behaviour (population/). Scripted customers have none. */
export interface Life {
  /** The customer's attributes as texts, in its population's order. */
  readonly attributes: readonly string[];
  /** Everything of the instant has happened: what it changed may move what comes next. Plans nothing for this instant any more. */
  settled(account: Account): void;
  /** Nothing happens before `until`, and everything of the present instant has happened: what is used in that time? */
  use(world: World, account: Account, until: Instant): void;
  /** Something that the life has planned falls due. */
  due(world: World, account: Account, due: Due): void;
  /** When it pays by itself a finalized invoice that was sent to it; NEVER for what it does not pay. */
  paysAt(account: Account, invoice: Invoice): Instant;
  /** The business wins a customer back that has left: it comes back with this coupon. */
  comeBack(world: World, account: Account, coupon: Coupon): void;
  /** A period's end that was to be no renewal has come; the boundary has not been reached yet. */
  lapse(world: World, account: Account, due: Due): void;
}
