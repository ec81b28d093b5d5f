import type { Plan } from "../../../catalog/plan.ts";
import { type CsvColumns, type CsvRow, CsvTable } from "../../../language/csv-table.ts";
import { besideScenario, InputFileProblem } from "../../../language/input-files.ts";
import { IssueList } from "../../../language/issue.ts";
import type { SourceNode } from "../../../language/source-node.ts";
import { SourceText } from "../../../language/source-text.ts";
import type { Currency } from "../../../money/currency.ts";
import type { FiledCustomer } from "../../../population/filed-customer.ts";
import type { Attribute, Offer, SignUps } from "../../../population/population.ts";
import { CustomerIds } from "./customer-ids.ts";
import { checkName, customerRows } from "./customer-rows.ts";
import type { PopulationContext } from "./population-context.ts";

/** What the rest of the population says that the rows are checked against. */
export interface FileTerms {
  readonly attributes: readonly Attribute[];
  readonly mix: readonly Offer[];
  /** What its customers may change to. */
  readonly targets: readonly Plan[];
  /** The currencies that are written for the population; undefined: none, a row's plan has its own. */
  readonly codes: readonly string[] | undefined;
}

/** A kind of file of customers. */
export interface CustomerFormat {
  readonly columns: CsvColumns;
  /**
   * One customer of its rows, which stand together; undefined where a row is wrong, which is then reported. `none`: the rows make no customer.
   *
   * @param attributes columns that say what a customer is.
   */
  read(rows: readonly CsvRow[], terms: FileTerms, attributes: readonly string[]): FiledCustomer | "none" | undefined;
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
    const table = this.table(reading.issues);
    let count = 0;
    const currencies = new Set<Currency>();
    for (const rows of customerRows(table.rows(files, this.path))) {
      checkName(this.context, rows[0] as CsvRow, table.indexOf("customer"), own);
      const customer = this.format.read(rows, terms, this.attributes);
      if (customer === "none") continue;
      count++;
      if (customer?.currency !== undefined) currencies.add(customer.currency);
    }
    named.files.push(own);
    if (table.problem !== undefined) reading.refuse(this.node, table.problem);
    return { kind: "file", file: this.path, count, currencies: [...currencies], customers: () => this.customers(terms) };
  }

  /** The customers again, of a file that was found right. */
  private *customers(terms: FileTerms): Generator<FiledCustomer> {
    const issues = new IssueList(new SourceText(this.path, "", 1));
    const table = this.table(issues);
    for (const rows of customerRows(table.rows(this.context.files, this.path))) {
      const customer = this.format.read(rows, terms, this.attributes);
      if (customer === undefined) throw this.hasChanged();
      if (customer !== "none") yield customer;
    }
    if (issues.hasErrors || table.problem !== undefined) throw this.hasChanged();
  }

  private hasChanged(): InputFileProblem {
    return new InputFileProblem({
      code: "changed-file",
      message: `The file "${this.path}" is another one than was checked before the run.`,
      rule: "A file that a scenario names stays as it is while the scenario runs.",
      remedy: "Run it again.",
    });
  }
}
