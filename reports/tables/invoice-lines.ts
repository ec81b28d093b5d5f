import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { Line } from "../../engine/account/line.ts";
import { lineDescription } from "../rendering/line-description.ts";
import { rowReport } from "../row-report.ts";
import { flag, instant, integer, listOf, money, type Table, text, word } from "../table.ts";
import { invoicesOf } from "./invoices.ts";

export interface LineRow {
  readonly account: Account;
  readonly invoice: Invoice;
  readonly line: Line;
  /** From 1, in print order. */
  readonly number: number;
}

export function isProration(line: Line): boolean {
  return line.kind === "proration_credit" || line.kind === "proration_charge";
}

/** Whether the line is a part of a full price: a proration, or a period cut by a stub, an anchor or `cancel_at`. */
export function isFraction(line: Line): boolean {
  return isProration(line) || line.part !== line.whole;
}

const hasPeriod = (line: Line): boolean => line.start !== line.end;

export const invoiceLinesTable: Table<LineRow> = {
  name: "invoice_lines",
  about: "One row per invoice line, in the order an invoice prints them (D4).",
  currency: ({ account }) => account.currency,
  columns: [
    text("invoice", "The invoice's name.", ({ account, invoice }) => invoiceName(account.id, invoice.number)),
    integer("line", "Its place on the invoice, from 1.", ({ number }) => number),
    text("customer", "The customer's id.", ({ account }) => account.id),
    text("subscription", "The subscription it comes from; empty for an item of the customer.", ({ line }) => line.subscription?.name),
    text("plan", "The plan it bills; empty for an amount.", ({ line }) => line.plan?.id),
    word("kind", "`subscription`, `proration_credit`, `proration_charge`, `usage`, `invoice_item` or `trial`.", ({ line }) => line.kind),
    text("description", "What the customer reads.", ({ account, line }) => lineDescription(line, account.currency)),
    integer(
      "quantity",
      "How many were billed; of usage its aggregate, less what threshold invoices billed of it, with up to 12 decimals.",
      ({ line }) => line.usage?.quantity ?? line.quantity,
    ),
    instant("period_start", "Start of the service period; empty when it has none.", ({ line }) => (hasPeriod(line) ? line.start : undefined)),
    instant("period_end", "End of the service period, exclusive.", ({ line }) => (hasPeriod(line) ? line.end : undefined)),
    flag("proration", "Whether it adjusts a running period.", ({ line }) => isProration(line)),
    money("amount", "Before discounts and exclusive tax; a proration has its discounts inside.", ({ line }) => line.amount),
    money("discount", "What coupons took off this line.", ({ line }) => line.discount),
    money("tax", "All taxes on this line, inclusive ones too.", ({ line }) => line.taxInclusive + line.taxExclusive),
    word("currency", "Three letters, lower case.", ({ account }) => account.currency.code),
    text("product", "The product of the plan.", ({ line }) => line.plan?.product?.id),
    listOf(text("tax_rate", "The tax rates applied, joined by `;`.", ({ line }) => line.taxes.map(({ rate }) => rate.id))),
    listOf(flag("tax_inclusive", "For each of them whether it is inside the amount.", ({ line }) => line.taxes.map(({ inclusive }) => inclusive))),
    listOf(text("coupon", "The coupons that reduced it, also inside a proration.", ({ line }) => couponsOf(line))),
    integer("ratio_numerator", "Seconds billed of the full period; empty for a full period.", ({ line }) => (isFraction(line) ? line.part : undefined)),
    integer("ratio_denominator", "Seconds of the full period.", ({ line }) => (isFraction(line) ? line.whole : undefined)),
    listOf(money("tax_amount", "What each of the tax rates took.", ({ line }) => line.taxes.map(({ amount }) => amount))),
  ],
};

function couponsOf(line: Line): readonly string[] {
  return [...line.insideDiscounts.map((coupon) => coupon.id), ...line.discounts.map(({ coupon }) => coupon.id)];
}

export const invoiceLines = rowReport(invoiceLinesTable, (write) => ({
  end(account) {
    for (const invoice of invoicesOf(account)) {
      for (const [i, line] of invoice.lines.entries()) write({ account, invoice, line, number: i + 1 });
    }
  },
}));
