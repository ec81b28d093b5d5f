import type { Card } from "../../engine/payments/card.ts";
import type { DeclineCode } from "../../engine/payments/decline-codes.ts";
import { plusDuration } from "./calendar.ts";
import { ratio, round } from "./rational.ts";
import { dueDate, isOverdue, isSent, keepOnlyPayment, leaveOverdue, send } from "./sent.ts";
import { hasEnded, type Invoice, inTrial, type Life, moveBalance, type Subscription, setStatus } from "./state.ts";
import { beginUsage, discardUsage, endUsage, isMetered } from "./usage.ts";

/** `card: none`: the customer has no payment method (D28). */
export function isNoCard(card: Card): boolean {
  return card.id === "none";
}

/** One real charge of the customer's card; the card counts them. */
export function chargeCard(life: Life, attempt: number): DeclineCode | undefined {
  const before = life.charges.get(life.card.index) ?? 0;
  life.charges.set(life.card.index, before + 1);
  return life.card.charge(life.now, before, attempt);
}

/** What would be asked for this total now: after the balance, the special rounding, and the minimum (D3, B36). */
export function settlement(life: Life, total: number): { applied: number; rounding: number; tooSmall: number; due: number } {
  const { step, minimum } = life.script.currency;
  const asked = Math.max(0, total + life.balance);
  const rounded = round(ratio(asked, step)) * step;
  const isTooSmall = rounded > 0 && rounded < minimum;
  return {
    applied: total - asked,
    rounding: asked - rounded,
    tooSmall: isTooSmall ? rounded : 0,
    due: isTooSmall ? 0 : rounded,
  };
}

/** draft -> open, or paid when nothing is due (B37). A charge is a step of its own. Where collection was paused it comes to nothing (P1). */
export function finalize(life: Life, invoice: Invoice): void {
  if (invoice.uncollected === "void") {
    invoice.status = "void";
    invoice.voidedAt = life.now;
    invoice.finalizeAt = undefined;
    return;
  }
  const { applied, rounding, tooSmall, due } = settlement(life, invoice.total);
  invoice.finalizeAt = undefined;
  invoice.finalizedAt = life.now;
  invoice.dueAt = dueDate(invoice);
  invoice.startingBalance = life.balance;
  moveBalance(life, applied, "applied_to_invoice", invoice);
  moveBalance(life, rounding, "adjustment", invoice);
  moveBalance(life, tooSmall, "invoice_too_small", invoice);
  invoice.endingBalance = life.balance;
  invoice.amountDue = due;
  invoice.amountRemaining = due;
  invoice.status = "open";
  if (due === 0) settle(life, invoice);
  else if (invoice.uncollected === "mark_uncollectible") {
    invoice.status = "uncollectible";
    invoice.uncollectibleAt = life.now;
    if (invoice.subscription !== undefined && latestInvoice(life, invoice.subscription) === invoice) followLatestInvoice(life, invoice.subscription);
    else if (invoice.subscription !== undefined) leaveOverdue(life, invoice.subscription);
  } else if (isSent(invoice)) send(life, invoice);
}

/** open | uncollectible -> paid. */
export function settle(life: Life, invoice: Invoice): void {
  invoice.status = "paid";
  invoice.paidAt = life.now;
  invoice.amountPaid += invoice.amountRemaining;
  invoice.amountRemaining = 0;
  invoice.attemptAt = undefined;
  invoice.sent = [];
  const { subscription } = invoice;
  if (subscription === undefined || invoice.reason === "manual") return;
  if (subscription.status === "incomplete" && invoice.reason === "subscription_create") {
    setStatus(life, subscription, inTrial(life, subscription) ? "trialing" : "active");
  }
  if (subscription.status === "paused") {
    // Older invoices lift no pause (P7).
    if (subscription.resumption === invoice) lift(life, subscription, "active");
    return;
  }
  followIfClosed(life, subscription);
  leaveOverdue(life, subscription);
}

