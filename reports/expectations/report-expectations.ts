import type { Expectation, Scenario } from "../../engine/scenario/scenario.ts";
import type { IntervalReport, IntervalRow } from "../interval-report.ts";
import { intervalReports } from "../registry.ts";
import { columnOf } from "../table.ts";
import { checkColumn } from "./expectations.ts";
import type { ExpectationFailure } from "./failure.ts";

type RowsOf = (report: IntervalReport) => readonly IntervalRow[];

/** Evaluates the expectations about interval reports, when all customers are in. */
export function reportFailures(scenario: Scenario, rowsOf: RowsOf): readonly { readonly index: number; readonly failure: ExpectationFailure }[] {
  return scenario.expectations.flatMap((expectation, index) =>
    expectation.subject.kind === "report" ? check(scenario, expectation, rowsOf).map((failure) => ({ index, failure })) : [],
  );
}

/** The interval reports that expectations look at. */
export function expectedReports({ expectations }: Scenario): readonly IntervalReport[] {
  const names = new Set(expectations.flatMap(({ subject }) => (subject.kind === "report" ? [subject.name] : [])));
  return intervalReports.filter(({ name }) => names.has(name));
}

function check(scenario: Scenario, expectation: Expectation, rowsOf: RowsOf): readonly ExpectationFailure[] {
  const { subject, keys, by, currency, place, columns, withinPpm } = expectation;
  const about = [subject.name, ...keys.values(), currency?.code, ...by.values()].filter((part) => part !== undefined).join(" ");
  const failure = (expected: string, actual: string): ExpectationFailure => ({ place, subject: `report ${about}`, expected, actual, arithmetic: [] });
  const report = intervalReports.find(({ name }) => name === subject.name);
  if (report === undefined) return [failure("a report per interval", `there are ${intervalReports.map(({ name }) => name).join(", ")}`)];
  const table = report.table(scenario);
  const rows = rowsOf(report);
  const unknown = [...by.keys()].find((name) => !scenario.reports.by.includes(name));
  if (unknown !== undefined) return [failure(`a report by ${unknown}`, bySplit(scenario.reports.by))];
  const found = rows.filter(
    (row) =>
      (currency === undefined || row.currency === currency) &&
      [...keys].every(([name, value]) => String(columnOf(table, name)?.read(row) ?? "") === value) &&
      [...by].every(([name, value]) => row.by[scenario.reports.by.indexOf(name)] === value),
  );
  const [row] = found;
  if (row === undefined)
    return [
      failure(
        "a row of that interval and currency",
        rowsInWords(rows, (one) => columnOf(table, report.keys[0] ?? "")?.read(one)),
      ),
    ];
  if (found.length > 1)
    return [failure("one row, or `currency:` and `by:` to say which", found.map((one) => [one.currency.code, ...one.by].join(" ")).join(", "))];

  const failures: ExpectationFailure[] = [];
  const looked = { table, row, arithmetic: () => report.arithmetic(row) };
  for (const column of columns) {
    checkColumn(looked, column, withinPpm, (at, name, expected, actual, arithmetic) => {
      failures.push({ place: at, subject: `report ${about}: ${name}`, expected, actual, arithmetic });
    });
  }
  return failures;
}

function bySplit(by: readonly string[]): string {
  return by.length === 0 ? "reports are not split: `reports.by` says by what" : `reports are split by ${by.join(", ")}`;
}

function rowsInWords(rows: readonly IntervalRow[], intervalOf: (row: IntervalRow) => unknown): string {
  const first = rows[0];
  const last = rows[rows.length - 1];
  if (first === undefined || last === undefined) return "the report has no rows";
  const currencies = new Set(rows.map((row) => row.currency.code));
  return `the report has ${intervalOf(first)} to ${intervalOf(last)}, in ${[...currencies].join(", ")}`;
}
