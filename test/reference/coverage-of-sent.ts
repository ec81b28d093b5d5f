import { type Case, did, type Features } from "./coverage.ts";
import type { InvoiceOutcome, Outcome } from "./outcome.ts";

const sent = ({ invoices }: Case | Outcome): readonly InvoiceOutcome[] => invoices.filter((invoice) => invoice.collectionMethod === "send_invoice");
const anySent = (c: Case, test: (invoice: InvoiceOutcome) => boolean): boolean => sent(c).some(test);

/** Payments of sent invoices, by the customer's outcome. */
function anyPayment(c: Case, test: (payment: Outcome["payments"][number], invoice: InvoiceOutcome, outcome: Outcome) => boolean): boolean {
  return c.outcomes.some((outcome) =>
    outcome.payments.some((payment) => sent(outcome).some((invoice) => invoice.number === payment.invoice && test(payment, invoice, outcome))),
  );
}

/** A status that a subscription reached from another one, on sent invoices. */
function moved(c: Case, from: string, to: string): boolean {
  return c.outcomes.some(({ statuses, subscriptions }) =>
    subscriptions.some(({ name, collectionMethod }) => {
      const own = statuses.filter(({ subscription }) => subscription === name);
      return collectionMethod === "send_invoice" && own.some(({ status }, i) => status === to && own[i - 1]?.status === from);
    }),
  );
}

const endedByDunning = (c: Case): boolean =>
  c.outcomes.some(({ subscriptions }) =>
    subscriptions.some(({ collectionMethod, endReason }) => collectionMethod === "send_invoice" && endReason === "payment_failure"),
  );

/** What can come of sent invoices; each must come up in its share of the cases drawn for it. */
export const SENT: Features = {
  "a sent sign-up": (c) => anySent(c, ({ reason }) => reason === "subscription_create"),
  "a sent renewal": (c) => anySent(c, ({ reason, finalizedAt }) => reason === "subscription_cycle" && finalizedAt !== null),
  "a sent change": (c) => anySent(c, ({ reason, total }) => reason === "subscription_update" && total !== 0),
  "a sent invoice by hand": (c) => anySent(c, ({ reason }) => reason === "manual"),
  "a charged invoice by hand": (c) => did(c, "invoice", ({ collectionMethod }) => collectionMethod === "charge_automatically"),
  "a charged one beside sent ones": (c) => sent(c).length > 0 && sent(c).length < c.invoices.length,
  "sent trial": (c) => anySent(c, ({ lines }) => lines.some(({ kind }) => kind === "trial")),
  "sent in classic mode": (c) => c.scenario.billing.mode === "classic" && sent(c).length > 0,
  "nothing due": (c) => anySent(c, ({ status, amountDue }) => status === "paid" && amountDue === 0),
  overdue: ({ outcomes }) => outcomes.some((outcome) => outcome.overdue.length > 0),
  "past due by its date": (c) => moved(c, "active", "past_due"),
  "back from past due": (c) => moved(c, "past_due", "active"),
  "unpaid after the deadline": (c) => moved(c, "past_due", "unpaid") || moved(c, "active", "unpaid"),
  "ended after the deadline": endedByDunning,
  "written off": (c) => anySent(c, ({ uncollectibleAt }) => uncollectibleAt !== null),
  "paid by itself": (c) => anyPayment(c, ({ kind }) => kind === "out_of_band") && c.scenario.customers.some(({ pays }) => pays !== undefined),
  "paid by itself after the end": (c) =>
    anyPayment(c, ({ kind, at }, invoice, { subscriptions }) =>
      subscriptions.some(({ name, endedAt }) => kind === "out_of_band" && name === invoice.subscription && endedAt !== null && endedAt < at),
    ),
  "a card paid it": (c) => anyPayment(c, ({ kind, declined }) => kind === "payment" && declined === null),
  "a card declined it": (c) => anyPayment(c, ({ declined }) => declined !== null),
  "sent and credited": (c) => anySent(c, ({ creditNotes }) => creditNotes.length > 0),
  "sent and voided": (c) => anySent(c, ({ status }) => status === "void"),
  "its own days": (c) => did(c, "subscribe", ({ daysUntilDue }) => daysUntilDue !== undefined),
  "days refused": ({ scenario, ran }) =>
    scenario.customers.some(({ entries }) =>
      entries.some((entry) => entry.action.kind === "subscribe" && entry.action.daysUntilDue !== undefined && !ran.includes(entry)),
    ),
};
