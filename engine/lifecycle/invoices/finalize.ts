import type { Account } from "../../account/account.ts";
import { DUE } from "../../account/agenda.ts";
import type { Invoice } from "../../account/invoice.ts";
import type { World } from "../../account/world.ts";
import { type Settlement, settle } from "../../billing/settlement.ts";
import { addDuration } from "../../calendar/duration.ts";
import { DAY } from "../../calendar/instant.ts";
import { attemptPayment } from "../payments/collect.ts";
import { statusAfterWriteOff } from "../subscriptions/status.ts";
import { markPaid, markUncollectible, voidInvoice } from "./close-invoice.ts";
import { orderOf } from "./invoice-order.ts";
import { send } from "./send-invoice.ts";

/** Finalizes after the scenario's delay (D17): now, if it is 0 and nothing else of this instant comes first. */
export function finalizeLater(world: World, account: Account, invoice: Invoice): void {
  if (invoice.uncollected === "keep_as_draft") return;
  const at = addDuration(account.now, world.settings.finalizeAfter);
  if (at === account.now && !account.agenda.hasBefore(at, DUE.finalization)) finalize(world, account, invoice);
  else account.agenda.push(at, DUE.finalization, orderOf(invoice), invoice.slot, invoice.generation);
}

/** A draft falls due: it is finalized, and charged when everything that is finalized in this instant is (D8). */
export function finalize(world: World, account: Account, invoice: Invoice): void {
  if (invoice.uncollected !== undefined) {
    leaveUncollected(world, account, invoice);
    return;
  }
  openInvoice(world, account, invoice);
  if (invoice.amountDue === 0) markPaid(world, account, invoice, account.now);
  else if (invoice.collectionMethod === "send_invoice") send(account, invoice);
  else if (account.agenda.hasBefore(account.now, DUE.payment)) {
    account.agenda.push(account.now, DUE.payment, orderOf(invoice), invoice.slot, invoice.generation);
  } else attemptPayment(world, account, invoice);
}

/** Finalizes and charges, or sends, at once, as part of an action (D17). */
export function finalizeNow(world: World, account: Account, invoice: Invoice): void {
  if (invoice.uncollected !== undefined) {
    leaveUncollected(world, account, invoice);
    return;
  }
  openInvoice(world, account, invoice);
  if (invoice.amountDue === 0) markPaid(world, account, invoice, account.now);
  else if (invoice.collectionMethod === "send_invoice") send(account, invoice);
  else if (!invoice.awaitsPay) attemptPayment(world, account, invoice);
}

/** Collection was paused when it was drafted: nothing is charged (PPC, P1). */
function leaveUncollected(world: World, account: Account, invoice: Invoice): void {
  if (invoice.uncollected === "void") voidInvoice(world, account, invoice);
  if (invoice.uncollected !== "mark_uncollectible") return;
  openInvoice(world, account, invoice);
  if (invoice.amountDue === 0) markPaid(world, account, invoice, account.now);
  else {
    markUncollectible(world, account, invoice);
    statusAfterWriteOff(world, account, invoice);
  }
}

const settlement: Settlement = { amountDue: 0, applied: 0, rounding: 0, tooSmall: 0 };

/** draft -> open: the customer balance is applied and the amount due fixed (D3, D17). */
export function openInvoice(world: World, account: Account, invoice: Invoice): void {
  const { sink } = world;
  const { now } = account;
  settle(invoice.total, account.balance, account.currency, settlement);
  const { amountDue, applied, rounding, tooSmall } = settlement;
  invoice.status = "open";
  invoice.finalizedAt = now;
  if (invoice.collectionMethod === "send_invoice") invoice.dueAt = now + invoice.daysUntilDue * DAY;
  invoice.startingBalance = account.balance;
  invoice.endingBalance = account.balance + applied + rounding + tooSmall;
  invoice.amountDue = amountDue;
  invoice.amountRemaining = amountDue;
  if (invoice.reason !== "manual" && invoice.subscription !== undefined) {
    const { subscription } = invoice;
    if (invoice.number > subscription.latestInvoice) {
      subscription.latestInvoice = invoice.number;
      subscription.latestIsPaid = false;
    }
  }
  sink.invoice(now, account, invoice, "finalized");
  if (applied !== 0) {
    account.balance += applied;
    sink.balance(now, account, applied, "applied_to_invoice", invoice, "");
  }
  if (rounding !== 0) {
    account.balance += rounding;
    sink.balance(now, account, rounding, "adjustment", invoice, "rounding of the amount due");
  }
  if (tooSmall !== 0) {
    account.balance += tooSmall;
    sink.balance(now, account, tooSmall, "invoice_too_small", invoice, "");
  }
}
