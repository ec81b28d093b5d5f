import { share } from "../../metrics/rates.ts";
import { barChart } from "../charts/bar-chart.ts";
import type { Series } from "../charts/frame.ts";
import { barGroups, perInterval, sums } from "../charts/intervals.ts";
import { rowBars } from "../charts/row-bars.ts";
import { figure, section } from "../figure.ts";
import type { Markup } from "../markup.ts";
import { type ShownCurrency, sheetOf } from "../shown-run.ts";
import { countUnit, percentUnit } from "../units.ts";

/** What became of trials. */
export function trials(data: ShownCurrency): Markup | undefined {
  if (sheetOf(data, "churn").isZero("trials_started", "trials_ended")) return undefined;
  const id = `${data.currency.code}-trials`;
  return section(id, "Trials", [funnel(data, id), overTime(data, id)]);
}

function funnel(data: ShownCurrency, id: string): Markup {
  const churn = sheetOf(data, "churn");
  const started = churn.sum("trials_started");
  const count = countUnit("trials");
  const rows = [
    { name: "started", value: started, mark: "navy" },
    { name: "ended inside the clock", value: churn.sum("trials_ended"), mark: "sky" },
    { name: "converted: a first positive invoice was paid", value: churn.sum("trials_converted"), mark: "teal" },
  ] as const;
  const shares = rows.map(({ value }) => percentUnit.text(share(value, started) ?? 0));
  const bars = rows.map((row, i) => ({ ...row, text: i === 0 ? count.bare(row.value) : `${count.bare(row.value)} (${shares[i]})` }));
  const title = "From trial to customer";
  return figure({
    title,
    measures: "trials of the whole run, in % of those that started",
    chart: rowBars({ id: `${id}-funnel`, title, about: `${bars.map(({ name, text }) => `${name}: ${text}`).join("; ")}.` }, bars),
    table: {
      columns: ["trials", "number", "of started"],
      rows: rows.map(({ name, value }, i) => [name, count.bare(value), shares[i] ?? ""]),
      file: churn.file,
    },
  });
}

function overTime(data: ShownCurrency, id: string): Markup {
  const churn = sheetOf(data, "churn");
  const all = churn.texts("interval");
  const groups = barGroups(all);
  const labels = groups.map(({ label }) => label);
  const started = sums(churn.numbers("trials_started"), groups);
  const converted = sums(churn.numbers("trials_converted"), groups);
  const series: readonly Series[] = [
    { name: "started", mark: "navy", values: started },
    { name: "converted (drawn downwards)", mark: "teal", values: converted.map((value) => (value === 0 ? 0 : -value)) },
  ];
  const title = "Trials over time";
  const about = "Bars up for trials that started, down for trials that converted.";
  return figure({
    title,
    measures: `trials ${perInterval(data.scenario.reports.interval, all, groups)}`,
    legend: series,
    chart: barChart({ id: `${id}-bars`, title, about, labels, series, unit: countUnit("trials") }),
    table: {
      columns: ["interval", "started", "converted"],
      rows: labels.map((label, i) => [label, String(started[i]), String(converted[i])]),
      file: churn.file,
    },
  });
}
