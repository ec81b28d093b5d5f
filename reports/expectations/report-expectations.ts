import type { Expectation, Scenario } from "../../engine/scenario/scenario.ts";
import type { RecurringRow } from "../metrics/recurring-rows.ts";
import { recurringReports } from "../registry.ts";
import { recurringArithmetic } from "./arithmetic.ts";
import { checkColumn } from "./expectations.ts";
import type { ExpectationFailure } from "./failure.ts";

/** Evaluates the expectations about interval reports, when all customers are in. */
export function reportFailures(scenario: Scenario, rows: readonly RecurringRow[]): readonly { readonly index: number; readonly failure: ExpectationFailure }[] {
  return scenario.expectations.flatMap((expectation, index) =>
    expectation.subject.kind === "report" ? check(scenario, expectation, rows).map((failure) => ({ index, failure })) : [],
  );
}

function check(scenario: Scenario, expectation: Expectation, rows: readonly RecurringRow[]): readonly ExpectationFailure[] {
  const { subject, interval, currency, place, columns, withinPpm } = expectation;
  const about = [subject.name, interval, currency?.code].filter((part) => part !== undefined).join(" ");
  const failure = (expected: string, actual: string): ExpectationFailure => ({ place, subject: `report ${about}`, expected, actual, arithmetic: [] });
  const report = recurringReports.find(({ name }) => name === subject.name);
  if (report === undefined) return [failure("a report per interval", `there are ${recurringReports.map(({ name }) => name).join(", ")}`)];
  const found = rows.filter((row) => row.interval === interval && (currency === undefined || row.currency === currency));
  const [row] = found;
  if (row === undefined) return [failure("a row of that interval and currency", rowsInWords(rows))];
  if (found.length > 1) return [failure("one currency, or `currency:` to say which", found.map((one) => one.currency.code).join(", "))];

  const failures: ExpectationFailure[] = [];
  const looked = { table: report.table(scenario), row, arithmetic: () => recurringArithmetic(row) };
  for (const column of columns) {
    checkColumn(looked, column, withinPpm, (at, name, expected, actual, arithmetic) => {
      failures.push({ place: at, subject: `report ${about}: ${name}`, expected, actual, arithmetic });
    });
  }
  return failures;
}

function rowsInWords(rows: readonly RecurringRow[]): string {
  const first = rows[0];
  const last = rows[rows.length - 1];
  if (first === undefined || last === undefined) return "the report has no rows";
  const currencies = new Set(rows.map((row) => row.currency.code));
  return `the report has ${first.interval} to ${last.interval}, in ${[...currencies].join(", ")}`;
}
