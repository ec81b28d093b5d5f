import { html, type Markup } from "../markup.ts";
import { type ChartTexts, round, svg, WIDTH } from "./frame.ts";

export interface HeatRow {
  readonly name: string;
  /** Parts per million, undefined where there is none (yet). */
  readonly cells: readonly (number | undefined)[];
}

const LEFT = 76;
const TOP = 26;
const ROW = 24;
/** With more columns than this numbers have no room. */
const MOST_NUMBERS = 13;

/** Shares as a table of colours: the more there is, the darker. `text` says a cell in full. */
export function heatMap(texts: ChartTexts, columns: readonly string[], rows: readonly HeatRow[], text: (value: number) => string): Markup {
  const width = (WIDTH - LEFT) / columns.length;
  const every = Math.ceil(columns.length / MOST_NUMBERS);
  const heads = columns.map((name, i) =>
    i % every === 0 ? html`<text class="tick" x="${round(LEFT + (i + 0.5) * width)}" y="16" text-anchor="middle">${name}</text>` : undefined,
  );
  const cells = rows.map((row, r) => {
    const top = TOP + r * ROW;
    const boxes = row.cells.map((value, i) => {
      if (value === undefined) return undefined;
      const strength = Math.max(0, Math.min(1, value / 1_000_000));
      const left = round(LEFT + i * width);
      const box = html`<rect class="bar navy" fill-opacity="${round(0.06 + 0.94 * strength)}" x="${left}" y="${top}" width="${round(width)}" height="${ROW}"><title>${row.name}, ${columns[i]}: ${text(value)}</title></rect>`;
      if (columns.length > MOST_NUMBERS) return box;
      const number = Math.round(value / 10_000);
      return html`${box}<text class="cell ${strength > 0.7 ? "on" : "off"}" x="${round(LEFT + (i + 0.5) * width)}" y="${top + ROW / 2}" dy=".34em" text-anchor="middle">${number}</text>`;
    });
    return html`<text class="tick" x="${LEFT - 6}" y="${top + ROW / 2}" dy=".34em" text-anchor="end">${row.name}</text>${boxes}`;
  });
  return svg(texts, TOP + rows.length * ROW, [heads, cells]);
}
