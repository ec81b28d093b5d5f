import { formatBrief } from "../../../calendar/civil.ts";
import { DAY, type Instant } from "../../../calendar/instant.ts";
import type { Plan } from "../../../catalog/plan.ts";
import { readCurrencyCell, readInstantCell, readReferenceCell } from "../../../language/csv-cells.ts";
import { type CsvColumns, type CsvRow, CsvTable } from "../../../language/csv-table.ts";
import { nearest } from "../../../language/did-you-mean.ts";
import { besideScenario, InputFileProblem } from "../../../language/input-files.ts";
import { IssueList } from "../../../language/issue.ts";
import { readPath } from "../../../language/read-path.ts";
import { readField } from "../../../language/reading.ts";
import type { SourceMap, SourceNode } from "../../../language/source-node.ts";
import { SourceText } from "../../../language/source-text.ts";
import type { Currency } from "../../../money/currency.ts";
import type { FiledCustomer, FiledSignUp } from "../../../population/filed-customer.ts";
import type { Attribute, Offer, SignUps } from "../../../population/population.ts";
import { outsideClock } from "../clock.ts";
import { readAttributeCells } from "./attribute-cells.ts";
import { CustomerIds } from "./customer-ids.ts";
import { checkName, checkSame, customerRows } from "./customer-rows.ts";
import type { PopulationContext } from "./population-context.ts";
import { checkOffered, readPlans, readQuantities } from "./sold-cells.ts";
import { isAttributeColumn } from "./subscription-columns.ts";

const REQUIRED = ["customer", "at"];
const OPTIONAL = ["plan", "quantity", "currency", "coupon", "trial_end", "card"];
/** What a customer is, and not one of its sign-ups. */
const OF_CUSTOMER = ["currency", "card"];
/** Stripe's limit (TRI). */
const LONGEST_TRIAL = 730 * DAY;

/** What the rest of the population says that the rows are checked against. */
export interface FileTerms {
  readonly attributes: readonly Attribute[];
  readonly mix: readonly Offer[];
  /** What its customers may change to. */
  readonly targets: readonly Plan[];
  /** The currencies that are written for the population; undefined: none, a row's plan has its own. */
  readonly codes: readonly string[] | undefined;
}

/** `signups: { from: signups.csv }`: its columns are known first, its rows are checked when the rest of the population has been read (N100). */
export class SignUpFile {
  readonly path: string;
  private readonly context: PopulationContext;
  /** Where the scenario names it. */
  private readonly node: SourceNode;
  private readonly columns: CsvColumns;
  /** Columns that say what a customer is. */
  readonly attributes: readonly string[];
  private readonly isWhole: boolean;

  constructor(context: PopulationContext, path: string, node: SourceNode, declared: ReadonlySet<string>) {
    this.context = context;
    this.path = path;
    this.node = node;
    const known = [...REQUIRED, ...OPTIONAL];
    const takes = (name: string): boolean => declared.has(name) || (isAttributeColumn(name) && nearest(name, known) === undefined);
    this.columns = { what: "A file of sign-ups", required: REQUIRED, optional: OPTIONAL, takes };
    const table = this.table(context.reading.issues);
    this.isWhole = table.open(context.files, path);
    this.attributes = table.further;
    if (table.problem !== undefined) context.reading.refuse(node, table.problem);
  }

  private table(issues: IssueList): CsvTable {
    return new CsvTable(issues, besideScenario(this.context.reading.issues.source.file, this.path), this.columns);
  }

