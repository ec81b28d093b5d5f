import { definitions } from "../../golden/golden.ts";
import { html, type Markup } from "../markup.ts";
import type { ShownRun } from "../shown-run.ts";

/** Under which definitions and settings the numbers came about. */
export function assumptions({ scenario }: ShownRun): Markup {
  const settings = scenario.assumptions.map(
    ({
      path,
      value,
      place,
    }) => html`<tr><th scope="row">${path}</th><td>${value}</td><td class="place">${place === undefined ? "default" : `line ${place.line}`}</td></tr>
`,
  );
  const terms = definitions(scenario.reports.metrics).map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td><td>${MEANINGS.get(name)}</td></tr>
`,
  );
  return html`<section aria-labelledby="definitions">
<h2 id="definitions">Definitions and assumptions</h2>
<p class="lead">Every number above follows from these. <code>summary.json</code> has them too.</p>
<div class="scroll"><table class="words"><caption>How the metrics are defined</caption>
<thead><tr><th scope="col">setting</th><th scope="col">value</th><th scope="col">says</th></tr></thead>
<tbody>${terms}</tbody></table></div>
<div class="scroll"><table class="words"><caption>What was assumed, and where it stands in the scenario</caption>
<thead><tr><th scope="col">setting</th><th scope="col">value</th><th scope="col" class="place">from</th></tr></thead>
<tbody>${settings}</tbody></table></div>
</section>
`;
}

/** What each setting decides, in a few words. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ["preset", "whose definitions the others start from"],
  ["mrr_statuses", "in which of these statuses a subscription counts"],
  ["mrr_discounts", "which coupons reduce recurring revenue"],
  ["churn_recognized", "when a cancelled subscription stops counting"],
  ["churn_denominator", "whom the customers lost are divided by"],
  ["reactivation_in_nrr", "whether those who came back count in net retention"],
  ["trials_in_mrr", "whether trials count"],
  ["paused_in_mrr", "whether paused subscriptions count"],
  ["metered_in_mrr", "whether usage counts, as it was invoiced last"],
  ["gross_margin", "of revenue, for the lifetime value"],
]);
