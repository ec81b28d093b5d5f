import type { Account } from "../../account/account.ts";
import type { Invoice } from "../../account/invoice.ts";
import type { Subscription, SubscriptionStatus } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { NEVER } from "../../calendar/instant.ts";
import { liftPause, stayPaused } from "../pauses/resumption.ts";
import { planBoundary } from "../periods/boundary-plan.ts";

/** Canceled and incomplete_expired are final (OVR). */
export function hasEnded(subscription: Subscription): boolean {
  return subscription.status === "canceled" || subscription.status === "incomplete_expired";
}

function trialRuns(account: Account, subscription: Subscription): boolean {
  return subscription.trialEnd !== NEVER && account.now < subscription.trialEnd;
}

/** Whether a trial is running. */
export function inTrial(account: Account, subscription: Subscription): boolean {
  return subscription.status !== "incomplete" && trialRuns(account, subscription);
}

export function setStatus(world: World, account: Account, subscription: Subscription, status: SubscriptionStatus): void {
  const previous = subscription.status;
  if (previous === status) return;
  subscription.status = status;
  world.sink.subscription(account.now, account, subscription, "status", previous);
}

/** What a subscription in good standing is. */
function goodStanding(account: Account, subscription: Subscription): SubscriptionStatus {
  return trialRuns(account, subscription) ? "trialing" : "active";
}

/** Whether this invoice decides the status of its subscription: the latest one, and not a manual one (D28, B30). */
function decides(invoice: Invoice, subscription: Subscription): boolean {
  return invoice.reason !== "manual" && invoice.number === subscription.latestInvoice && !hasEnded(subscription);
}

/**
 * An invoice is paid. When the latest one is paid that is good standing, from every status but the final ones; also when it was paid
 * before and this older one had brought `unpaid`, or was written off: what moves an older invoice has the status read anew (B30).
 */
export function statusAfterPayment(world: World, account: Account, invoice: Invoice): void {
  const { subscription } = invoice;
  if (subscription === undefined || invoice.reason === "manual" || hasEnded(subscription)) return;
  if (invoice.number === subscription.latestInvoice) subscription.latestIsPaid = true;
  if (subscription.status === "paused") {
    // Older invoices are still collected, and lift no pause (PAU, P7).
    if (invoice.number === subscription.resumptionInvoice) liftPause(world, account, subscription, "active");
    return;
  }
  if (!subscription.latestIsPaid) {
    recoverIfWrittenOff(world, account, subscription);
    leaveOverdue(world, account, subscription);
    return;
  }
  const wasIncomplete = subscription.status === "incomplete";
  setStatus(world, account, subscription, goodStanding(account, subscription));
  // Nothing turned while it was incomplete; what fell due meanwhile falls due now (B9).
  if (wasIncomplete && Math.min(subscription.periodEnd, subscription.cancelAt) <= account.now) planBoundary(account, subscription);
}

/** An older sent invoice is settled: when no other is overdue, the subscription is in good standing again (S4). */
function leaveOverdue(world: World, account: Account, subscription: Subscription): void {
  if (subscription.collectionMethod !== "send_invoice" || subscription.status !== "past_due") return;
  const owes = account.invoices.some((other) => other.subscription === subscription && other.reason !== "manual" && isOverdue(account, other));
  if (!owes) setStatus(world, account, subscription, goodStanding(account, subscription));
}

/** Sent, and not paid by its date. */
function isOverdue(account: Account, invoice: Invoice): boolean {
  return invoice.status === "open" && invoice.dueAt <= account.now;
}

/** An attempt on the latest invoice failed, or it became overdue. Incomplete and unpaid stay what they are. */
export function statusAfterFailure(world: World, account: Account, invoice: Invoice): void {
  const { subscription } = invoice;
  if (subscription === undefined || invoice.status !== "open" || !decides(invoice, subscription)) return;
  if (subscription.status === "active" || subscription.status === "trialing") setStatus(world, account, subscription, "past_due");
  else if (invoice.number === subscription.resumptionInvoice) liftPause(world, account, subscription, "past_due");
}

/** An invoice was written off by hand: good standing if the latest is (B30). Incomplete and unpaid stay what they are. */
export function statusAfterWriteOff(world: World, account: Account, invoice: Invoice): void {
  const { subscription } = invoice;
  if (subscription === undefined || invoice.reason === "manual") return;
  if (subscription.status === "paused") {
    if (invoice.number === subscription.resumptionInvoice) liftPause(world, account, subscription, "active");
    return;
  }
  recoverIfWrittenOff(world, account, subscription);
  leaveOverdue(world, account, subscription);
}

/** An uncollectible latest invoice is good standing as soon as an invoice of the subscription moves again, other than by failing (B30, B31). */
function recoverIfWrittenOff(world: World, account: Account, subscription: Subscription): void {
  if (subscription.status !== "past_due") return;
  const isWrittenOff = account.invoices.some(
    (invoice) => invoice.subscription === subscription && invoice.number === subscription.latestInvoice && invoice.status === "uncollectible",
  );
  if (isWrittenOff) setStatus(world, account, subscription, goodStanding(account, subscription));
}

/** A void invoice decides nothing: the status follows the latest that is left (M2). The account must keep all invoices. */
export function statusAfterVoid(world: World, account: Account, invoice: Invoice): void {
  const { subscription } = invoice;
  if (subscription === undefined || invoice.reason === "manual" || hasEnded(subscription)) return;
  if (!decides(invoice, subscription)) {
    if (subscription.status === "unpaid" && subscription.latestIsPaid) setStatus(world, account, subscription, goodStanding(account, subscription));
    else recoverIfWrittenOff(world, account, subscription);
    leaveOverdue(world, account, subscription);
    return;
  }
  const latest = latestLeft(account, subscription);
  subscription.latestInvoice = latest?.number ?? 0;
  subscription.latestIsPaid = latest?.status === "paid";
  if (subscription.status === "paused") {
    if (invoice.number === subscription.resumptionInvoice) stayPaused(account, subscription);
    return;
  }
  if (subscription.status === "incomplete" || (subscription.status === "unpaid" && latest?.status !== "paid")) return;
  const isTried = latest?.status === "open" && latest.collectionMethod === "charge_automatically" && latest.attempts > 0;
  const isOwed = isTried || (latest !== undefined && isOverdue(account, latest));
  setStatus(world, account, subscription, isOwed ? "past_due" : goodStanding(account, subscription));
}

function latestLeft(account: Account, subscription: Subscription): Invoice | undefined {
  let latest: Invoice | undefined;
  for (const invoice of account.invoices) {
    if (invoice.subscription !== subscription || invoice.reason === "manual" || invoice.status === "draft" || invoice.status === "void") continue;
    if (latest === undefined || invoice.number > latest.number) latest = invoice;
  }
  return latest;
}