  /** Checks every row, once. */
  read(terms: FileTerms): SignUps | undefined {
    if (!this.isWhole) return undefined;
    const { reading, named, files } = this.context;
    const own = new CustomerIds();
    const table = this.table(reading.issues);
    const currencies = new Set<Currency>();
    let count = 0;
    for (const rows of customerRows(table.rows(files, this.path))) {
      checkName(this.context, rows[0] as CsvRow, table.indexOf("customer"), own);
      const currency = this.readCustomer(rows, terms)?.currency;
      if (currency !== undefined) currencies.add(currency);
      count++;
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
      const customer = this.readCustomer(rows, terms);
      if (customer === undefined) throw this.hasChanged();
      yield customer;
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

  private readCustomer(rows: readonly CsvRow[], terms: FileTerms): FiledCustomer | undefined {
    const [first] = rows as readonly [CsvRow];
    const { cards } = this.context.declarations;
    checkSame(rows, [...OF_CUSTOMER, ...this.attributes]);
    const written = readCurrencyCell(first, "currency");
    const card = readReferenceCell(first, "card", cards);
    const attributes = readAttributeCells(this.context, first, terms.attributes);
    const signUps: FiledSignUp[] = [];
    for (const row of rows) {
      const signUp = this.readSignUp(row, signUps.at(-1), terms);
      if (signUp !== undefined) signUps.push(signUp);
    }
    const currency = written ?? (terms.codes === undefined ? signUps[0]?.plans?.[0]?.currency : undefined);
    const codes = currency === undefined ? (terms.codes ?? []) : [currency.code];
    for (const [i, { plans }] of signUps.entries()) {
      const sold = plans ?? terms.mix.flatMap(({ items }) => items.map(({ plan }) => plan));
      checkOffered(rows[i] as CsvRow, written === undefined ? "plan" : "currency", [...sold, ...terms.targets], codes);
    }
    if (rows.some(({ isBroken }) => isBroken)) return undefined;
    return { id: first.cell("customer"), currency, card, attributes, signUps };
  }

  private readSignUp(row: CsvRow, before: FiledSignUp | undefined, { mix }: FileTerms): FiledSignUp | undefined {
    const { declarations, mode } = this.context;
    const at = this.readAt(row, before);
    const plans = readPlans(row, "plan", declarations.plans, mode);
    const quantities = readQuantities(row, "quantity", plans);
    const coupon = readReferenceCell(row, "coupon", declarations.coupons);
    const trialEnd = readInstantCell(row, "trial_end");
    if (plans === undefined && mix.length === 0 && !row.isBroken) {
      row.refuse("plan", {
        code: "missing-plan",
        message: "The row names no plan, and the population has no `subscribe` to draw one from.",
        rule: "What a row leaves empty is drawn from what the population says.",
        remedy: "Fill in the plan, or give the population `subscribe`.",
      });
    }
    if (at !== undefined && trialEnd !== undefined) checkTrial(row, at, trialEnd);
    return at === undefined ? undefined : { at, plans, quantities, trialEnd, coupon };
  }

  /** Inside the clock (D9), and not before the customer's row above. */
  private readAt(row: CsvRow, before: FiledSignUp | undefined): Instant | undefined {
    const at = readInstantCell(row, "at");
    if (at === undefined) {
      if (!row.isBroken)
        row.refuse("at", { code: "missing-cell", message: "The row does not say when.", rule: "Every sign-up has its instant.", remedy: "Fill in `at`." });
      return undefined;
    }
    const complaint = outsideClock(this.context.clock, at);
    if (complaint !== undefined) return row.refuse("at", complaint);
    if (before === undefined || before.at <= at) return at;
    return row.refuse("at", {
      code: "unsorted-rows",
      message: `The row is at ${formatBrief(at)}, before the one above it at ${formatBrief(before.at)}.`,
      rule: "The rows of a customer stand together, in time order.",
      remedy: "Sort the customer's rows by `at`.",
    });
  }
}

function checkTrial(row: CsvRow, at: Instant, end: Instant): void {
  if (end - at <= LONGEST_TRIAL) return;
  row.refuse("trial_end", {
    code: "trial-too-long",
    message: `The trial would end at ${formatBrief(end)}, ${Math.ceil((end - at) / DAY)} days after the sign-up.`,
    rule: "A trial is at most 730 days (TRI).",
    remedy: "Shorten the trial.",
  });
}

/** The file of a population's sign-ups, its header read; undefined without one, or where it cannot be read. */
export function openSignUpFile(context: PopulationContext, signups: SourceMap, declared: ReadonlySet<string>): SignUpFile | undefined {
  const path = readField(context.reading, signups, "from", readPath);
  const node = signups.entries.get("from")?.value;
  return path === undefined || node === undefined ? undefined : new SignUpFile(context, path, node, declared);
}
