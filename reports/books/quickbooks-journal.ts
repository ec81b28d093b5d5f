import type { Account } from "../../engine/account/account.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Currency } from "../../engine/money/currency.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { ReportContext } from "../collector.ts";
import { CsvChunks, csvCells, csvHeader } from "../rendering/csv.ts";
import { money, type Table, word } from "../table.ts";
import type { Book, BookFile } from "./book.ts";
import { ACCOUNT, ACCOUNTS } from "./journal/accounts.ts";
import { FactEntries } from "./journal/entries.ts";
import { PeriodSums } from "./journal/period-sums.ts";
import { monthDayYear } from "./quickbooks.ts";

/** What an account comes to in a month. */
interface JournalRow {
  readonly period: string;
  readonly on: Instant;
  readonly currency: Currency;
  readonly ledgerAccount: number;
  /** A debit is positive. */
  readonly amount: Minor;
}

const table: Table<JournalRow> = {
  name: "quickbooks_journal",
  about: "One journal a month and currency, for QuickBooks' import: a row per account with what it comes to, equal on both sides.",
  currency: ({ currency }) => currency,
  columns: [
    word("JournalNo", "`2026-01-USD`.", ({ period, currency }) => `${period}-${currency.code.toUpperCase()}`),
    word("JournalDate", "The month's last day, or the clock's: `01/31/2026`.", ({ on }) => monthDayYear(on)),
    word("AccountName", "An account of `journal.hledger`.", ({ ledgerAccount }) => ACCOUNTS[ledgerAccount]),
    money("Debits", "What the month adds to it on the left.", ({ amount }) => Math.max(0, amount)),
    money("Credits", "What the month adds to it on the right.", ({ amount }) => Math.max(0, 0 - amount)),
    word("Description", "`Subscription billing 2026-01`.", ({ period }) => `Subscription billing ${period}`),
    word("Name", "`Customers` for receivables, where QuickBooks wants a customer; else empty.", ({ ledgerAccount }) =>
      ledgerAccount === ACCOUNT.receivable ? "Customers" : undefined,
    ),
    word("Currency", "Three letters, upper case.", ({ currency }) => currency.code.toUpperCase()),
  ],
};

/** The sums of the journal by month and account, whatever they were for. */
class QuickbooksJournal extends FactEntries implements BookFile {
  private readonly sums: PeriodSums;

  constructor(context: ReportContext) {
    const sums = new PeriodSums("month", context);
    super(sums);
    this.sums = sums;
  }

  begin(account: Account): void {
    this.sums.begin(account);
  }

  merge(other: QuickbooksJournal): void {
    this.sums.merge(other.sums);
  }

  save(): ReturnType<PeriodSums["save"]> {
    return this.sums.save();
  }

  load(saved: ReturnType<PeriodSums["save"]>): void {
    this.sums.load(saved);
  }

  *files(): ReturnType<BookFile["files"]> extends Iterable<infer F> ? Generator<F> : never {
    const chunks = new CsvChunks();
    for (const row of this.rows()) chunks.add(csvCells(table, row));
    yield { name: `${table.name}.csv`, text: [csvHeader(table), ...chunks.chunks()] };
  }

  /** By month, currency and account; what comes to nothing left out. */
  private *rows(): Generator<JournalRow> {
    const months = new Map<string, JournalRow[]>();
    for (const { period, on, currency, amounts } of this.sums.entries()) {
      const key = `${period} ${currency.code}`;
      const rows = months.get(key) ?? ACCOUNTS.map((_, ledgerAccount) => ({ period, on, currency, ledgerAccount, amount: 0 }));
      months.set(
        key,
        rows.map((row) => ({ ...row, amount: row.amount + (amounts[row.ledgerAccount] as number) })),
      );
    }
    const keys = [...months.keys()].sort((a, b) => (a < b ? -1 : 1));
    for (const key of keys) yield* (months.get(key) ?? []).filter(({ amount }) => amount !== 0);
  }
}

export const quickbooksJournal: Book = {
  name: table.name,
  extension: "csv",
  about: table.about,
  perDocument: false,
  table: table as Table<never>,
  create: (context) => new QuickbooksJournal(context) as BookFile,
};
