import type { Account } from "../engine/account/account.ts";
import type { CreditNote } from "../engine/account/credit-note.ts";
import type { InvoiceStep, Payment } from "../engine/account/facts.ts";
import type { Invoice, InvoiceStatus } from "../engine/account/invoice.ts";
import { type Instant, NEVER } from "../engine/calendar/instant.ts";
import { type Currency, currencies } from "../engine/money/currency.ts";
import type { Minor } from "../engine/money/exact.ts";
import type { Collector } from "./collector.ts";
import type { Saved } from "./saved.ts";

/** What a run comes to in one currency, in minor units. */
export interface CurrencyTotals {
  readonly currency: Currency;
  readonly customers: number;
  readonly subscriptions: number;
  readonly invoices: number;
  /** By what they are at the end. */
  readonly byStatus: Readonly<Record<InvoiceStatus, number>>;
  /** Totals of finalized invoices, tax included. */
  readonly billed: Minor;
  readonly discounts: Minor;
  readonly tax: Minor;
  /** What was paid on invoices. */
  readonly collected: Minor;
  /** What is asked at the end and not paid. */
  readonly open: Minor;
  readonly uncollectible: Minor;
  /** One-off charges that succeeded. */
  readonly charges: Minor;
  /** By credit notes. */
  readonly credited: Minor;
  /** Given back, of invoices and charges. */
  readonly refunded: Minor;
  /** Taken by disputes less what was given back. */
  readonly disputed: Minor;
  readonly fees: Minor;
  /** Attempts that reached the card, and of them those that failed. */
  readonly payments: number;
  readonly failedPayments: number;
}

/** How many invoices took a step, and how much of what was due went with it. */
interface Steps {
  count: number;
  due: Minor;
}

/** What is counted while facts come: only sums, so that two of them add. What invoices are at the end follows from the steps they took. */
class Tally {
  readonly currency: Currency;
  customers = 0;
  subscriptions = 0;
  created = 0;
  billed: Minor = 0;
  discounts: Minor = 0;
  tax: Minor = 0;
  collected: Minor = 0;
  charges: Minor = 0;
  credited: Minor = 0;
  creditedOpen: Minor = 0;
  refunded: Minor = 0;
  disputed: Minor = 0;
  fees: Minor = 0;
  payments = 0;
  failedPayments = 0;
  readonly finalized: Steps = { count: 0, due: 0 };
  readonly paid: Steps = { count: 0, due: 0 };
  readonly writtenOff: Steps = { count: 0, due: 0 };
  /** Paid after they had been written off. */
  readonly recovered: Steps = { count: 0, due: 0 };
  readonly voidedDrafts: Steps = { count: 0, due: 0 };
  readonly voidedOpen: Steps = { count: 0, due: 0 };
  readonly voidedWrittenOff: Steps = { count: 0, due: 0 };

  constructor(currency: Currency) {
    this.currency = currency;
  }

  add(more: Tally): void {
    for (const name of COUNTS) this[name] += more[name];
    for (const name of STEPS) {
      this[name].count += more[name].count;
      this[name].due += more[name].due;
    }
  }

  /** All sums, in the order of COUNTS and STEPS. */
  numbers(): readonly number[] {
    return [...COUNTS.map((name) => this[name]), ...STEPS.flatMap((name) => [this[name].count, this[name].due])];
  }

  addNumbers(numbers: Float64Array): void {
    for (const [i, name] of COUNTS.entries()) this[name] += numbers[i] as number;
    for (const [i, name] of STEPS.entries()) {
      this[name].count += numbers[COUNTS.length + 2 * i] as number;
      this[name].due += numbers[COUNTS.length + 2 * i + 1] as number;
    }
  }

  totals(): CurrencyTotals {
    const { currency, finalized, paid, writtenOff, recovered, voidedDrafts, voidedOpen, voidedWrittenOff } = this;
    const open = (measure: keyof Steps): number => finalized[measure] - (paid[measure] - recovered[measure]) - writtenOff[measure] - voidedOpen[measure];
    const uncollectible = (measure: keyof Steps): number => writtenOff[measure] - recovered[measure] - voidedWrittenOff[measure];
    return {
      currency,
      customers: this.customers,
      subscriptions: this.subscriptions,
      invoices: this.created,
      byStatus: {
        draft: this.created - finalized.count - voidedDrafts.count,
        open: open("count"),
        paid: paid.count,
        void: voidedDrafts.count + voidedOpen.count + voidedWrittenOff.count,
        uncollectible: uncollectible("count"),
      },
      billed: this.billed,
      discounts: this.discounts,
      tax: this.tax,
      collected: this.collected,
      open: open("due") - this.creditedOpen,
      uncollectible: uncollectible("due"),
      charges: this.charges,
      credited: this.credited,
      refunded: this.refunded,
      disputed: this.disputed,
      fees: this.fees,
      payments: this.payments,
      failedPayments: this.failedPayments,
    };
  }
}

