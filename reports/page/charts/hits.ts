import { html, type Markup } from "../markup.ts";
import type { Unit } from "../units.ts";
import type { IntervalScale } from "./axes.ts";
import { type Area, round, type Series } from "./frame.ts";

/** More intervals than this are too narrow to point at. */
const MOST = 200;

/** A column over each interval that says its numbers when it is pointed at: the browser's own tooltip, without a script. */
export function hits(
  labels: readonly string[],
  series: readonly Series[],
  unit: Unit,
  x: IntervalScale,
  { left, right, top, bottom }: Area,
): Markup | undefined {
  if (labels.length > MOST) return undefined;
  const half = (x.step() - x.bandwidth()) / 2;
  const columns = labels.map((label, i) => {
    const said = series.flatMap(({ name, values }) => {
      const value = values[i];
      return value === undefined || (value === 0 && series.length > 2) ? [] : [`${name} ${unit.text(value)}`];
    });
    const from = Math.max(left, (x(i) ?? 0) - half);
    const to = Math.min(right, (x(i) ?? 0) + x.bandwidth() + half);
    return html`<rect class="hit" x="${round(from)}" y="${top}" width="${round(to - from)}" height="${round(bottom - top)}"><title>${label}: ${said.length === 0 ? "nothing" : said.join(", ")}</title></rect>`;
  });
  return html`<g>${columns}</g>`;
}
