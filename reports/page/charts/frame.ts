import { type Content, html, type Markup } from "../markup.ts";
import type { Mark } from "../palette.ts";

/** Every chart has this width in its own units; the page scales it. On a phone the letters grow instead (style.ts), so margins have room for both. */
export const WIDTH = 560;
export const HEIGHT = 250;

/** Where the data of a chart with axes stand. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What every chart says of itself: a short title and a sentence for those who do not see it. `id` is unique on the page. */
export interface ChartTexts {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}

/** One set of values in a chart with a legend. */
export interface Series {
  readonly name: string;
  readonly mark: Mark;
  /** One per label; undefined where there is none. */
  readonly values: readonly (number | undefined)[];
}

/** A drawing with its title and description. */
export function svg({ id, title, about }: ChartTexts, height: number, content: Content, kind = "chart"): Markup {
  return html`<svg class="${kind}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${title}</title><desc id="${id}-d">${about}</desc>${content}</svg>`;
}

/** A coordinate with at most two decimals: the same text on every machine, and no more of it than can be seen. */
export function round(coordinate: number): number {
  return Math.round(coordinate * 100) / 100;
}
