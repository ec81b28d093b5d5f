import type { Charge, MarkUncollectible, Pay, VoidInvoice } from "../../engine/actions/action.ts";
import { stayPaused } from "./pauses.ts";
import { charge, chargeCard, failed, followFailure, followIfClosed, giveUpSignUp, isNoCard, latestInvoice, lift, settle, voidInvoice } from "./payments.ts";
import { isOverdue, isSent, keepOnlyPayment, leaveOverdue } from "./sent.ts";
import { hasEnded, type Invoice, inTrial, type Life, refuseUnless, setStatus } from "./state.ts";

/** The invoice of this name; without one the oldest open one (M1). */
export function invoiceOf(life: Life, name: string | undefined): Invoice {
  const open = life.invoices.find(({ status }) => status === "open");
  const named = life.invoices.find(({ number }) => name === `${life.script.id}-${String(number).padStart(4, "0")}`);
  const invoice = name === undefined ? open : named;
  refuseUnless(invoice !== undefined, "there is no such invoice");
  return invoice;
}

/** B33, M5. */
export function pay(life: Life, { invoice: name, outOfBand }: Pay): void {
  const invoice = invoiceOf(life, name);
  refuseUnless(invoice.status === "open" || invoice.status === "uncollectible", "only what is owed is paid");
  if (outOfBand) {
    payOutOfBand(life, invoice);
    return;
  }
  refuseUnless(!isNoCard(life.card), "there is no card to charge");
  tryByHand(life, invoice);
}

export function payOutOfBand(life: Life, invoice: Invoice): void {
  const amount = invoice.amountRemaining;
  const how = { kind: "out_of_band", invoice: invoice.number, charge: null, attempt: 0, declined: null, card: null };
  life.payments.push({ at: life.now, ...how, amount, fee: 0 });
  invoice.outOfBand += amount;
  settle(life, invoice);
}

export function tryByHand(life: Life, invoice: Invoice): void {
  const isFirst = invoice.attempts === 0;
  if (isFirst) invoice.attempts = 1;
  const paid = charge(life, invoice);
  if (paid) return;
  if (isFirst) failed(life, invoice);
  // A trial in between may have made it active again (B30); what is sent is owed by its date (S7).
  else if (!isSent(invoice)) followFailure(life, invoice);
}

/** K2: as if each open invoice were paid by hand, and no hard decline had been. */
export function payOpen(life: Life): void {
  for (const invoice of life.invoices) {
    if (invoice.status !== "open" || isSent(invoice)) continue;
    invoice.hardDeclined = undefined;
    tryByHand(life, invoice);
  }
}

/** M2. */
export function voidByHand(life: Life, { invoice: name }: VoidInvoice): void {
  const invoice = invoiceOf(life, name);
  refuseUnless(invoice.status === "open" || invoice.status === "uncollectible", "only what is owed is voided");
  refuseUnless(invoice.creditNotes.length === 0, "an invoice that has a credit note cannot be voided");
  const { subscription } = invoice;
  const manual = invoice.reason === "manual";
  const wasLatest = subscription !== undefined && latestInvoice(life, subscription) === invoice;
  voidInvoice(life, invoice);
  if (subscription === undefined || manual || hasEnded(subscription)) return;
  if (subscription.status === "incomplete") {
    if (invoice.reason === "subscription_create") giveUpSignUp(life, subscription, "expired");
    return;
  }
  if (subscription.status === "paused") {
    if (subscription.resumption === invoice) stayPaused(life, subscription);
    return;
  }
  if (!wasLatest) {
    followIfClosed(life, subscription);
    leaveOverdue(life, subscription);
    return;
  }
  const left = latestInvoice(life, subscription);
  const good = inTrial(life, subscription) ? "trialing" : "active";
  if (subscription.status === "unpaid" && left?.status !== "paid") return;
  const wanted = left !== undefined && isOwed(life, left) ? "past_due" : good;
  if (wanted !== subscription.status) setStatus(life, subscription, wanted);
}

function isOwed(life: Life, invoice: Invoice): boolean {
  return isSent(invoice) ? isOverdue(life, invoice) : invoice.status === "open" && invoice.attempts > 0;
}

/** M3. */
export function writeOff(life: Life, { invoice: name }: MarkUncollectible): void {
  const invoice = invoiceOf(life, name);
  refuseUnless(invoice.status === "open", "only an open invoice is written off");
  invoice.status = "uncollectible";
  invoice.uncollectibleAt = life.now;
  invoice.attemptAt = undefined;
  keepOnlyPayment(life, invoice);
  const { subscription } = invoice;
  if (subscription?.status === "paused") {
    if (subscription.resumption === invoice) lift(life, subscription, "active");
    return;
  }
  // `unpaid` stays (M3).
  if (subscription === undefined || invoice.reason === "manual" || subscription.status === "unpaid") return;
  followIfClosed(life, subscription);
  leaveOverdue(life, subscription);
}

/** M4. */
export function chargeOnce(life: Life, { amount, currency }: Charge): void {
  const own = life.script.currency;
  refuseUnless(currency === undefined || currency === own, "a customer has one currency");
  refuseUnless(!isNoCard(life.card), "there is no card to charge");
  refuseUnless(amount > 0 && amount >= own.minimum && amount % own.step === 0, "this cannot be charged");
  const declined = chargeCard(life, 1)?.code ?? null;
  const number = life.oneOffs.length + 1;
  life.oneOffs.push({ number, amount, succeeded: declined === null, at: life.now, refunded: 0, disputed: 0 });
  life.payments.push({ at: life.now, kind: "charge", invoice: null, charge: number, amount, fee: 0, attempt: 1, declined, card: life.card.id });
}
