import type { Account } from "../../engine/account/account.ts";
import type { CreditNote } from "../../engine/account/credit-note.ts";
import type { BalanceCause, InvoiceStep, Payment } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { Collector, ReportContext } from "../collector.ts";
import type { Earnings } from "../recognition/earnings.ts";
import type { Posting } from "../recognition/posting.ts";
import { RecognitionTerms } from "../recognition/recognition-terms.ts";
import { recognitionEnds, spread } from "../recognition/spread.ts";
import { UnpaidRecognition } from "../recognition/unpaid-recognition.ts";
import type { Saved } from "../saved.ts";
import type { MeasureKind } from "./exchange.ts";
import { IntervalCells } from "./interval-cells.ts";
import type { IntervalGrid } from "./interval-grid.ts";
import { PlanShares } from "./plan-shares.ts";
import type { Segments } from "./segments.ts";

/** The measures of revenue.csv, in the order of their block: flows of an interval, and what stood before the clock in the first one. */
export const REVENUE = {
  billed: 0,
  discounts: 1,
  tax: 2,
  collected: 3,
  refunded: 4,
  uncollectible: 5,
  deferredAdded: 6,
  deferredReleased: 7,
  deferredReversed: 8,
  unbilledAdded: 9,
  unbilledBilled: 10,
  unbilledReversed: 11,
  recognizedOnBilling: 12,
  contra: 13,
  badDebt: 14,
  taxReversed: 15,
  voided: 16,
  recovered: 17,
  charges: 18,
  creditedOpen: 19,
  creditedToBalance: 20,
  creditedRefunded: 21,
  creditedOutOfBand: 22,
  balanceOnInvoices: 23,
  balanceAdjusted: 24,
  balanceOpening: 25,
  fees: 26,
  disputed: 27,
  recognizedUnpaid: 28,
  recognizedUsage: 29,
  recognizedOneOff: 30,
  deferredOpening: 31,
} as const;
const MEASURES = 32;

/** All of them move in an interval; what stood before the clock is counted with its first one. */
export const REVENUE_KINDS: readonly MeasureKind[] = Array.from({ length: MEASURES }, () => "flow");

/** What moves how much is left to pay of an invoice is shared by plan as one sum (plan-shares.ts); everything else for itself, by its measure. */
const RECEIVABLE = MEASURES;

/**
 * Collects the money of every interval: what was billed, paid, earned and given back. Split by plan, lines stand with their plan, what concerns
 * an invoice as a whole is shared over them, and what has no invoice has no plan (R22).
 */
export class RevenueCells implements Collector<RevenueCells> {
  readonly cells: IntervalCells;
  private readonly grid: IntervalGrid;
  private readonly segments: Segments;
  private readonly ends: Float64Array;
  private readonly unpaid: UnpaidRecognition;
  private readonly shares = new PlanShares();
  /** The sums of the running customer as a whole, and whether they have been looked up. */
  private whole: Float64Array = new Float64Array(0);
  private isKnown = false;

  constructor({ scenario, grid, segments }: ReportContext) {
    this.grid = grid;
    this.segments = segments;
    this.cells = new IntervalCells(segments, MEASURES, grid.count);
    this.ends = recognitionEnds(grid, new RecognitionTerms(scenario.reports));
    this.unpaid = new UnpaidRecognition(this.ends);
  }

  merge(other: RevenueCells): void {
    this.cells.merge(other.cells);
  }

  save(): Saved {
    return this.cells.save();
  }

  load(saved: Saved): void {
    this.cells.load(saved);
  }

  begin(_account: Account): void {
    this.unpaid.begin();
    this.shares.begin();
    this.isKnown = false;
  }

  finalized(at: Instant, account: Account, invoice: Invoice): void {
    if (this.segments.byPlan) this.billLines(at, account, invoice);
    else this.bill(at, account, invoice);
  }

  paid(at: Instant, account: Account, invoice: Invoice): void {
    const index = this.grid.indexOf(at);
    const block = this.wholeOf(account, index);
    if (this.segments.byPlan) this.payLines(at, account, invoice);
    else {
      this.add(block, REVENUE.collected, index, invoice.amountPaid);
      if (invoice.uncollectibleAt !== NEVER) this.add(block, REVENUE.recovered, index, invoice.amountPaid);
    }
    const finalizedIn = invoice.finalizedAt === at ? index : this.grid.indexOf(invoice.finalizedAt);
    this.unpaid.pay(index, invoice.number, finalizedIn, block, REVENUE.recognizedUnpaid * this.cells.count);
  }

