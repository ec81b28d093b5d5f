import { assert } from "../../engine/assert.ts";
import type { Currency } from "../../engine/money/currency.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import type { IntervalReport, IntervalRow } from "../interval-report.ts";
import { cellText } from "../rendering/cell-text.ts";
import { type Column, columnOf, type Table } from "../table.ts";

/** The rows of one interval file, read by the names of its columns: what the page shows is what the file says. */
export class Sheet {
  readonly name: string;
  readonly rows: readonly IntervalRow[];
  private readonly table: Table<IntervalRow>;

  constructor(name: string, table: Table<IntervalRow>, rows: readonly IntervalRow[]) {
    this.name = name;
    this.table = table;
    this.rows = rows;
  }

  static of(report: IntervalReport, scenario: Scenario, rows: readonly IntervalRow[]): Sheet {
    return new Sheet(report.name, report.table(scenario), rows);
  }

  /** Only the rows that are wanted. */
  where(isWanted: (row: IntervalRow) => boolean): Sheet {
    return new Sheet(this.name, this.table, this.rows.filter(isWanted));
  }

  ofCurrency(currency: Currency): Sheet {
    return this.where((row) => row.currency === currency);
  }

  /** The file it is in. */
  get file(): string {
    return `${this.name}.csv`;
  }

  /** Money in minor units, counts as they are, rates in parts per million; undefined for empty cells. */
  cells(column: string): readonly (number | undefined)[] {
    const { read } = this.column(column);
    return this.rows.map((row) => read(row) as number | undefined);
  }

  /** The same of a column that is never empty. */
  numbers(column: string): readonly number[] {
    return this.cells(column).map((cell) => cell ?? 0);
  }

  texts(column: string): readonly string[] {
    const { read, kind } = this.column(column);
    return this.rows.map((row) => cellText(read(row), kind, row.currency));
  }

  sum(column: string): number {
    return this.numbers(column).reduce((sum, number) => sum + number, 0);
  }

  /** Whether these columns are 0 or empty in every row. */
  isZero(...columns: readonly string[]): boolean {
    return columns.every((column) => this.cells(column).every((cell) => cell === undefined || cell === 0));
  }

  private column(name: string): Column<IntervalRow> {
    const column = columnOf(this.table, name);
    assert(column !== undefined, () => `${this.file} has no column ${name}`);
    return column;
  }
}
