import { assert } from "../../engine/assert.ts";
import type { Currency } from "../../engine/money/currency.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import type { ExpectationFailure } from "../expectations/failure.ts";
import type { CurrencyTotals } from "../totals.ts";
import type { ListedInvoice } from "./first-invoices.ts";
import type { Bracket } from "./payment-brackets.ts";
import type { PlanShare } from "./plan-mix.ts";
import type { Sheet } from "./sheet.ts";

/** What the page is made of: rows of the reports and a few sums of its own. Nothing is computed anew. */
export interface ShownRun {
  readonly scenario: Scenario;
  /** The interval files by name, in the reporting currency where there is one, over everybody. */
  readonly sheets: ReadonlyMap<string, Sheet>;
  /** The same split by what `by` names; empty without it. */
  readonly split: ReadonlyMap<string, Sheet>;
  readonly totals: readonly CurrencyTotals[];
  readonly failures: readonly ExpectationFailure[];
  planMix(currency: Currency): readonly PlanShare[];
  paymentBrackets(currency: Currency): readonly Bracket[];
  readonly invoices: { readonly first: readonly ListedInvoice[]; readonly count: number };
}

/** The same of one currency alone. */
export interface ShownCurrency extends ShownRun {
  readonly currency: Currency;
}

/** An interval file that is always there. */
export function sheetOf({ sheets }: ShownRun, name: string): Sheet {
  const sheet = sheets.get(name);
  assert(sheet !== undefined, () => `the page has no ${name}.csv`);
  return sheet;
}
