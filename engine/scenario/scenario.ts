import type { Entry, Place } from "../actions/action.ts";
import type { BillingSettings, CollectionMethod } from "../billing/settings.ts";
import type { BusinessEntry } from "../business/entry.ts";
import type { Duration } from "../calendar/duration.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { Currency } from "../money/currency.ts";
import type { Decimal } from "../money/decimal.ts";
import type { Minor } from "../money/exact.ts";
import type { Card } from "../payments/card.ts";
import type { Dunning } from "../payments/dunning.ts";
import type { Population } from "../population/population.ts";

/** A scripted customer. */
export interface CustomerScript {
  readonly id: string;
  /** As written, or that of the first subscription, invoice item or charge (D6). */
  readonly currency: Currency;
  readonly card: Card;
  /** Opening balance, negative is credit. */
  readonly balance: Minor;
  readonly taxRates: readonly TaxRate[] | undefined;
  readonly coupon: Coupon | undefined;
  /** The customer's own, or the scenario's. */
  readonly dunning: Dunning;
  /** The customer's own, or the scenario's (S1). */
  readonly collectionMethod: CollectionMethod;
  readonly daysUntilDue: number;
  /** How long after its finalization what is sent is paid; undefined: never by itself (S6). */
  readonly pays: Duration | undefined;
  /** In time order (D12). */
  readonly entries: readonly Entry[];
  readonly place: Place;
}

export type ReportInterval = "day" | "week" | "month" | "quarter" | "year";

/** The definitions behind the metrics (outputs.md): settings, never built in. */
export interface MetricSettings {
  readonly preset: "stripe" | "chartmogul";
  readonly mrrStatuses: readonly ("active" | "past_due" | "trialing" | "unpaid")[];
  readonly mrrDiscounts: "forever" | "all" | "none";
  readonly churnRecognized: "at_cancel" | "at_period_end";
  readonly churnDenominator: "start_plus_new" | "start";
  readonly reactivationInNrr: boolean;
  readonly trialsInMrr: boolean;
  readonly pausedInMrr: boolean;
  readonly meteredInMrr: boolean;
  /** Of LTV, 0-1 as parts per million. */
  readonly grossMarginPpm: number;
}

/** When revenue is recognised (D42). */
export interface RecognitionSettings {
  readonly granularity: "second" | "day";
  readonly usage: "as_used" | "as_invoiced";
  /** How long what is sold once is spread; undefined: recognised at once. */
  readonly oneOffOver: Duration | undefined;
}

/** What one unit of a currency is worth in units of the reporting currency, from an instant on until the next. */
export interface RateFrom {
  readonly from: Instant;
  readonly rate: Decimal;
}

/** The one currency that interval reports are converted into (D45). */
export interface ReportingCurrency {
  readonly currency: Currency;
  /** Of every other currency that a customer is billed in: in time order, the first holds from the clock's start or before. */
  readonly rates: ReadonlyMap<Currency, readonly RateFrom[]>;
}

export interface ReportSettings {
  readonly interval: ReportInterval;
  /** What interval reports are split by, in this order: `plan`, `population`, or an attribute. */
  readonly by: readonly string[];
  /** Undefined: one table per currency. */
  readonly reporting: ReportingCurrency | undefined;
  /** Where a day, and so a month, begins for the reports: seconds ahead of UTC. */
  readonly utcOffset: number;
  /** The month, 1-12, in which quarters and years begin to be counted. */
  readonly fiscalYearStart: number;
  readonly recognition: RecognitionSettings;
  /** How the journal sums up; undefined: an entry of everything for scripted customers, by month for drawn ones. */
  readonly journal: "per_event" | "daily" | "monthly" | undefined;
  readonly metrics: MetricSettings;
}

/** What an expectation looks at, by its name in the files (D11): `alice-0001`, `alice/web`, `alice`; a report by its file's name, `mrr`. */
export interface ExpectationSubject {
  readonly kind: "invoice" | "subscription" | "customer" | "report";
  readonly name: string;
}

