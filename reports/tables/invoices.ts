import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { Line } from "../../engine/account/line.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import { rowReport } from "../row-report.ts";
import { instant, integer, money, type Table, text, word } from "../table.ts";

export interface InvoiceRow {
  readonly account: Account;
  readonly invoice: Invoice;
}

/** An instant that has come, else an empty cell. */
export function come(at: Instant): Instant | undefined {
  return at === NEVER ? undefined : at;
}

/**
 * The time an invoice is about: the hull of its licensed service periods, or of the usage if it has none (B40). Undefined without either.
 */
export function invoicePeriod(invoice: Invoice): { start: Instant; end: Instant } | undefined {
  return hull(invoice.lines, (line) => line.kind !== "usage") ?? hull(invoice.lines, (line) => line.kind === "usage");
}

function hull(lines: readonly Line[], counts: (line: Line) => boolean): { start: Instant; end: Instant } | undefined {
  let start = NEVER;
  let end = -NEVER;
  for (const line of lines) {
    if (line.start === line.end || !counts(line)) continue;
    if (line.start < start) start = line.start;
    if (line.end > end) end = line.end;
  }
  return start === NEVER ? undefined : { start, end };
}

export const invoicesTable: Table<InvoiceRow> = {
  name: "invoices",
  about: "One row per invoice, drafts and zero invoices included, as it stands at the end of the run.",
  currency: ({ account }) => account.currency,
  columns: [
    text("invoice", "Its name: `<customer>-0001`, given at creation (D11).", ({ account, invoice }) => invoiceName(account.id, invoice.number)),
    text("customer", "The customer's id.", ({ account }) => account.id),
    text("subscription", "The subscription it bills; empty for a manual invoice.", ({ invoice }) => invoice.subscription?.name),
    text("population", "The population the customer was drawn from; empty for a script.", ({ account }) => account.population || undefined),
    word("currency", "Three letters, lower case.", ({ account }) => account.currency.code),
    word(
      "billing_reason",
      "`subscription_create`, `subscription_cycle`, `subscription_update`, `subscription_threshold` or `manual`.",
      ({ invoice }) => invoice.reason,
    ),
    word("status", "`draft`, `open`, `paid`, `void` or `uncollectible`.", ({ invoice }) => invoice.status),
    instant("created_at", "When the draft was made.", ({ invoice }) => invoice.createdAt),
    instant("finalized_at", "When it was finalized; empty for a draft.", ({ invoice }) => come(invoice.finalizedAt)),
    instant("due_at", "When a sent invoice is due; empty for a draft and when it is charged automatically (S3).", ({ invoice }) => come(invoice.dueAt)),
    instant("paid_at", "When it was paid, also when nothing was due.", ({ invoice }) => come(invoice.paidAt)),
    instant("period_start", "Start of the hull of its licensed service periods.", ({ invoice }) => invoicePeriod(invoice)?.start),
    instant("period_end", "End of that hull, exclusive.", ({ invoice }) => invoicePeriod(invoice)?.end),
    money("subtotal", "Sum of the lines before discounts, inclusive tax inside.", ({ invoice }) => invoice.subtotal),
    money("discount", "What coupons took off; what is inside prorations not counted again.", ({ invoice }) => invoice.discount),
    money("tax", "All taxes, inclusive ones too.", ({ invoice }) => invoice.tax),
    money("total", "subtotal - discount + exclusive tax; may be negative.", ({ invoice }) => invoice.total),
    money("balance_applied", "amount_due - total, of a finalized invoice (D5).", ({ invoice }) =>
      invoice.finalizedAt === NEVER ? 0 : invoice.amountDue - invoice.total,
    ),
    money("amount_due", "What was asked of the customer; 0 for a draft.", ({ invoice }) => invoice.amountDue),
    money("amount_paid", "What was paid on it, out of band too; a credit note is none.", ({ invoice }) => invoice.amountPaid),
    money("amount_remaining", "What is still asked.", ({ invoice }) => invoice.amountRemaining),
    integer("attempts", "Attempts to collect that the retry schedule counts.", ({ invoice }) => invoice.attempts),
    instant("next_attempt_at", "The planned retry; empty for none.", ({ invoice }) => come(invoice.nextAttemptAt)),
    word("collection_method", "`charge_automatically` or `send_invoice` (S1).", ({ invoice }) => invoice.collectionMethod),
    instant("voided_at", "When it was voided.", ({ invoice }) => come(invoice.voidedAt)),
    instant("uncollectible_at", "When it was marked uncollectible.", ({ invoice }) => come(invoice.uncollectibleAt)),
    money("starting_balance", "The customer balance before finalization; negative is credit. 0 for a draft.", ({ invoice }) => invoice.startingBalance),
    money("ending_balance", "The customer balance after finalization. 0 for a draft.", ({ invoice }) => invoice.endingBalance),
    money("credited", "By credit notes.", ({ invoice }) => invoice.adjustments?.credited ?? 0),
    money("refunded", "Given back of what was paid.", ({ invoice }) => invoice.adjustments?.refunded ?? 0),
  ],
};

/** All invoices of an account that keeps them all, by number. */
export function invoicesOf(account: Account): readonly Invoice[] {
  return account.invoices.slice(0, account.invoiceNumber);
}

export const invoices = rowReport(invoicesTable, (write) => ({
  end(account) {
    for (const invoice of invoicesOf(account)) write({ account, invoice });
  },
}));
