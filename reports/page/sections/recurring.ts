import { barChart } from "../charts/bar-chart.ts";
import type { Series } from "../charts/frame.ts";
import { barGroups, perInterval, sums } from "../charts/intervals.ts";
import { lineChart } from "../charts/line-chart.ts";
import { type WaterfallStep, waterfall } from "../charts/waterfall.ts";
import { figure, section } from "../figure.ts";
import type { Markup } from "../markup.ts";
import type { Mark } from "../palette.ts";
import { type ShownCurrency, sheetOf } from "../shown-run.ts";
import { moneyUnit, type Unit } from "../units.ts";

/** What moves recurring revenue: the columns of mrr.csv, their names and which way they count. */
const MOVEMENTS: readonly { readonly column: string; readonly name: string; readonly mark: Mark; readonly sign: 1 | -1 }[] = [
  { column: "new", name: "new", mark: "navy", sign: 1 },
  { column: "reactivation", name: "returned", mark: "sky", sign: 1 },
  { column: "expansion", name: "expansion", mark: "teal", sign: 1 },
  { column: "fx", name: "rates", mark: "purple", sign: 1 },
  { column: "contraction", name: "contraction", mark: "amber", sign: -1 },
  { column: "churn", name: "churn", mark: "red", sign: -1 },
];

/** Recurring revenue: how much there is, and what moves it. */
export function recurring(data: ShownCurrency): Markup | undefined {
  const mrr = sheetOf(data, "mrr");
  if (mrr.isZero("opening", "closing", "new", "churn")) return undefined;
  const unit = moneyUnit(data.currency);
  const id = `${data.currency.code}-recurring`;
  return section(id, "Recurring revenue", [overTime(data, id, unit), movements(data, id, unit), fromTo(data, id, unit), perCustomer(data, id, unit)]);
}

function overTime(data: ShownCurrency, id: string, unit: Unit): Markup {
  const mrr = sheetOf(data, "mrr");
  const labels = mrr.texts("interval");
  const columns = ["opening", "closing", "arr", "discounted", "past_due_mrr"].map((name) => mrr.numbers(name));
  const closing = mrr.numbers("closing");
  const title = "Monthly recurring revenue";
  const last = closing.length - 1;
  const about = `A line from ${unit.text(closing[0] ?? 0)} in ${labels[0]} to ${unit.text(closing[last] ?? 0)} in ${labels[last]}.`;
  return figure({
    title,
    measures: `${unit.name}, at the end of each ${data.scenario.reports.interval}`,
    chart: lineChart({ id: `${id}-line`, title, about, labels, unit, isFilled: true, series: [{ name: "MRR", mark: "navy", values: closing }] }),
    table: {
      columns: ["interval", "opening", "closing", "annual", "discounted", "past due"],
      rows: labels.map((label, i) => [label, ...columns.map((column) => unit.bare(column[i] ?? 0))]),
      file: mrr.file,
    },
  });
}

function movements(data: ShownCurrency, id: string, unit: Unit): Markup {
  const mrr = sheetOf(data, "mrr");
  const all = mrr.texts("interval");
  const groups = barGroups(all);
  const labels = groups.map(({ label }) => label);
  const series: readonly Series[] = MOVEMENTS.filter(({ column }) => !mrr.isZero(column)).map(({ column, name, mark, sign }) => ({
    name,
    mark,
    values: sums(mrr.numbers(column), groups).map((sum) => (sum === 0 ? 0 : sign * sum)),
  }));
  const title = "What moved it";
  return figure({
    title,
    measures: `${unit.name} ${perInterval(data.scenario.reports.interval, all, groups)}`,
    legend: series,
    chart: barChart({ id: `${id}-bars`, title, about: "Bars up for what was added to recurring revenue, down for what was lost.", labels, series, unit }),
    table: {
      columns: ["interval", ...series.map(({ name }) => name)],
      rows: labels.map((label, i) => [label, ...series.map(({ values }) => unit.bare(values[i] ?? 0))]),
      file: mrr.file,
    },
  });
}

function fromTo(data: ShownCurrency, id: string, unit: Unit): Markup {
  const mrr = sheetOf(data, "mrr");
  const labels = mrr.texts("interval");
  const [opening = 0] = mrr.numbers("opening");
  const closing = mrr.numbers("closing")[labels.length - 1] ?? 0;
  const moved = MOVEMENTS.map(({ column, name, mark, sign }): WaterfallStep => ({ name, mark, value: sign * mrr.sum(column) })).filter(
    ({ value }) => value !== 0,
  );
  const steps: readonly WaterfallStep[] = [
    { name: "opening", mark: "grey", value: opening, isStock: true },
    ...moved,
    { name: "closing", mark: "grey", value: closing, isStock: true },
  ];
  const title = "From opening to closing";
  const about = `From ${unit.text(opening)} to ${unit.text(closing)}: ${moved.map(({ name, value }) => `${name} ${unit.text(value)}`).join(", ")}.`;
  return figure({
    title,
    measures: `${unit.name}, ${labels[0]} to ${labels[labels.length - 1]}`,
    chart: waterfall({ id: `${id}-waterfall`, title, about }, steps, unit),
    table: { columns: ["step", "amount"], rows: steps.map(({ name, value }) => [name, unit.bare(value)]), file: mrr.file },
  });
}

function perCustomer(data: ShownCurrency, id: string, unit: Unit): Markup {
  const churn = sheetOf(data, "churn");
  const labels = churn.texts("interval");
  const customers = churn.numbers("customers_closing");
  const values = churn.cells("arpa").map((arpa, i) => (customers[i] === 0 ? undefined : arpa));
  const title = "Revenue per customer";
  const series: readonly Series[] = [{ name: "per customer", mark: "teal", values }];
  return figure({
    title,
    measures: `${unit.name} a month, of customers who pay at the end of each ${data.scenario.reports.interval}`,
    chart: lineChart({ id: `${id}-arpa`, title, about: "Recurring revenue over paying customers.", labels, unit, series }),
    table: {
      columns: ["interval", "per customer"],
      rows: labels.map((label, i) => [label, values[i] === undefined ? "" : unit.bare(values[i])]),
      file: churn.file,
    },
  });
}
