import { sparkline } from "../charts/sparkline.ts";
import { html, type Markup } from "../markup.ts";
import { type ShownCurrency, sheetOf } from "../shown-run.ts";
import { countUnit, moneyUnit, percentUnit, type Unit } from "../units.ts";

interface Headline {
  readonly id: string;
  readonly name: string;
  readonly unit: Unit;
  readonly values: readonly (number | undefined)[];
  /** Counts change by a number, rates by points, money by a share. */
  readonly changes: "share" | "count" | "points";
}

/** The latest numbers, each with its change since the interval before and its course. */
export function headline(data: ShownCurrency): Markup {
  const money = moneyUnit(data.currency);
  const [mrr, churn] = [sheetOf(data, "mrr"), sheetOf(data, "churn")];
  const { interval } = data.scenario.reports;
  const trailing = churn.cells("nrr_12m");
  const isTrailing = trailing[trailing.length - 1] !== undefined;
  const numbers: readonly Headline[] = [
    { id: "mrr", name: "Monthly recurring revenue", unit: money, values: mrr.cells("closing"), changes: "share" },
    { id: "arr", name: "Annual recurring revenue", unit: money, values: mrr.cells("arr"), changes: "share" },
    { id: "customers", name: "Paying customers", unit: countUnit("customers"), values: churn.cells("customers_closing"), changes: "count" },
    { id: "arpa", name: "Revenue per customer", unit: money, values: churn.cells("arpa"), changes: "share" },
    { id: "churn", name: `Customers lost, per ${interval}`, unit: percentUnit, values: churn.cells("logo_churn_rate"), changes: "points" },
    {
      id: "nrr",
      name: `Net retention, ${isTrailing ? "12 months" : interval}`,
      unit: percentUnit,
      values: isTrailing ? trailing : churn.cells("nrr"),
      changes: "points",
    },
  ];
  const labels = mrr.texts("interval");
  return html`<dl class="headline">
${numbers.map((number) => card(number, labels, data.currency.code))}</dl>
`;
}

function card({ id, name, unit, values, changes }: Headline, labels: readonly string[], code: string): Markup {
  const last = values[values.length - 1];
  const before = values[values.length - 2];
  const since = labels[labels.length - 2];
  const change = last === undefined || before === undefined || since === undefined ? "no earlier value" : `${changed(last, before, changes)} since ${since}`;
  const spark = sparkline(`${code}-${id}-course`, name, `Its course from ${labels[0]} to ${labels[labels.length - 1]}.`, values);
  return html`<div><dt>${name}</dt><dd class="value">${last === undefined ? "–" : valueText(last, unit)}</dd><dd class="change">${change}</dd><dd>${spark}</dd></div>
`;
}

/** Large sums without their smallest units: the tables below have them. */
function valueText(value: number, unit: Unit): Markup {
  const isMoney = unit.name.length === 3;
  const isLarge = isMoney && Math.abs(value) >= 10_000 * unit.per;
  const shown = isLarge ? unit.bare(Math.round(value / unit.per) * unit.per).replace(/\.0+$/, "") : unit.bare(value);
  return html`${isMoney ? html`<small>${unit.name}</small>` : undefined}${shown}`;
}

function changed(last: number, before: number, changes: Headline["changes"]): string {
  const difference = last - before;
  if (difference === 0) return "no change";
  const sign = difference > 0 ? "▲ " : "▼ ";
  const size = Math.abs(difference);
  if (changes === "count") return sign + countUnit("").bare(size);
  if (changes === "points") return `${sign}${percentUnit.bare(size).slice(0, -1)} points`;
  return before === 0 ? `${sign}from nothing` : sign + percentUnit.bare(Math.round((size / Math.abs(before)) * 1_000_000));
}
