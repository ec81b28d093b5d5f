import type { Account } from "../../engine/account/account.ts";
import type { CreditNote } from "../../engine/account/credit-note.ts";
import type { BalanceCause, CardChange, InvoiceStep, Payment, RecordedUsage, SubscriptionChange } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Coupon } from "../../engine/catalog/coupon.ts";
import { formatDecimal } from "../../engine/money/decimal.ts";
import type { Card } from "../../engine/payments/card.ts";
import type { Mergeable } from "../collector.ts";
import { Hash128 } from "./hash-128.ts";

const MODULUS = 1n << 128n;

/** How many customers there were, and the sum of their digests. */
interface Crowd {
  customers: number;
  sum: bigint;
}

/**
 * The digest of each population: the sum, modulo 2^128, of a hash of everything that happened to each customer (D46). Sums commute: however
 * the customers are split, the digest is the same.
 */
export class LifeDigest implements Mergeable<LifeDigest> {
  private readonly crowds = new Map<string, Crowd>();
  private readonly hash = new Hash128();

  merge(other: LifeDigest): void {
    for (const [population, { customers, sum }] of other.crowds) this.add(population, customers, sum);
  }

  /** `self_serve`, how many, and 32 hexadecimal digits. */
  of(population: string): { readonly customers: number; readonly digest: string } {
    const { customers, sum } = this.crowds.get(population) ?? { customers: 0, sum: 0n };
    return { customers, digest: sum.toString(16).padStart(32, "0") };
  }

  begin(account: Account): void {
    this.hash.reset();
    this.note(account.now, account.id);
    this.hash.text(account.currency.code);
    this.hash.text(account.card.id);
  }

  subscription(at: Instant, _account: Account, subscription: Subscription, change: SubscriptionChange): void {
    const { hash } = this;
    this.note(at, change);
    hash.text(subscription.status);
    for (let i = 0; i < subscription.itemCount; i++) {
      const item = subscription.items[i] as Subscription["items"][number];
      hash.text(item.plan.id);
      hash.number(item.quantity);
    }
    for (const { coupon } of subscription.discounts) hash.text(coupon.id);
    for (const instant of [subscription.periodStart, subscription.periodEnd, subscription.trialEnd, subscription.cancelAt, subscription.endedAt]) {
      hash.number(instant);
    }
  }

  line(at: Instant, _account: Account, line: Line, booking: 1 | -1): void {
    this.note(at, booking === 1 ? "pending" : "removed");
    this.lineOf(line);
  }

  invoice(at: Instant, _account: Account, invoice: Invoice, step: InvoiceStep): void {
    const { hash } = this;
    this.note(at, step);
    hash.number(invoice.number);
    for (const amount of [invoice.total, invoice.tax, invoice.discount, invoice.amountDue, invoice.amountPaid, invoice.amountRemaining]) hash.number(amount);
    hash.number(invoice.nextAttemptAt);
    if (step === "created" || step === "finalized") for (const line of invoice.lines) this.lineOf(line);
  }

  payment(at: Instant, _account: Account, { kind, amount, fee, attempt, decline }: Payment): void {
    this.note(at, kind);
    for (const value of [amount, fee, attempt]) this.hash.number(value);
    this.hash.text(decline?.code ?? "");
  }

  balance(at: Instant, _account: Account, amount: number, cause: BalanceCause): void {
    this.note(at, cause);
    this.hash.number(amount);
  }

  creditNote(at: Instant, _account: Account, invoice: Invoice, { amount }: CreditNote): void {
    this.note(at, "credit_note");
    this.hash.number(invoice.number);
    this.hash.number(amount);
  }

  usage(at: Instant, _account: Account, _subscription: Subscription, { plan, quantity, usedAt }: RecordedUsage): void {
    this.note(at, plan.id);
    this.hash.number(usedAt);
    this.hash.text(formatDecimal(quantity));
  }

  card(at: Instant, _account: Account, card: Card, change: CardChange): void {
    this.note(at, change);
    this.hash.text(card.id);
  }

  coupon(at: Instant, _account: Account, coupon: Coupon | undefined): void {
    this.note(at, "coupon");
    this.hash.text(coupon?.id ?? "");
  }

  end(account: Account): void {
    this.hash.number(account.balance);
    if (account.population !== "") this.add(account.population, 1, this.hash.value());
  }

  private add(population: string, customers: number, sum: bigint): void {
    const crowd = this.crowds.get(population);
    if (crowd === undefined) this.crowds.set(population, { customers, sum });
    else {
      crowd.customers += customers;
      crowd.sum = (crowd.sum + sum) % MODULUS;
    }
  }

  private note(at: Instant, what: string): void {
    this.hash.number(at);
    this.hash.text(what);
  }

  private lineOf({ kind, plan, quantity, amount, discount, taxInclusive, taxExclusive, start, end }: Line): void {
    const { hash } = this;
    hash.text(kind);
    hash.text(plan?.id ?? "");
    for (const value of [quantity, amount, discount, taxInclusive, taxExclusive, start, end]) hash.number(value);
  }
}