/** The highest number among those finalized, not void, not manual: it decides the status (B30). */
export function latestInvoice(life: Life, subscription: Subscription): Invoice | undefined {
  return life.invoices.findLast(
    (invoice) => invoice.subscription === subscription && invoice.reason !== "manual" && invoice.status !== "draft" && invoice.status !== "void",
  );
}

/** An invoice moved, other than by failing: the latest says how things stand if it is paid or uncollectible; an open one said so itself (B30). */
export function followIfClosed(life: Life, subscription: Subscription): void {
  const latest = latestInvoice(life, subscription);
  if (latest?.status === "paid" || latest?.status === "uncollectible") followLatestInvoice(life, subscription);
}

/** B30. */
export function followLatestInvoice(life: Life, subscription: Subscription): void {
  if (hasEnded(subscription) || subscription.status === "incomplete" || subscription.status === "paused") return;
  const latest = latestInvoice(life, subscription);
  if (latest === undefined) return;
  let status = subscription.status;
  if (latest.status === "paid") status = inTrial(life, subscription) ? "trialing" : "active";
  else if (subscription.status === "unpaid") return;
  else if (latest.status === "uncollectible") status = inTrial(life, subscription) ? "trialing" : "active";
  else if (isSent(latest) ? isOverdue(life, latest) : latest.attempts > 0) status = "past_due";
  if (status !== subscription.status) setStatus(life, subscription, status);
}

/** An attempt that the schedule makes: the first at finalization, then the retries. */
export function attempt(life: Life, invoice: Invoice): void {
  invoice.attemptAt = undefined;
  invoice.attempts++;
  const withoutCharge = isNoCard(life.card) || (invoice.attempts > 1 && invoice.hardDeclined === life.card);
  if (!withoutCharge && charge(life, invoice)) return;
  failed(life, invoice);
}

/** A real charge with its row. Whether it succeeded. */
export function charge(life: Life, invoice: Invoice): boolean {
  const { number, amountRemaining: amount, attempts } = invoice;
  const decline = chargeCard(life, attempts);
  life.payments.push({
    at: life.now,
    kind: "payment",
    fee: 0,
    invoice: number,
    charge: null,
    amount,
    attempt: attempts,
    declined: decline?.code ?? null,
    card: life.card.id,
  });
  if (decline?.hard === true) invoice.hardDeclined = life.card;
  if (decline === undefined) settle(life, invoice);
  return decline === undefined;
}

/** After a failed attempt: the next retry, or the end of the schedule (B31, B32). */
export function failed(life: Life, invoice: Invoice): void {
  const { subscription } = invoice;
  // A sent invoice is owed by its date, whatever a card says (S7).
  if (isSent(invoice)) return;
  if (subscription?.status === "incomplete" && invoice.reason === "subscription_create") return;
  if (subscription?.status === "paused" && subscription.resumption === invoice) lift(life, subscription, "past_due");
  followFailure(life, invoice);
  // Without a card nothing is planned, and nothing is exhausted either (D28).
  if (!invoice.advances || isNoCard(life.card)) return;
  const { retries } = life.script.dunning;
  const wait = retries[invoice.attempts - 1];
  if (wait === undefined) giveUp(life, invoice);
  else {
    invoice.attemptAt = plusDuration(life.now, wait);
    invoice.planned = life.sequence++;
  }
}

/** The failure of an older invoice says nothing about the latest, and no failure leads out of unpaid (B30). */
export function followFailure(life: Life, invoice: Invoice): void {
  const { subscription } = invoice;
  if (subscription !== undefined && subscription.status !== "unpaid" && latestInvoice(life, subscription) === invoice) followLatestInvoice(life, subscription);
}

