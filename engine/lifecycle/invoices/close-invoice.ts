import type { Account } from "../../account/account.ts";
import type { Invoice } from "../../account/invoice.ts";
import { releaseInvoice } from "../../account/invoice-pool.ts";
import type { Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import { planTransfer } from "../changes/plan-transfer.ts";
import { hasEnded, statusAfterPayment } from "../subscriptions/status.ts";

function unplan(invoice: Invoice): void {
  invoice.generation++;
  invoice.nextAttemptAt = NEVER;
}

/** All of the amount due is paid: by an attempt, or because nothing was due. */
export function markPaid(world: World, account: Account, invoice: Invoice, at: Instant): void {
  unplan(invoice);
  invoice.status = "paid";
  invoice.paidAt = at;
  if (invoice.amountRemaining > 0) {
    if (account.firstPaidAt === NEVER) account.firstPaidAt = at;
    account.lastPaidAt = at;
  }
  invoice.amountPaid += invoice.amountRemaining;
  invoice.amountRemaining = 0;
  world.sink.invoice(at, account, invoice, "paid");
  statusAfterPayment(world, account, invoice);
  releaseInvoice(account, invoice);
}

/** Open -> uncollectible, what remains is written off. It can still be paid. */
export function markUncollectible(world: World, account: Account, invoice: Invoice): void {
  unplan(invoice);
  planTransfer(account, invoice);
  invoice.status = "uncollectible";
  invoice.uncollectibleAt = account.now;
  world.sink.invoice(account.now, account, invoice, "marked_uncollectible");
}

/** The invoice never was: what finalization moved on the customer balance moves back (BAL, B36). */
export function voidInvoice(world: World, account: Account, invoice: Invoice): void {
  const wasFinal = invoice.status !== "draft";
  unplan(invoice);
  invoice.status = "void";
  invoice.voidedAt = account.now;
  invoice.amountRemaining = 0;
  world.sink.invoice(account.now, account, invoice, "voided");
  const moved = wasFinal ? invoice.startingBalance - invoice.endingBalance : 0;
  if (moved !== 0) {
    account.balance += moved;
    world.sink.balance(account.now, account, moved, "unapplied_from_invoice", invoice, "");
  }
  releaseInvoice(account, invoice);
}

/** Open and draft invoices of an ended subscription lose their retries and never finalize by themselves (D21, CAN). */
export function stopCollecting(account: Account, subscription: Subscription): void {
  for (const invoice of account.invoices) {
    const waits = invoice.status === "draft" || invoice.status === "open";
    if (invoice.subscription !== subscription || !waits) continue;
    unplan(invoice);
    if (invoice.status === "open") planTransfer(account, invoice);
  }
}

/** The first invoice of a sign-up that was never paid. */
export function voidFirstInvoice(world: World, account: Account, subscription: Subscription): void {
  if (hasEnded(subscription)) return;
  for (const invoice of account.invoices) {
    if (invoice.subscription === subscription && invoice.status === "open" && invoice.reason === "subscription_create") {
      voidInvoice(world, account, invoice);
      return;
    }
  }
}
