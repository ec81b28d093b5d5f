import { checkUsageOrder, MOST_RECORDS, readUsageRow, refuseMoreUsage, USAGE_COLUMNS } from "../../../actions/usage-rows.ts";
import { formatBrief } from "../../../calendar/civil.ts";
import type { Instant } from "../../../calendar/instant.ts";
import { type CsvRow, CsvTable } from "../../../language/csv-table.ts";
import { besideScenario } from "../../../language/input-files.ts";
import { IssueList } from "../../../language/issue.ts";
import { quoteText, type SourceNode } from "../../../language/source-node.ts";
import { SourceText } from "../../../language/source-text.ts";
import { type FiledUsage, NO_USAGE } from "../../../population/filed-usage.ts";
import { outsideClock } from "../clock.ts";
import { changedFile } from "./changed-file.ts";
import type { CustomerOrder } from "./customer-order.ts";
import { runsOf } from "./customer-rows.ts";
import type { PopulationContext } from "./population-context.ts";

/** A file of what a population's customers use (N173). */
export class UsageFile {
  readonly path: string;
  private readonly context: PopulationContext;
  /** Where the scenario names it. */
  private readonly node: SourceNode;
  /** Plans whose usage is drawn, by the entry that draws it: a file says nothing of them. */
  private readonly drawn: ReadonlyMap<string, string>;

  constructor(context: PopulationContext, path: string, node: SourceNode, drawn: ReadonlyMap<string, string>) {
    this.context = context;
    this.path = path;
    this.node = node;
    this.drawn = drawn;
  }

  /** Checks every row, once, against the customers' own file. */
  check(customersFile: string, order: CustomerOrder): void {
    const { reading, files } = this.context;
    const table = this.table(reading.issues);
    const checked = new CheckedRows(this.context, { customersFile, order, column: () => table.indexOf("customer"), drawn: this.drawn });
    for (const row of table.rows(files, this.path)) checked.add(row);
    if (table.problem !== undefined) reading.refuse(this.node, table.problem);
  }

  /** The rows again, of a file that was found right, to be taken customer by customer in their order. */
  cursor(): UsageCursor {
    const issues = new IssueList(new SourceText(this.path, "", 1));
    const table = this.table(issues);
    return new UsageCursor(runsOf(table.rows(this.context.files, this.path)), (row) => {
      const read = readUsageRow(row, this.context.declarations.plans);
      if (read === undefined) throw changedFile(this.path);
      return { at: read.at, usage: { kind: "usage", ...read.usage, timestamp: undefined, isStreamed: true } };
    });
  }

  private table(issues: IssueList): CsvTable {
    return new CsvTable(issues, besideScenario(this.context.reading.issues.source.file, this.path), USAGE_COLUMNS);
  }
}

/** What the rows are checked against. */
interface Against {
  readonly customersFile: string;
  readonly order: CustomerOrder;
  /** Where the customer's column stands. */
  readonly column: () => number;
  readonly drawn: ReadonlyMap<string, string>;
}

/** Goes through the rows of a file of usage once, and complains. */
class CheckedRows {
  private readonly context: PopulationContext;
  private readonly against: Against;
  private customer: string | undefined;
  private isKnown = false;
  private livesFrom: Instant = 0;
  private lastPlace = -1;
  private lastAt: Instant | undefined;
  private count = 0;

  constructor(context: PopulationContext, against: Against) {
    this.context = context;
    this.against = against;
  }

  add(row: CsvRow): void {
    const id = row.cell("customer");
    if (id !== this.customer) this.begin(row, id);
    const read = readUsageRow(row, this.context.declarations.plans);
    if (read === undefined) return;
    const { plan } = read.usage;
    const drawnBy = this.against.drawn.get(plan.id);
    if (drawnBy !== undefined) refuseDrawn(row, plan.id, drawnBy);
    const complaint = outsideClock(this.context.clock, read.at);
    if (complaint !== undefined) row.refuse("at", complaint);
    else if (this.isKnown && read.at < this.livesFrom) refuseEarly(row, id, read.at, this.livesFrom);
    else checkUsageOrder(row, this.lastAt, read.at);
    this.lastAt = read.at;
    if (++this.count === MOST_RECORDS + 1) refuseMoreUsage(row, id);
  }

  /** Another customer: one that the customers' file has, behind the one before. */
  private begin(row: CsvRow, id: string): void {
    this.customer = id;
    this.lastAt = undefined;
    this.count = 0;
    const found = this.against.order.of(id);
    this.isKnown = found !== undefined;
    if (found === undefined) {
      row.refuse("customer", {
        code: "unknown-customer",
        message: `There is no customer ${quoteText(id)} in ${this.against.customersFile}.`,
        rule: "A population's usage is that of the customers of its file.",
        remedy: "Correct the name, or take the customer's rows out.",
      });
    } else if (found.place <= this.lastPlace) this.refuseUnsorted(row, id);
    else {
      this.lastPlace = found.place;
      this.livesFrom = found.livesFrom;
    }
  }

  private refuseUnsorted(row: CsvRow, id: string): void {
    const column = this.against.column() + 1;
    row.refuse("customer", {
      code: "unsorted-rows",
      message: `The rows of ${quoteText(id)} come behind those of a customer who stands further down in ${this.against.customersFile}, or apart from others of its own.`,
      rule: "The rows of a customer stand together, and customers come in the same order in every file, so that files are merged as they are read.",
      remedy: `Sort both files below their headers by customer, this one so: (head -1 FILE; tail -n +2 FILE | LC_ALL=C sort -t, -s -k${column},${column}).`,
    });
  }
}

function refuseDrawn(row: CsvRow, plan: string, entry: string): void {
  row.refuse("plan", {
    code: "exclusive-keys",
    message: `The usage of ${quoteText(plan)} is read from this file and drawn by the entry ${quoteText(entry)}.`,
    rule: "What customers use of a plan is known or drawn, not both.",
    remedy: "Take the plan's rows out, or the entry.",
  });
}

function refuseEarly(row: CsvRow, id: string, at: Instant, livesFrom: Instant): void {
  row.refuse("at", {
    code: "before-sign-up",
    message: `The usage is at ${formatBrief(at)}; ${quoteText(id)} signs up at ${formatBrief(livesFrom)}.`,
    rule: "A plan is used from its sign-up on.",
    remedy: "Correct the instant, or take the row out.",
  });
}

/** Goes through the rows of a right file once, in the order of the customers. */
export class UsageCursor {
  private readonly runs: Iterator<readonly CsvRow[]>;
  private readonly read: (row: CsvRow) => FiledUsage;
  private head: readonly CsvRow[] | undefined;

  constructor(runs: Iterator<readonly CsvRow[]>, read: (row: CsvRow) => FiledUsage) {
    this.runs = runs;
    this.read = read;
    this.advance();
  }

  /** A customer's records, in time order: asked for every customer of the other file, in its order. */
  take(id: string): readonly FiledUsage[] {
    const rows = this.head;
    if (rows === undefined || rows[0]?.cell("customer") !== id) return NO_USAGE;
    this.advance();
    return rows.map(this.read);
  }

  /** Leaves a customer's records out. */
  skip(id: string): void {
    if (this.head?.[0]?.cell("customer") === id) this.advance();
  }

  private advance(): void {
    const { done, value } = this.runs.next();
    this.head = done === true ? undefined : value;
  }
}
