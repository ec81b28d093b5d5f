import { stringify } from "csv-stringify/sync";
import type { Cell, Column, Table } from "../table.ts";
import { cellText } from "./cell-text.ts";

/** Rows are turned into text this many at a time: one call per row would cost several times as much. */
const CHUNK = 1000;

/** What a spreadsheet takes for the start of a formula, full-width forms too. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/u;

/**
 * Makes user's text harmless in a spreadsheet: a leading `=`, `+`, `-`, `@`, tab or carriage return gets an apostrophe before it.
 * Only for columns of user's words; a number like `-18.57` must stay a number.
 */
export function escapeFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The cells of a row as CSV shows them, in the order of the table's columns. */
export function csvCells<Row>(table: Table<Row>, row: Row): string[] {
  const currency = table.currency(row);
  return table.columns.map((column) => csvCell(column, column.read(row), currency));
}

function csvCell<Row>(column: Column<Row>, cell: Cell, currency: ReturnType<Table<Row>["currency"]>): string {
  const shown = cellText(cell, column.kind, currency);
  return column.kind === "text" ? escapeFormula(shown) : shown;
}

/** RFC 4180 with `\n`, no byte order mark. */
function csvText(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { record_delimiter: "\n" });
}

export function csvHeader<Row>(table: Table<Row>): string {
  return csvText([table.columns.map((column) => column.name)]);
}

/** Collects rows and turns them into text a thousand at a time. What is handed out is complete lines. */
export class CsvChunks {
  private readonly done: string[] = [];
  private rows: string[][] = [];
  private readonly out: ((lines: string) => void) | undefined;

  /** @param out takes the lines as soon as there are a thousand; undefined: they are kept. */
  constructor(out?: (lines: string) => void) {
    this.out = out;
  }

  add(cells: string[]): void {
    this.rows.push(cells);
    if (this.rows.length === CHUNK) this.flush();
  }

  /** Puts another's chunks behind these. */
  append(chunks: readonly string[]): void {
    this.flush();
    for (const chunk of chunks) this.done.push(chunk);
  }

  /** What is kept. */
  chunks(): readonly string[] {
    this.flush();
    return this.done;
  }

  /** Hands out what waits to become a thousand. */
  flush(): void {
    if (this.rows.length === 0) return;
    const lines = csvText(this.rows);
    this.rows = [];
    if (this.out === undefined) this.done.push(lines);
    else this.out(lines);
  }
}
