import type { Account } from "../../account/account.ts";
import { adjustmentsOf } from "../../account/adjustments.ts";
import { DUE } from "../../account/agenda.ts";
import type { Payment } from "../../account/facts.ts";
import type { Invoice } from "../../account/invoice.ts";
import type { World } from "../../account/world.ts";
import { addDuration } from "../../calendar/duration.ts";
import { NEVER } from "../../calendar/instant.ts";
import type { Minor } from "../../money/exact.ts";
import { type Card, noCard } from "../../payments/card.ts";
import type { DeclineCode } from "../../payments/decline-codes.ts";
import { feeOf } from "../../payments/payment-fees.ts";
import { markPaid, markUncollectible } from "../invoices/close-invoice.ts";
import { orderOf } from "../invoices/invoice-order.ts";
import { endSubscription } from "../subscriptions/end-subscription.ts";
import { hasEnded, setStatus, statusAfterFailure } from "../subscriptions/status.ts";
import { chargeDrawn, planReplacement } from "./drawn-card.ts";

/**
 * Charges the customer's card once, for an invoice's attempt number; undefined is success. Charges are counted per card (B34).
 * Without an invoice it is a charge of its own, or of a sign-up that may come to nothing. An outage declines in the card's place (D35).
 */
export function chargeCard(world: World, account: Account, attempt: number, invoice: Invoice | undefined): DeclineCode | undefined {
  const { card, charges } = account;
  while (charges.length <= card.index) charges.push(0);
  const before = charges[card.index] as number;
  charges[card.index] = before + 1;
  const outage = world.business?.outage(account);
  if (outage !== undefined) return outage;
  const decline = card.charge(account.now, before, attempt);
  if (card.drawn === undefined || decline !== undefined) return decline;
  return chargeDrawn(account, card.drawn, attempt, invoice);
}

const payment: Payment = { kind: "payment", invoice: undefined, charge: undefined, amount: 0, fee: 0, attempt: 0, card: undefined, decline: undefined };

export function tellPayment(world: World, account: Account, invoice: Invoice, card: Card, decline: DeclineCode | undefined): void {
  // Mostly the same again: storing a reference costs more than comparing it.
  if (payment.invoice !== invoice) payment.invoice = invoice;
  payment.amount = invoice.amountRemaining;
  payment.attempt = invoice.attempts;
  if (payment.card !== card) payment.card = card;
  if (payment.decline !== decline) payment.decline = decline;
  const { fees } = world.settings;
  payment.fee = fees === undefined || decline !== undefined ? 0 : feeOf(fees, payment.amount, account.currency);
  world.sink.payment(account.now, account, payment);
}

/** The schedule's attempt: the first one at finalization, then each retry (D28, D29). */
export function attemptPayment(world: World, account: Account, invoice: Invoice): void {
  invoice.attempts++;
  invoice.nextAttemptAt = NEVER;
  const { card } = account;
  if (card === noCard) {
    // No payment method: nothing to charge, no row, no retries; a new card waits for `pay` (DUN, D28).
    world.sink.invoice(account.now, account, invoice, "payment_failed");
    statusAfterFailure(world, account, invoice);
    return;
  }
  const isBlocked = card.index === invoice.blockedCard;
  if (!isBlocked) {
    const decline = chargeCard(world, account, invoice.attempts, invoice);
    tellPayment(world, account, invoice, card, decline);
    if (decline === undefined) markPaid(world, account, invoice, account.now);
    else failedAttempt(world, account, invoice, decline);
  } else afterFailure(world, account, invoice);
}

/** The schedule's attempt was declined; a card that declines hard is not charged again for this invoice (DUN). */
export function failedAttempt(world: World, account: Account, invoice: Invoice, decline: DeclineCode): void {
  if (decline.hard) invoice.blockedCard = account.card.index;
  planReplacement(account, invoice);
  afterFailure(world, account, invoice);
}

/** The charge of an `error_if_incomplete` sign-up has been made already and has succeeded (B35). */
export function recordCharge(world: World, account: Account, invoice: Invoice): void {
  invoice.attempts++;
  tellPayment(world, account, invoice, account.card, undefined);
  markPaid(world, account, invoice, account.now);
}

/** A try by hand: after the first attempt it moves neither the count nor the schedule (SDK, B33). */
export function payNow(world: World, account: Account, invoice: Invoice): void {
  const isFirst = invoice.attempts === 0;
  if (isFirst) invoice.attempts = 1;
  const decline = chargeCard(world, account, invoice.attempts, invoice);
  tellPayment(world, account, invoice, account.card, decline);
  if (decline === undefined) markPaid(world, account, invoice, account.now);
  else {
    if (decline.hard) invoice.blockedCard = account.card.index;
    if (isFirst) planReplacement(account, invoice);
    world.sink.invoice(account.now, account, invoice, "payment_failed");
    // What is sent is owed by its date only (S7).
    if (invoice.collectionMethod === "charge_automatically") statusAfterFailure(world, account, invoice);
  }
}

/** All that remains is paid without a charge (M5). */
export function payOutOfBand(world: World, account: Account, invoice: Invoice): void {
  const amount = invoice.amountRemaining;
  adjustmentsOf(invoice).outOfBand += amount;
  tellTransfer(world, account, { kind: "out_of_band", invoice, charge: undefined, amount });
  markPaid(world, account, invoice, account.now);
}

/** Tells of money that moved without asking a card. */
export function tellTransfer(world: World, account: Account, transfer: Pick<Payment, "kind" | "invoice" | "charge" | "amount"> & { fee?: Minor }): void {
  world.sink.payment(account.now, account, { fee: 0, ...transfer, attempt: 0, card: undefined, decline: undefined });
}

/** Plans the next retry, or ends the process. A first invoice of an incomplete sign-up has no retries (B32). */
function afterFailure(world: World, account: Account, invoice: Invoice): void {
  const { subscription } = invoice;
  const isSignUp = subscription !== undefined && subscription.status === "incomplete" && invoice.reason !== "manual";
  const { retries } = account.dunning;
  const retry = isSignUp ? undefined : retries[invoice.attempts - 1];
  if (retry !== undefined) {
    const at = addDuration(account.now, retry);
    invoice.nextAttemptAt = at;
    account.agenda.push(at, DUE.payment, orderOf(invoice), invoice.slot, invoice.generation);
  }
  world.sink.invoice(account.now, account, invoice, "payment_failed");
  statusAfterFailure(world, account, invoice);
  if (retry === undefined && !isSignUp) giveUp(world, account, invoice);
}

/**
 * The last retry has failed, or what was sent has been overdue for too long: first the invoice, then the subscription (D28, B31). `past_due` leaves it as it is: its status follows the
 * latest invoice. A manual invoice ends nothing (D17).
 */
export function giveUp(world: World, account: Account, invoice: Invoice): void {
  const { dunning } = account;
  const { subscription } = invoice;
  if (dunning.invoiceThen === "uncollectible") markUncollectible(world, account, invoice);
  if (subscription === undefined || invoice.reason === "manual" || hasEnded(subscription)) return;
  // The dunning of older invoices goes on while the service is paused, and leaves it so (PAU, P7).
  if (subscription.status === "paused") return;
  if (dunning.then === "cancel") endSubscription(world, account, subscription, "payment_failure", false);
  else if (dunning.then === "unpaid") setStatus(world, account, subscription, "unpaid");
}
