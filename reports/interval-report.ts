import type { Currency } from "../engine/money/currency.ts";
import type { Scenario } from "../engine/scenario/scenario.ts";
import type { Collector, ReportContext } from "./collector.ts";
import { type Column, type Table, text } from "./table.ts";

/** What every row of an interval file has. */
export interface IntervalRow {
  readonly currency: Currency;
  /** The values of what `by` names, in its order. */
  readonly by: readonly string[];
}

/** How text names a value of what `by` names. */
export function groupName(value: string): string {
  return value === "" ? NO_VALUE : value;
}

/** Stands for rows of customers that have no value of it: a plan, say, when no plan brings the revenue. */
const NO_VALUE = "-";

/** What is collected once for one or several interval files. The definition itself is its key: files that name the same one share what it collects. */
export interface IntervalSource<C extends IntervalCollection> {
  create(context: ReportContext): C;
}

/** The collectors of a source: each of them is told its facts, merged, saved and loaded on its own. */
export interface IntervalCollection {
  readonly collectors: readonly Collector<never>[];
}

/**
 * One interval file: a new one is a file in `tables/` and a line in the registry. `run`, `explain`, `expect`, goldens, the page and the
 * documentation know it from there.
 */
export interface IntervalReport {
  readonly name: string;
  readonly source: IntervalSource<IntervalCollection>;
  /** Its columns, those of `by` among them. */
  table(scenario: Scenario): Table<IntervalRow>;
  /** The columns that tell rows apart besides currency and `by`, most of them only `interval`. */
  readonly keys: readonly string[];
  /**
   * In canonical order, at the end of the run. With a reporting currency `converted` are those in it, `native` those of each currency; without
   * one both are the same.
   */
  rows(collection: IntervalCollection, view: RowView): readonly IntervalRow[];
  /** The equation behind a cell, with its numbers, for `explain`; undefined for a column that is counted and not computed. */
  formula(column: string, row: IntervalRow, scenario: Scenario): string | undefined;
  /** How a row adds up, for an expectation that failed. */
  arithmetic(row: IntervalRow): readonly string[];
}

export type RowView = "converted" | "native";

/** What a report is made of, with its own types. */
export interface IntervalReportParts<C extends IntervalCollection, Row extends IntervalRow> {
  readonly name: string;
  readonly source: IntervalSource<C>;
  readonly keys: readonly string[];
  table(scenario: Scenario): Table<Row>;
  rows(collection: C, view: RowView): readonly Row[];
  formula?(column: string, row: Row, scenario: Scenario): string | undefined;
  arithmetic?(row: Row): readonly string[];
}

/** An interval report from its parts; the columns of `by` are put before the last one, `partial`. */
export function intervalReport<C extends IntervalCollection, Row extends IntervalRow>(parts: IntervalReportParts<C, Row>): IntervalReport {
  return {
    name: parts.name,
    source: parts.source,
    keys: parts.keys,
    table: (scenario) => withBy(parts.table(scenario), scenario.reports.by, parts.keys) as unknown as Table<IntervalRow>,
    rows: (collection, view) => parts.rows(collection as C, view),
    formula: (column, row, scenario) => parts.formula?.(column, row as Row, scenario),
    arithmetic: (row) => parts.arithmetic?.(row as Row) ?? [],
  };
}

function withBy<Row extends IntervalRow>(table: Table<Row>, by: readonly string[], keys: readonly string[]): Table<Row> {
  if (by.length === 0) return table;
  const { columns } = table;
  const own = new Set(columns.map(({ name }) => name));
  const column = (what: string, i: number): Column<Row> => text(own.has(what) ? `by_${what}` : what, `\`by: ${what}\`.`, (row) => row.by[i] || undefined);
  // Rows of usage are by plan anyway.
  const more = by.map(column).filter((_, i) => !keys.includes(by[i] as string));
  const last = columns[columns.length - 1]?.name === "partial" ? columns.length - 1 : columns.length;
  return { ...table, columns: [...columns.slice(0, last), ...more, ...columns.slice(last)] };
}
