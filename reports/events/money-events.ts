import type { Account } from "../../engine/account/account.ts";
import type { Dispute, DisputeStep } from "../../engine/account/dispute.ts";
import type { InvoiceStep, Payment } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import { chargeName } from "../../engine/account/one-off-charge.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import type { Tell } from "./tell.ts";

/** What a dispute takes, and gives back. */
export function tellDispute(tell: Tell, at: Instant, account: Account, dispute: Dispute, step: DisputeStep): void {
  const { invoice, charge, amount, fee } = dispute;
  const object = invoice === undefined ? chargeName(account.id, charge?.number ?? 0) : invoiceName(account.id, invoice.number);
  const money = formatMoney(amount, account.currency);
  if (step === "created") {
    tell(at, account, "charge.dispute.created", object, money);
    tell(at, account, "charge.dispute.funds_withdrawn", object, fee === 0 ? money : `${money}, fee ${formatMoney(fee, account.currency)}`);
    return;
  }
  tell(at, account, "charge.dispute.closed", object, step);
  if (step === "won") tell(at, account, "charge.dispute.funds_reinstated", object, money);
}

/** Whether money came by a charge, or none was due: a payment out of band is none that succeeded (M5). */
function wasCharged({ amountDue, amountPaid, adjustments }: Invoice): boolean {
  return amountDue === 0 || amountPaid > (adjustments?.outOfBand ?? 0);
}

/** A charge, or money that goes back. */
export function tellPayment(tell: Tell, at: Instant, account: Account, { kind, invoice, charge, amount, decline }: Payment): void {
  const object = invoice === undefined ? chargeName(account.id, charge?.number ?? 0) : invoiceName(account.id, invoice.number);
  const asked = formatMoney(amount, account.currency);
  const detail = decline === undefined ? asked : `${asked}, ${decline.code}`;
  switch (kind) {
    case "payment":
      tell(at, account, decline === undefined ? "payment_intent.succeeded" : "charge.failed", object, detail);
      tell(at, account, decline === undefined ? "charge.succeeded" : "payment_intent.payment_failed", object, detail);
      break;
    case "charge":
      tell(at, account, decline === undefined ? "charge.succeeded" : "charge.failed", object, detail);
      break;
    case "refund":
      tell(at, account, "refund.created", object, detail);
      tell(at, account, "charge.refunded", object, detail);
      break;
    default:
  }
}

/** Sent to be paid by a date: what has nothing due is paid at finalization. */
function isSent({ collectionMethod, amountDue }: Invoice): boolean {
  return collectionMethod === "send_invoice" && amountDue > 0;
}

/** A step of an invoice's life. `decline`: the code of the charge that failed just before. */
export function tellInvoice(tell: Tell, at: Instant, account: Account, invoice: Invoice, step: InvoiceStep, decline: string): void {
  const object = invoiceName(account.id, invoice.number);
  const money = (amount: number): string => formatMoney(amount, account.currency);
  switch (step) {
    case "created":
      tell(at, account, "invoice.created", object, `${money(invoice.total)}, ${invoice.reason}`);
      break;
    case "finalized":
      tell(at, account, "invoice.finalized", object, `${money(invoice.amountDue)} due`);
      if (invoice.amountDue > 0) tell(at, account, "payment_intent.created", object, money(invoice.amountDue));
      if (isSent(invoice)) tell(at, account, "invoice.sent", object, `${money(invoice.amountDue)}, due ${formatBrief(invoice.dueAt)}`);
      break;
    case "overdue":
      tell(at, account, "invoice.overdue", object, `${money(invoice.amountRemaining)} remaining`);
      break;
    case "paid":
      if (!wasCharged(invoice)) tell(at, account, "payment_intent.canceled", object, money(invoice.amountDue));
      tell(at, account, "invoice.paid", object, money(invoice.amountPaid));
      if (wasCharged(invoice)) tell(at, account, "invoice.payment_succeeded", object, money(invoice.amountPaid));
      break;
    case "payment_failed": {
      const next = invoice.nextAttemptAt === NEVER ? "no further attempt" : `next attempt ${formatBrief(invoice.nextAttemptAt)}`;
      tell(at, account, "invoice.payment_failed", object, `attempt ${invoice.attempts}, ${next}`);
      if (decline === "authentication_required") tell(at, account, "invoice.payment_action_required", object, next);
      tell(at, account, "invoice.updated", object, next);
      break;
    }
    case "voided":
      if (invoice.amountDue > 0) tell(at, account, "payment_intent.canceled", object, money(invoice.amountDue));
      tell(at, account, "invoice.voided", object, money(invoice.total));
      break;
    case "marked_uncollectible":
      tell(at, account, "invoice.marked_uncollectible", object, `${money(invoice.amountRemaining)} remaining`);
      break;
  }
}
