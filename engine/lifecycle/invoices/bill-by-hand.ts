import type { Account } from "../../account/account.ts";
import { Refusal } from "../../account/refusal.ts";
import type { World } from "../../account/world.ts";
import { noCard } from "../../payments/card.ts";
import { oneOffInForce } from "../changes/prices-in-force.ts";
import { payNow, payOutOfBand } from "../payments/collect.ts";
import { checkInvoiceCollection, setCollection } from "../payments/collection.ts";
import type { BillPending, Credit, InvoiceItem, Pay } from "../requests.ts";
import { findSubscription, refuseIfEnded, refuseIfIncomplete } from "../subscriptions/find-subscription.ts";
import { checkCurrency } from "../subscriptions/subscribe-checks.ts";
import { draftManualInvoice } from "./draft-invoice.ts";
import { finalizeLater, finalizeNow } from "./finalize.ts";
import { namedInvoice, oldestOpen, refuseUnlessOwed } from "./find-invoice.ts";
import { oneOffLine } from "./lines.ts";
import { addPending, tellPending } from "./pending.ts";

/** Adds a one-off charge or credit to the next invoice (INV, B38). */
export function addInvoiceItem(world: World, account: Account, action: InvoiceItem, name: string | undefined): void {
  const subscription = name === undefined ? undefined : findSubscription(account, name);
  if (subscription !== undefined) {
    refuseIfEnded(subscription, "given an invoice item");
    refuseIfIncomplete(subscription, "given an invoice item");
  }
  if (action.item.plan !== undefined) checkCurrency(account, action.item.plan);
  if (action.currency !== undefined && action.currency !== account.currency) {
    throw new Refusal(
      `the invoice item is in ${action.currency.code}, customer "${account.id}" is billed in ${account.currency.code}`,
      "A customer has one currency.",
      "Use the customer's currency.",
    );
  }
  addPending(account, oneOffLine(account, subscription, oneOffInForce(world, account, action.item), action.discountable));
  tellPending(world, account, account.pending.length - 1);
}

/** Bills what is pending, all of it or one subscription's own (B39). */
export function billPending(world: World, account: Account, action: BillPending, name: string | undefined): void {
  const subscription = name === undefined ? undefined : findSubscription(account, name);
  if (subscription !== undefined) refuseIfIncomplete(subscription, "billed by hand");
  if (!account.pending.some((line) => subscription === undefined || line.subscription === subscription)) {
    throw new Refusal(
      subscription === undefined ? `customer "${account.id}" has nothing pending` : `subscription "${subscription.name}" has nothing pending`,
      "`invoice` bills pending items.",
      "Add an `invoice_item` before it, or leave the entry out.",
    );
  }
  const collection = subscription ?? account;
  checkInvoiceCollection(account, collection, action, account.card !== noCard);
  const invoice = draftManualInvoice(world, account, subscription);
  setCollection(invoice, collection, action);
  world.sink.invoice(account.now, account, invoice, "created");
  if (!action.pay) finalizeLater(world, account, invoice);
  else {
    finalizeNow(world, account, invoice);
    // What is sent has not been charged by that (S7).
    if (invoice.collectionMethod === "send_invoice" && invoice.status === "open") payNow(world, account, invoice);
  }
}

/** Charges the card for an open invoice: the oldest, or the one that is named (B33). Out of band nothing is charged (M5). */
export function pay(world: World, account: Account, action: Pay): void {
  const invoice = action.invoice === undefined ? oldestOpen(account, "pay") : namedInvoice(account, action.invoice);
  refuseUnlessOwed(account, invoice, "paid");
  if (action.outOfBand) {
    payOutOfBand(world, account, invoice);
    return;
  }
  if (account.card === noCard) {
    throw new Refusal(`customer "${account.id}" has no card`, "`pay` charges the customer's card.", "Give the customer a card with a `card` entry first.");
  }
  payNow(world, account, invoice);
}

/** Moves the customer balance; positive is in the customer's favour (D5). */
export function credit(world: World, account: Account, action: Credit): void {
  if (action.amount === 0) return;
  account.balance -= action.amount;
  world.sink.balance(account.now, account, -action.amount, "adjustment", undefined, action.description);
}
