import { describe, expect, it } from "vitest";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";
import { explainCell } from "../../reports/explain/cell.ts";
import { rowsBehind } from "../../reports/explain/cell-rows.ts";
import { intervalReports } from "../../reports/registry.ts";
import { cellText } from "../../reports/rendering/cell-text.ts";
import { columnOf } from "../../reports/table.ts";
import { readGood, scenarioFile } from "../product/billed.ts";

const read = (path: string) => readGood(scenarioFile(path), path);

function said(path: string, report: string, interval: string, column: string, ...which: string[]): string {
  const explained = explainCell(read(path), { report, interval, column, which });
  return "text" in explained ? explained.text : explained.problem;
}

/** The money at the ends of lines, in minor units. */
function shown(text: string): number {
  return text
    .split("\n")
    .slice(3)
    .map((line) => / [A-Z]{3} (-?[\d.]+)$/.exec(line)?.[1] ?? "0")
    .reduce((sum, amount) => sum + Number(amount.replace(".", "")), 0);
}

/** Every cell of a scenario that is a sum of rows: what it says, and what the rows come to that are said to be behind it. */
function sums(path: string): { readonly says: Record<string, number>; readonly comeTo: Record<string, number> } {
  const scenario = read(path);
  const collection = collect(scenario, { golden: false });
  simulate(scenario, collection.sink);
  const says: Record<string, number> = {};
  const comeTo: Record<string, number> = {};
  for (const report of intervalReports) {
    const table = report.table(scenario);
    const text = (column: string, row: Parameters<typeof table.currency>[0]): string => {
      const found = columnOf(table, column);
      return found === undefined ? "" : cellText(found.read(row), found.kind, row.currency);
    };
    for (const { name } of table.columns.filter((column) => rowsBehind(report.name, column.name) !== undefined)) {
      for (const row of collection.intervalRows(report)) {
        const [first = "", ...others] = report.keys.map((key) => text(key, row));
        // What is still deferred has no interval to be named by.
        if (others.includes("")) continue;
        const about = `${report.name}.${name} ${first} ${others.join(" ")} ${row.currency.code}`;
        says[about] = Number(text(name, row).replace(".", ""));
        comeTo[about] = shown(said(path, report.name, first, name, ...others, row.currency.code));
      }
    }
  }
  return { says, comeTo };
}

describe("a cell that adds up rows names them", () => {
  it.each([
    "books/a-month-to-close.yaml",
    "money-back/disputes.yaml",
    "tax/on-top-and-inside.yaml",
    "metered/how-usage-ends.yaml",
    "balance/credit-is-applied.yaml",
  ])("%s: they come to what the cell says", (path) => {
    const { says, comeTo } = sums(path);
    expect(Object.values(says).filter((amount) => amount !== 0).length).toBeGreaterThan(5);
    expect(comeTo).toEqual(says);
  });

  it("in the order of the file, with what each adds", () => {
    expect(said("books/a-month-to-close.yaml", "revenue", "2026-01", "contra")).toBe(`revenue.csv, 2026-01, eur: contra is 9.67
Revenue taken back: the elapsed part of reductions, credits to the balance, usage never billed.

bob  bob-0001  1  monthly  EUR 9.67

1 row of recognition.csv
`);
    expect(said("books/a-month-to-close.yaml", "revenue", "2026-02", "refunded")).toContain(
      "2026-02-11T00:00:00Z  bob-p-3  bob-0002  refund  EUR 10.00\n\n1 row of payments.csv\n",
    );
    expect(said("books/a-month-to-close.yaml", "revenue", "2026-01", "disputed")).toContain("\nno row of payments.csv adds to it\n");
  });

  it("a ratio shows what it divides, a balance what moves it", () => {
    expect(said("books/a-month-to-close.yaml", "cohorts", "2026-01", "retention_rate", "1")).toContain("4 pay at the month's end / 4 who began");
    expect(said("books/a-month-to-close.yaml", "trial_balance", "2026-01", "closing", "liabilities:tax")).toContain(
      "opening EUR 0.00 + debit EUR 4.00 - credit EUR 260.00 = EUR -256.00",
    );
  });
});
