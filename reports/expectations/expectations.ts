import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { Place } from "../../engine/actions/action.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Expectation, ExpectedCell, ExpectedColumn } from "../../engine/scenario/scenario.ts";
import type { Collector, ReportContext, ReportFacts } from "../collector.ts";
import { explainLine, explainTotals } from "../explain/invoice-arithmetic.ts";
import type { Saved } from "../saved.ts";
import { type Column, columnOf, type Table } from "../table.ts";
import { customersTable } from "../tables/customers.ts";
import { invoiceLinesTable } from "../tables/invoice-lines.ts";
import { invoicesOf, invoicesTable } from "../tables/invoices.ts";
import { subscriptionsOf, subscriptionsTable } from "../tables/subscriptions.ts";
import { customerArithmetic, subscriptionArithmetic } from "./arithmetic.ts";
import { matches, shown, shownExpected } from "./compare.ts";
import type { ExpectationFailure } from "./failure.ts";
import { InstantEvents } from "./instant-events.ts";

/** What one expectation is looked up in: a row of a table, with how its amounts come about. */
export interface Looked<Row> {
  readonly table: Table<Row>;
  readonly row: Row;
  arithmetic(): readonly string[];
}

/**
 * Evaluates the expectations about customers: those with an instant when the engine probes, the others when the customer's life ends (D13).
 * Those about reports wait for the whole run (`report-expectations.ts`).
 */
export class Expectations implements Collector<Expectations> {
  private readonly context: ReportContext;
  private readonly failed: { readonly index: number; readonly failure: ExpectationFailure }[] = [];
  private readonly finalOf = new Map<number, readonly number[]>();
  /** Undefined where nobody asks for events: deriving them costs. */
  private readonly events: InstantEvents | undefined;
  private payments = 0;

  constructor(context: ReportContext) {
    this.context = context;
    const { expectations } = context.scenario;
    const asksEvents = expectations.some(({ columns }) => columns.some(({ expected }) => expected.kind === "events"));
    this.events = asksEvents ? new InstantEvents(context.scenario.end) : undefined;
    for (const [i, { customer, at }] of expectations.entries()) {
      if (customer >= 0 && at === undefined) this.finalOf.set(customer, [...(this.finalOf.get(customer) ?? []), i]);
    }
  }

  /** What must hear the facts, in this order. Without expectations only an expected refusal can fail. */
  listeners(): readonly Partial<ReportFacts>[] {
    if (this.context.scenario.expectations.length === 0) return [{ refusal: (...fact) => this.refusal(...fact) }];
    return this.events === undefined ? [this] : [this.events.facts, this];
  }

  merge(other: Expectations): void {
    for (const one of other.failed) this.failed.push(one);
  }

  save(): Saved {
    return { texts: this.failed.map((one) => JSON.stringify(one)), numbers: new Float64Array(0) };
  }

  load({ texts }: Saved): void {
    for (const text of texts) this.failed.push(JSON.parse(text));
  }

  /** Each with its place in the file's order; refusals that did not come are last. */
  failures(): readonly { readonly index: number; readonly failure: ExpectationFailure }[] {
    return this.failed;
  }

  begin(_account: Account): void {
    this.payments = 0;
  }

  payment(): void {
    this.payments++;
  }

  refusal(_at: Instant, account: Account, entry: number, message: string | undefined): void {
    if (message !== undefined) return;
    const script = this.context.scenario.customers[account.ordinal];
    const place = script?.entries[entry]?.place ?? { line: 1, column: 1 };
    const failure = { place, subject: `customer ${account.id}: error`, expected: "the action is refused", actual: "it was done", arithmetic: [] };
    this.failed.push({ index: Number.MAX_SAFE_INTEGER, failure });
  }

  probe(at: Instant, account: Account, ref: number): void {
    this.evaluate(account, ref, at);
  }

  end(account: Account): void {
    for (const index of this.finalOf.get(account.ordinal) ?? []) this.evaluate(account, index, undefined);
  }

  private evaluate(account: Account, index: number, at: Instant | undefined): void {
    const expectation = this.context.scenario.expectations[index] as Expectation;
    const { kind, name } = expectation.subject;
    const fail = (place: Place, column: string, expected: string, actual: string, arithmetic: readonly string[]): void => {
      this.failed.push({ index, failure: { place, subject: `${kind} ${name}${column === "" ? "" : `: ${column}`}`, expected, actual, arithmetic } });
    };
    if (kind === "invoice") {
      const invoice = invoicesOf(account).find(({ number }) => invoiceName(account.id, number) === name);
      if (invoice === undefined) fail(expectation.place, "", "it exists", `customer ${account.id} has ${invoicesInWords(account)}`, []);
      else this.invoiceColumns(account, invoice, expectation, fail);
    } else if (kind === "subscription") {
      const subscription = subscriptionsOf(account).find((one) => one.name === name);
      if (subscription === undefined) fail(expectation.place, "", "it exists", `customer ${account.id} has ${subscriptionsInWords(account)}`, []);
      else {
        const { metrics } = this.context.scenario.reports;
        const row = { account, subscription, at: at ?? this.context.scenario.end, settings: metrics };
        const looked = { table: subscriptionsTable, row, arithmetic: () => subscriptionArithmetic(account, subscription, metrics) };
        for (const column of expectation.columns) checkColumn(looked, column, expectation.withinPpm, fail);
      }
    } else this.customerColumns(account, expectation, fail);
  }

