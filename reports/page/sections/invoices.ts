import { html, type Markup } from "../markup.ts";
import type { ShownRun } from "../shown-run.ts";
import { moneyUnit } from "../units.ts";

/** The invoices of a run of scripts, line by line: for one customer they say more than any chart. */
export function invoices({ invoices: { first, count } }: ShownRun): Markup | undefined {
  if (first.length === 0) return undefined;
  const more = count - first.length;
  const rows = first.map(({ name, created, status, currency, total, due, lines }) => {
    const unit = moneyUnit(currency);
    const inside = lines.map(
      ({ description, amount }) => html`<tr><td></td><td colspan="2">${description}</td><td class="number">${unit.bare(amount)}</td><td></td></tr>
`,
    );
    return html`<tbody><tr><th scope="row">${name}</th><td>${created}</td><td>${status}</td><th class="number">${unit.text(total)}</th><td class="number">${unit.text(due)}</td></tr>
${inside}</tbody>
`;
  });
  return html`<section aria-labelledby="invoices">
<h2 id="invoices">Invoices</h2>
<div class="scroll"><table class="words invoices"><caption>${more > 0 ? `The first ${first.length} of ${count}; all of them are in invoices.csv and invoice_lines.csv.` : "Every invoice with its lines, before tax and discounts."}</caption>
<thead><tr><th scope="col">invoice</th><th scope="col">created</th><th scope="col">status</th><th scope="col" class="number">total</th><th scope="col" class="number">due</th></tr></thead>
${rows}</table></div>
</section>
`;
}
