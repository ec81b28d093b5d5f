import type { SqlValue } from "sql.js";
import type { Scenario } from "../../../engine/scenario/scenario.ts";
import { intervalReports } from "../../../reports/registry.ts";
import { type CsvFile, databaseOf, queries, query, readCsv, runOf } from "./database.ts";

/** What rows of things cannot say: the state of a subscription between two of its rows, and what a customer would have paid without its coupons. */
export const NOT_IN_ROWS: ReadonlyMap<string, readonly string[]> = new Map([
  ["mrr", ["arr", "fx", "transfer_in", "transfer_out", "discounted", "past_due_mrr"]],
  ["churn", ["ltv", "trials_started", "trials_converted", "trials_ended", "past_due_customers", "customers_transferred_in", "customers_transferred_out"]],
  ["revenue", ["cost", "gross_margin"]],
  ["dunning", ["recovered_by_card"]],
]);

type Files = Record<string, Record<string, Record<string, string | number>>>;

/** The interval files of a run, cell by cell: as they stand, and as their queries make them of the row files. */
export function intervalFiles(scenario: Scenario): { readonly said: Files; readonly recomputed: Files } {
  const { run, collection } = runOf(scenario);
  const files = new Map([...collection.files()].map(({ name, text }) => [name, text]));
  const database = databaseOf({ run, collection });
  const said: Files = {};
  const recomputed: Files = {};
  for (const report of intervalReports) {
    const file = readCsv(files.get(`${report.name}.csv`) ?? []);
    const keys = [...report.keys, "currency"];
    const { columns } = report.table(run);
    const money = new Set(columns.filter(({ kind }) => kind === "money").map(({ name }) => name));
    const wanted = new Set(file.header.filter((name) => !keys.includes(name) && name !== "partial" && !(NOT_IN_ROWS.get(report.name) ?? []).includes(name)));
    const found = query(database, queries.get(report.name) as string).map((row) => recordOf(row, wanted, keys));
    said[report.name] = byKey(saidRecords(file, money, wanted, keys).filter(isSomething(wanted)), keys);
    recomputed[report.name] = byKey(found.filter(isSomething(wanted)), keys);
  }
  database.close();
  return { said, recomputed };
}

type Row = ReadonlyMap<string, string | number>;

function saidRecords({ header, rows }: CsvFile, money: ReadonlySet<string>, wanted: ReadonlySet<string>, keys: readonly string[]): readonly Row[] {
  const cell = (name: string, text: string): string | number => {
    if (!wanted.has(name) || text === "") return text;
    return Number(money.has(name) ? text.replace(".", "") : text);
  };
  const isAsked = (name: string): boolean => wanted.has(name) || keys.includes(name);
  return rows.map((row) => new Map(header.map((name, i) => [name, cell(name, row[i] as string)] as const).filter(([name]) => isAsked(name))));
}

function recordOf(row: ReadonlyMap<string, SqlValue>, wanted: ReadonlySet<string>, keys: readonly string[]): Row {
  const cell = (name: string, value: SqlValue): string | number => (value === null ? "" : wanted.has(name) && value !== "" ? Number(value) : String(value));
  return new Map([...row].filter(([name]) => wanted.has(name) || keys.includes(name)).map(([name, value]) => [name, cell(name, value)]));
}

/** A currency or a rate that nothing happened in has rows in the file and none in the database. */
function isSomething(wanted: ReadonlySet<string>): (row: Row) => boolean {
  return (row) => [...wanted].some((name) => row.get(name) !== 0 && row.get(name) !== "");
}

function byKey(rows: readonly Row[], keys: readonly string[]): Record<string, Record<string, string | number>> {
  const entries = rows.map((row): [string, Record<string, string | number>] => [
    keys.map((key) => row.get(key)).join(" "),
    Object.fromEntries([...row].filter(([name]) => !keys.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1))),
  ]);
  if (new Set(entries.map(([key]) => key)).size < entries.length) throw new Error("two rows have one key");
  return Object.fromEntries(entries);
}
