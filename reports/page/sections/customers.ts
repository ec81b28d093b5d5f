import { barChart } from "../charts/bar-chart.ts";
import type { Series } from "../charts/frame.ts";
import { barGroups, perInterval, sums } from "../charts/intervals.ts";
import { lineChart } from "../charts/line-chart.ts";
import { figure, section } from "../figure.ts";
import type { Markup } from "../markup.ts";
import { type ShownCurrency, sheetOf } from "../shown-run.ts";
import { countUnit, percentUnit } from "../units.ts";

/** Who pays, who left and why, and how much of what was paid is still paid. */
export function customers(data: ShownCurrency): Markup | undefined {
  if (sheetOf(data, "churn").isZero("customers_new", "customers_opening", "customers_closing")) return undefined;
  const id = `${data.currency.code}-customers`;
  // Where nobody ever left or came to pay another sum there is nothing to see of churn and retention.
  const isSteady = sheetOf(data, "mrr").isZero("churn", "contraction", "expansion", "reactivation");
  return section(id, "Customers and churn", [paying(data, id), ...(isSteady ? [] : [left(data, id), retention(data, id), rates(data, id)])]);
}

function paying(data: ShownCurrency, id: string): Markup {
  const churn = sheetOf(data, "churn");
  const labels = churn.texts("interval");
  const closing = churn.numbers("customers_closing");
  const names = ["customers_opening", "customers_new", "customers_reactivated", "churned_voluntary", "churned_involuntary", "customers_closing"];
  const columns = names.map((name) => churn.numbers(name));
  const title = "Paying customers";
  const count = countUnit("customers");
  const last = labels.length - 1;
  return figure({
    title,
    measures: `at the end of each ${data.scenario.reports.interval}`,
    chart: lineChart({
      id: `${id}-line`,
      title,
      about: `A line from ${closing[0]} in ${labels[0]} to ${closing[last]} in ${labels[last]}.`,
      labels,
      unit: count,
      isFilled: true,
      series: [{ name: "paying", mark: "navy", values: closing }],
    }),
    table: {
      columns: ["interval", "opening", "new", "returned", "left", "lost", "closing"],
      rows: labels.map((label, i) => [label, ...columns.map((column) => count.bare(column[i] ?? 0))]),
      file: churn.file,
    },
  });
}

function left(data: ShownCurrency, id: string): Markup | undefined {
  const churn = sheetOf(data, "churn");
  if (churn.isZero("churned_voluntary", "churned_involuntary")) return undefined;
  const all = churn.texts("interval");
  const groups = barGroups(all);
  const labels = groups.map(({ label }) => label);
  const series: readonly Series[] = [
    { name: "voluntary: they asked to leave", mark: "amber", values: sums(churn.numbers("churned_voluntary"), groups) },
    { name: "involuntary: a payment failed for good", mark: "red", values: sums(churn.numbers("churned_involuntary"), groups) },
  ];
  const title = "Customers who left";
  return figure({
    title,
    measures: `customers ${perInterval(data.scenario.reports.interval, all, groups)}`,
    legend: series,
    chart: barChart({
      id: `${id}-bars`,
      title,
      about: "Stacked bars: voluntary churn below, involuntary above.",
      labels,
      series,
      unit: countUnit("customers"),
    }),
    table: {
      columns: ["interval", "voluntary", "involuntary"],
      rows: labels.map((label, i) => [label, ...series.map(({ values }) => String(values[i]))]),
      file: churn.file,
    },
  });
}

function retention(data: ShownCurrency, id: string): Markup {
  const churn = sheetOf(data, "churn");
  const nrr = churn.cells("nrr_12m");
  const isTrailing = nrr.some((value) => value !== undefined);
  const series: readonly Series[] = [
    { name: "net", mark: "navy", values: isTrailing ? nrr : churn.cells("nrr") },
    { name: "gross", mark: "teal", values: churn.cells(isTrailing ? "grr_12m" : "grr") },
  ];
  const { interval } = data.scenario.reports;
  return rateFigure(data, {
    id: `${id}-retention`,
    title: "Net and gross retention",
    measures: `what those who paid ${isTrailing ? "twelve months" : `a ${interval}`} before still pay, in % of it`,
    about: "Net retention counts what they added; gross retention does not, so it never exceeds 100%.",
    series,
    reference: { value: 1_000_000, name: "all of it" },
  });
}

function rates(data: ShownCurrency, id: string): Markup | undefined {
  const churn = sheetOf(data, "churn");
  if (churn.isZero("logo_churn_rate", "gross_mrr_churn_rate")) return undefined;
  return rateFigure(data, {
    id: `${id}-rates`,
    title: "Churn rates",
    measures: `% per ${data.scenario.reports.interval}, by the definitions below`,
    about: "Customers lost of those there were, and recurring revenue lost and reduced of what there was.",
    series: [
      { name: "customers", mark: "amber", values: churn.cells("logo_churn_rate") },
      { name: "revenue", mark: "red", values: churn.cells("gross_mrr_churn_rate") },
    ],
  });
}

interface RateFigure {
  readonly id: string;
  readonly title: string;
  readonly measures: string;
  readonly about: string;
  readonly series: readonly Series[];
  readonly reference?: { readonly value: number; readonly name: string };
}

function rateFigure(data: ShownCurrency, { id, title, measures, about, series, reference }: RateFigure): Markup {
  const churn = sheetOf(data, "churn");
  const labels = churn.texts("interval");
  const cell = (value: number | undefined): string => (value === undefined ? "" : percentUnit.text(value));
  return figure({
    title,
    measures,
    chart: lineChart({ id, title, about, labels, unit: percentUnit, series, ...(reference === undefined ? {} : { reference }) }),
    table: {
      columns: ["interval", ...series.map(({ name }) => name)],
      rows: labels.map((label, i) => [label, ...series.map(({ values }) => cell(values[i]))]),
      file: churn.file,
    },
  });
}
