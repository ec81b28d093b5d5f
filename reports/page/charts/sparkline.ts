import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { html, type Markup } from "../markup.ts";

const WIDTH = 120;
const HEIGHT = 26;

/** The course of a headline number, without axes. `id` is unique on the page. */
export function sparkline(id: string, title: string, about: string, values: readonly (number | undefined)[]): Markup | undefined {
  const there = values.filter((value) => value !== undefined);
  if (there.length < 2) return undefined;
  const low = there.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = there.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const y = scaleLinear()
    .domain(low === high ? [low - 1, high + 1] : [low, high])
    .range([HEIGHT - 3, 3]);
  const x = scaleLinear()
    .domain([0, values.length - 1])
    .range([2, WIDTH - 2]);
  const path = line<number | undefined>()
    .digits(1)
    .defined((value) => value !== undefined)
    .x((_, i) => x(i))
    .y((value) => y(value ?? 0))([...values]);
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${title}</title><desc id="${id}-d">${about}</desc><path class="line navy" d="${path ?? ""}"/></svg>`;
}
