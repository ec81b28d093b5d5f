import type { Account } from "../../engine/account/account.ts";
import type { CreditNote } from "../../engine/account/credit-note.ts";
import type { InvoiceStep } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { DAY, type Instant, NEVER } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { Collector, ReportContext } from "../collector.ts";
import type { Saved } from "../saved.ts";
import type { MeasureKind } from "./exchange.ts";
import { IntervalCells } from "./interval-cells.ts";

/** How long what is open at an interval's end has been due, in days begun. */
export const BUCKETS = ["not_due", "1-30", "31-60", "61-90", "over_90"] as const;
const LAST_DAYS: readonly number[] = [0, 30, 60, 90];

/** Of each bucket first how many invoices, then how much. Both stand at an interval's end: nothing is carried on. */
export const AGING_KINDS: readonly MeasureKind[] = BUCKETS.flatMap(() => ["count", "flow"] as const);

/**
 * Collects what is open at the end of each interval by how long it has been due. Nothing is counted for an invoice that closes in the interval
 * of its finalization.
 */
export class AgingCells implements Collector<AgingCells> {
  readonly cells: IntervalCells;
  private readonly context: ReportContext;
  /** By invoices that were credited: up to which interval they have been counted. */
  private readonly counted = new Map<number, number>();

  constructor(context: ReportContext) {
    this.context = context;
    this.cells = new IntervalCells(context.segments, AGING_KINDS.length, context.grid.count);
  }

  merge(other: AgingCells): void {
    this.cells.merge(other.cells);
  }

  save(): Saved {
    return this.cells.save();
  }

  load(saved: Saved): void {
    this.cells.load(saved);
  }

  begin(_account: Account): void {
    if (this.counted.size > 0) this.counted.clear();
  }

  paid(at: Instant, account: Account, invoice: Invoice): void {
    if (invoice.finalizedAt !== at && invoice.uncollectibleAt === NEVER) this.count(account, invoice, invoice.amountPaid, this.context.grid.indexOf(at));
  }

  invoice(at: Instant, account: Account, invoice: Invoice, step: InvoiceStep): void {
    if (step === "marked_uncollectible") this.count(account, invoice, invoice.amountRemaining, this.context.grid.indexOf(at));
    else if (step === "voided" && invoice.finalizedAt !== NEVER && invoice.uncollectibleAt === NEVER) {
      this.count(account, invoice, invoice.amountDue - (invoice.adjustments?.creditedOpen ?? 0), this.context.grid.indexOf(at));
    }
  }

  creditNote(at: Instant, account: Account, invoice: Invoice, { open }: CreditNote): void {
    if (open === 0) return;
    const until = this.context.grid.indexOf(at);
    this.count(account, invoice, invoice.amountRemaining + open, until);
    this.counted.set(invoice.number, until);
  }

  end(account: Account): void {
    for (const invoice of account.invoices) {
      if (invoice.status === "open") this.count(account, invoice, invoice.amountRemaining, this.context.grid.count);
    }
  }

  /** Counts what was open in the intervals before `until`. */
  private count(account: Account, invoice: Invoice, amount: Minor, until: number): void {
    const { grid, segments } = this.context;
    const from = this.counted.get(invoice.number) ?? grid.indexOf(invoice.finalizedAt);
    if (from >= until || amount === 0) return;
    const segment = segments.ofCustomer(account);
    const due = invoice.dueAt === NEVER ? invoice.finalizedAt : invoice.dueAt;
    for (let i = from; i < until; i++) {
      const bucket = bucketOf(grid.endOf(i) - due);
      this.cells.add(segment, 2 * bucket, i, 1);
      this.cells.add(segment, 2 * bucket + 1, i, amount);
    }
  }
}

function bucketOf(late: number): number {
  const days = Math.ceil(late / DAY);
  let bucket = 0;
  while (bucket < LAST_DAYS.length && days > (LAST_DAYS[bucket] as number)) bucket++;
  return bucket;
}
