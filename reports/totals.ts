import type { Account } from "../engine/account/account.ts";
import type { InvoiceStep, Payment } from "../engine/account/facts.ts";
import type { Invoice, InvoiceStatus } from "../engine/account/invoice.ts";
import { type Instant, NEVER } from "../engine/calendar/instant.ts";
import type { Currency } from "../engine/money/currency.ts";
import type { Minor } from "../engine/money/exact.ts";
import type { Collector } from "./collector.ts";

/** What a run comes to in one currency, in minor units. */
export interface CurrencyTotals {
  readonly currency: Currency;
  customers: number;
  subscriptions: number;
  invoices: number;
  /** By what they are at the end. */
  readonly byStatus: Record<InvoiceStatus, number>;
  /** Totals of finalized invoices, tax included. */
  billed: Minor;
  discounts: Minor;
  tax: Minor;
  /** What was paid on invoices. */
  collected: Minor;
  /** What is asked at the end and not paid. */
  open: Minor;
  uncollectible: Minor;
  /** Attempts that reached the card, and of them those that failed. */
  payments: number;
  failedPayments: number;
}

/** Counts and sums per currency, for the summary. */
export class Totals implements Collector<Totals> {
  private readonly totals = new Map<Currency, CurrencyTotals>();
  private last: CurrencyTotals | undefined;

  merge(other: Totals): void {
    for (const [currency, theirs] of other.totals) add(this.of(currency), theirs);
  }

  begin(account: Account): void {
    this.of(account.currency).customers++;
  }

  payment(_at: Instant, account: Account, payment: Payment): void {
    const totals = this.of(account.currency);
    totals.payments++;
    if (payment.decline !== undefined) totals.failedPayments++;
  }

  invoice(_at: Instant, account: Account, invoice: Invoice, step: InvoiceStep): void {
    const totals = this.of(account.currency);
    switch (step) {
      case "created":
        totals.invoices++;
        totals.byStatus.draft++;
        break;
      case "finalized":
        totals.billed += invoice.total;
        totals.discounts += invoice.discount;
        totals.tax += invoice.tax;
        move(totals, "draft", "open", invoice);
        break;
      case "paid":
        totals.collected += invoice.amountPaid;
        move(totals, wasUncollectible(invoice) ? "uncollectible" : "open", "paid", invoice);
        break;
      case "marked_uncollectible":
        move(totals, "open", "uncollectible", invoice);
        break;
      case "voided":
        move(totals, invoice.finalizedAt === NEVER ? "draft" : wasUncollectible(invoice) ? "uncollectible" : "open", "void", invoice);
        break;
      case "payment_failed":
        break;
    }
  }

  end(account: Account): void {
    this.of(account.currency).subscriptions += account.subscriptionCount;
  }

  /** By currency code. */
  perCurrency(): readonly CurrencyTotals[] {
    return [...this.totals.values()].sort((a, b) => (a.currency.code < b.currency.code ? -1 : 1));
  }

  /** Customers of one currency mostly follow each other: a map is asked only when it changes. */
  private of(currency: Currency): CurrencyTotals {
    if (this.last?.currency === currency) return this.last;
    const totals = this.totals.get(currency) ?? empty(currency);
    this.totals.set(currency, totals);
    this.last = totals;
    return totals;
  }
}

const wasUncollectible = (invoice: Invoice): boolean => invoice.uncollectibleAt !== NEVER;

/** Moves an invoice, and what is asked on it, from one status to another. */
function move(totals: CurrencyTotals, from: InvoiceStatus, to: InvoiceStatus, invoice: Invoice): void {
  totals.byStatus[from]--;
  totals.byStatus[to]++;
  if (from === "open" || from === "uncollectible") totals[from] -= invoice.amountDue;
  if (to === "open" || to === "uncollectible") totals[to] += invoice.amountDue;
}

function empty(currency: Currency): CurrencyTotals {
  return {
    currency,
    customers: 0,
    subscriptions: 0,
    invoices: 0,
    byStatus: { draft: 0, open: 0, paid: 0, void: 0, uncollectible: 0 },
    billed: 0,
    discounts: 0,
    tax: 0,
    collected: 0,
    open: 0,
    uncollectible: 0,
    payments: 0,
    failedPayments: 0,
  };
}

function add(to: CurrencyTotals, more: CurrencyTotals): void {
  to.customers += more.customers;
  to.subscriptions += more.subscriptions;
  to.invoices += more.invoices;
  to.byStatus.draft += more.byStatus.draft;
  to.byStatus.open += more.byStatus.open;
  to.byStatus.paid += more.byStatus.paid;
  to.byStatus.void += more.byStatus.void;
  to.byStatus.uncollectible += more.byStatus.uncollectible;
  to.billed += more.billed;
  to.discounts += more.discounts;
  to.tax += more.tax;
  to.collected += more.collected;
  to.open += more.open;
  to.uncollectible += more.uncollectible;
  to.payments += more.payments;
  to.failedPayments += more.failedPayments;
}
