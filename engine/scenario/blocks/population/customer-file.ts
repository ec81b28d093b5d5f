import type { Instant } from "../../../calendar/instant.ts";
import type { Plan } from "../../../catalog/plan.ts";
import { type CsvColumns, type CsvRow, CsvTable } from "../../../language/csv-table.ts";
import { besideScenario } from "../../../language/input-files.ts";
import { IssueList } from "../../../language/issue.ts";
import type { SourceNode } from "../../../language/source-node.ts";
import { SourceText } from "../../../language/source-text.ts";
import type { Currency } from "../../../money/currency.ts";
import type { FiledCustomer } from "../../../population/filed-customer.ts";
import { type FiledUsage, NO_USAGE } from "../../../population/filed-usage.ts";
import type { Attribute, Offer, SignUps } from "../../../population/population.ts";
import { changedFile } from "./changed-file.ts";
import { CustomerIds } from "./customer-ids.ts";
import { CustomerOrder } from "./customer-order.ts";
import { checkName, customerRows } from "./customer-rows.ts";
import type { PopulationContext } from "./population-context.ts";
import type { UsageCursor, UsageFile } from "./usage-file.ts";

/** What the rest of the population says that the rows are checked against. */
export interface FileTerms {
  readonly attributes: readonly Attribute[];
  readonly mix: readonly Offer[];
  /** What its customers may change to. */
  readonly targets: readonly Plan[];
  /** The currencies that are written for the population; undefined: none, a row's plan has its own. */
  readonly codes: readonly string[] | undefined;
  /** What its customers use, as files say it. */
  readonly usage: readonly UsageFile[];
}

/** A customer as its own file says it. */
export type ReadCustomer = Omit<FiledCustomer, "usage">;

/** A kind of file of customers. */
export interface CustomerFormat {
  readonly columns: CsvColumns;
  /**
   * One customer of its rows, which stand together; undefined where a row is wrong, which is then reported. `none`: the rows make no customer.
   *
   * @param attributes columns that say what a customer is.
   */
  read(rows: readonly CsvRow[], terms: FileTerms, attributes: readonly string[]): ReadCustomer | "none" | undefined;
}

/** A file of customers: its columns are known first, its rows are checked when the rest of the population has been read (N100). */
export class CustomerFile {
  private readonly path: string;
  private readonly context: PopulationContext;
  /** Where the scenario names it. */
  private readonly node: SourceNode;
  private readonly format: CustomerFormat;
  /** Columns that say what a customer is. */
  readonly attributes: readonly string[];
  private readonly isWhole: boolean;

  constructor(context: PopulationContext, path: string, node: SourceNode, format: CustomerFormat) {
    this.context = context;
    this.path = path;
    this.node = node;
    this.format = format;
    const table = this.table(context.reading.issues);
    this.isWhole = table.open(context.files, path);
    this.attributes = table.further;
    if (table.problem !== undefined) context.reading.refuse(node, table.problem);
  }

  private table(issues: IssueList): CsvTable {
    return new CsvTable(issues, besideScenario(this.context.reading.issues.source.file, this.path), this.format.columns);
  }

  /** Checks every row, once. */
  read(terms: FileTerms): SignUps | undefined {
    if (!this.isWhole) return undefined;
    const { reading, named, files } = this.context;
    const own = new CustomerIds();
    const order = terms.usage.length === 0 ? undefined : new CustomerOrder();
    const table = this.table(reading.issues);
    let count = 0;
    const currencies = new Set<Currency>();
    for (const rows of customerRows(table.rows(files, this.path))) {
      checkName(this.context, rows[0] as CsvRow, table.indexOf("customer"), own);
      const customer = this.format.read(rows, terms, this.attributes);
      order?.add((rows[0] as CsvRow).cell("customer"), livesFrom(customer));
      count++;
      if (customer === "none") continue;
      if (customer?.currency !== undefined) currencies.add(customer.currency);
    }
    named.files.push(own);
    if (table.problem !== undefined) reading.refuse(this.node, table.problem);
    if (order !== undefined) for (const usage of terms.usage) usage.check(this.path, order);
    return { kind: "file", file: this.path, count, currencies: [...currencies], customers: (from) => this.customers(terms, from) };
  }

  /** The places of the file again, of one that was found right; before `from` nothing is read of them. */
  private *customers(terms: FileTerms, from: number): Generator<FiledCustomer | undefined> {
    const issues = new IssueList(new SourceText(this.path, "", 1));
    const table = this.table(issues);
    const usage = terms.usage.map((file) => file.cursor());
    let place = -1;
    for (const rows of customerRows(table.rows(this.context.files, this.path))) {
      place++;
      const id = (rows[0] as CsvRow).cell("customer");
      const customer = place < from ? "none" : this.format.read(rows, terms, this.attributes);
      if (customer === undefined) throw changedFile(this.path);
      if (customer !== "none") yield { ...customer, usage: usageOf(usage, id) };
      else {
        for (const cursor of usage) cursor.skip(id);
        yield undefined;
      }
    }
    if (issues.hasErrors || table.problem !== undefined) throw changedFile(this.path);
  }
}

/** Who signs up uses nothing before; who was there before the clock lives from its start on. */
function livesFrom(customer: ReadCustomer | "none" | undefined): Instant {
  return customer === "none" || customer === undefined ? Number.NEGATIVE_INFINITY : (customer.signUps[0]?.at ?? Number.NEGATIVE_INFINITY);
}

/** Of several files in order of time; at one instant in order of the entries. */
function usageOf(cursors: readonly UsageCursor[], id: string): readonly FiledUsage[] {
  const [only] = cursors;
  if (only === undefined) return NO_USAGE;
  if (cursors.length === 1) return only.take(id);
  return cursors.flatMap((cursor) => cursor.take(id)).sort((a, b) => a.at - b.at);
}
