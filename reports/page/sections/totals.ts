import { totalsByName } from "../../totals-json.ts";
import { html, type Markup } from "../markup.ts";
import type { ShownRun } from "../shown-run.ts";
import { grouped } from "../units.ts";

/** What the run comes to: counts and sums per currency. */
export function totals({ totals: all }: ShownRun): Markup | undefined {
  if (all.length === 0) return undefined;
  const columns = all.map((total) => ({ name: total.currency.code.toUpperCase(), figures: totalsByName(total) }));
  const names = [...(columns[0]?.figures.keys() ?? [])].filter((name) => columns.some(({ figures }) => !/^0(?:\.0+)?$/.test(figures.get(name) ?? "0")));
  return html`<section aria-labelledby="totals">
<h2 id="totals">The whole run in sums</h2>
<p class="lead">What is 0 in every currency is left out. Money is in major units.</p>
<div class="scroll"><table><caption>Totals by currency</caption>
<thead><tr><th scope="col">total</th>${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${names.map(
    (name) => html`<tr><th scope="row">${wordsOf(name)}</th>${columns.map(({ figures }) => html`<td>${grouped(figures.get(name) ?? "")}</td>`)}</tr>
`,
  )}</tbody></table></div>
</section>
`;
}

/** `invoices_by_status.paid` as `invoices paid`. */
function wordsOf(name: string): string {
  return name.replace("_by_status.", " ").replaceAll("_", " ");
}
