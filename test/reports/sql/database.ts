import { readFileSync } from "node:fs";
import { join } from "node:path";
import initSqlJs, { type Database, type SqlValue } from "sql.js";
import { formatInstant, monthNumber } from "../../../engine/calendar/civil.ts";
import { csvRecords } from "../../../engine/language/csv-records.ts";
import type { Scenario } from "../../../engine/scenario/scenario.ts";
import { simulate } from "../../../engine/simulation/simulate.ts";
import { type Collection, collect } from "../../../reports/collect.ts";
import { definitions } from "../../../reports/golden/golden.ts";
import { IntervalGrid } from "../../../reports/metrics/interval-grid.ts";
import { intervalReports, rowReports } from "../../../reports/registry.ts";
import type { Column } from "../../../reports/table.ts";
import { root } from "../../repository.ts";
import { refusedEntries } from "../books/journal-run.ts";

const sqlite = await initSqlJs();

/** Events say nothing about money that other rows do not. */
const rowTables = rowReports.map(({ table }) => table).filter(({ name }) => name !== "events");
const FILES: ReadonlySet<string> = new Set([...rowTables, ...intervalReports].map(({ name }) => name));

/** A file as it stands: its header, and its rows as texts. */
export interface CsvFile {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function readCsv(text: Iterable<string>): CsvFile {
  const [header = [], ...rows] = [...csvRecords(text)].map(({ cells }) => cells ?? []);
  return { header, rows };
}

/** A run with all its row files and interval files, by currency and without a split. */
export function runOf(scenario: Scenario): { readonly run: Scenario; readonly collection: Collection } {
  const run = { ...scenario, reports: { ...scenario.reports, reporting: undefined, by: [] } };
  const collection = collect(run, { only: FILES, golden: false });
  const refused = refusedEntries(simulate(run, collection.sink, { retain: collection.retain }));
  if (refused.length > 0) throw new Error(`refused: ${refused.join("; ")}`);
  return { run, collection };
}

/**
 * The row files of a run as tables of a database, as docs/sql/README.md tells to load them: text, but for money, which becomes an integer of minor
 * units. Beside them the calendar of the reports and the definitions of the metrics.
 */
export function databaseOf({ run, collection }: ReturnType<typeof runOf>): Database {
  const files = new Map([...collection.files()].map(({ name, text }) => [name, text]));
  const database = new sqlite.Database();
  for (const table of rowTables) {
    const { header, rows } = readCsv(files.get(`${table.name}.csv`) ?? []);
    const kinds = new Map((table.columns as readonly Column<never>[]).map((column) => [column.name, column]));
    load(database, table.name, header, rows, (name) => kinds.get(name));
  }
  const plain = (): undefined => undefined;
  load(database, "intervals", ["interval", "starts", "ends", "year_before"], intervalRows(run), plain);
  load(database, "months", ["month", "number", "starts", "ends"], monthRows(run), plain);
  load(database, "clock", ["starts", "ends"], [[formatInstant(run.start), formatInstant(run.end)]], plain);
  load(database, "definitions", ["setting", "value"], [...definitions(run.reports.metrics)], plain);
  return database;
}

type KindOf = (column: string) => Pick<Column<never>, "kind" | "list"> | undefined;

function load(database: Database, name: string, header: readonly string[], rows: readonly (readonly string[])[], kindOf: KindOf): void {
  const isMoney = header.map((column) => kindOf(column)?.kind === "money");
  const isSum = header.map((column, i) => isMoney[i] === true && kindOf(column)?.list !== true);
  database.run(
    `CREATE TABLE ${name} (${header.map((column, i) => `"${column}" ${isSum[i] === true || column === "number" ? "INTEGER" : "TEXT"}`).join(", ")})`,
  );
  const insert = database.prepare(`INSERT INTO ${name} VALUES (${header.map(() => "?").join(", ")})`);
  const cell = (text: string, i: number): SqlValue => (isMoney[i] === true ? text.replaceAll(".", "") : text);
  database.run("BEGIN");
  for (const row of rows) insert.run(row.map(cell));
  database.run("COMMIT");
  insert.free();
}

/** Where an interval begins and ends, or the clock if that cuts it; and twelve months before its end. */
function intervalRows({ start, end, reports }: Scenario): readonly string[][] {
  const grid = new IntervalGrid(reports.interval, start, end, reports);
  return grid.labels.map((label, i) => [
    label,
    formatInstant(grid.starts[i] as number),
    formatInstant(grid.endOf(i)),
    formatInstant(grid.yearBefore[i] as number),
  ]);
}

/** Months from ten years before the clock on: an existing base began then. */
function monthRows({ start, end, reports }: Scenario): readonly string[][] {
  const grid = new IntervalGrid("month", start - 10 * 366 * 86_400, end, reports);
  const number = (label: string): string => String(monthNumber(Number(label.slice(0, 4)), Number(label.slice(5))));
  return grid.labels.map((label, i) => [label, number(label), formatInstant(grid.starts[i] as number), formatInstant(grid.endOf(i))]);
}

/** The reports that docs/sql recomputes, each with its query. */
export const queries: ReadonlyMap<string, string> = new Map(
  intervalReports.map(({ name }) => [name, readFileSync(join(root, "docs/sql", `${name}.sql`), "utf8")]),
);

/** The rows of a query as records by column. */
export function query(database: Database, sql: string): readonly ReadonlyMap<string, SqlValue>[] {
  return database.exec(sql).flatMap(({ columns, values }) => values.map((row) => new Map(columns.map((column, i) => [column, row[i] as SqlValue]))));
}