const BY_HAND = ["charges", "credited", "creditedOpen", "refunded", "disputed", "fees"] as const;
const COUNTS = ["customers", "subscriptions", "created", "billed", "discounts", "tax", "collected", ...BY_HAND, "payments", "failedPayments"] as const;
const STEPS = ["finalized", "paid", "writtenOff", "recovered", "voidedDrafts", "voidedOpen", "voidedWrittenOff"] as const;
const SUMS = COUNTS.length + 2 * STEPS.length;

function step(steps: Steps, due: Minor): void {
  steps.count++;
  steps.due += due;
}

/** Counts and sums per currency, for the summary. */
export class Totals implements Collector<Totals> {
  private readonly tallies = new Map<Currency, Tally>();
  private last: Tally | undefined;

  merge(other: Totals): void {
    for (const [currency, theirs] of other.tallies) this.of(currency).add(theirs);
  }

  save(): Saved {
    const tallies = [...this.tallies.values()];
    return { texts: tallies.map(({ currency }) => currency.code), numbers: Float64Array.from(tallies.flatMap((tally) => tally.numbers())) };
  }

  load({ texts, numbers }: Saved): void {
    for (const [i, code] of texts.entries()) this.of(currencies.get(code) as Currency).addNumbers(numbers.subarray(i * SUMS, (i + 1) * SUMS));
  }

  begin(account: Account): void {
    this.of(account.currency).customers++;
  }

  payment(_at: Instant, account: Account, payment: Payment): void {
    const tally = this.of(account.currency);
    const { kind, amount, decline } = payment;
    tally.fees += payment.fee;
    if (kind === "refund") tally.refunded += amount;
    else if (kind === "dispute") tally.disputed += amount;
    else if (kind === "charge" && decline === undefined) tally.charges += amount;
    if (payment.card === undefined) return;
    tally.payments++;
    if (payment.decline !== undefined) tally.failedPayments++;
  }

  finalized(_at: Instant, account: Account, invoice: Invoice): void {
    const tally = this.of(account.currency);
    tally.billed += invoice.total;
    tally.discounts += invoice.discount;
    tally.tax += invoice.tax;
    step(tally.finalized, invoice.amountDue);
  }

  paid(_at: Instant, account: Account, invoice: Invoice): void {
    const tally = this.of(account.currency);
    tally.collected += invoice.amountPaid;
    step(tally.paid, invoice.amountPaid);
    if (wasWrittenOff(invoice)) step(tally.recovered, invoice.amountPaid);
  }

  invoice(_at: Instant, account: Account, invoice: Invoice, taken: InvoiceStep): void {
    const tally = this.of(account.currency);
    if (taken === "marked_uncollectible") step(tally.writtenOff, invoice.amountRemaining);
    else if (taken === "voided")
      step(invoice.finalizedAt === NEVER ? tally.voidedDrafts : wasWrittenOff(invoice) ? tally.voidedWrittenOff : tally.voidedOpen, invoice.amountDue);
  }

  creditNote(_at: Instant, account: Account, _invoice: Invoice, note: CreditNote): void {
    const tally = this.of(account.currency);
    tally.credited += note.amount;
    tally.creditedOpen += note.open;
  }

  end(account: Account): void {
    const tally = this.of(account.currency);
    tally.subscriptions += account.subscriptionCount;
    // Invoices are numbered as they are made: nobody has to be told of each.
    tally.created += account.invoiceNumber;
  }

  /** By currency code. */
  perCurrency(): readonly CurrencyTotals[] {
    return [...this.tallies.values()].sort((a, b) => (a.currency.code < b.currency.code ? -1 : 1)).map((tally) => tally.totals());
  }

  /** Customers of one currency mostly follow each other: the map is asked only when it changes. */
  private of(currency: Currency): Tally {
    if (this.last?.currency === currency) return this.last;
    const tally = this.tallies.get(currency) ?? new Tally(currency);
    this.tallies.set(currency, tally);
    this.last = tally;
    return tally;
  }
}

const wasWrittenOff = (invoice: Invoice): boolean => invoice.uncollectibleAt !== NEVER;
