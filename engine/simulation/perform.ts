import type { Account } from "../account/account.ts";
import type { World } from "../account/world.ts";
import { addInvoiceItem, billPending, credit, pay } from "../lifecycle/bill-by-hand.ts";
import { cancel, uncancel } from "../lifecycle/cancel.ts";
import { change } from "../lifecycle/change.ts";
import { replaceCard, replaceCoupon } from "../lifecycle/replace.ts";
import type { Action, ActionKind } from "../lifecycle/requests.ts";
import { subscribe } from "../lifecycle/subscribe.ts";

/** Answers with a text if the action came to nothing; most answer nothing. */
type Performer<Kind extends ActionKind> = (
  world: World,
  account: Account,
  action: Extract<Action, { kind: Kind }>,
  subscription: string | undefined,
) => unknown;

const performers: { readonly [Kind in ActionKind]: Performer<Kind> } = {
  subscribe,
  change,
  cancel,
  uncancel: (world, account, _action, subscription) => uncancel(world, account, subscription),
  card: replaceCard,
  invoice_item: addInvoiceItem,
  invoice: billPending,
  pay,
  credit,
  coupon: replaceCoupon,
};

/**
 * Does one action of a customer, at `account.now`. Answers why it came to nothing, if it did: a sign-up's card was refused (D28).
 *
 * @throws Refusal when Stripe would refuse it; nothing of it has happened then.
 */
export function perform(world: World, account: Account, action: Action, subscription: string | undefined): string | undefined {
  const outcome = (performers[action.kind] as Performer<ActionKind>)(world, account, action as never, subscription);
  return typeof outcome === "string" ? outcome : undefined;
}
