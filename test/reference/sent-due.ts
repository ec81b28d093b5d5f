import { payOutOfBand } from "./by-hand.ts";
import { plusDuration } from "./calendar.ts";
import { followLatestInvoice, giveUp, latestInvoice } from "./payments.ts";
import { plan } from "./sent.ts";
import type { Invoice, Life, SentPlan } from "./state.ts";

/** Something of a sent invoice has come (S4-S6). */
export function come(life: Life, invoice: Invoice, due: SentPlan): void {
  invoice.sent = invoice.sent.filter((other) => other !== due);
  const isOpen = invoice.status === "open";
  if (due.what === "payment" && (isOpen || invoice.status === "uncollectible")) payOutOfBand(life, invoice);
  if (due.what === "end of waiting" && isOpen) giveUp(life, invoice);
  if (due.what !== "due" || !isOpen) return;
  life.overdue.push({ at: life.now, invoice: invoice.number });
  plan(life, invoice, "end of waiting", plusDuration(due.at, life.script.dunning.overdueFor));
  const { subscription } = invoice;
  if (subscription !== undefined && latestInvoice(life, subscription) === invoice) followLatestInvoice(life, subscription);
}
