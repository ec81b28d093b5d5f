import type { CollectionMethod } from "../billing/settings.ts";
import type { Duration } from "../calendar/duration.ts";
import type { Instant } from "../calendar/instant.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { Currency } from "../money/currency.ts";
import type { Minor } from "../money/exact.ts";
import type { Card } from "../payments/card.ts";
import type { Dunning } from "../payments/dunning.ts";
import type { Key } from "../random/root-key.ts";
import type { Agenda } from "./agenda.ts";
import type { Dispute } from "./dispute.ts";
import type { Invoice } from "./invoice.ts";
import type { Life } from "./life.ts";
import type { Line } from "./line.ts";
import type { UsagePeriod, WaitingUsage } from "./meter.ts";
import type { OneOffCharge } from "./one-off-charge.ts";
import type { Discount, Subscription } from "./subscription.ts";

/**
 * One customer with all that belongs to it. One pooled account lives at a time in a batch run: it is emptied and filled again for
 * the next customer, so nothing may be kept from it beyond a fact's call.
 */
export interface Account {
  /** Place in the one total order of customers. */
  ordinal: number;
  id: string;
  /** Of all its draws (D30). */
  key: Key;
  population: string;
  /** Whether it is older than the clock: nothing is announced of its beginning. */
  existed: boolean;
  currency: Currency;
  now: Instant;

  /** Negative is credit (D5). */
  balance: Minor;
  card: Card;
  /** Raised with every new card: what was planned for the one before no longer holds. */
  cardGeneration: number;
  /** Of a card in numbers: which of the customer's cards it is, since when, and when it is over (D35). */
  cardCopy: number;
  cardSince: Instant;
  cardExpiresAt: Instant;
  /** Charges made so far with each card, by the card's index. */
  charges: number[];
  taxRates: readonly TaxRate[] | undefined;
  /** The customer's own discount; a subscription's replaces it (D2). */
  discount: Discount | undefined;
  dunning: Dunning;
  /** Its own, or the scenario's (S1). */
  collectionMethod: CollectionMethod;
  daysUntilDue: number;
  /** How long after finalization it pays what is sent (S6); undefined: never by itself. */
  pays: Duration | undefined;

  subscriptions: Subscription[];
  subscriptionCount: number;
  /** Lines made and not yet billed, in order of making. */
  pending: Line[];
  /** By slot: all invoices in order of number, or with `retain: "open"` only those that can still change, among free slots. */
  invoices: Invoice[];
  /** Given so far. */
  invoiceNumber: number;
  /** Charges outside of invoices, in order of number. */
  oneOffCharges: OneOffCharge[];
  disputes: Dispute[];
  lineSequence: number;
  /** Of a drawn customer. */
  life: Life | undefined;
  /** When an invoice was first paid with money, and when last; NEVER before. Tenure counts from the first (D34). */
  firstPaidAt: Instant;
  lastPaidAt: Instant;

  /** Usage reported for a plan that is not held yet: a backdated sign-up takes it over (X5a). */
  waitingUsage: WaitingUsage[];
  /** Idempotency keys of usage records that were counted. */
  usageKeys: Set<string>;
  agenda: Agenda;
  /** Index of the script entry that runs or ran last. */
  entry: number;
  /** `all` keeps every invoice for row files and `pay`; `open` re-uses the slots of closed ones. */
  retain: "open" | "all";
  /** Lines, invoice slots and periods of usage to use again. */
  spareLines: Line[];
  spareSlots: number[];
  sparePeriods: UsagePeriod[];
}
