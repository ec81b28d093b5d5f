import type { Account } from "../../engine/account/account.ts";
import type { InvoiceStep } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import { balanceBelow, billsText, linesBelow } from "./invoice-text.ts";
import type { Told } from "./journal-entry.ts";

/** What happened to an invoice within one instant, told as one line. */
export interface InvoiceSteps {
  readonly taken: Set<InvoiceStep>;
  /** `by visa, attempt 2`; empty when no charge paid it. */
  paidBy: string;
}

/** The last of these that was taken is what the invoice is now. */
const WORDS: readonly (readonly [InvoiceStep, string])[] = [
  ["voided", "void"],
  ["marked_uncollectible", "uncollectible"],
  ["paid", "paid"],
  ["overdue", "overdue"],
  ["finalized", "open"],
  ["created", "draft"],
];

/** `byScript`: an entry of the script did it. */
export function invoiceEntry(account: Account, invoice: Invoice, steps: InvoiceSteps, byScript: boolean): Told {
  const { taken, paidBy } = steps;
  const word = WORDS.find(([step]) => taken.has(step))?.[1] ?? invoice.status;
  const isNew = taken.has("created");
  const parts = [isNew ? billsText(account, invoice) : "", taken.has("paid") && !isNew ? paidText(invoice, paidBy) : "", sentText(invoice, taken)];
  return {
    what: `invoice ${invoiceName(account.id, invoice.number)} ${word}`,
    amount: formatMoney(amountOf(invoice, taken), account.currency),
    detail: parts.filter((part) => part !== "").join(", "),
    why: whyInvoice(invoice, taken, byScript),
    below: [...(isNew ? linesBelow(account, invoice) : []), ...(taken.has("finalized") ? balanceBelow(account, invoice) : [])],
  };
}

function amountOf(invoice: Invoice, taken: ReadonlySet<InvoiceStep>): number {
  if (taken.has("created") || taken.has("voided")) return invoice.total;
  if (taken.has("paid")) return invoice.amountPaid;
  return taken.has("overdue") ? invoice.amountRemaining : invoice.amountDue;
}

/** By when it is to be paid, of an invoice that is sent in this instant or is overdue. */
function sentText({ dueAt, amountDue }: Invoice, taken: ReadonlySet<InvoiceStep>): string {
  if (dueAt === NEVER || amountDue === 0) return "";
  if (taken.has("finalized")) return `sent, due ${formatBrief(dueAt)}`;
  return taken.has("overdue") ? `due ${formatBrief(dueAt)}` : "";
}

function paidText(invoice: Invoice, paidBy: string): string {
  if (paidBy !== "") return paidBy;
  if (invoice.amountDue === 0) return "nothing due";
  return invoice.amountPaid === 0 ? "by credit notes" : "";
}

const REASONS = {
  subscription_create: "the first invoice of a sign-up",
  subscription_cycle: "a period begins: the renewal bills it in advance, with what was pending",
  subscription_update: "a change that bills at once",
  subscription_threshold: "a billing threshold is reached: what is used so far is billed at once",
  manual: "the script bills what is pending",
} as const;

function whyInvoice(invoice: Invoice, taken: ReadonlySet<InvoiceStep>, byScript: boolean): string {
  const { reason, collectionMethod } = invoice;
  if (taken.has("created") && reason === "subscription_create" && collectionMethod === "charge_automatically" && invoice.status !== "draft")
    return `${REASONS[reason]}, finalized at once`;
  if (taken.has("created")) return REASONS[reason];
  if (taken.has("voided") && byScript) return "voided by hand: the invoice never was";
  if (invoice.uncollected !== undefined && (taken.has("voided") || taken.has("finalized"))) return "collection was paused when it was drafted";
  if (taken.has("voided") && invoice.reason !== "subscription_create") return "the resumption was not paid for 23 hours: the subscription stays paused";
  if (taken.has("voided")) return "the sign-up was not paid: the invoice never was";
  if (taken.has("marked_uncollectible") && byScript) return "written off by hand";
  if (taken.has("marked_uncollectible"))
    return `${collectionMethod === "send_invoice" ? "it was overdue for too long" : "the last retry failed"} (dunning: invoice_then)`;
  if (taken.has("finalized")) return `finalized after its time as a draft, which began ${formatBrief(invoice.createdAt)}`;
  if (taken.has("paid") && collectionMethod === "send_invoice" && !byScript) return "the customer pays what was sent (pays)";
  if (taken.has("overdue")) return "it was not paid by its date";
  return "what remained was charged";
}

/** A try to collect that failed. `decline` is undefined when nothing was charged: no card, or one that had declined hard. */
export function failedPayment(account: Account, invoice: Invoice, decline: string | undefined): Told {
  const name = invoiceName(account.id, invoice.number);
  const reason = decline ?? (account.card.id === "none" ? "no card" : `not charged, ${account.card.id} declined hard before`);
  const next = invoice.nextAttemptAt === NEVER ? "no further try planned" : `next try ${formatBrief(invoice.nextAttemptAt)}`;
  return {
    what: "payment failed",
    amount: formatMoney(invoice.amountRemaining, account.currency),
    detail: `${name}, ${reason}, attempt ${invoice.attempts}, ${next}`,
    why: invoice.attempts <= 1 ? "the first attempt comes with finalization" : "a retry of the dunning schedule, or a try by hand",
    below: [],
  };
}
