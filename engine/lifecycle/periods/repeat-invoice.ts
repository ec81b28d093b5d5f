import type { Account } from "../../account/account.ts";
import type { Invoice } from "../../account/invoice.ts";
import { releaseInvoice } from "../../account/invoice-pool.ts";
import type { Line } from "../../account/line.ts";
import type { UsagePeriod } from "../../account/meter.ts";
import type { Debit, Item, Subscription } from "../../account/subscription.ts";
import { isAnyLive } from "../../billing/discounts.ts";
import { addUp } from "../../billing/invoice-totals.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import { repriceLine } from "../invoices/lines.ts";
import { isPlainUsage, nextBilled } from "../usage/metering.ts";
import { measureLineAgain } from "../usage/usage-lines.ts";

/**
 * Most renewals bill exactly what the one before billed, or the same plans in another quantity, or with other usage. Where an account keeps only
 * open invoices, the last paid renewal is parked on its subscription and made again with new instants, instead of putting the same lines
 * together once more.
 *
 * It is the same bill only if no terms changed, nothing is pending, no coupon is at hand and no planned end cuts the period; `terms` counts
 * the changes. Of metered items it has one line each, and first, as they stand on the subscription. A test compares the facts with those of an
 * account that keeps everything, which never repeats.
 */
export function isRepeatable(account: Account, subscription: Subscription, invoice: Invoice, pendingCount: number): boolean {
  if (account.retain !== "open" || pendingCount > 0 || invoice.discounts.length > 0 || subscription.collectionMethod !== "charge_automatically") return false;
  return isPlain(account, subscription) && hasLinePerItem(subscription, invoice);
}

/** No schedule, no coupon that is not over, and every item has a whole period. */
function isPlain(account: Account, subscription: Subscription): boolean {
  if (subscription.schedule !== undefined) return false;
  if (isAnyLive(subscription.discounts, account.discount, account.now, account.currency)) return false;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (item.periodStart !== account.now || item.periodEnd - item.periodStart !== item.whole) return false;
  }
  return true;
}

/** Metered items first, each with the usage of one period at one price; then the licensed ones. */
function hasLinePerItem({ items, itemCount, leftUsage }: Subscription, { lines }: Invoice): boolean {
  if (lines.length !== itemCount || leftUsage.length > 0) return false;
  let next = 0;
  for (let i = 0; i < itemCount; i++) {
    const { plan, usage } = items[i] as Item;
    if (plan.usage === undefined) continue;
    const line = lines[next++] as Line;
    if (line.plan !== plan || usage === undefined || !usage.ended.some((period) => isPlainUsage(period, plan) && period.meters[0] === line.usage?.meter))
      return false;
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
  if (invoice === undefined || account.pending.length > 0 || !isPlain(account, subscription) || !billsPlainUsage(subscription)) return undefined;
  subscription.parked = undefined;
  bringUpToDate(subscription, invoice);
  draftAgain(account, subscription, invoice);
  return invoice;
}

/** Whether each metered item has one period to bill, and that at one price. */
function billsPlainUsage({ items, itemCount, leftUsage }: Subscription): boolean {
  if (leftUsage.length > 0) return false;
  for (let i = 0; i < itemCount; i++) {
    const { plan, usage } = items[i] as Item;
    if (plan.usage === undefined) continue;
    const period = usage === undefined ? undefined : nextBilled(usage);
    if (period === undefined || !isPlainUsage(period, plan)) return false;
  }
  return true;
}

/** A paid invoice that bills the items as they are is a draft again, with the next number and for the periods that begin now. What a paid renewal never has set needs no reset. */
export function draftAgain(account: Account, subscription: Subscription, invoice: Invoice): void {
  invoice.number = ++account.invoiceNumber;
  invoice.status = "draft";
  invoice.createdAt = account.now;
  invoice.finalizedAt = NEVER;
  invoice.paidAt = NEVER;
  invoice.amountDue = 0;
  invoice.amountPaid = 0;
  invoice.attempts = 0;
  const metered = makeUsageLinesAgain(account, subscription, invoice);
  let next = metered;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (item.usage === undefined) makeLineAgain(account, item, invoice.lines[next++] as Line);
  }
  if (metered > 0) addUp(invoice);
}

/** Answers how many there are. */
function makeUsageLinesAgain(account: Account, subscription: Subscription, invoice: Invoice): number {
  let next = 0;
  for (let i = 0; i < subscription.itemCount; i++) {
    const { usage } = subscription.items[i] as Item;
    if (usage !== undefined) measureLineAgain(account, invoice, invoice.lines[next++] as Line, nextBilled(usage) as UsagePeriod);
  }
  return next;
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
  // Licensed items have the last lines.
  let next = invoice.lines.length - licensedCount(subscription);
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (item.plan.usage !== undefined) continue;
    const line = invoice.lines[next++] as Line;
    if (line.quantity === item.quantity) continue;
    repriceLine(line, item.quantity);
    addUp(invoice);
    const debit = item.debits[0] as Debit;
    debit.quantity = item.quantity;
    debit.amount = line.amount;
  }
}

function licensedCount({ items, itemCount }: Subscription): number {
  let count = 0;
  for (let i = 0; i < itemCount; i++) if ((items[i] as Item).plan.usage === undefined) count++;
  return count;
}
