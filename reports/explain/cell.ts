import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../collect.ts";
import { reportContext } from "../collector.ts";
import { groupName, type IntervalReport, type IntervalRow } from "../interval-report.ts";
import { RecurringRevenueWatch } from "../metrics/recurring-revenue.ts";
import type { RecurringRow } from "../metrics/recurring-rows.ts";
import { recurringSource } from "../metrics/recurring-source.ts";
import { intervalReports } from "../registry.ts";
import { cellText } from "../rendering/cell-text.ts";
import { route } from "../router.ts";
import { columnOf, type Table } from "../table.ts";
import { CellMovements } from "./cell-movements.ts";
import { filesBehind, rowLines, rowsBehind } from "./cell-rows.ts";

/** A cell of an interval report, as the command line names it. */
export interface CellName {
  readonly report: string;
  /** The first of the columns that tell rows apart: the interval, or of cohorts the cohort. */
  readonly interval: string;
  readonly column: string;
  /** What else tells the row from the others: its currency, its values of what `by` names, of a cohort its age; none where there is only one. */
  readonly which: readonly string[];
}

/** An explanation, or why there is none: a full sentence with what there is instead. */
export type Explained = { readonly text: string } | { readonly problem: string };

/**
 * What stands behind a cell of an interval report: the movements of recurring revenue that add up to it, else its equation. The scenario is run
 * for it. The text ends with a newline.
 */
export function explainCell(scenario: Scenario, name: CellName): Explained {
  const report = intervalReports.find((one) => one.name === name.report);
  if (report === undefined) return { problem: `There is no report "${name.report}" per interval. There are ${namesOfReports()}.` };
  const behindIt = scenario.reports.by.length === 0 ? rowsBehind(report.name, name.column) : undefined;
  const collection = collect(scenario, { only: new Set([report.name, ...(behindIt === undefined ? [] : filesBehind(behindIt))]), golden: false });
  const movements = report.source === recurringSource ? new CellMovements(reportContext(scenario)) : undefined;
  simulate(scenario, movements === undefined ? collection.sink : route([collection.sink, ...watched(scenario, movements)]));
  const table = report.table(scenario);
  const found = findRow(report, table, collection.intervalRows(report), name);
  if ("problem" in found) return found;
  const { row } = found;
  const column = columnOf(table, name.column);
  if (column === undefined) return { problem: `${name.report}.csv has no column "${name.column}". It has ${table.columns.map((one) => one.name).join(", ")}.` };
  const value = cellText(column.read(row), column.kind, row.currency);
  const title = `${name.report}.csv, ${[name.interval, row.currency.code, ...further(report, table, row)].join(", ")}: ${name.column} is ${value === "" ? "empty" : value}`;
  const keys = new Map([...report.keys, "currency"].map((key) => [key, textOf(table, key, row)]));
  const behind =
    movements?.behind(name.column, row as RecurringRow) ??
    (behindIt === undefined ? [report.formula(name.column, row, scenario) ?? "counted as it happened"] : rowLines(scenario, collection, behindIt, { keys }));
  return { text: `${[title, column.about, "", ...behind].join("\n").trimEnd()}\n` };
}

function watched(scenario: Scenario, { listener }: CellMovements): Parameters<typeof route>[0] {
  return [new RecurringRevenueWatch(scenario.reports, route([listener])), listener];
}

function namesOfReports(): string {
  const names = intervalReports.map(({ name }) => name);
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** The text of a column of a row. */
function textOf(table: Table<IntervalRow>, name: string, row: IntervalRow): string {
  const column = columnOf(table, name);
  return column === undefined ? "" : cellText(column.read(row), column.kind, row.currency);
}

/** What tells a row apart besides its interval and currency. */
function further({ keys }: IntervalReport, table: Table<IntervalRow>, row: IntervalRow): readonly string[] {
  return [...keys.slice(1).map((key) => textOf(table, key, row)), ...row.by.map(groupName)].filter((text) => text !== "");
}

function findRow(
  report: IntervalReport,
  table: Table<IntervalRow>,
  rows: readonly IntervalRow[],
  { interval, which }: CellName,
): { readonly row: IntervalRow } | { readonly problem: string } {
  const key = report.keys[0] ?? "interval";
  const labels = rows.map((row) => textOf(table, key, row));
  const ofInterval = rows.filter((_, i) => labels[i] === interval);
  if (ofInterval.length === 0) {
    const there = labels.length === 0 ? "It has no rows" : `It has ${labels[0]} to ${labels.at(-1)}`;
    return { problem: `${report.name}.csv has no ${key} "${interval}". ${there}.` };
  }
  const describe = (row: IntervalRow): readonly string[] => [row.currency.code, ...further(report, table, row)];
  const all = (few: readonly IntervalRow[]): string => few.map((row) => describe(row).join(",")).join(" ");
  const found = ofInterval.filter((row) => which.every((text) => describe(row).includes(text)));
  const [row, another] = found;
  if (row === undefined) return { problem: `${report.name}.csv has no row ${which.join(",")} in ${interval}. It has ${all(ofInterval)}.` };
  if (another !== undefined) return { problem: `${report.name}.csv has several rows in ${interval}: ${all(found)}. Say which one after the column.` };
  return { row };
}
