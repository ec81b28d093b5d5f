import type { Account } from "../../account/account.ts";
import { DUE } from "../../account/agenda.ts";
import type { Invoice } from "../../account/invoice.ts";
import { addDuration } from "../../calendar/duration.ts";
import { NEVER } from "../../calendar/instant.ts";
import { orderOf } from "../invoices/invoice-order.ts";

/** Plans the customer's own payment of a finalized invoice that was sent, if it is still to come (S6). What a pause of collection kept back was not sent (P1). */
export function planTransfer(account: Account, invoice: Invoice): void {
  if (invoice.collectionMethod !== "send_invoice" || invoice.uncollected !== undefined) return;
  const { pays, life } = account;
  const at = life !== undefined ? life.paysAt(account, invoice) : pays === undefined ? NEVER : addDuration(invoice.finalizedAt, pays);
  if (at >= account.now && at !== NEVER) account.agenda.push(at, DUE.transfer, orderOf(invoice), invoice.slot, invoice.generation);
}
