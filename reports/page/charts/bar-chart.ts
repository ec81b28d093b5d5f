import { html, type Markup } from "../markup.ts";
import type { Unit } from "../units.ts";
import { area, intervalAxis, intervalScale, type ValueScale, valueAxis, valueScale } from "./axes.ts";
import { type ChartTexts, HEIGHT, round, type Series, svg } from "./frame.ts";
import { hits } from "./hits.ts";

export interface BarChart extends ChartTexts {
  readonly labels: readonly string[];
  /** Positive values are stacked up from zero, negative ones down, in this order. */
  readonly series: readonly Series[];
  readonly unit: Unit;
}

/** Flows over time: a stack of bars per interval. */
export function barChart(chart: BarChart): Markup {
  const { labels, series, unit } = chart;
  const inside = area();
  const columns = labels.map((_, i) => stacked(series, i));
  const y = valueScale(
    columns.flatMap((pieces) => pieces.flatMap(({ from, to }) => [from, to])),
    unit,
    inside,
  );
  const x = intervalScale(labels.length, inside);
  const width = Math.min(x.bandwidth(), 56);
  const bars = columns.map((pieces, i) => {
    const left = (x(i) ?? 0) + (x.bandwidth() - width) / 2;
    return pieces.map((piece) => bar(piece, left, width, y, unit));
  });
  return svg(chart, HEIGHT, [valueAxis(y, unit, inside), bars, intervalAxis(labels, x, inside), hits(labels, series, unit, x, inside)]);
}

interface Piece {
  readonly mark: string;
  readonly from: number;
  readonly to: number;
}

function stacked(series: readonly Series[], i: number): readonly Piece[] {
  let above = 0;
  let below = 0;
  return series.flatMap(({ mark, values }) => {
    const value = values[i] ?? 0;
    if (value === 0) return [];
    const from = value > 0 ? above : below;
    const to = from + value;
    if (value > 0) above = to;
    else below = to;
    return [{ mark, from, to }];
  });
}

function bar({ mark, from, to }: Piece, left: number, width: number, y: ValueScale, unit: Unit): Markup {
  const a = y(from / unit.per);
  const b = y(to / unit.per);
  // What is there is seen, be it ever so small.
  const height = Math.max(0.75, Math.abs(a - b));
  return html`<rect class="bar ${mark}" x="${round(left)}" y="${round(Math.min(a, b))}" width="${round(width)}" height="${round(height)}"/>`;
}
