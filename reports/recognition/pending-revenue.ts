import type { Account } from "../../engine/account/account.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import { earnedBy } from "./earned.ts";
import { revenueKind } from "./posting.ts";
import type { PostingWriter } from "./posting-writer.ts";
import type { RecognitionTerms, Span } from "./recognition-terms.ts";

/** A pending line that earns before it is billed. */
interface PendingLine {
  readonly amount: Minor;
  readonly start: Instant;
  readonly end: Instant;
  /** Its subscription has ended and its invoice stays a draft: nothing is earned from here on. */
  stopped: boolean;
  /** What it has earned when it stopped. */
  earned: Minor;
}

/**
 * What lines earn while they wait for their invoice, against unbilled receivables (D42): prorations, which have a period. An item without
 * one is booked when it is billed.
 */
export class PendingRevenue {
  /** Whether none waits; a field of its own, since every line that is billed asks. */
  isEmpty = true;
  private readonly lines = new Map<number, PendingLine>();
  private readonly terms: RecognitionTerms;
  private readonly writer: PostingWriter;
  private readonly span: Span = { start: 0, end: 0 };

  constructor(terms: RecognitionTerms, writer: PostingWriter) {
    this.terms = terms;
    this.writer = writer;
  }

  begin(): void {
    if (this.isEmpty) return;
    this.lines.clear();
    this.isEmpty = true;
  }

  /** A line was made and waits. */
  add(at: Instant, account: Account, line: Line): void {
    if (line.kind === "usage" || line.start === line.end) return;
    this.terms.setSpan(line, at, this.span);
    const { start, end } = this.span;
    const now = this.terms.clock(at);
    const { amount } = line;
    this.isEmpty = false;
    this.lines.set(line.sequence, { amount, start, end, stopped: false, earned: 0 });
    this.about(line);
    this.writer.posting.unbilledAdded = earnedBy(now, amount, start, end);
    this.schedule(amount, start, end, now);
    this.writer.tell(at, account, "pending");
  }

  /** A line will not be billed: what it has earned is contra. */
  discard(at: Instant, account: Account, line: Line): void {
    if (!this.lines.has(line.sequence)) return;
    const earned = this.close(at, line, true);
    const { posting } = this.writer;
    posting.unbilledReversed = earned;
    posting.contra = earned;
    this.writer.tell(at, account, "discarded");
  }

  /** Its draft will not be finalized. */
  stop(at: Instant, account: Account, line: Line): void {
    if (this.lines.get(line.sequence)?.stopped !== false) return;
    this.close(at, line, false);
    this.writer.tell(at, account, "stopped");
  }

  /** A line is on an invoice that is final now: it earns no more as a pending one. Answers what it has earned as that; undefined if it never waited. */
  bill(at: Instant, account: Account, line: Line): Minor | undefined {
    if (!this.lines.has(line.sequence)) return undefined;
    const earned = this.close(at, line, true);
    this.writer.tell(at, account, "billed");
    return earned;
  }

  private close(at: Instant, line: Line, forGood: boolean): Minor {
    const pending = this.lines.get(line.sequence) as PendingLine;
    const { amount, start, end } = pending;
    const now = this.terms.clock(at);
    this.about(line);
    if (!pending.stopped) {
      pending.earned = earnedBy(now, amount, start, end);
      this.schedule(0 - amount, start, end, now);
    }
    pending.stopped = true;
    if (forGood) this.lines.delete(line.sequence);
    this.isEmpty = this.lines.size === 0;
    return pending.earned;
  }

  private about(line: Line): void {
    const { posting } = this.writer;
    this.writer.aboutNothing();
    posting.line = line;
    posting.plan = line.plan;
    posting.subscription = line.subscription;
    posting.kind = revenueKind(line);
  }

  private schedule(amount: Minor, start: Instant, end: Instant, from: Instant): void {
    this.writer.schedule(amount, start, end, from);
    this.writer.posting.scheduledTo = "unbilled";
  }
}
