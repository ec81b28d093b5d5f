import { sparkline } from "../charts/sparkline.ts";
import { html, type Markup } from "../markup.ts";
import { type ShownCurrency, sheetOf } from "../shown-run.ts";
import { countUnit, grouped, moneyUnit, percentUnit, type Unit } from "../units.ts";

interface Headline {
  readonly id: string;
  readonly name: string;
  readonly unit: Unit;
  readonly values: readonly (number | undefined)[];
  /** Counts change by a number, rates by points, money by a share. */
  readonly changes: "share" | "count" | "points";
  /** Which value is shown: of stocks the last one, of flows and rates that of the last interval that the clock does not cut. */
  readonly at: number;
}

/** The latest numbers, each with its change since the interval before and its course. */
export function headline(data: ShownCurrency): Markup {
  const money = moneyUnit(data.currency);
  const [mrr, churn, revenue] = [sheetOf(data, "mrr"), sheetOf(data, "churn"), sheetOf(data, "revenue")];
  const labels = mrr.texts("interval");
  const last = labels.length - 1;
  const whole = mrr.texts("partial").lastIndexOf("");
  const flow = whole < 0 ? last : whole;
  const trailing = churn.cells("nrr_12m");
  const isTrailing = trailing[flow] !== undefined;
  const retention = isTrailing ? trailing : churn.cells("nrr");
  const numbers: readonly Headline[] = [
    { id: "mrr", name: "MRR", unit: money, values: mrr.cells("closing"), changes: "share", at: last },
    { id: "arr", name: "ARR", unit: money, values: mrr.cells("arr"), changes: "share", at: last },
    { id: "customers", name: "Paying customers", unit: countUnit("customers"), values: churn.cells("customers_closing"), changes: "count", at: last },
    { id: "arpa", name: "MRR per customer", unit: money, values: churn.cells("arpa"), changes: "share", at: last },
    { id: "earned", name: `Net revenue in ${labels[flow]}`, unit: money, values: revenue.cells("net_revenue"), changes: "share", at: flow },
    { id: "collected", name: `Collected in ${labels[flow]}`, unit: money, values: revenue.cells("collected"), changes: "share", at: flow },
    { id: "churn", name: `Customer churn in ${labels[flow]}`, unit: percentUnit, values: churn.cells("logo_churn_rate"), changes: "points", at: flow },
    { id: "nrr", name: `Net retention, ${isTrailing ? "12 months" : labels[flow]}`, unit: percentUnit, values: retention, changes: "points", at: flow },
  ];
  return html`<dl class="headline">
${numbers.map((number) => card(number, labels, data.currency.code))}</dl>
`;
}

function card({ id, name, unit, values, changes, at }: Headline, labels: readonly string[], code: string): Markup {
  const [now, before, since] = [values[at], values[at - 1], labels[at - 1]];
  const isComparable = now !== undefined && before !== undefined && since !== undefined;
  const change = isComparable ? html`${changed(now, before, changes)} <span>since ${since}</span>` : "nothing to compare with";
  const spark = sparkline(`${code}-${id}-course`, name, `Its course from ${labels[0]} to ${labels[at]}.`, values.slice(0, at + 1));
  return html`<div><dt>${name}</dt><dd class="value">${now === undefined ? "–" : valueText(now, unit)}</dd><dd class="change">${change}</dd><dd>${spark}</dd></div>
`;
}

/** Large sums without their smallest units, and from ten million on in millions: the tables below have them in full. */
function valueText(value: number, unit: Unit): Markup {
  const isMoney = unit.name.length === 3;
  if (!isMoney) return html`${unit.bare(value)}`;
  const major = Math.round(value / unit.per);
  const tenths = Math.round(major / 100_000);
  const shown =
    Math.abs(major) >= 10_000_000
      ? `${grouped(`${Math.trunc(tenths / 10)}.${Math.abs(tenths % 10)}`)}M`
      : Math.abs(major) >= 10_000
        ? grouped(String(major))
        : unit.bare(value);
  return html`<small>${unit.name}</small>${shown}`;
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
