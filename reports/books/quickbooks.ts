import { civilDate } from "../../engine/calendar/civil.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import { integer, money, type Table, text, word } from "../table.ts";
import { type Book, type SalesRow, salesBook } from "./book.ts";
import { shortNumber } from "./short-number.ts";

/** What its importer takes at once. */
const LIMITS = { documents: 100, rows: 1000 };

/** `01/31/2026` */
export function monthDayYear(at: Instant): string {
  const { year, month, day } = civilDate(at);
  return `${String(month).padStart(2, "0")}/${String(day).padStart(2, "0")}/${year}`;
}

function table(name: string, about: string): Table<SalesRow> {
  return {
    name,
    about,
    currency: ({ document }) => document.account.currency,
    columns: [
      text("*InvoiceNo", "Our name of the document where it has up to 21 characters, else a short one (R43).", ({ document }) => shortNumber(document.name)),
      text("*Customer", "The customer's id.", ({ document }) => document.account.id),
      word("*InvoiceDate", "The day of finalization, or of the credit note: `01/31/2026`.", ({ document }) => monthDayYear(document.issuedOn)),
      word("*DueDate", "The day by which it is due; of what is charged automatically its own.", ({ document }) => monthDayYear(document.dueOn)),
      word("Terms", "`Due on receipt`, or `Net 30` of what is sent.", ({ document: { daysUntilDue } }) =>
        daysUntilDue === 0 ? "Due on receipt" : `Net ${daysUntilDue}`,
      ),
      word("Location", "Empty.", () => undefined),
      text("Memo", "Our name of the document, in full.", ({ document }) => document.name),
      text("Item(Product/Service)", "The plan's product, else its nickname or id; `Invoice item` of an amount.", ({ line }) => line.item),
      text("ItemDescription", "What the customer reads.", ({ line }) => line.description),
      integer("ItemQuantity", "How many; 1 of prorations, tiered prices and whatever is no plain multiple of a price (R42).", ({ line }) => line.quantity),
      money("ItemRate", "What one costs.", ({ line }) => line.rate),
      money("*ItemAmount", "ItemQuantity x ItemRate: without tax, after discounts.", ({ line }) => line.amount),
      money("Item Tax Amount", "All taxes of the line.", ({ line }) => line.tax),
      text("Item Tax Code", "The tax rates, joined by ` + `; empty without one.", ({ line }) => line.taxRates),
      word("Currency", "Three letters, upper case.", ({ document }) => document.account.currency.code.toUpperCase()),
      word("Service Date", "The day on which the line's service begins; empty without a period.", ({ line }) =>
        line.servedFrom === undefined ? undefined : monthDayYear(line.servedFrom),
      ),
    ],
  };
}

export const quickbooksInvoices: Book = salesBook(
  table(
    "quickbooks_invoices",
    "One row per line of every finalized invoice that was not voided, for QuickBooks' import; at most 100 invoices and 1,000 rows a file.",
  ),
  "invoice",
  LIMITS,
);

export const quickbooksCreditMemos: Book = salesBook(
  table("quickbooks_credit_memos", "One row per line of every credit note, and of every invoice with a total below 0; amounts are positive."),
  "credit",
  LIMITS,
);
