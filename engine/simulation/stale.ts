import type { Account } from "../account/account.ts";
import { DUE, type Due } from "../account/agenda.ts";

/** Whether what was planned no longer holds: its subscription or invoice has been planned anew since (generation stamps, not removal). */
export function isStale(account: Account, due: Due): boolean {
  if (due.code === DUE.boundary) return account.subscriptions[due.ref]?.generation !== due.generation;
  if (due.code === DUE.finalization || due.code === DUE.payment || isOfSentInvoice(due)) return account.invoices[due.ref]?.generation !== due.generation;
  if (due.code === DUE.cardUpdate) return account.cardGeneration !== due.generation;
  return false;
}

function isOfSentInvoice({ code }: Due): boolean {
  return code === DUE.transfer || code === DUE.overdue || code === DUE.deadline;
}
