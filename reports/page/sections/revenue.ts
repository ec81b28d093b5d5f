import { barChart } from "../charts/bar-chart.ts";
import type { Series } from "../charts/frame.ts";
import { barGroups, type IntervalGroup, perInterval, sums } from "../charts/intervals.ts";
import { lineChart } from "../charts/line-chart.ts";
import { figure, section } from "../figure.ts";
import type { Markup } from "../markup.ts";
import type { Mark } from "../palette.ts";
import { type ShownCurrency, sheetOf } from "../shown-run.ts";
import { moneyUnit, type Unit } from "../units.ts";

interface Measure {
  readonly column: string;
  readonly name: string;
  readonly mark: Mark;
}

const FLOWS: readonly Measure[] = [
  { column: "billed", name: "billed", mark: "grey" },
  { column: "net_revenue", name: "earned", mark: "navy" },
  { column: "collected", name: "collected", mark: "teal" },
];

const STOCKS: readonly Measure[] = [
  { column: "deferred_closing", name: "deferred", mark: "navy" },
  { column: "receivable_closing", name: "receivable", mark: "amber" },
  { column: "unbilled_closing", name: "unbilled", mark: "teal" },
];

const REDUCTIONS: readonly Measure[] = [
  { column: "credited", name: "credit notes", mark: "navy" },
  { column: "refunded", name: "refunds", mark: "sky" },
  { column: "disputed", name: "disputes", mark: "purple" },
  { column: "voided", name: "voided", mark: "grey" },
  { column: "uncollectible", name: "written off", mark: "red" },
];

/** What was billed, earned and paid, what is owed in between, and what was taken back. */
export function revenue(data: ShownCurrency): Markup | undefined {
  const sheet = sheetOf(data, "revenue");
  if (sheet.isZero("billed", "net_revenue", "collected", "charges", "deferred_closing", "receivable_closing")) return undefined;
  const unit = moneyUnit(data.currency);
  const id = `${data.currency.code}-revenue`;
  return section(id, "Revenue, cash and deferred", [flows(data, id, unit), stocks(data, id, unit), reductions(data, id, unit)]);
}

/** The measures that are anywhere not 0, with their sums by group or their values. */
function seriesOf(data: ShownCurrency, measures: readonly Measure[], groups?: readonly IntervalGroup[]): readonly Series[] {
  const sheet = sheetOf(data, "revenue");
  return measures
    .filter(({ column }) => !sheet.isZero(column))
    .map(({ column, name, mark }) => ({ name, mark, values: groups === undefined ? sheet.numbers(column) : sums(sheet.numbers(column), groups) }));
}

function tableOf(labels: readonly string[], series: readonly Series[], unit: Unit) {
  return {
    columns: ["interval", ...series.map(({ name }) => name)],
    rows: labels.map((label, i) => [label, ...series.map(({ values }) => unit.bare(values[i] ?? 0))]),
    file: "revenue.csv",
  };
}

function flows(data: ShownCurrency, id: string, unit: Unit): Markup {
  const all = sheetOf(data, "revenue").texts("interval");
  const groups = barGroups(all);
  const labels = groups.map(({ label }) => label);
  const series = seriesOf(data, FLOWS, groups);
  const title = "Billed, earned and collected";
  return figure({
    title,
    measures: `${unit.name} ${perInterval(data.scenario.reports.interval, all, groups)}; billed with tax, earned without`,
    chart: lineChart({
      id: `${id}-flows`,
      title,
      about: "Lines for what invoices asked, what was earned by serving, and what was paid.",
      labels,
      series,
      unit,
    }),
    table: tableOf(labels, series, unit),
  });
}

function stocks(data: ShownCurrency, id: string, unit: Unit): Markup | undefined {
  const labels = sheetOf(data, "revenue").texts("interval");
  const series = seriesOf(data, STOCKS);
  if (series.length === 0) return undefined;
  const title = "What is owed in between";
  const about = "Deferred: billed, not yet earned. Receivable: billed, not yet paid. Unbilled: earned, not yet billed.";
  return figure({
    title,
    measures: `${unit.name}, at the end of each ${data.scenario.reports.interval}. ${about}`,
    chart: lineChart({ id: `${id}-stocks`, title, about, labels, series, unit, isFilled: series.length === 1 }),
    table: tableOf(labels, series, unit),
  });
}

function reductions(data: ShownCurrency, id: string, unit: Unit): Markup | undefined {
  const all = sheetOf(data, "revenue").texts("interval");
  const groups = barGroups(all);
  const labels = groups.map(({ label }) => label);
  const series = seriesOf(data, REDUCTIONS, groups);
  if (series.length === 0) return undefined;
  const title = "What was taken back";
  return figure({
    title,
    measures: `${unit.name} ${perInterval(data.scenario.reports.interval, all, groups)}`,
    legend: series,
    chart: barChart({ id: `${id}-reductions`, title, about: "Stacked bars for each way in which billed money is reduced.", labels, series, unit }),
    table: tableOf(labels, series, unit),
  });
}