  private invoiceColumns(account: Account, invoice: Invoice, expectation: Expectation, fail: Fail): void {
    const arithmetic = (): readonly string[] => [
      ...invoice.lines.flatMap((line, i) => explainLine(line, i + 1, account.currency)),
      ...explainTotals(account, invoice),
    ];
    for (const column of expectation.columns) {
      if (column.expected.kind === "lines") checkLines(account, invoice, column, column.expected, expectation.withinPpm, fail);
      else checkColumn({ table: invoicesTable, row: { account, invoice }, arithmetic }, column, expectation.withinPpm, fail);
    }
  }

  private customerColumns(account: Account, expectation: Expectation, fail: Fail): void {
    const { metrics } = this.context.scenario.reports;
    for (const column of expectation.columns) {
      const { expected, name, place } = column;
      if (expected.kind === "count") {
        const actual = this.countOf(account, name);
        if (actual !== expected.value) fail(place, name, String(expected.value), String(actual), []);
      } else if (expected.kind === "events") {
        const actual = this.events?.typesAt(expectation.at) ?? [];
        if (expected.types.join() !== actual.join()) fail(place, name, listed(expected.types), listed(actual), []);
      } else {
        const looked = { table: customersTable, row: { account, settings: metrics }, arithmetic: () => customerArithmetic(account, metrics) };
        checkColumn(looked, column, expectation.withinPpm, fail);
      }
    }
  }

  private countOf(account: Account, what: string): number {
    if (what === "invoices") return account.invoiceNumber;
    return what === "subscriptions" ? account.subscriptionCount : this.payments;
  }
}

type Fail = (place: Place, column: string, expected: string, actual: string, arithmetic: readonly string[]) => void;

/** One column of a row against what it must hold. Money that differs comes with its arithmetic. */
export function checkColumn<Row>(looked: Looked<Row>, column: ExpectedColumn, withinPpm: number, fail: Fail): void {
  const { table, row } = looked;
  const { name, expected, place } = column;
  const definition = columnOf(table, name);
  if (definition === undefined) {
    fail(place, name, "a column of the report", `${table.name} has ${table.columns.map((one) => one.name).join(", ")}`, []);
    return;
  }
  const cell = definition.read(row);
  if (matches(expected, cell, withinPpm)) return;
  const currency = table.currency(row);
  const arithmetic = definition.kind === "money" ? looked.arithmetic() : [];
  fail(place, name, shownExpected(expected, definition as Column<unknown>, currency, withinPpm), shown(cell, definition.kind, currency), arithmetic);
}

function checkLines(
  account: Account,
  invoice: Invoice,
  column: ExpectedColumn,
  expected: Extract<ExpectedCell, { kind: "lines" }>,
  withinPpm: number,
  fail: Fail,
): void {
  const count = (n: number): string => `${n} ${n === 1 ? "line" : "lines"}`;
  const explained = (i: number): readonly string[] => {
    const line = invoice.lines[i];
    return line === undefined ? [] : explainLine(line, i + 1, account.currency);
  };
  if (expected.lines.length !== invoice.lines.length) {
    const all = invoice.lines.flatMap((_, i) => explained(i));
    fail(column.place, column.name, count(expected.lines.length), count(invoice.lines.length), all);
    return;
  }
  for (const [i, columns] of expected.lines.entries()) {
    const line = invoice.lines[i] as Invoice["lines"][number];
    const looked = { table: invoiceLinesTable, row: { account, invoice, line, number: i + 1 }, arithmetic: () => explained(i) };
    for (const one of columns) {
      checkColumn(looked, one, withinPpm, (place, name, want, is, arithmetic) => fail(place, `line ${i + 1}: ${name}`, want, is, arithmetic));
    }
  }
}

const listed = (types: readonly string[]): string => (types.length === 0 ? "(none)" : types.join(", "));

function invoicesInWords(account: Account): string {
  const count = account.invoiceNumber;
  if (count === 0) return "no invoice";
  return count === 1 ? `only ${invoiceName(account.id, 1)}` : `${invoiceName(account.id, 1)} to ${invoiceName(account.id, count)}`;
}

function subscriptionsInWords(account: Account): string {
  const names = subscriptionsOf(account).map(({ name }) => name);
  return names.length === 0 ? "no subscription" : names.join(", ");
}
