import type { Instant } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import { type CsvRow, CsvTable } from "../language/csv-table.ts";
import { didYouMean, listed } from "../language/did-you-mean.ts";
import { besideScenario, type InputFiles } from "../language/input-files.ts";
import type { Complaint, IssueList } from "../language/issue.ts";
import type { Declared } from "../language/references.ts";
import { quoteText } from "../language/source-node.ts";
import type { Place, Usage } from "./action.ts";
import { checkUsageOrder, MOST_RECORDS, readUsageRow, refuseMoreUsage, USAGE_COLUMNS } from "./usage-rows.ts";

/** A row that is right by itself. */
export interface UsageRow {
  readonly at: Instant;
  readonly action: Usage;
  readonly place: Place;
  /** Complains about what is wrong with it where it is used. */
  refuse(column: string, complaint: Complaint): void;
}

interface UsageFile {
  /** What is wrong with all of it. */
  readonly problem: Complaint | undefined;
  readonly isBroken: boolean;
  /** By customer. */
  readonly rows: ReadonlyMap<string, readonly UsageRow[]>;
}

const NO_ROWS: readonly UsageRow[] = [];

/** The usage files of a scenario: each is read once, however many customers take their rows from it (U13). */
export class UsageFiles {
  private readonly issues: IssueList;
  private readonly files: InputFiles;
  private readonly plans: Declared<Plan>;
  private readonly customers: ReadonlySet<string>;
  private readonly taken = new Set<string>();
  private readonly read = new Map<string, UsageFile>();

  constructor(issues: IssueList, files: InputFiles, plans: Declared<Plan>, customers: ReadonlySet<string>) {
    this.issues = issues;
    this.files = files;
    this.plans = plans;
    this.customers = customers;
  }

  /** A customer's rows, in time order; undefined when some are broken, which is then reported. A complaint: there is no such file. */
  rowsOf(path: string, customer: string): readonly UsageRow[] | Complaint | undefined {
    const file = this.read.get(path) ?? this.readFile(path);
    this.read.set(path, file);
    return file.problem ?? (file.isBroken ? undefined : (file.rows.get(customer) ?? NO_ROWS));
  }

  /** Notes that the customer's rows are used; false when they were before. */
  take(path: string, customer: string): boolean {
    if (this.isTaken(path, customer)) return false;
    this.taken.add(JSON.stringify([path, customer]));
    return true;
  }

  /** Rows of a customer who does not take them are most likely forgotten. */
  warnUnused(): void {
    for (const [path, { rows, isBroken }] of this.read) {
      if (isBroken) continue;
      const unused = [...rows].filter(([customer]) => !this.isTaken(path, customer));
      const [first] = unused[0]?.[1] ?? [];
      if (first === undefined) continue;
      first.refuse("customer", {
        code: "unused-rows",
        severity: "warning",
        message: `The rows of ${listed(unused.map(([customer]) => quoteText(customer)))} are not used.`,
        rule: "A customer takes its rows of a file by `usage_stream: { from: ... }` in its own timeline.",
        remedy: "Add that entry, or take the rows out.",
      });
    }
  }

  private isTaken(path: string, customer: string): boolean {
    return this.taken.has(JSON.stringify([path, customer]));
  }

  private readFile(path: string): UsageFile {
    const file = besideScenario(this.issues.source.file, path);
    const table = new CsvTable(this.issues, file, USAGE_COLUMNS);
    const found = new Map<string, UsageRow[]>();
    let rows: UsageRow[] = [];
    let previous = "";
    for (const row of table.rows(this.files, path)) {
      const customer = row.cell("customer");
      if (customer !== previous) {
        previous = customer;
        rows = this.begin(found, row, customer);
      }
      const read = this.readRow(row, file);
      if (read === undefined) continue;
      checkUsageOrder(row, rows.at(-1)?.at, read.at);
      if (rows.length < MOST_RECORDS) rows.push(read);
      else if (rows.length === MOST_RECORDS) refuseMoreUsage(row, customer);
    }
    return { problem: table.problem, isBroken: table.hasMistakes, rows: found };
  }

  /** A customer's rows stand together: then they can be taken as they are read. */
  private begin(found: Map<string, UsageRow[]>, row: CsvRow, customer: string): UsageRow[] {
    const rows: UsageRow[] = [];
    if (!this.customers.has(customer)) {
      row.refuse("customer", {
        code: "unknown-customer",
        message: `There is no customer ${quoteText(customer)}.`,
        rule: `It must be a customer of the scenario: ${listed(this.customers)}.`,
        remedy: didYouMean(customer, this.customers, "Add the customer, or take its rows out."),
      });
    } else if (found.has(customer)) {
      row.refuse("customer", {
        code: "unsorted-rows",
        message: `Rows of ${quoteText(customer)} stand apart from those above.`,
        rule: "The rows of a customer stand together, in time order.",
        remedy:
          "Sort the rows below the header by customer and instant: (head -1 usage.csv; tail -n +2 usage.csv | sort -t, -s -k1,1 -k3,3) if these are columns 1 and 3.",
      });
    } else found.set(customer, rows);
    return rows;
  }

  private readRow(row: CsvRow, file: string): UsageRow | undefined {
    const read = readUsageRow(row, this.plans);
    if (read === undefined) return undefined;
    return {
      at: read.at,
      action: { kind: "usage", ...read.usage, timestamp: undefined, isStreamed: false },
      place: { file, line: row.line, column: 1 },
      refuse: (column, complaint) => row.refuse(column, complaint),
    };
  }
}
