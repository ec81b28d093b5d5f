import { NEVER } from "../calendar/instant.ts";
import type { Account } from "./account.ts";
import type { Invoice } from "./invoice.ts";
import type { Line } from "./line.ts";

export function releaseLines(account: Account, invoice: Invoice): void {
  const { lines } = invoice;
  while (lines.length > 0) account.spareLines.push(lines.pop() as Line);
}

/**
 * A closed invoice that nothing can change any more gives back its lines and slot, unless the account keeps all invoices, or the
 * subscription keeps this one to bill the same again.
 */
export function releaseInvoice(account: Account, invoice: Invoice): void {
  if (account.retain === "all" || park(invoice)) return;
  releaseLines(account, invoice);
  account.spareSlots.push(invoice.slot);
}

/** Parks a paid renewal on its subscription, if its terms still hold (lifecycle/repeat-invoice.ts). */
function park(invoice: Invoice): boolean {
  const { subscription } = invoice;
  if (subscription === undefined || invoice.repeats !== subscription.terms || subscription.parked !== undefined) return false;
  if (invoice.status !== "paid" || invoice.uncollectibleAt !== NEVER || invoice.adjustments !== undefined) return false;
  subscription.parked = invoice;
  return true;
}

const NO_DISCOUNTS: Invoice["discounts"] = [];

function newInvoice(slot: number): Invoice {
  return {
    slot,
    number: 0,
    generation: 0,
    subscription: undefined,
    reason: "manual",
    collectionMethod: "charge_automatically",
    daysUntilDue: 0,
    status: "draft",
    createdAt: 0,
    finalizedAt: NEVER,
    dueAt: NEVER,
    paidAt: NEVER,
    voidedAt: NEVER,
    uncollectibleAt: NEVER,
    lines: [],
    discounts: NO_DISCOUNTS,
    subtotal: 0,
    discount: 0,
    tax: 0,
    total: 0,
    startingBalance: 0,
    endingBalance: 0,
    amountDue: 0,
    amountPaid: 0,
    amountRemaining: 0,
    attempts: 0,
    nextAttemptAt: NEVER,
    blockedCard: -1,
    attemptsBefore: 0,
    repeats: -1,
    awaitsPay: false,
    uncollected: undefined,
    adjustments: undefined,
  };
}

/** A blank draft with the customer's next number (D11). */
export function takeInvoice(account: Account): Invoice {
  const slot = account.spareSlots.pop() ?? account.invoices.length;
  let invoice = account.invoices[slot];
  if (invoice === undefined) {
    invoice = newInvoice(slot);
    account.invoices.push(invoice);
  }
  invoice.number = ++account.invoiceNumber;
  invoice.generation++;
  invoice.collectionMethod = "charge_automatically";
  invoice.daysUntilDue = 0;
  invoice.status = "draft";
  invoice.createdAt = account.now;
  invoice.finalizedAt = NEVER;
  invoice.dueAt = NEVER;
  invoice.paidAt = NEVER;
  invoice.voidedAt = NEVER;
  invoice.uncollectibleAt = NEVER;
  invoice.startingBalance = 0;
  invoice.endingBalance = 0;
  invoice.amountDue = 0;
  invoice.amountPaid = 0;
  invoice.amountRemaining = 0;
  invoice.attempts = 0;
  invoice.nextAttemptAt = NEVER;
  invoice.blockedCard = -1;
  invoice.attemptsBefore = 0;
  invoice.repeats = -1;
  invoice.awaitsPay = false;
  invoice.uncollected = undefined;
  invoice.adjustments = undefined;
  return invoice;
}

/** Takes back the invoice taken last: what a sign-up that comes to nothing leaves behind. Its lines go to `lines`' owner, not to the spares. */
export function untakeInvoice(account: Account, invoice: Invoice): void {
  account.invoiceNumber--;
  invoice.lines.length = 0;
  if (account.retain === "all" && invoice.slot === account.invoices.length - 1) account.invoices.pop();
  else account.spareSlots.push(invoice.slot);
}
