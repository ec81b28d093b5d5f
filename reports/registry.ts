import { isFileOf } from "./books/book.ts";
import { books } from "./books/registry.ts";
import type { IntervalReport } from "./interval-report.ts";
import type { RowReport } from "./row-report.ts";
import { aging } from "./tables/aging.ts";
import { balanceTransactions } from "./tables/balance-transactions.ts";
import { churn } from "./tables/churn.ts";
import { cohorts } from "./tables/cohorts.ts";
import { creditNotes } from "./tables/credit-notes.ts";
import { customers } from "./tables/customers.ts";
import { deferredWaterfall } from "./tables/deferred-waterfall.ts";
import { dunning } from "./tables/dunning.ts";
import { events } from "./tables/events.ts";
import { invoiceLines } from "./tables/invoice-lines.ts";
import { invoices } from "./tables/invoices.ts";
import { mrr } from "./tables/mrr.ts";
import { mrrMovements } from "./tables/mrr-movements.ts";
import { payments } from "./tables/payments.ts";
import { recognition } from "./tables/recognition.ts";
import { revenue } from "./tables/revenue.ts";
import { subscriptions } from "./tables/subscriptions.ts";
import { tax } from "./tables/tax.ts";
import { trialBalance } from "./tables/trial-balance.ts";
import { usage } from "./tables/usage.ts";

/** The files with one row per thing: a new one is a file in `tables/` and a line here. */
export const rowReports: readonly RowReport[] = [
  invoices,
  invoiceLines,
  payments,
  subscriptions,
  customers,
  mrrMovements,
  balanceTransactions,
  creditNotes,
  recognition,
  events,
];

/** The interval files, in the order in which they are written: a new one is a file in `tables/` and a line here. */
export const intervalReports: readonly IntervalReport[] = [mrr, churn, revenue, cohorts, dunning, usage, deferredWaterfall, aging, tax, trialBalance];

/** The names `--only` knows, in the order the files are written. */
export const reportFileNames: readonly string[] = [...rowReports.map(({ table }) => table.name), ...intervalReports.map(({ name }) => name)];

/** Where the rows of each currency stand beside those in the reporting currency. */
export function nativeFile({ name }: IntervalReport): string {
  return `${name}_native.csv`;
}

/** What `--only` calls the page. */
export const PAGE = "report";

/** Whether a run can write a file of this name, the summary apart. */
export function isRunFile(file: string): boolean {
  return (
    file === `${PAGE}.html` ||
    reportFileNames.some((name) => file === `${name}.csv`) ||
    intervalReports.some((report) => file === nativeFile(report)) ||
    books.some((book) => isFileOf(book, file))
  );
}
