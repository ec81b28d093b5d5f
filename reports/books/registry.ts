import type { Book } from "./book.ts";
import { journal } from "./journal/journal.ts";
import { quickbooksCreditMemos, quickbooksInvoices } from "./quickbooks.ts";
import { quickbooksJournal } from "./quickbooks-journal.ts";
import { xeroCreditNotes, xeroInvoices } from "./xero.ts";

/** The files for other programs: a new one is a file here and a line. */
export const books: readonly Book[] = [journal, quickbooksInvoices, quickbooksCreditMemos, quickbooksJournal, xeroInvoices, xeroCreditNotes];

/** Their names as `--only` knows them. */
export const bookNames: readonly string[] = books.map(({ name }) => name);
