import type { Book } from "./book.ts";
import { quickbooksCreditMemos, quickbooksInvoices } from "./quickbooks.ts";
import { xeroCreditNotes, xeroInvoices } from "./xero.ts";

/** The files for other programs: a new one is a file here and a line. */
export const books: readonly Book[] = [quickbooksInvoices, quickbooksCreditMemos, xeroInvoices, xeroCreditNotes];

/** Their names as `--only` knows them. */
export const bookNames: readonly string[] = books.map(({ name }) => name);
