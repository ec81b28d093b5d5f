import type { Account } from "../account/account.ts";
import { createAccount } from "../account/account-pool.ts";
import { Refusal } from "../account/refusal.ts";
import type { World } from "../account/world.ts";
import type { Action, Place } from "../actions/action.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import { checkRedeemBy, redeem } from "../lifecycle/invoices/redeem.ts";
import { beginCard } from "../lifecycle/payments/drawn-card.ts";
import { childKey } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";
import type { CustomerScript } from "../scenario/scenario.ts";

/** An action that was refused: the user's mistake, with its place in the file. Nothing is written then (D13). */
export interface RefusedAction {
  readonly customer: CustomerScript;
  /** Index of the entry; -1: the customer's own coupon. */
  readonly entry: number;
  readonly place: Place;
  readonly message: string;
  readonly rule: string;
  readonly remedy: string;
}

export function refusedAction(customer: CustomerScript, entry: number, refusal: Refusal): RefusedAction {
  const { message, rule, remedy } = refusal;
  return { customer, entry, place: customer.entries[entry]?.place ?? customer.place, message: asSentence(message), rule, remedy };
}

/** Refusals say their message in the middle of others' sentences too; to the user it stands alone. */
function asSentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/** The account of a scripted customer, before anything has happened. Its key is a hash of its id (D30). */
export function scriptedAccount(script: CustomerScript, ordinal: number, retain: Account["retain"], root: Key): Account {
  const { id, currency, card, dunning, taxRates, balance, collectionMethod, daysUntilDue, pays } = script;
  const collection = { card, dunning, collectionMethod, daysUntilDue, pays };
  return createAccount(
    { ordinal, id, key: childKey(root, `customer/${id}`), population: "", currency, taxRates, balance, ...collection },
    looksBack(script) ? "all" : retain,
  );
}

const LOOKING_BACK = new Set<Action["kind"]>(["void", "refund", "credit_note", "dispute", "resume"]);

/** Whether the script does something to invoices that are closed, or asks what they were: then they are kept. */
function looksBack({ entries }: CustomerScript): boolean {
  return entries.some(({ action }) => LOOKING_BACK.has(action.kind));
}

/**
 * A life begins: opening balance, card, the customer's coupon. A scripted one begins at the clock's start, a drawn one when it signs up.
 * Answers why the coupon was refused, if it was: then nothing has begun.
 */
export function begin(world: World, account: Account, coupon: Coupon | undefined, at: Instant = world.start): Refusal | undefined {
  account.now = at;
  if (coupon !== undefined) {
    try {
      checkRedeemBy([coupon], account);
      account.discount = redeem(world, account, [coupon])[0];
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }
  if (account.card.updatedAt !== NEVER || account.card.drawn !== undefined) beginCard(account);
  world.sink.begin(account);
  if (account.balance !== 0) world.sink.balance(at, account, account.balance, "initial", undefined, "");
  return undefined;
}

/** A life ends at the horizon. */
export function end(world: World, account: Account): void {
  world.sink.settle(account.now, account);
  world.sink.end(account);
}
