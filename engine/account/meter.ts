import type { Instant } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { Decimal } from "../money/decimal.ts";
import type { Minor } from "../money/exact.ts";
import type { Quantity } from "../money/quantity.ts";
import type { Invoice } from "./invoice.ts";

/** What was recorded at one instant: records at one instant add up, for `count` each counts. */
export interface Reading {
  at: Instant;
  quantity: Quantity;
  readonly records: number;
}

/** What all readings of a meter come to, kept up so that a record costs the same however many came before it. */
export interface Tally {
  sum: Quantity;
  records: number;
  /** At least 0. */
  most: Quantity;
}

/** A record that waits for its plan to be subscribed to. */
export interface WaitingUsage {
  readonly plan: Plan;
  readonly at: Instant;
  readonly quantity: Decimal;
  readonly action: "increment" | "set";
}

/** Half-open; `end` is NEVER while it runs. */
export interface Span {
  start: Instant;
  end: Instant;
}

/** The usage of one period of an item at one price: a price that changes within the period begins another meter (D16). */
export interface Meter {
  plan: Plan;
  /** When the price was in force within the period. Several when it came back. */
  readonly spans: Span[];
  /** By instant. */
  readonly readings: Reading[];
  readonly tally: Tally;
  /** What threshold invoices have billed of it, before discounts, and of how much; `billedAt` is the last one's instant, NEVER before (V4). */
  billed: Minor;
  billedQuantity: Quantity;
  billedAt: Instant;
}

/** The usage of one period of an item. */
export interface UsagePeriod {
  start: Instant;
  /** Usage in a trial is never billed (TRI). */
  inTrial: boolean;
  /** In the order their prices came into force: the last one is in force, or was at the end. */
  readonly meters: Meter[];
  /** The period before, as long as its last value may still change; then `carried` is its last value (`last_ever`). */
  before: UsagePeriod | undefined;
  carried: Quantity | undefined;
  /** Whether it has a line also when nothing was used: a renewal, not an end (D17, D27). */
  showsUnused: boolean;
  /** Set when it is billed: the invoice, under its number since slots are used again, and the rates its lines are taxed with. */
  invoice: Invoice | undefined;
  invoiceNumber: number;
  taxRates: readonly TaxRate[];
}

/** The usage of an item that went with the turn of a period: billed with the renewal, and open to late usage until that finalizes (U11). */
export interface LeftUsage {
  readonly ended: readonly UsagePeriod[];
  readonly taxRates: readonly TaxRate[] | undefined;
}

/** The usage of a metered item: of the running period, and of ended ones that are to be billed or whose invoice is still a draft. */
export interface ItemUsage {
  running: UsagePeriod | undefined;
  ended: UsagePeriod[];
  /** The latest period whose invoice is final, of those that are no longer in `ended`. */
  invoiced: UsagePeriod | undefined;
}
