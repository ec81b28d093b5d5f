import { type ScaleBand, type ScaleLinear, scaleBand, scaleLinear } from "d3-scale";
import { html, type Markup } from "../markup.ts";
import { tickTexts, type Unit } from "../units.ts";
import { type Area, HEIGHT, round, type Series, WIDTH } from "./frame.ts";

export type ValueScale = ScaleLinear<number, number>;
export type IntervalScale = ScaleBand<number>;

/** Room for the labels of the axes; on the right for what stands at the ends of lines, in letters. */
export function area(letters = 0): Area {
  return { left: 58, right: WIDTH - (letters === 0 ? 6 : Math.min(150, 26 + letters * 10)), top: 14, bottom: HEIGHT - 30 };
}

/** From values to heights: with zero inside unless `isFree`, at round numbers. */
export function valueScale(values: readonly number[], unit: Unit, { bottom, top }: Area, isFree = false): ValueScale {
  let low = isFree ? Number.POSITIVE_INFINITY : 0;
  let high = isFree ? Number.NEGATIVE_INFINITY : 0;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) low = high = 0;
  const [from, to] = [low / unit.per, high / unit.per];
  // One value alone stands in the middle.
  const room = low < high ? 0 : from === 0 ? 1 : Math.abs(from) / 10;
  return scaleLinear()
    .domain([isFree ? from - room : from, to + room])
    .range([bottom, top])
    .nice(4);
}

/** One place per interval, with or without a gap between. */
export function intervalScale(count: number, { left, right }: Area): IntervalScale {
  return scaleBand<number>()
    .domain(Array.from({ length: count }, (_, i) => i))
    .range([left, right])
    .paddingInner(count > 60 ? 0.1 : 0.25)
    .paddingOuter(count === 1 ? 1 : 0.1);
}

/** All values of all series that are there. */
export function valuesOf(series: readonly Series[]): readonly number[] {
  return series.flatMap(({ values }) => values.filter((value) => value !== undefined));
}

/** Grid lines with their values; the line of zero is darker. */
export function valueAxis(y: ValueScale, unit: Unit, { left, right }: Area): Markup {
  const all = y.ticks(4);
  const ticks = unit.isWhole ? all.filter((tick) => tick === Math.round(tick)) : all;
  const texts = tickTexts(ticks, unit);
  const lines = ticks.map((tick, i) => {
    const at = round(y(tick));
    return html`<line class="${tick === 0 ? "zero" : "grid"}" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/><text class="tick" x="${left - 6}" y="${at}" dy=".32em" text-anchor="end">${texts[i]}</text>`;
  });
  return html`<g class="axis">${lines}</g>`;
}

/** The names of some intervals, as many as have room. */
export function intervalAxis(labels: readonly string[], x: IntervalScale, { left, right, bottom }: Area): Markup {
  const shown = labelled(labels, Math.floor((right - left) / LETTER));
  const texts = shown.map(({ label, index }) => {
    const at = round((x(index) ?? 0) + x.bandwidth() / 2);
    return html`<line class="tick" x1="${at}" x2="${at}" y1="${bottom}" y2="${bottom + 4}"/><text class="tick" x="${at}" y="${bottom + 20}" text-anchor="${at + label.length * 4 > WIDTH ? "end" : "middle"}">${label}</text>`;
  });
  return html`<g class="axis">${texts}</g>`;
}

/** What a letter takes on a phone. */
const LETTER = 10.5;

/** Steps at which years, quarters and weeks fall on labels. */
const STEPS = [1, 2, 3, 6, 12, 13, 24, 26, 36, 52, 60, 104, 120, 182, 365, 730, 1461, 3652];

/** Which labels are written where so many letters have room: evenly apart, with the beginnings of years among them where they are far apart. */
export function labelled(labels: readonly string[], letters: number): readonly { readonly label: string; readonly index: number }[] {
  const least = Math.ceil((labels.length * ((labels[0]?.length ?? 0) + 1.5)) / letters);
  const step = STEPS.find((one) => one >= least) ?? least;
  const year = labels.findIndex((label) => /^\d+(?:-01|-Q1|-W01|-01-01)$/.test(label));
  const first = step > 2 && year > 0 ? year % step : 0;
  return labels.flatMap((label, index) => (index % step === first ? [{ label, index }] : []));
}
