import { area as areaShape, line as lineShape } from "d3-shape";
import { html, type Markup } from "../markup.ts";
import type { Unit } from "../units.ts";
import { area, type IntervalScale, intervalAxis, intervalScale, type ValueScale, valueAxis, valueScale, valuesOf } from "./axes.ts";
import { type Area, type ChartTexts, HEIGHT, round, type Series, svg } from "./frame.ts";
import { hits } from "./hits.ts";

export interface LineChart extends ChartTexts {
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly unit: Unit;
  /** Fills below a single line: of an amount that is all there. */
  readonly isFilled?: boolean;
  /** A value to compare with, and what it is called. */
  readonly reference?: { readonly value: number; readonly name: string };
}

/** Values over time as lines, each with its name at its end. A chart with a reference needs no zero. */
export function lineChart(chart: LineChart): Markup {
  const { labels, series, unit, reference } = chart;
  const names = series.length === 1 ? 0 : series.reduce((most, { name }) => Math.max(most, name.length), 0);
  const inside = area(names);
  const values = reference === undefined ? valuesOf(series) : [...valuesOf(series), reference.value];
  const y = valueScale(values, unit, inside, reference !== undefined);
  const x = intervalScale(labels.length, inside);
  const content = [
    valueAxis(y, unit, inside),
    intervalAxis(labels, x, inside),
    reference === undefined ? undefined : referenceLine(y(reference.value / unit.per), reference.name, inside),
    series.map((one) => drawn(one, { x, y, unit, inside }, chart.isFilled === true)),
    names === 0 ? undefined : endLabels(series, (value) => y(value / unit.per), inside),
    hits(labels, series, unit, x, inside),
  ];
  return svg(chart, HEIGHT, content);
}

interface Frame {
  readonly x: IntervalScale;
  readonly y: ValueScale;
  readonly unit: Unit;
  readonly inside: Area;
}

function drawn({ mark, values }: Series, { x, y, unit }: Frame, isFilled: boolean): Markup {
  const across = (_: number | undefined, i: number): number => (x(i) ?? 0) + x.bandwidth() / 2;
  const height = (value: number | undefined): number => y((value ?? 0) / unit.per);
  const isThere = (value: number | undefined): boolean => value !== undefined;
  const points = [...values];
  const path = lineShape<number | undefined>().digits(2).defined(isThere).x(across).y(height)(points) ?? "";
  const fill = areaShape<number | undefined>().digits(2).defined(isThere).x(across).y0(y(0)).y1(height);
  const below = isFilled ? html`<path class="fill ${mark}" d="${fill(points) ?? ""}"/>` : undefined;
  return html`${below}<path class="line ${mark}" d="${path}"/>${lonePoints(values, across, height, mark)}`;
}

/** A value without a neighbour is no line: it gets a dot. So does the last one, where the eye ends. */
function lonePoints(
  values: readonly (number | undefined)[],
  across: (value: number | undefined, i: number) => number,
  height: (value: number | undefined) => number,
  mark: string,
): readonly Markup[] {
  const last = lastIndex(values);
  return values.flatMap((value, i) => {
    const isLone = values[i - 1] === undefined && values[i + 1] === undefined;
    if (value === undefined || !(isLone || i === last)) return [];
    return [html`<circle class="dot ${mark}" cx="${round(across(value, i))}" cy="${round(height(value))}" r="3.5"/>`];
  });
}

function lastIndex(values: readonly (number | undefined)[]): number {
  for (let i = values.length - 1; i >= 0; i--) if (values[i] !== undefined) return i;
  return -1;
}

function referenceLine(at: number, name: string, { left, right }: Area): Markup {
  return html`<line class="reference" x1="${left}" x2="${right}" y1="${round(at)}" y2="${round(at)}"/><text class="tick" x="${left + 4}" y="${round(at) - 5}">${name}</text>`;
}

/** Apart enough for the letters of a phone. */
const LEAST_GAP = 21;

/** Names at the ends of lines, pushed apart where lines end close to each other. */
function endLabels(series: readonly Series[], height: (value: number) => number, { right, top, bottom }: Area): readonly Markup[] {
  const ends = series
    .flatMap(({ name, mark, values }, order) => {
      const last = values[lastIndex(values)];
      return last === undefined ? [] : [{ name, mark, order, at: Math.min(bottom - 6, Math.max(top + 6, height(last))) }];
    })
    .sort((a, b) => a.at - b.at || a.order - b.order);
  for (let i = 1; i < ends.length; i++) {
    const before = ends[i - 1] as (typeof ends)[number];
    const one = ends[i] as (typeof ends)[number];
    if (one.at < before.at + LEAST_GAP) one.at = before.at + LEAST_GAP;
  }
  const over = (ends[ends.length - 1]?.at ?? 0) - (bottom - 4);
  for (let i = ends.length - 1, limit = bottom - 4; over > 0 && i >= 0; i--, limit -= LEAST_GAP) {
    const one = ends[i] as (typeof ends)[number];
    if (one.at > limit) one.at = limit;
  }
  return ends.map(
    ({ name, mark, at }) =>
      html`<circle class="dot ${mark}" cx="${right + 10}" cy="${round(at)}" r="4"/><text class="name" x="${right + 18}" y="${round(at)}" dy=".34em">${name}</text>`,
  );
}
