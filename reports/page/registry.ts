import type { Markup } from "./markup.ts";
import { assumptions } from "./sections/assumptions.ts";
import { cohorts } from "./sections/cohorts.ts";
import { customers } from "./sections/customers.ts";
import { dunning } from "./sections/dunning.ts";
import { invoices } from "./sections/invoices.ts";
import { mix } from "./sections/mix.ts";
import { recurring } from "./sections/recurring.ts";
import { revenue } from "./sections/revenue.ts";
import { split } from "./sections/split.ts";
import { totals } from "./sections/totals.ts";
import { trials } from "./sections/trials.ts";
import { usage } from "./sections/usage.ts";
import type { ShownCurrency, ShownRun } from "./shown-run.ts";

/** A part of the page with a heading of its own; undefined where the run has nothing for it. */
export interface PageSection<Data> {
  /** Of the page's contents, and with the currency before it the heading's id. */
  readonly id: string;
  readonly title: string;
  render(data: Data): Markup | undefined;
}

/** What is shown of each currency, in this order: a new section is a file in `sections/` and a line here. */
export const currencySections: readonly PageSection<ShownCurrency>[] = [
  { id: "recurring", title: "Recurring revenue", render: recurring },
  { id: "split", title: "By group", render: split },
  { id: "revenue", title: "Revenue, cash and deferred", render: revenue },
  { id: "customers", title: "Customers and churn", render: customers },
  { id: "cohorts", title: "Cohorts", render: cohorts },
  { id: "trials", title: "Trials", render: trials },
  { id: "dunning", title: "Failed payments", render: dunning },
  { id: "usage", title: "Usage", render: usage },
  { id: "mix", title: "What customers pay for", render: mix },
];

/** What is shown once: of a few customers in front of the charts, else behind the sums. */
export const leadingSections: readonly PageSection<ShownRun>[] = [{ id: "invoices", title: "Invoices", render: invoices }];

/** What is shown once, behind the currencies. */
export const runSections: readonly PageSection<ShownRun>[] = [
  { id: "totals", title: "The whole run in sums", render: totals },
  { id: "definitions", title: "Definitions and assumptions", render: assumptions },
];
