import { html, type Markup } from "../markup.ts";
import type { ShownRun } from "../shown-run.ts";

/** Which expectations failed, or that all of them hold. */
export function expectations({ scenario, failures }: ShownRun): Markup | undefined {
  const count = scenario.expectations.length;
  if (failures.length === 0) {
    if (count === 0) return undefined;
    return html`<p class="note fine">${count === 1 ? "The one expectation of the scenario holds." : `All ${count} expectations of the scenario hold.`}</p>
`;
  }
  const items = failures.map(
    ({
      place,
      subject,
      expected,
      actual,
      arithmetic,
    }) => html`<li>line ${place.line}: ${subject}<br>expected <b>${expected}</b>, actual <b>${actual}</b>${arithmetic.length === 0 ? undefined : html`<pre>${arithmetic.join("\n")}</pre>`}</li>
`,
  );
  return html`<section class="note failed" aria-labelledby="expectations">
<h2 id="expectations">${failures.length === 1 ? "One expectation failed" : `${failures.length} expectations failed`}</h2>
<ol>${items}</ol>
</section>
`;
}