export function giveUp(life: Life, invoice: Invoice): void {
  const { invoiceThen, then } = life.script.dunning;
  const { subscription } = invoice;
  if (invoiceThen === "uncollectible") {
    invoice.status = "uncollectible";
    invoice.uncollectibleAt = life.now;
    keepOnlyPayment(life, invoice);
  }
  if (subscription === undefined || hasEnded(subscription) || invoice.reason === "manual" || subscription.status === "paused") return;
  if (then === "unpaid" && subscription.status !== "unpaid") setStatus(life, subscription, "unpaid");
  if (then === "cancel") {
    removeProrations(life, subscription);
    end(life, subscription, "canceled", "payment_failure");
  }
}

/** The pause is over (P8): what is used from here on is billed. */
export function lift(life: Life, subscription: Subscription, status: "active" | "past_due"): void {
  subscription.resumption = undefined;
  for (const item of subscription.items) {
    if (!isMetered(item)) continue;
    endUsage(life, item, false);
    beginUsage(life, item, false);
  }
  setStatus(life, subscription, status);
}

/** Pending prorations of a subscription that ends go unbilled (D21). */
export function removeProrations(life: Life, subscription: Subscription): void {
  life.pending = life.pending.filter((line) => line.subscription !== subscription || line.kind === "invoice_item" || line.kind === "usage");
}

/** A subscription ends; its open and draft invoices no longer advance by themselves (D21, D17). */
export function end(life: Life, subscription: Subscription, status: "canceled" | "incomplete_expired", reason: string): void {
  setStatus(life, subscription, status);
  if (subscription.schedule !== undefined) {
    const what = { payment_failure: "aborted", cancel: "canceled" }[reason] ?? "completed";
    life.announcements.push(`${life.now} subscription_schedule.${what} ${subscription.name}`);
  }
  subscription.canceledAt ??= life.now;
  subscription.endedAt = life.now;
  discardUsage(subscription);
  subscription.endReason = reason;
  subscription.cancelAt = undefined;
  subscription.atPeriodEnd = false;
  for (const invoice of life.invoices) {
    if (invoice.subscription !== subscription) continue;
    if (invoice.status === "paid" || invoice.status === "void") continue;
    if (invoice.status === "open") keepOnlyPayment(life, invoice);
    invoice.advances = false;
    invoice.finalizeAt = undefined;
    invoice.attemptAt = undefined;
  }
}

/** Takes the invoice back, with all that its finalization moved on the balance (B36). */
export function voidInvoice(life: Life, invoice: Invoice): void {
  invoice.status = "void";
  invoice.amountRemaining = 0;
  invoice.voidedAt = life.now;
  invoice.sent = [];
  invoice.attemptAt = undefined;
  moveBalance(life, invoice.startingBalance - invoice.endingBalance, "unapplied_from_invoice", invoice);
}

/** An incomplete sign-up comes to nothing (B1, B27). */
export function giveUpSignUp(life: Life, subscription: Subscription, reason: string): void {
  removeProrations(life, subscription);
  end(life, subscription, "incomplete_expired", reason);
  for (const invoice of life.invoices) {
    if (invoice.subscription === subscription && invoice.status === "open") voidInvoice(life, invoice);
  }
}

/** Finalized and charged at once (D17); of an unpaid subscription it stays a draft (B24). */
export function billNow(life: Life, invoice: Invoice): void {
  if (invoice.subscription?.status === "unpaid" && invoice.reason !== "manual") {
    invoice.advances = false;
    return;
  }
  if (invoice.uncollected === "keep_as_draft") return;
  finalize(life, invoice);
  if (invoice.status === "open" && !isSent(invoice)) attempt(life, invoice);
}

/** A draft for `finalize_after` (D17). */
export function billLater(life: Life, invoice: Invoice): void {
  if (invoice.subscription?.status === "unpaid" && invoice.reason !== "manual") invoice.advances = false;
  else if (invoice.uncollected !== "keep_as_draft") invoice.finalizeAt = plusDuration(life.now, life.scenario.billing.finalizeAfter);
}
