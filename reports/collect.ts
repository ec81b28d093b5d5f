import type { Account } from "../engine/account/account.ts";
import type { FactSink } from "../engine/account/facts.ts";
import type { Scenario } from "../engine/scenario/scenario.ts";
import type { BookFile } from "./books/book.ts";
import { books } from "./books/registry.ts";
import { type Collector, type Mergeable, type ReportContext, type ReportFacts, reportContext } from "./collector.ts";
import { Expectations } from "./expectations/expectations.ts";
import type { ExpectationFailure } from "./expectations/failure.ts";
import { expectedReports, reportFailures } from "./expectations/report-expectations.ts";
import { EventSequences } from "./golden/event-sequences.ts";
import { FinalState } from "./golden/final-state.ts";
import { goldenText } from "./golden/golden.ts";
import { Journal } from "./golden/journal.ts";
import { LifeDigest } from "./golden/life-digest.ts";
import { isShown } from "./golden/shown-customers.ts";
import { IntervalCollections } from "./interval-collections.ts";
import type { IntervalReport, IntervalRow, RowView } from "./interval-report.ts";
import { RecurringRevenueWatch } from "./metrics/recurring-revenue.ts";
import type { RecurringRow } from "./metrics/recurring-rows.ts";
import type { RevenueRow } from "./metrics/revenue-rows.ts";
import { onlyOf } from "./only-of.ts";
import { PageCollection, pageReports } from "./page/page-collection.ts";
import type { ShownRun } from "./page/shown-run.ts";
import { RevenueWatch } from "./recognition/revenue-watch.ts";
import { intervalReports, nativeFile, PAGE, rowReports } from "./registry.ts";
import { CsvChunks, csvCells, csvHeader } from "./rendering/csv.ts";
import { route } from "./router.ts";
import type { RowFile } from "./row-report.ts";
import { apart, joined, type Saved } from "./saved.ts";
import { mrr } from "./tables/mrr.ts";
import { revenue } from "./tables/revenue.ts";
import { businessLines, FirstInvoices, totalsLines } from "./terminal.ts";
import { type CurrencyTotals, Totals } from "./totals.ts";

/** One file of a run: its name (`invoices.csv`) and its text, in pieces of complete lines. */
export interface ReportFile {
  readonly name: string;
  readonly text: Iterable<string>;
}

export interface CollectOptions {
  /** Report names without `.csv` (see `reportFileNames`): only these files are collected. Undefined: all. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Whether files with a row per thing are written for populations too, where `only` does not say; default false. */
  readonly ledger?: boolean | undefined;
  /** Whether the books are kept that `only` does not name; of populations those without a row per document. Default false. */
  readonly books?: boolean | undefined;
  /** Takes the lines of row files while they come, a thousand at a time, by the file's name (`invoices.csv`): nothing of them is kept then. */
  readonly rows?: ((file: string, lines: string) => void) | undefined;
  /** Whether the golden text is collected; default true. */
  readonly golden?: boolean | undefined;
  /** Whether report.html is made, where `only` does not leave it out; default false. */
  readonly page?: boolean | undefined;
}

/** What a golden text is made of besides the report tables. */
interface Snapshot {
  readonly journal: Journal;
  readonly state: FinalState;
  readonly events: EventSequences;
  readonly digest: LifeDigest;
}

/**
 * What a run tells: files, golden text, failed expectations, a table for the terminal. Give `sink` to `simulate`, which must keep what
 * `retain` says, then read. Collections over disjoint customers merge into one that says what one over all of them says.
 */
export class Collection {
  /** Give this to `simulate`. */
  readonly sink: FactSink;
  private readonly scenario: Scenario;
  private readonly rowFiles: readonly { readonly name: string; readonly file: RowFile }[];
  private readonly books: readonly BookFile[];
  private readonly looksAtDocuments: boolean;
  private readonly intervals: IntervalCollections;
  private readonly expectations: Expectations;
  private readonly totalsOfRun = new Totals();
  private readonly first = new FirstInvoices();
  private readonly snapshot: Snapshot | undefined;
  private readonly shown: PageCollection | undefined;
  private readonly only: ReadonlySet<string> | undefined;
  private readonly keepsRows: boolean;

