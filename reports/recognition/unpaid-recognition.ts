import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import { earnedBy } from "./earned.ts";
import type { Earnings } from "./earnings.ts";
import type { Posting } from "./posting.ts";

/** What one posting adds to revenue: at once in its interval, and by time. */
interface Earning {
  interval: number;
  atOnce: Minor;
  scheduled: Minor;
  start: Instant;
  end: Instant;
  from: Instant;
}

/** The earnings of one invoice; those of the latest one are used again, since mostly it is paid at once. */
interface UnpaidInvoice {
  number: number;
  readonly earnings: Earning[];
  count: number;
}

/**
 * Of a customer's recognised revenue what belongs to invoices that are not paid at an interval's end (`recognized_unpaid`): noted posting by
 * posting, and added up when the invoice is paid, or for good when the life is over.
 */
export class UnpaidRecognition {
  private readonly ends: Float64Array;
  private latest: UnpaidInvoice = { number: 0, earnings: [], count: 0 };
  private readonly others = new Map<number, UnpaidInvoice>();

  constructor(ends: Float64Array) {
    this.ends = ends;
  }

  begin(): void {
    this.latest.number = 0;
    this.latest.count = 0;
    if (this.others.size > 0) this.others.clear();
  }

  get isEmpty(): boolean {
    return this.latest.number === 0 && this.others.size === 0;
  }

  /** Something was posted to an invoice that is not paid. */
  note(interval: number, number: number, posting: Posting): void {
    const atOnce = posting.deferredReleased + posting.unbilledAdded + posting.recognizedOnBilling;
    if (atOnce === 0 && posting.scheduled === 0) return;
    const earning = this.next(number);
    earning.interval = interval;
    earning.atOnce = atOnce;
    earning.scheduled = posting.scheduled;
    earning.start = posting.start;
    earning.end = posting.end;
    earning.from = posting.from;
  }

  /** A line was billed, and begins to earn. */
  defer(number: number, { first, net, start, end }: Earnings): void {
    const earning = this.next(number);
    earning.interval = first;
    earning.atOnce = 0;
    earning.scheduled = net;
    earning.start = start;
    earning.end = end;
    earning.from = start;
  }

  /** An invoice is paid in this interval: in those before it was not. */
  pay(interval: number, number: number, finalizedIn: number, sums: Float64Array, offset: number): void {
    const isLatest = number === this.latest.number;
    const unpaid = isLatest ? this.latest : this.others.get(number);
    if (unpaid !== undefined && interval > finalizedIn) this.addUp(unpaid, interval, sums, offset);
    if (isLatest) {
      this.latest.number = 0;
      this.latest.count = 0;
    } else if (unpaid !== undefined) this.others.delete(number);
  }

  /** A life is over: what is unpaid stays so. */
  end(sums: Float64Array, offset: number): void {
    if (this.latest.number !== 0) this.addUp(this.latest, this.ends.length, sums, offset);
    for (const unpaid of this.others.values()) this.addUp(unpaid, this.ends.length, sums, offset);
  }

  private next(number: number): Earning {
    const unpaid = this.of(number);
    const { earnings } = unpaid;
    if (unpaid.count === earnings.length) earnings.push(blank());
    return earnings[unpaid.count++] as Earning;
  }

  private of(number: number): UnpaidInvoice {
    const { latest } = this;
    if (latest.number === number) return latest;
    const known = this.others.get(number);
    if (known !== undefined) return known;
    if (latest.number === 0) {
      latest.number = number;
      return latest;
    }
    this.others.set(latest.number, latest);
    this.latest = { number, earnings: [], count: 0 };
    return this.latest;
  }

  private addUp({ earnings, count }: UnpaidInvoice, until: number, sums: Float64Array, offset: number): void {
    for (let k = 0; k < count; k++) {
      const { interval, atOnce, scheduled, start, end, from } = earnings[k] as Earning;
      if (interval >= until) continue;
      let before = earnedBy(from, scheduled, start, end);
      for (let i = interval; i < until; i++) {
        const earned = earnedBy(this.ends[i] as number, scheduled, start, end);
        sums[offset + i] = (sums[offset + i] as number) + earned - before + (i === interval ? atOnce : 0);
        if (earned === scheduled && i > interval) break;
        before = earned;
      }
    }
  }
}

const blank = (): Earning => ({ interval: 0, atOnce: 0, scheduled: 0, start: 0, end: 0, from: 0 });
