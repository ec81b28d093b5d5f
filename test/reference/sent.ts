import { plusDuration } from "./calendar.ts";
import { type Invoice, inTrial, type Life, type SentPlan, type Subscription, setStatus } from "./state.ts";

export const isSent = ({ collectionMethod }: { readonly collectionMethod: string }): boolean => collectionMethod === "send_invoice";

/** S3: what is sent is due so many days of 24 hours after it was finalized. */
export function dueDate(invoice: Invoice): number | undefined {
  return isSent(invoice) && invoice.finalizedAt !== undefined ? invoice.finalizedAt + invoice.daysUntilDue * 86_400 : undefined;
}

/** Open after its date (S4). */
export function isOverdue(life: Life, { status, dueAt }: Invoice): boolean {
  return status === "open" && dueAt !== undefined && dueAt <= life.now;
}

/** Finalized with something due. */
export function send(life: Life, invoice: Invoice): void {
  planPayment(life, invoice);
  plan(life, invoice, "due", invoice.dueAt as number);
}

export function plan(life: Life, invoice: Invoice, what: SentPlan["what"], at: number): void {
  invoice.sent = [...invoice.sent, { what, at, planned: life.sequence++ }];
}

function planPayment(life: Life, invoice: Invoice): void {
  const { pays } = life.script;
  if (pays === undefined || invoice.finalizedAt === undefined) return;
  const at = plusDuration(invoice.finalizedAt, pays);
  if (at >= life.now) plan(life, invoice, "payment", at);
}

/** Written off, or its subscription has ended: only the customer's own payment is left to come (S6, S8). */
export function keepOnlyPayment(life: Life, invoice: Invoice): void {
  invoice.sent = [];
  if (isSent(invoice)) planPayment(life, invoice);
}

/** An invoice that is not the latest has been settled (S4). */
export function leaveOverdue(life: Life, subscription: Subscription): void {
  if (!isSent(subscription) || subscription.status !== "past_due") return;
  const owed = life.invoices.filter((invoice) => invoice.subscription === subscription && invoice.reason !== "manual" && isOverdue(life, invoice));
  if (owed.length === 0) setStatus(life, subscription, inTrial(life, subscription) ? "trialing" : "active");
}
