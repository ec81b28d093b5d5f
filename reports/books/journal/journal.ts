import type { Account } from "../../../engine/account/account.ts";
import type { Invoice } from "../../../engine/account/invoice.ts";
import type { OneOffCharge } from "../../../engine/account/one-off-charge.ts";
import { formatDate } from "../../../engine/calendar/civil.ts";
import type { Instant } from "../../../engine/calendar/instant.ts";
import type { Minor } from "../../../engine/money/exact.ts";
import type { ReportFile } from "../../collect.ts";
import type { ReportContext } from "../../collector.ts";
import type { Posting } from "../../recognition/posting.ts";
import { apart, joined, type Saved } from "../../saved.ts";
import type { Book, BookFile } from "../book.ts";
import { ACCOUNTS, type EntryKind } from "./accounts.ts";
import { type EntryBook, FactEntries } from "./entries.ts";
import { OpenEntries } from "./open-entries.ts";
import { PeriodSums } from "./period-sums.ts";
import { commodityLine, transactionText } from "./transaction.ts";

const NAME = "journal";

/**
 * The double entry of a run (R46, R47): entry by entry for scripted customers, summed by month for drawn ones, or as `reports.journal` says. What
 * time earns is always summed.
 */
export class JournalFile extends FactEntries implements BookFile {
  private readonly sums: PeriodSums;
  private readonly dates: string[] = [];
  private readonly texts: string[] = [];
  private readonly book: JournalEntries;

  constructor(context: ReportContext) {
    const { journal, utcOffset } = context.scenario.reports;
    const sums = new PeriodSums(journal === "daily" ? "day" : "month", context);
    const book = new JournalEntries(
      sums,
      new OpenEntries(utcOffset),
      ({ population }) => journal === "per_event" || (journal === undefined && population === ""),
    );
    super(book);
    this.sums = sums;
    this.book = book;
  }

  begin(account: Account): void {
    this.sums.begin(account);
    this.book.begin(account);
  }

  settle(_at: Instant, account: Account): void {
    this.close(account);
  }

  end(account: Account): void {
    this.close(account);
  }

  merge(other: JournalFile): void {
    this.load(other.save());
  }

  save(): Saved {
    const entries = { texts: this.dates.flatMap((date, i) => [date, this.texts[i] as string]), numbers: new Float64Array(0) };
    return joined([this.sums.save(), entries]);
  }

  load(saved: Saved): void {
    const [sums, entries] = apart(saved, 2) as [Saved, Saved];
    this.sums.load(sums);
    for (let i = 0; i < entries.texts.length; i += 2) this.add(entries.texts[i] as string, entries.texts[i + 1] as string);
  }

  /** By day; within a day in the order of customers, then what is summed. */
  *files(): Generator<ReportFile> {
    const entries = this.dates.map((date, i) => ({ date, text: this.texts[i] as string, order: i }));
    for (const { kind, currency, period, on, amounts } of this.sums.entries()) {
      const date = formatDate(on);
      const text = transactionText({ date, code: "", description: `${kind} ${period}`, customer: "", currency, amounts });
      entries.push({ date, text, order: entries.length });
    }
    entries.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.order - b.order));
    const head = [...this.sums.currencies().map(commodityLine), "tag customer\n", ...ACCOUNTS.map((account) => `account ${account}\n`)];
    yield { name: `${NAME}.hledger`, text: [...head, ...entries.map(({ text }) => text)] };
  }

  private close(account: Account): void {
    this.book.open.close(account, (date, text) => this.add(date, text));
  }

  private add(date: string, text: string): void {
    this.dates.push(date);
    this.texts.push(text);
  }
}

/** Entries of some customers stay entries, those of the others become sums. */
class JournalEntries implements EntryBook {
  readonly open: OpenEntries;
  private readonly sums: PeriodSums;
  private readonly isTold: (account: Account) => boolean;
  private tells = false;

  constructor(sums: PeriodSums, open: OpenEntries, isTold: (account: Account) => boolean) {
    this.sums = sums;
    this.open = open;
    this.isTold = isTold;
  }

  begin(account: Account): void {
    this.tells = this.isTold(account);
  }

  about(at: Instant, account: Account, kind: EntryKind, invoice: Invoice | undefined, charge: OneOffCharge | undefined): void {
    if (this.tells) this.open.about(at, account, kind, invoice, charge);
    else this.sums.about(at, account, kind);
  }

  move(ledgerAccount: number, amount: Minor): void {
    if (this.tells) this.open.move(ledgerAccount, amount);
    else this.sums.move(ledgerAccount, amount);
  }

  recognize(at: Instant, account: Account, posting: Posting): void {
    this.sums.recognize(at, account, posting);
  }
}

export const journal: Book = {
  name: NAME,
  extension: "hledger",
  about: "Double entry in the form that hledger and Ledger read.",
  perDocument: false,
  table: undefined,
  create: (context) => new JournalFile(context) as BookFile,
};
