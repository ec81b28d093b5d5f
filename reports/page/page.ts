import { formatBrief } from "../../engine/calendar/civil.ts";
import type { Currency } from "../../engine/money/currency.ts";
import { html, type Markup, raw } from "./markup.ts";
import { currencySections, leadingSections, type PageSection, runSections } from "./registry.ts";
import { expectations } from "./sections/expectations.ts";
import { headline } from "./sections/headline.ts";
import { type ShownCurrency, type ShownRun, sheetOf } from "./shown-run.ts";
import { style } from "./style.ts";
import { STYLE_SHA256 } from "./style-digest.ts";

/**
 * report.html: one page that needs nothing else, no network and no script. A function of the run alone, so the same scenario gives the same bytes.
 * The policy lets a browser apply the one style sheet and load nothing at all: what a scenario names is text, whatever it looks like.
 */
export function reportPage(data: ShownRun): string {
  const { scenario } = data;
  const currencies = currenciesOf(data);
  const blocks = currencies.map((currency) => block(ofCurrency(data, currency), currencies.length > 1));
  const isFew = scenario.populations.length === 0 && scenario.customers.length <= FEW;
  const before = isFew ? rendered(leadingSections, data) : [];
  const after = rendered(isFew ? runSections : [...runSections.slice(0, 1), ...leadingSections, ...runSections.slice(1)], data);
  const contents = [...before, ...blocks.flatMap((one) => one.contents), ...after];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${STYLE_SHA256}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="billclock">
<title>${scenario.name}</title>
<style>${raw(style)}</style>
</head>
<body>
<div class="page">
${head(data, contents)}
<main>
${expectations(data)}${before.map(({ markup }) => markup)}${blocks.length === 0 ? empty : blocks.map(({ markup }) => markup)}${after.map(({ markup }) => markup)}</main>
<footer>Made by billclock from the scenario alone: the same file and seed give the same page. It is not affiliated with Stripe.</footer>
</div>
</body>
</html>
`;
  return page.markup;
}

/** Of so few customers who are written out the invoices say more than the charts, and come first. */
const FEW = 3;

interface Content {
  readonly id: string;
  readonly title: string;
}

interface Rendered extends Content {
  readonly markup: Markup;
}

function rendered(sections: readonly PageSection<ShownRun>[], data: ShownRun): readonly Rendered[] {
  return sections.flatMap(({ id, title, render }) => {
    const markup = render(data);
    return markup === undefined ? [] : [{ id, title, markup }];
  });
}

/** Every currency that the reports have rows in. */
function currenciesOf(data: ShownRun): readonly Currency[] {
  return [...new Set(sheetOf(data, "mrr").rows.map(({ currency }) => currency))];
}

function ofCurrency(data: ShownRun, currency: Currency): ShownCurrency {
  const own = (sheets: ShownRun["sheets"]): ShownRun["sheets"] => new Map([...sheets].map(([name, sheet]) => [name, sheet.ofCurrency(currency)]));
  return { ...data, currency, sheets: own(data.sheets), split: own(data.split) };
}

const empty = html`<p class="note">Nobody signed up inside the clock, so there is nothing to draw yet. Customers who start before <code>clock.end</code> will show here; what was assumed stands below.</p>
`;

function head({ scenario }: ShownRun, contents: readonly Content[]): Markup {
  const facts = [
    ["Clock", `${formatBrief(scenario.start)} → ${formatBrief(scenario.end)}`],
    ["Reports", `per ${scenario.reports.interval}`],
    ["Seed", scenario.seed],
  ];
  return html`<header>
<h1 dir="auto">${scenario.name}</h1>
${scenario.description === "" ? undefined : html`<p class="lead" dir="auto">${scenario.description.trim()}</p>`}
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}</dl>
<nav aria-label="Contents"><ul>${contents.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>`;
}

/** Everything of one currency, below a heading of its own. */
function block(data: ShownCurrency, several: boolean): { readonly markup: Markup; readonly contents: readonly Content[] } {
  const { currency } = data;
  const name = currency.code.toUpperCase();
  const sections = currencySections.flatMap(({ id, title, render }) => {
    const markup = render(data);
    return markup === undefined ? [] : [{ id: `${currency.code}-${id}`, title, markup }];
  });

  const quiet = html`<p class="note">Nothing recurs in ${name}: no subscription was paid for. What was billed stands in the sums below.</p>
`;
  const markup = html`<section aria-labelledby="${currency.code}">
<h2 id="${currency.code}">${several ? name : "How the business went"}</h2>
${headline(data)}${sections.length === 0 ? quiet : sections.map((one) => one.markup)}</section>
`;
  const contents = several ? [{ id: currency.code, title: name }] : sections;
  return { markup, contents };
}
