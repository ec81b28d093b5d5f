import { formatDate } from "../../engine/calendar/civil.ts";
import { type Column, integer, money, type Table, text, word } from "../table.ts";
import { type Book, type SalesRow, salesBook } from "./book.ts";

/** What its importer takes at once. */
const LIMITS = { documents: 500, rows: Number.POSITIVE_INFINITY };

/** The account "Sales" of Xero's own chart of accounts. */
const SALES = "200";
const NO_TAX = "Tax Exempt";

/** Columns that a customer of a simulation has nothing for; the importer wants them in their places. */
function empty(...names: readonly string[]): readonly Column<SalesRow>[] {
  return names.map((name) => word(name, "Empty.", () => undefined));
}

function table(name: string, about: string): Table<SalesRow> {
  return {
    name,
    about,
    currency: ({ document }) => document.account.currency,
    columns: [
      text("*ContactName", "The customer's id.", ({ document }) => document.account.id),
      ...empty("EmailAddress", "POAddressLine1", "POAddressLine2", "POAddressLine3", "POAddressLine4", "POCity", "PORegion", "POPostalCode", "POCountry"),
      text("*InvoiceNumber", "Our name of the document.", ({ document }) => document.name),
      text("Reference", "The subscription of an invoice; the invoice that a credit note reduces.", ({ document }) => document.reference),
      word("*InvoiceDate", "The day of finalization, or of the credit note: `2026-01-31`.", ({ document }) => formatDate(document.issuedOn)),
      word("*DueDate", "The day by which it is due; of what is charged automatically its own.", ({ document }) => formatDate(document.dueOn)),
      ...empty("InventoryItemCode"),
      text("*Description", "What the customer reads.", ({ line }) => line.description),
      integer("*Quantity", "How many; 1 of prorations, tiered prices and whatever is no plain multiple of a price (R42).", ({ line }) => line.quantity),
      money("*UnitAmount", "What one costs, without tax, after discounts.", ({ line }) => line.rate),
      word("Discount", "Empty: discounts are inside the unit amount.", () => undefined),
      word("*AccountCode", "`200`, the account for sales in Xero's own chart.", () => SALES),
      text("*TaxType", "The tax rates, joined by ` + `; `Tax Exempt` without one.", ({ line }) => line.taxRates ?? NO_TAX),
      ...empty("TrackingName1", "TrackingOption1", "TrackingName2", "TrackingOption2"),
      word("Currency", "Three letters, upper case.", ({ document }) => document.account.currency.code.toUpperCase()),
      ...empty("BrandingTheme"),
      money("TaxAmount", "All taxes of the line.", ({ line }) => line.tax),
    ],
  };
}

export const xeroInvoices: Book = salesBook(
  table("xero_invoices", "One row per line of every finalized invoice that was not voided, for Xero's import; at most 500 invoices a file."),
  "invoice",
  LIMITS,
);

export const xeroCreditNotes: Book = salesBook(
  table("xero_credit_notes", "One row per line of every credit note, and of every invoice with a total below 0; amounts are positive."),
  "credit",
  LIMITS,
);