  invoice(at: Instant, account: Account, invoice: Invoice, step: InvoiceStep): void {
    if (step === "marked_uncollectible") this.reduce(at, account, REVENUE.uncollectible, invoice.amountRemaining, invoice);
    else if (step === "voided" && invoice.finalizedAt !== NEVER) {
      const remained = invoice.amountDue - (invoice.adjustments?.creditedOpen ?? 0);
      if (invoice.uncollectibleAt !== NEVER) this.reduce(at, account, REVENUE.recovered, remained, invoice, -1);
      this.reduce(at, account, REVENUE.voided, remained + invoice.total - invoice.amountDue, invoice);
    }
  }

  payment(at: Instant, account: Account, { kind, amount, fee, decline, invoice }: Payment): void {
    if (fee !== 0) this.count(at, account, REVENUE.fees, fee, invoice);
    if (kind === "refund") this.count(at, account, REVENUE.refunded, amount, invoice);
    else if (kind === "dispute") this.count(at, account, REVENUE.disputed, amount, invoice);
    else if (kind === "charge" && decline === undefined) this.count(at, account, REVENUE.charges, amount);
  }

  creditNote(at: Instant, account: Account, invoice: Invoice, note: CreditNote): void {
    this.reduce(at, account, REVENUE.creditedOpen, note.open, invoice);
    this.count(at, account, REVENUE.creditedToBalance, note.toBalance, invoice);
    this.count(at, account, REVENUE.creditedRefunded, note.refunded, invoice);
    this.count(at, account, REVENUE.creditedOutOfBand, note.outOfBand, invoice);
  }

  balance(at: Instant, account: Account, amount: Minor, cause: BalanceCause, invoice: Invoice | undefined): void {
    if (cause === "credit_note") return;
    if (invoice !== undefined) this.reduce(at, account, REVENUE.balanceOnInvoices, 0 - amount, invoice, -1);
    else this.count(at, account, cause === "initial" ? REVENUE.balanceOpening : REVENUE.balanceAdjusted, 0 - amount);
  }

  deferral(_at: Instant, account: Account, invoice: Invoice, { plan }: Line, earnings: Earnings): void {
    const { first } = earnings;
    const block = this.segments.byPlan ? this.cells.block(this.segments.ofPlan(account, plan?.id ?? ""), first) : this.wholeOf(account, first);
    this.add(block, REVENUE.deferredAdded, first, earnings.net);
    earnings.addTo(block, REVENUE.deferredReleased * this.cells.count);
    this.unpaid.defer(invoice.number, earnings);
  }

  posting(at: Instant, account: Account, posting: Posting): void {
    const index = this.grid.indexOf(at);
    const { deferredAdded, scheduled, invoice } = posting;
    const block = this.cells.block(this.segments.ofPlan(account, posting.plan?.id ?? ""), index);
    if (deferredAdded !== 0) this.add(block, REVENUE.deferredAdded, index, deferredAdded);
    if (scheduled !== 0) this.spreadOut(block, posting, index);
    this.addEarned(block, posting, index);
    if (posting.cause !== "booked" || posting.unbilledBilled !== 0) this.addRest(block, posting, index);
    if (invoice !== undefined && invoice.status !== "paid") this.unpaid.note(index, invoice.number, posting);
  }

  end(account: Account): void {
    if (this.unpaid.isEmpty) return;
    this.unpaid.end(this.cells.block(this.segments.ofCustomer(account), this.grid.count - 1), REVENUE.recognizedUnpaid * this.cells.count);
  }

  private bill(at: Instant, account: Account, invoice: Invoice): void {
    const index = this.grid.indexOf(at);
    const block = this.wholeOf(account, index);
    this.add(block, REVENUE.billed, index, invoice.total);
    if (invoice.discount !== 0) this.add(block, REVENUE.discounts, index, invoice.discount);
    if (invoice.tax !== 0) this.add(block, REVENUE.tax, index, invoice.tax);
  }

