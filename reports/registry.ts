import type { Scenario } from "../engine/scenario/scenario.ts";
import { isFileOf } from "./books/book.ts";
import { books } from "./books/registry.ts";
import type { RecurringRow } from "./metrics/recurring-rows.ts";
import type { RowReport } from "./row-report.ts";
import type { Table } from "./table.ts";
import { balanceTransactions } from "./tables/balance-transactions.ts";
import { churnTable } from "./tables/churn.ts";
import { creditNotes } from "./tables/credit-notes.ts";
import { customers } from "./tables/customers.ts";
import { events } from "./tables/events.ts";
import { invoiceLines } from "./tables/invoice-lines.ts";
import { invoices } from "./tables/invoices.ts";
import { mrrTable } from "./tables/mrr.ts";
import { mrrMovements } from "./tables/mrr-movements.ts";
import { payments } from "./tables/payments.ts";
import { subscriptions } from "./tables/subscriptions.ts";

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
  events,
];

/** An interval file that is printed from the recurring revenue of the run: another view of the same sums. */
export interface RecurringReport {
  readonly name: string;
  table(scenario: Scenario): Table<RecurringRow>;
}

export const recurringReports: readonly RecurringReport[] = [
  { name: "mrr", table: () => mrrTable },
  { name: "churn", table: ({ reports }) => churnTable(reports.metrics, reports.interval) },
];

/** The names `--only` knows, in the order the files are written. */
export const reportFileNames: readonly string[] = [...rowReports.map(({ table }) => table.name), ...recurringReports.map(({ name }) => name)];

/** Whether a run can write a file of this name, the summary apart. */
export function isRunFile(file: string): boolean {
  return reportFileNames.some((name) => file === `${name}.csv`) || books.some((book) => isFileOf(book, file));
}