/**
 * A value a cell must have, read by the kind of its column: money in minor units, instants in seconds.
 *
 * - `empty`: written `null`; the cell must be empty.
 * - `list`: a column of outputs.md whose values are joined by `;` (`plans`, `quantity`, `unit_amount`, `tax_rate`, `tax_inclusive`, `coupon`):
 *   exactly these, in this order. A single value where one is enough is not a list.
 * - `lines`: only `invoice`, column `lines`: exactly as many lines, in print order; each with the named columns of invoice_lines.csv.
 * - `count`: only `customer`, columns `invoices`, `subscriptions`, `payments`: how many rows there are.
 * - `events`: only `customer` with `at`, column `events`: exactly these types at that instant, in this order.
 */
export type ExpectedCell =
  | { readonly kind: "money"; readonly amount: Minor }
  | { readonly kind: "instant"; readonly at: Instant }
  | { readonly kind: "integer"; readonly value: number }
  | { readonly kind: "count"; readonly value: number }
  | { readonly kind: "rate"; readonly value: Decimal }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "flag"; readonly value: boolean }
  | { readonly kind: "empty" }
  | { readonly kind: "list"; readonly items: readonly ExpectedCell[] }
  | { readonly kind: "lines"; readonly lines: readonly (readonly ExpectedColumn[])[] }
  | { readonly kind: "events"; readonly types: readonly string[] };

/** One column, by its name in outputs.md, and the value it must have. */
export interface ExpectedColumn {
  readonly name: string;
  readonly expected: ExpectedCell;
  readonly place: Place;
}

/** One assertion on the outcome: an element of `expect`, or an `expect` action of a customer's timeline (then with its entry's instant). */
export interface Expectation {
  readonly subject: ExpectationSubject;
  /** Index into `customers` of the one whose life it looks at; -1 for reports. */
  readonly customer: number;
  /** Just after everything of this instant (D13), which lies inside the clock; undefined: the final state. */
  readonly at: Instant | undefined;
  /** In the file's order, at least one. */
  readonly columns: readonly ExpectedColumn[];
  /** Only for `report`: which row, by the columns that tell its rows apart: `interval`, or `cohort` and `age`, as the report prints them. */
  readonly keys: ReadonlyMap<string, string>;
  /** Only for `report`: the row's values of what `reports.by` names; those that are not named may be any, if only one row has the others. */
  readonly by: ReadonlyMap<string, string>;
  /** Only for `report`: which row; undefined: the only currency there is. */
  readonly currency: Currency | undefined;
  /** How far money, integers and rates may be off, relative to the expected value, in parts per million; 0 is exact. */
  readonly withinPpm: number;
  readonly place: Place;
}

/** One account-wide setting as it is in force, for `summary.json`: `billing.finalize_after`, `1 hour`. */
export interface Assumption {
  readonly path: string;
  readonly value: string;
  /** Where the file says so; undefined: the default. */
  readonly place: Place | undefined;
}

/** A normalized, immutable scenario: instants in seconds, integer amounts, defaults filled in. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly seed: string;
  readonly start: Instant;
  /** The horizon: only what is stamped before it happens (D9). */
  readonly end: Instant;
  readonly billing: BillingSettings;
  readonly catalog: Catalog;
  /** The built-in cards and the scenario's own. */
  readonly cards: ReadonlyMap<string, Card>;
  readonly dunning: Dunning;
  readonly customers: readonly CustomerScript[];
  /** After the scripted customers, in the file's order. */
  readonly populations: readonly Population[];
  /** What the business does, in the file's order. */
  readonly business: readonly BusinessEntry[];
  readonly reports: ReportSettings;
  /** Those of `expect` in the file's order, then those of the customers' timelines. */
  readonly expectations: readonly Expectation[];
  readonly assumptions: readonly Assumption[];
}