  private billLines(at: Instant, account: Account, invoice: Invoice): void {
    const index = this.grid.indexOf(at);
    for (const { amount, discount, taxInclusive, taxExclusive, plan } of invoice.lines) {
      const block = this.cells.block(this.segments.ofPlan(account, plan?.id ?? ""), index);
      this.add(block, REVENUE.billed, index, amount - discount + taxExclusive);
      this.add(block, REVENUE.discounts, index, discount);
      this.add(block, REVENUE.tax, index, taxInclusive + taxExclusive);
    }
  }

  /** For what happens now: as time does not go back, only the first of it can be the first of its segment. */
  private wholeOf(account: Account, index: number): Float64Array {
    if (this.isKnown) return this.whole;
    this.isKnown = true;
    this.whole = this.cells.block(this.segments.ofCustomer(account), index);
    return this.whole;
  }

  private spreadOut(block: Float64Array, posting: Posting, index: number): void {
    const { count } = this.cells;
    const measure = posting.scheduledTo === "deferred" ? REVENUE.deferredReleased : REVENUE.unbilledAdded;
    spread(posting, index, this.ends, block, measure * count);
    if (posting.kind !== "subscriptions") spread(posting, index, this.ends, block, kindMeasure(posting) * count);
  }

  private addEarned(block: Float64Array, posting: Posting, index: number): void {
    const { deferredReleased, unbilledAdded, recognizedOnBilling, kind } = posting;
    const earned = deferredReleased + unbilledAdded + recognizedOnBilling;
    if (deferredReleased !== 0) this.add(block, REVENUE.deferredReleased, index, deferredReleased);
    if (unbilledAdded !== 0) this.add(block, REVENUE.unbilledAdded, index, unbilledAdded);
    if (recognizedOnBilling !== 0) this.add(block, REVENUE.recognizedOnBilling, index, recognizedOnBilling);
    if (earned !== 0 && kind !== "subscriptions") this.add(block, kindMeasure(posting), index, earned);
  }

  private addRest(block: Float64Array, posting: Posting, index: number): void {
    this.add(block, REVENUE.deferredReversed, index, posting.deferredReversed);
    this.add(block, REVENUE.unbilledBilled, index, posting.unbilledBilled);
    this.add(block, REVENUE.unbilledReversed, index, posting.unbilledReversed);
    this.add(block, REVENUE.contra, index, posting.contra);
    this.add(block, REVENUE.badDebt, index, posting.badDebt);
    this.add(block, REVENUE.taxReversed, index, posting.taxReversed);
    this.add(block, REVENUE.deferredOpening, index, posting.deferredOpening);
  }

  private payLines(at: Instant, account: Account, invoice: Invoice): void {
    if (invoice.uncollectibleAt !== NEVER) this.reduce(at, account, REVENUE.recovered, invoice.amountPaid, invoice, -1);
    // Also of a payment of nothing: plans that set each other off are settled by it.
    this.share(at, account, REVENUE.collected, invoice.amountPaid, invoice, RECEIVABLE, 1);
  }

  /** What changes how much is left to pay of an invoice: less of it, or more with `direction` -1. */
  private reduce(at: Instant, account: Account, measure: number, amount: Minor, invoice: Invoice, direction: 1 | -1 = 1): void {
    if (amount === 0) return;
    if (this.segments.byPlan) this.share(at, account, measure, amount, invoice, RECEIVABLE, direction);
    else this.count(at, account, measure, amount);
  }

  /** Of an invoice as a whole, or of the customer. */
  private count(at: Instant, account: Account, measure: number, amount: Minor, invoice?: Invoice): void {
    if (amount === 0) return;
    if (this.segments.byPlan && invoice !== undefined) this.share(at, account, measure, amount, invoice, measure, 1);
    else this.cells.add(this.segments.ofCustomer(account), measure, this.grid.indexOf(at), amount);
  }

  private share(at: Instant, account: Account, measure: number, amount: Minor, invoice: Invoice, kind: number, direction: 1 | -1): void {
    const index = this.grid.indexOf(at);
    for (const { plan, amount: part } of this.shares.of(invoice, kind, direction * amount)) {
      if (part !== 0) this.cells.add(this.segments.ofPlan(account, plan), measure, index, direction * part);
    }
  }

  private add(block: Float64Array, measure: number, index: number, amount: number): void {
    const i = measure * this.cells.count + index;
    block[i] = (block[i] as number) + amount;
  }
}

function kindMeasure({ kind }: Posting): number {
  return kind === "usage" ? REVENUE.recognizedUsage : REVENUE.recognizedOneOff;
}