  constructor(scenario: Scenario, options: CollectOptions = {}) {
    const context = reportContext(scenario);
    this.scenario = scenario;
    this.only = options.only;
    this.keepsRows = options.rows === undefined;
    const wantsRows = options.only !== undefined || options.ledger === true || scenario.populations.length === 0;
    this.rowFiles = rowReports
      .filter(({ table }) => wantsRows && this.wants(table.name))
      .map((report) => {
        const name = `${report.table.name}.csv`;
        return { name, file: report.create(context, options.rows === undefined ? undefined : (lines) => options.rows?.(name, lines)) };
      });
    const wantedBooks = books.filter(
      ({ name, perDocument }) => options.only?.has(name) ?? (options.books === true && !(perDocument && scenario.populations.length > 0)),
    );
    this.books = wantedBooks.map((book) => book.create(context));
    this.looksAtDocuments = wantedBooks.some(({ perDocument }) => perDocument);
    this.intervals = new IntervalCollections(context, this.neededReports(options));
    this.shown = this.wantsPage(options) ? new PageCollection(context) : undefined;
    this.expectations = new Expectations(context);
    this.snapshot =
      options.golden === false
        ? undefined
        : { journal: new Journal(context), state: new FinalState(context), events: new EventSequences(context), digest: new LifeDigest() };
    this.sink = this.connect(context);
  }

  /** Everything of the run that adds up, in one list: a collector that is missing here is lost with `--workers`. */
  collectors(): readonly Collector<never>[] {
    const { rowFiles, books, intervals, shown, expectations, totalsOfRun, first } = this;
    return [...rowFiles.map(({ file }) => file), ...books, ...intervals.collectors, ...(shown?.collectors ?? []), expectations, totalsOfRun, first];
  }

  /** Adds what another collection of the same scenario and options took from later customers. */
  merge(other: Collection): void {
    const theirs = other.mergeables();
    for (const [i, ours] of this.mergeables().entries()) ours.merge(theirs[i] as never);
  }

  /** All that was collected but for the golden text, as something that passes between threads. */
  save(): Saved {
    return joined(this.collectors().map((collector) => collector.save()));
  }

  /** Adds what a collection of the same scenario and options, over later customers, has saved. */
  load(saved: Saved): void {
    const collectors = this.collectors();
    const parts = apart(saved, collectors.length);
    for (const [i, collector] of collectors.entries()) collector.load(parts[i] as Saved);
  }

  /** The first lines of the files with a row per thing, in the registry's order. */
  rowHeaders(): readonly { readonly name: string; readonly line: string }[] {
    return this.rowFiles.map(({ name, file }) => ({ name, line: file.header() }));
  }

  /** No rows come any more: hands out what waits. */
  endRows(): void {
    for (const { file } of this.rowFiles) file.chunks.flush();
  }

  /**
   * The files of the run in the registry's order, but for those whose rows went out already; `summary.json` is `summaryJson`'s, since it holds
   * their digests.
   */
  *files(): Generator<ReportFile> {
    if (this.keepsRows) for (const { name, file } of this.rowFiles) yield { name, text: file.text() };
    for (const report of intervalReports) {
      if (!this.wants(report.name)) continue;
      yield { name: `${report.name}.csv`, text: this.intervalText(report, "converted") };
      // With a reporting currency the tables of each currency stay, in a file beside it (R61).
      if (this.scenario.reports.reporting !== undefined) yield { name: nativeFile(report), text: this.intervalText(report, "native") };
    }
    for (const book of this.books) yield* book.files();
  }

  /** The golden snapshot: a function of the scenario alone. Ends with a newline. */
  golden(): string {
    if (this.snapshot === undefined) throw new RangeError("this collection was made without a golden text");
    return goldenText(this.scenario, { ...this.snapshot, totals: this.totals(), rows: (report) => this.intervalRows(report) });
  }

  /** What report.html is made of, for `reportPage`; undefined where no page is wanted. */
  page(): ShownRun | undefined {
    return this.shown?.shown({ rows: (report) => this.intervalRows(report), totals: this.totals(), failures: this.failures() });
  }

  /** Expectations that did not hold, in the file's order. Each prints with `formatFailure(failure, file)`. */
  failures(): readonly ExpectationFailure[] {
    return [...this.expectations.failures(), ...reportFailures(this.scenario, (report) => this.intervalRows(report))]
      .map(({ failure, index }, order) => ({ failure, index, order }))
      .sort((a, b) => a.index - b.index || a.order - b.order)
      .map(({ failure }) => failure);
  }

