import { formatBrief } from "../calendar/civil.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import { type CsvColumns, type CsvRow, CsvTable } from "../language/csv-table.ts";
import { didYouMean, listed } from "../language/did-you-mean.ts";
import { besideScenario, type InputFiles } from "../language/input-files.ts";
import type { Complaint, IssueList } from "../language/issue.ts";
import { parseInstant } from "../language/read-instant.ts";
import { parseUsageQuantity } from "../language/read-number.ts";
import type { Declared } from "../language/references.ts";
import { quoteText } from "../language/source-node.ts";
import type { Decimal } from "../money/decimal.ts";
import type { Place, Usage } from "./action.ts";

const COLUMNS: CsvColumns = { what: "A usage file", required: ["customer", "plan", "at", "quantity"], optional: ["action", "idempotency_key"] };

/** The most records of one customer in one file, as of any stream. */
export const MOST_RECORDS = 100_000;

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
    const table = new CsvTable(this.issues, file, COLUMNS);
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
      checkOrder(row, rows.at(-1), read);
      if (rows.length < MOST_RECORDS) rows.push(read);
      else if (rows.length === MOST_RECORDS) refuseMore(row, customer);
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
    const plan = this.readPlan(row);
    const at = readAt(row);
    const quantity = readQuantity(row, plan);
    const action = readAction(row);
    if (row.isBroken || plan === undefined || at === undefined || quantity === undefined || action === undefined) return undefined;
    const key = row.cell("idempotency_key");
    return {
      at,
      action: { kind: "usage", plan, quantity, action, idempotencyKey: key === "" ? undefined : key, timestamp: undefined, isStreamed: false },
      place: { file, line: row.line, column: 1 },
      refuse: (column, complaint) => row.refuse(column, complaint),
    };
  }

  private readPlan(row: CsvRow): Plan | undefined {
    const id = row.cell("plan");
    const { all } = this.plans;
    if (!all.has(id)) {
      return row.refuse("plan", {
        code: "unknown-id",
        message: `There is no plan ${quoteText(id)}.`,
        rule: `It must be a plan of \`plans\`: ${this.plans.choices()}.`,
        remedy: didYouMean(id, all.keys(), "Define it under `plans`, or name another."),
      });
    }
    const plan = all.get(id);
    if (plan === undefined || plan.usage !== undefined) return plan;
    return row.refuse("plan", {
      code: "not-metered",
      message: `The plan ${quoteText(id)} is licensed.`,
      rule: "Usage is recorded for metered plans.",
      remedy: "Write `usage_type: metered` in the plan, or name another.",
    });
  }
}

/** An instant as in a scenario; Unix seconds too. */
function readAt(row: CsvRow): Instant | undefined {
  const text = row.cell("at");
  const parsed = parseInstant(/^\d{9,}$/.test(text) ? Number(text) : text);
  return typeof parsed === "number" ? parsed : row.refuse("at", parsed);
}

function readQuantity(row: CsvRow, plan: Plan | undefined): Decimal | undefined {
  const text = row.cell("quantity");
  const parsed = parseUsageQuantity(text);
  if ("code" in parsed) return row.refuse("quantity", text === "" ? { ...parsed, message: "The row has no quantity." } : parsed);
  if (parsed.units >= 0 || plan === undefined || plan.usage === "sum") return parsed;
  return row.refuse("quantity", negativeUsage(plan));
}

/** Only a sum can take something back: it is at least 0 in the end (D26). */
export function negativeUsage(plan: Plan): Complaint {
  return {
    code: "bad-quantity",
    message: `The usage of ${quoteText(plan.id)} is negative.`,
    rule: `Usage is negative only where it is summed up; ${plan.id} has \`aggregate_usage: ${plan.usage}\` (D26).`,
    remedy: "Write a quantity of 0 or more; `action: set` corrects what an instant has.",
  };
}

function readAction(row: CsvRow): Usage["action"] | undefined {
  const text = row.cell("action");
  if (text === "" || text === "increment") return "increment";
  if (text === "set") return text;
  return row.refuse("action", {
    code: "bad-choice",
    message: `The action is ${quoteText(text)}.`,
    rule: "It is increment, set, or empty for increment.",
    remedy: didYouMean(text, ["increment", "set"], "Write one of the two."),
  });
}

function checkOrder(row: CsvRow, before: UsageRow | undefined, { at }: UsageRow): void {
  if (before === undefined || before.at <= at) return;
  row.refuse("at", {
    code: "unsorted-rows",
    message: `The row is at ${formatBrief(at)}, before the one above it at ${formatBrief(before.at)}.`,
    rule: "The rows of a customer stand together, in time order.",
    remedy: "Sort the customer's rows by `at`.",
  });
}

function refuseMore(row: CsvRow, customer: string): void {
  row.refuse("customer", {
    code: "stream-too-long",
    message: `The file has more than ${MOST_RECORDS} rows of ${quoteText(customer)}.`,
    rule: `A stream has at most ${MOST_RECORDS} records.`,
    remedy: "Add rows up, by hour for example.",
  });
}
