import { truncate } from "../../rendering/text-width.ts";
import type { Series } from "../charts/frame.ts";
import { lineChart } from "../charts/line-chart.ts";
import { figure, section } from "../figure.ts";
import type { Markup } from "../markup.ts";
import { marks } from "../palette.ts";
import type { Sheet } from "../sheet.ts";
import { type ShownCurrency, sheetOf } from "../shown-run.ts";
import { countUnit, moneyUnit, type Unit } from "../units.ts";

/** Lines that are told apart; what is smaller goes together. */
const MOST_LINES = 5;

/** What `by` splits the reports by: recurring revenue and customers of each. */
export function split(data: ShownCurrency): Markup | undefined {
  const [mrr, churn] = [data.split.get("mrr"), data.split.get("churn")];
  if (mrr === undefined || churn === undefined || mrr.isZero("closing")) return undefined;
  const { by, interval } = data.scenario.reports;
  const id = `${data.currency.code}-split`;
  const what = by.join(" and ");
  const money = moneyUnit(data.currency);
  return section(id, `By ${what}`, [
    lines(data, mrr, "closing", {
      id: `${id}-mrr`,
      title: `Recurring revenue by ${what}`,
      measures: `${money.name}, at the end of each ${interval}`,
      unit: money,
    }),
    lines(data, churn, "customers_closing", {
      id: `${id}-customers`,
      title: `Paying customers by ${what}`,
      measures: `at the end of each ${interval}`,
      unit: countUnit("customers"),
    }),
  ]);
}

interface SplitFigure {
  readonly id: string;
  readonly title: string;
  readonly measures: string;
  readonly unit: Unit;
}

function lines(data: ShownCurrency, sheet: Sheet, column: string, { id, title, measures, unit }: SplitFigure): Markup {
  const labels = sheetOf(data, "mrr").texts("interval");
  const groups = byValue(sheet, column, labels);
  const largest = groups.slice(0, groups.length > MOST_LINES + 1 ? MOST_LINES : groups.length);
  const rest = groups.slice(largest.length);
  const others = { name: `${rest.length} others`, values: labels.map((_, i) => rest.reduce((sum, { values }) => sum + (values[i] as number), 0)) };
  const shown = rest.length === 0 ? largest : [...largest, others];
  const series = shown.map(({ name, values }, i): Series => ({ name: truncate(name, 12), mark: marks[i] ?? "grey", values }));
  return figure({
    title,
    measures,
    chart: lineChart({ id, title, about: `A line for each of ${shown.map(({ name }) => name).join(", ")}.`, labels, series, unit }),
    table: {
      columns: ["interval", ...shown.map(({ name }) => name)],
      rows: labels.map((label, i) => [label, ...shown.map(({ values }) => unit.bare(values[i] as number))]),
      file: sheet.file,
    },
  });
}

/** The values of a column for each value of `by`, the largest at the end first; 0 before its rows begin. */
function byValue(sheet: Sheet, column: string, labels: readonly string[]): readonly { readonly name: string; readonly values: readonly number[] }[] {
  const place = new Map(labels.map((label, i) => [label, i]));
  const numbers = sheet.numbers(column);
  const found = new Map<string, number[]>();
  for (const [i, label] of sheet.texts("interval").entries()) {
    const name = (sheet.rows[i]?.by ?? []).map((value) => value || "none").join(", ");
    const values = found.get(name) ?? labels.map(() => 0);
    found.set(name, values);
    values[place.get(label) as number] = numbers[i] as number;
  }
  const last = labels.length - 1;
  return [...found]
    .map(([name, values]) => ({ name, values }))
    .sort((a, b) => (b.values[last] as number) - (a.values[last] as number) || (a.name < b.name ? -1 : 1));
}