  /** A short summary for the terminal: the first invoices, or of populations the business; then a line of totals per currency. Ends with a newline. */
  terminal(width: number): string {
    const table = this.scenario.populations.length === 0 ? this.first.lines(width) : businessLines(this.recurringRows(), this.scenario.reports, width);
    return `${[...table, "", ...totalsLines(this.totals())].join("\n")}\n`;
  }

  /** What the simulation must keep of customers: all their invoices where somebody looks at closed ones. */
  get retain(): Account["retain"] {
    const looksBack =
      this.snapshot !== undefined ||
      this.rowFiles.length > 0 ||
      this.looksAtDocuments ||
      this.scenario.expectations.some(({ subject }) => subject.kind !== "report");
    return looksBack || this.scenario.populations.length === 0 ? "all" : "open";
  }

  /** Counts and totals per currency, for `summaryJson`. */
  totals(): readonly CurrencyTotals[] {
    return this.totalsOfRun.perCurrency();
  }

  /** Recurring revenue, customers and trials per interval and currency: what mrr.csv and churn.csv print. */
  recurringRows(view: RowView = "converted"): readonly RecurringRow[] {
    return this.intervalRows(mrr, view) as readonly RecurringRow[];
  }

  /** The money per interval and currency: what revenue.csv prints. */
  revenueRows(view: RowView = "converted"): readonly RevenueRow[] {
    return this.intervalRows(revenue, view) as readonly RevenueRow[];
  }

  /** The rows of an interval report that the run was asked for. */
  intervalRows(report: IntervalReport, view: RowView = "converted"): readonly IntervalRow[] {
    return this.intervals.rows(report, view);
  }

  private intervalText(report: IntervalReport, view: RowView): Iterable<string> {
    const chunks = new CsvChunks();
    const table = report.table(this.scenario);
    for (const row of this.intervalRows(report, view)) chunks.add(csvCells(table, row));
    return [csvHeader(table), ...chunks.chunks()];
  }

  /** Those whose files are wanted, that a golden or an expectation shows, and of populations the one for the terminal. */
  private neededReports(options: CollectOptions): readonly IntervalReport[] {
    const { scenario } = this;
    return [
      ...intervalReports.filter(({ name }) => this.wants(name)),
      ...(this.wantsPage(options) ? pageReports : []),
      ...(options.golden === false ? [] : intervalReports),
      ...expectedReports(scenario),
      ...(scenario.populations.length === 0 ? [] : [mrr]),
    ];
  }

  private mergeables(): readonly Mergeable<never>[] {
    const { snapshot } = this;
    return snapshot === undefined ? this.collectors() : [...this.collectors(), snapshot.journal, snapshot.state, snapshot.events, snapshot.digest];
  }

  private wantsPage({ page }: CollectOptions): boolean {
    return page === true && this.wants(PAGE);
  }

  private wants(name: string): boolean {
    return this.only === undefined || this.only.has(name);
  }

  private snapshotListeners({ journal, state, events, digest }: Snapshot): Partial<ReportFacts>[] {
    const { scenario } = this;
    const inFull = [journal, state, events.facts];
    if (scenario.populations.length === 0) return inFull;
    return [onlyOf((account) => isShown(scenario, account), route(inFull)), digest];
  }

  private connect(context: ReportContext): FactSink {
    const collectors: Partial<ReportFacts>[] = [
      ...this.rowFiles.map(({ file }) => file),
      ...this.books,
      ...this.intervals.collectors,
      ...(this.shown?.collectors ?? []),
      this.totalsOfRun,
      this.first,
      ...this.expectations.listeners(),
      ...(this.snapshot === undefined ? [] : this.snapshotListeners(this.snapshot)),
    ];
    const to = route(collectors);
    // The watches come first: a movement is told before the instant is settled for the others.
    const watches: Partial<ReportFacts>[] = [new RecurringRevenueWatch(this.scenario.reports, to)];
    if (collectors.some(({ posting }) => posting !== undefined)) watches.push(new RevenueWatch(context, collectors));
    return route([...watches, ...collectors]);
  }
}

/** A collection for one run of a scenario. */
export function collect(scenario: Scenario, options: CollectOptions = {}): Collection {
  return new Collection(scenario, options);
}
