import { scaleBand } from "d3-scale";
import { html, type Markup } from "../markup.ts";
import type { Mark } from "../palette.ts";
import type { Unit } from "../units.ts";
import { valueAxis, valueScale } from "./axes.ts";
import { type ChartTexts, HEIGHT, round, svg, WIDTH } from "./frame.ts";

export interface WaterfallStep {
  readonly name: string;
  readonly mark: Mark;
  /** Of a stock where it begins or ends, else what is added. */
  readonly value: number;
  readonly isStock?: boolean;
}

/** How one stock becomes another: what was added and taken, each step from where the one before ended. */
export function waterfall(texts: ChartTexts, steps: readonly WaterfallStep[], unit: Unit): Markup {
  const inside = { left: 58, right: WIDTH - 6, top: 24, bottom: HEIGHT - 46 };
  let running = 0;
  const bars = steps.map(({ name, mark, value, isStock }) => {
    const from = isStock === true ? 0 : running;
    running = from + value;
    return { name, mark, value, from, to: running };
  });
  const y = valueScale(
    bars.flatMap(({ from, to }) => [from, to]),
    unit,
    inside,
  );
  const x = scaleBand<number>()
    .domain(steps.map((_, i) => i))
    .range([inside.left, inside.right])
    .padding(0.22);
  const width = x.bandwidth();
  const drawn = bars.map(({ name, mark, value, from, to }, i) => {
    const left = x(i) ?? 0;
    const [a, b] = [y(from / unit.per), y(to / unit.per)];
    const middle = round(left + width / 2);
    const next =
      i === bars.length - 1
        ? undefined
        : html`<line class="grid" x1="${round(left)}" x2="${round(left + x.step() + width)}" y1="${round(b)}" y2="${round(b)}"/>`;
    // Names stand on two levels: on a phone their letters are wide.
    return html`${next}<rect class="bar ${mark}" x="${round(left)}" y="${round(Math.min(a, b))}" width="${round(width)}" height="${round(Math.max(0.75, Math.abs(a - b)))}"><title>${name}: ${unit.text(value)}</title></rect><text class="tick" x="${middle}" y="${inside.bottom + (i % 2 === 0 ? 18 : 38)}" text-anchor="middle">${name}</text>`;
  });
  return svg(texts, HEIGHT, [valueAxis(y, unit, inside), drawn]);
}
