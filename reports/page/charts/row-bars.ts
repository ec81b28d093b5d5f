import { truncate } from "../../rendering/text-width.ts";
import { html, type Markup } from "../markup.ts";
import type { Mark } from "../palette.ts";
import { type ChartTexts, round, svg, WIDTH } from "./frame.ts";

export interface RowBar {
  readonly name: string;
  readonly value: number;
  /** What stands behind the bar. */
  readonly text: string;
  readonly mark: Mark;
}

const ROW = 50;

/** Amounts beside each other as horizontal bars, each below its name: for shares and for funnels. */
export function rowBars(texts: ChartTexts, rows: readonly RowBar[]): Markup {
  const most = rows.reduce((max, { value }) => Math.max(max, value), 0);
  const letters = rows.reduce((max, { text }) => Math.max(max, text.length), 0);
  // Room for what stands behind the longest bar, in the letters of a phone.
  const length = WIDTH - Math.min(300, 14 + letters * 10);
  const bars = rows.map(({ name, value, text, mark }, i) => {
    const width = most === 0 ? 0 : round((length * Math.max(0, value)) / most);
    const top = i * ROW;
    return html`<text class="name" x="0" y="${top + 18}">${truncate(name, 44)}</text><rect class="bar ${mark}" x="0" y="${top + 25}" width="${Math.max(1, width)}" height="15"><title>${name}: ${text}</title></rect><text class="amount" x="${Math.max(1, width) + 8}" y="${top + 38}">${text}</text>`;
  });
  return svg(texts, rows.length * ROW, bars);
}
