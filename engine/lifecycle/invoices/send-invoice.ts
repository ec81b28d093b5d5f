import type { Account } from "../../account/account.ts";
import { DUE } from "../../account/agenda.ts";
import type { Invoice } from "../../account/invoice.ts";
import type { World } from "../../account/world.ts";
import { addDuration } from "../../calendar/duration.ts";
import { planTransfer } from "../changes/plan-transfer.ts";
import { giveUp, payOutOfBand } from "../payments/collect.ts";
import { statusAfterFailure } from "../subscriptions/status.ts";
import { orderOf } from "./invoice-order.ts";

/** An invoice has been finalized with something due: it is sent, and from now on only its date counts (COL, S3). */
export function send(account: Account, invoice: Invoice): void {
  planTransfer(account, invoice);
  account.agenda.push(invoice.dueAt, DUE.overdue, orderOf(invoice), invoice.slot, invoice.generation);
}

/** The customer pays by itself what is left, outside of the card (S6). */
export function payBySelf(world: World, account: Account, invoice: Invoice): void {
  if (invoice.status === "open" || invoice.status === "uncollectible") payOutOfBand(world, account, invoice);
}

/** Not paid by its date (S4). */
export function becomeOverdue(world: World, account: Account, invoice: Invoice): void {
  if (invoice.status !== "open") return;
  const deadline = addDuration(invoice.dueAt, account.dunning.overdueFor);
  account.agenda.push(deadline, DUE.deadline, orderOf(invoice), invoice.slot, invoice.generation);
  world.sink.invoice(account.now, account, invoice, "overdue");
  statusAfterFailure(world, account, invoice);
}

/** Still not paid, long after its date: it ends like one whose last retry has failed (S5). */
export function stopWaiting(world: World, account: Account, invoice: Invoice): void {
  if (invoice.status === "open") giveUp(world, account, invoice);
}
