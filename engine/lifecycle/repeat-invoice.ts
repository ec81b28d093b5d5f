import type { Account } from "../account/account.ts";
import type { Invoice } from "../account/invoice.ts";
import { releaseInvoice } from "../account/invoice-pool.ts";
import type { Line } from "../account/line.ts";
import type { Debit, Item, Subscription } from "../account/subscription.ts";
import { addUp } from "../billing/invoice-totals.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import { repriceLine } from "./lines.ts";

/**
 * Most renewals bill exactly what the one before billed, or the same plans in another quantity. Where an account keeps only open invoices,
 * the last paid renewal is parked on its subscription and made again with new instants, instead of putting the same lines together once more.
 *
 * It is the same bill only if no terms changed, nothing is pending, no coupon is at hand and no planned end cuts the period; `terms` counts
 * the changes. A test compares the facts with those of an account that keeps everything, which never repeats.
 */
export function isRepeatable(account: Account, subscription: Subscription, pendingCount: number): boolean {
  return account.retain === "open" && pendingCount === 0 && subscription.collectionMethod === "charge_automatically" && isPlain(account, subscription);
}

/** No coupons, no schedule and no usage, and every item has a whole period. */
function isPlain(account: Account, subscription: Subscription): boolean {
  if (subscription.schedule !== undefined) return false;
  if (account.discount !== undefined || subscription.discounts.length > 0) return false;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (item.plan.usage !== undefined || item.periodStart !== account.now || item.periodEnd - item.periodStart !== item.whole) return false;
  }
  return true;
}

/** The terms of the subscription's next bill change (more than a quantity): what was parked is no longer the same bill. */
export function changeTerms(account: Account, subscription: Subscription): void {
  subscription.terms++;
  const { parked } = subscription;
  if (parked === undefined) return;
  subscription.parked = undefined;
  releaseInvoice(account, parked);
}

/** Drafts the parked invoice again for the periods that begin now; undefined when there is none or it would not be the same bill. */
export function repeatInvoice(account: Account, subscription: Subscription): Invoice | undefined {
  const invoice = subscription.parked;
  if (invoice === undefined || account.pending.length > 0 || !isPlain(account, subscription)) return undefined;
  makeAgain(account, subscription, invoice);
  return invoice;
}

/** The parked invoice becomes the draft of the periods that begin now. What a paid renewal never has set needs no reset. */
export function makeAgain(account: Account, subscription: Subscription, invoice: Invoice): void {
  subscription.parked = undefined;
  bringUpToDate(subscription, invoice);
  draftAgain(account, subscription, invoice);
}

/** A paid invoice that bills the items as they are is a draft again, with the next number and for the periods that begin now. */
export function draftAgain(account: Account, subscription: Subscription, invoice: Invoice): void {
  invoice.number = ++account.invoiceNumber;
  invoice.status = "draft";
  invoice.createdAt = account.now;
  invoice.finalizedAt = NEVER;
  invoice.paidAt = NEVER;
  invoice.amountDue = 0;
  invoice.amountPaid = 0;
  invoice.attempts = 0;
  for (let i = 0; i < subscription.itemCount; i++) makeLineAgain(account, subscription.items[i] as Item, invoice.lines[i] as Line);
}

/** The line is of the item's running period now, and so is the debit it had the last time. */
function makeLineAgain(account: Account, item: Item, line: Line): void {
  const { periodStart, periodEnd } = item;
  line.start = periodStart;
  line.end = periodEnd;
  line.at = periodStart;
  line.sequence = account.lineSequence++;
  moveDebit(item.debits[0] as Debit, periodStart, periodEnd);
  item.debitCount = 1;
}

/** A function of its own: V8 would take the stores to a debit and to a line for one place that sees objects of two kinds. */
function moveDebit(debit: Debit, start: Instant, end: Instant): void {
  debit.start = start;
  debit.end = end;
}

/** What was parked bills the items as they are now; amounts, attempts and balances of its last life are gone. */
export function bringUpToDate(subscription: Subscription, invoice: Invoice): void {
  invoice.generation++;
  invoice.startingBalance = 0;
  invoice.endingBalance = 0;
  invoice.blockedCard = -1;
  invoice.attemptsBefore = 0;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    const line = invoice.lines[i] as Line;
    if (line.quantity === item.quantity) continue;
    repriceLine(line, item.quantity);
    addUp(invoice);
    const debit = item.debits[0] as Debit;
    debit.quantity = item.quantity;
    debit.amount = line.amount;
  }
}
