import type { Column, ScalarKind, Table } from "../table.ts";
import { cellText } from "./cell-text.ts";
import { padLeft, padRight, textWidth } from "./text-width.ts";

/** A table of texts: `right` columns are aligned to the right, as numbers are. */
export interface TextColumn {
  readonly title: string;
  readonly right: boolean;
}

/** Aligned columns, two blanks apart, without trailing blanks; the first line is the titles. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, i) => rows.reduce((width, row) => Math.max(width, textWidth(row[i] ?? "")), textWidth(column.title)));
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, i) => (column.right ? padLeft : padRight)(cells[i] ?? "", widths[i] as number))
      .join("  ")
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...rows.map(line)];
}

const RIGHT: ReadonlySet<ScalarKind> = new Set(["money", "integer", "rate"]);

/**
 * A report as aligned text. Columns that are empty or zero in every row are left out: nothing happened there. A report without any number
 * says so in one line.
 */
export function reportTable<Row>(table: Table<Row>, rows: readonly Row[]): string[] {
  const shown = table.columns.filter((column) => rows.some((row) => holdsSomething(column, row)));
  if (!shown.some((column) => RIGHT.has(column.kind))) return ["nothing in any interval"];
  const cells = rows.map((row) => shown.map((column) => cellText(column.read(row), column.kind, table.currency(row))));
  return textTable(
    shown.map((column) => ({ title: column.name, right: RIGHT.has(column.kind) })),
    cells,
  );
}

/** Whether a row has a number that is not 0. */
export function hasNumbers<Row>(table: Table<Row>, row: Row): boolean {
  return table.columns.some((column) => RIGHT.has(column.kind) && holdsSomething(column, row));
}

function holdsSomething<Row>(column: Column<Row>, row: Row): boolean {
  const cell = column.read(row);
  return cell !== undefined && cell !== 0 && cell !== "";
}
