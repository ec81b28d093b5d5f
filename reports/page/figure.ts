import { type Content, html, type Markup } from "./markup.ts";
import type { Mark } from "./palette.ts";

/** The numbers behind a chart, for those who do not see it and those who want them in full. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where all of them are. */
  readonly file?: string;
}

/** A chart with its heading, what it measures, its legend and its numbers. */
export interface Figure {
  readonly title: string;
  /** Unit and reading: `USD at the end of each month`. */
  readonly measures: string;
  readonly legend?: readonly { readonly name: string; readonly mark: Mark }[];
  readonly chart: Markup;
  readonly table: FigureTable;
  /** Takes the width of two. */
  readonly isWide?: boolean;
}

export function figure({ title, measures, legend, chart, table, isWide }: Figure): Markup {
  return html`<figure${isWide === true ? html` class="wide"` : undefined}>
<figcaption><h4>${title}</h4><p>${measures}</p>${legend === undefined ? undefined : legendOf(legend)}</figcaption>
${chart}
<details><summary>Numbers</summary>${numbers(table, title)}</details>
</figure>
`;
}

function legendOf(entries: NonNullable<Figure["legend"]>): Markup {
  return html`<ul class="legend">${entries.map(({ name, mark }) => html`<li><i class="${mark}"></i>${name}</li>`)}</ul>`;
}

/** More rows than this are left to the CSV file. */
const MOST_ROWS = 60;

/** A table of text cells: the first column names the row, the others are numbers. Long ones are thinned and say so. */
export function numbers({ columns, rows, file }: FigureTable, caption: string): Markup {
  const step = Math.ceil(rows.length / MOST_ROWS);
  const shown = rows.filter((_, i) => i % step === 0 || i === rows.length - 1);
  const rest = step === 1 ? "" : ` Every ${ordinal(step)} row of ${rows.length}.`;
  const where = file === undefined ? "" : ` All of it is in ${file}.`;
  return html`<div class="scroll"><table><caption>${caption}.${rest}${where}</caption>
<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${shown.map(
    (row) => html`<tr>${row.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>
`,
  )}</tbody></table></div>`;
}

function ordinal(n: number): string {
  return n === 2 ? "2nd" : n === 3 ? "3rd" : `${n}th`;
}

/** A heading with what stands below it, one level under the currency's. `id` is unique on the page. */
export function section(id: string, title: string, content: Content): Markup {
  return html`<section aria-labelledby="${id}">
<h3 id="${id}">${title}</h3>
<div class="figures">
${content}</div>
</section>
`;
}
