import type { Account } from "../../account/account.ts";
import type { Invoice } from "../../account/invoice.ts";
import { invoiceName } from "../../account/invoice-name.ts";
import { Refusal } from "../../account/refusal.ts";
import type { World } from "../../account/world.ts";
import type { MarkUncollectible, VoidInvoice } from "../requests.ts";
import { expireSignUp } from "../subscriptions/end-subscription.ts";
import { statusAfterVoid, statusAfterWriteOff } from "../subscriptions/status.ts";
import { markUncollectible, voidInvoice } from "./close-invoice.ts";
import { namedInvoice, oldestOpen, refuseUnlessOwed } from "./find-invoice.ts";

/** Voids an open or uncollectible invoice by hand. The void of an unpaid first invoice ends the sign-up (INV, M2). */
export function voidByHand(world: World, account: Account, action: VoidInvoice): void {
  const invoice = action.invoice === undefined ? oldestOpen(account, "void") : namedInvoice(account, action.invoice);
  refuseUnlessOwed(account, invoice, "voided");
  refuseIfCredited(account, invoice);
  voidInvoice(world, account, invoice);
  const { subscription } = invoice;
  if (subscription?.status === "incomplete" && invoice.reason === "subscription_create") expireSignUp(world, account, subscription, "expired");
  else statusAfterVoid(world, account, invoice);
}

/** Writes an open invoice off by hand (M3). */
export function writeOffByHand(world: World, account: Account, action: MarkUncollectible): void {
  const invoice = action.invoice === undefined ? oldestOpen(account, "mark_uncollectible") : namedInvoice(account, action.invoice);
  refuseUnlessOpen(account, invoice);
  markUncollectible(world, account, invoice);
  statusAfterWriteOff(world, account, invoice);
}

function refuseIfCredited(account: Account, invoice: Invoice): void {
  if ((invoice.adjustments?.creditNotes.length ?? 0) === 0) return;
  throw new Refusal(
    `invoice "${invoiceName(account.id, invoice.number)}" has a credit note`,
    "An invoice that has a credit note cannot be voided (D23).",
    "Credit what remains of it with another `credit_note`.",
  );
}

function refuseUnlessOpen(account: Account, invoice: Invoice): void {
  if (invoice.status === "open") return;
  const name = invoiceName(account.id, invoice.number);
  throw new Refusal(`invoice "${name}" is ${invoice.status}`, "Only an open invoice can be marked uncollectible.", "Leave the entry out, or move it.");
}
