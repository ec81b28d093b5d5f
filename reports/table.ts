import type { Currency } from "../engine/money/currency.ts";
import type { Decimal } from "../engine/money/decimal.ts";

/**
 * What a column holds, and so how it is written, compared by `expect` and documented.
 *
 * - `text`: words of the user: ids, names, descriptions. Escaped in CSV where a spreadsheet would run them as a formula.
 * - `word`: words of ours: statuses, types, codes. Never escaped.
 * - `money`: minor units of the row's currency (an exact decimal of them for a unit price); written in major units. Never empty.
 * - `instant`: seconds UTC. `integer`: a count or quantity (usage may have decimals: an exact one). `flag`: true or false.
 * - `rate`: parts per million, rounded once from exact integers; written with six decimals.
 */
export type ScalarKind = "text" | "word" | "money" | "instant" | "integer" | "rate" | "flag";

/** One value as it is, before any rendering. Undefined is an empty cell. */
export type Scalar = string | number | boolean | Decimal;
export type Cell = Scalar | readonly (Scalar | undefined)[] | undefined;

/** A column of a report: declared once, read by CSV, golden tables, `expect` and the reference documentation alike. */
export interface Column<Row> {
  readonly name: string;
  readonly kind: ScalarKind;
  /** Several values of this kind, written joined by `;`. */
  readonly list?: true;
  /** What it says, one sentence; empty for columns whose feature is not there yet. */
  readonly about: string;
  read(row: Row): Cell;
}

/** A report's shape: its name (the file's, without `.csv`) and its columns in the contract's order. */
export interface Table<Row> {
  readonly name: string;
  readonly about: string;
  /** The currency of a row's money. */
  currency(row: Row): Currency;
  readonly columns: readonly Column<Row>[];
}

/** The column of this name; undefined when the table has none. */
export function columnOf<Row>(table: Table<Row>, name: string): Column<Row> | undefined {
  return table.columns.find((column) => column.name === name);
}

type Read<Row> = (row: Row) => Cell;

function column<Row>(kind: ScalarKind, name: string, about: string, read: Read<Row>): Column<Row> {
  return { name, kind, about, read };
}

/** Short makers, so that a table reads as a list of its columns. */
export const text = <Row>(name: string, about: string, read: Read<Row>): Column<Row> => column("text", name, about, read);
export const word = <Row>(name: string, about: string, read: Read<Row>): Column<Row> => column("word", name, about, read);
export const money = <Row>(name: string, about: string, read: Read<Row>): Column<Row> => column("money", name, about, read);
export const instant = <Row>(name: string, about: string, read: Read<Row>): Column<Row> => column("instant", name, about, read);
export const integer = <Row>(name: string, about: string, read: Read<Row>): Column<Row> => column("integer", name, about, read);
export const rate = <Row>(name: string, about: string, read: Read<Row>): Column<Row> => column("rate", name, about, read);
export const flag = <Row>(name: string, about: string, read: Read<Row>): Column<Row> => column("flag", name, about, read);

/** The same column, holding several values. */
export const listOf = <Row>(single: Column<Row>): Column<Row> => ({ ...single, list: true });
