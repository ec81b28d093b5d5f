import type { Entry, Place } from "../actions/action.ts";
import type { BillingSettings } from "../billing/settings.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { Currency } from "../money/currency.ts";
import type { Minor } from "../money/exact.ts";
import type { Card } from "../payments/card.ts";
import type { Dunning } from "../payments/dunning.ts";

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

export interface ReportSettings {
  readonly interval: ReportInterval;
  readonly metrics: MetricSettings;
}

/** What an expectation looks at. Names as outputs.md has them; values still as written, compared by the reports' column rules. */
export interface Expectation {
  readonly subject:
    | { readonly kind: "invoice"; readonly name: string }
    | { readonly kind: "subscription"; readonly name: string }
    | { readonly kind: "customer"; readonly name: string }
    | { readonly kind: "report"; readonly name: string };
  /** The customer whose life it looks at; -1 for reports. Index into `customers`. */
  readonly customer: number;
  /** Just after everything of this instant (D13); undefined: the final state. */
  readonly at: Instant | undefined;
  /** Columns and the values they must have, in the file's order; money and instants already read: integers of minor units, seconds. */
  readonly columns: readonly { readonly name: string; readonly value: ExpectedValue; readonly place: Place }[];
  /** Only for `report`: which row. */
  readonly interval: string | undefined;
  readonly currency: string | undefined;
  /** Parts per million either way; 0 is exact. */
  readonly withinPpm: number;
  readonly place: Place;
}

export type ExpectedValue =
  | number
  | string
  | boolean
  | null
  | readonly ExpectedValue[]
  | { readonly [column: string]: ExpectedValue };

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
  readonly reports: ReportSettings;
  readonly expectations: readonly Expectation[];
}
