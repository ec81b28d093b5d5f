import type { Account } from "../../engine/account/account.ts";
import type { CreditNote } from "../../engine/account/credit-note.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import { allocate } from "../../engine/money/allocate.ts";
import { type Minor, mulDivRound } from "../../engine/money/exact.ts";
import { earnedBy } from "./earned.ts";
import { earningUntil, type Held, type HeldLine, type Piece, type Reduction, setHeld } from "./held.ts";
import type { PostingCause } from "./posting.ts";
import type { PostingWriter } from "./posting-writer.ts";
import type { RecognitionTerms } from "./recognition-terms.ts";

/** How an invoice is reduced. */
export interface Cut {
  readonly cause: PostingCause;
  /** What the elapsed part becomes. */
  readonly loss: "contra" | "badDebt";
  /** Whether tax goes with it: not with a plain refund or a dispute (D42). */
  readonly withTax: boolean;
}

const weights: Minor[] = [];
const shares: Minor[] = [];

/** Reduces what an invoice or charge holds, and takes reductions back (D42). */
export class Reductions {
  private readonly terms: RecognitionTerms;
  private readonly writer: PostingWriter;

  constructor(terms: RecognitionTerms, writer: PostingWriter) {
    this.terms = terms;
    this.writer = writer;
  }

  /**
   * Spreads an amount over the lines by what they still hold: floor, remainder last. Who takes all takes every line, negative ones too (R13);
   * otherwise negative lines take no part. What exceeds them is a loss at once.
   */
  reduce(at: Instant, account: Account, held: Held, amount: Minor, cut: Cut): Reduction {
    const reduction: Reduction = { loss: cut.loss, taken: [], excess: 0 };
    const { lines } = held;
    const holds = (line: HeldLine): Minor => line.net + (cut.withTax ? line.tax : 0);
    const total = lines.reduce((sum, line) => sum + holds(line), 0);
    let left = amount;
    if (total > 0 && amount >= total) {
      left = amount - total;
      for (const line of lines) this.take(at, account, held, line, { net: line.net, tax: cut.withTax ? line.tax : 0 }, cut, reduction);
    } else if (amount > 0) left = this.takeShares(at, account, held, amount, cut, reduction);
    this.loseRest(at, account, held, left, cut, reduction);
    return reduction;
  }

  /** A credit note says itself what it takes of each line, and how much of it is tax. */
  credit(at: Instant, account: Account, held: Held, note: CreditNote): void {
    const cut: Cut = { cause: "credited", loss: "contra", withTax: true };
    const reduction: Reduction = { loss: "contra", taken: [], excess: 0 };
    let left = 0;
    for (const { line, amount, taxInclusive, taxExclusive } of note.lines) {
      const from = held.lines[line - 1] as HeldLine;
      const tax = taxInclusive + taxExclusive;
      const net = Math.min(amount - tax, Math.max(0, from.net));
      left += amount - tax - net;
      this.take(at, account, held, from, { net, tax }, cut, reduction);
    }
    // What an earlier refund took of the line is taken of the others (R14).
    if (left > 0) left = this.takeShares(at, account, held, left, { ...cut, withTax: false }, reduction);
    this.loseRest(at, account, held, left, cut, reduction);
  }

  /** A loss that was written off is one of revenue after all: bad debt becomes contra. */
  reclassify(at: Instant, account: Account, held: Held, { taken, excess }: Reduction): void {
    const move = (line: HeldLine | undefined, amount: Minor): void => {
      if (amount === 0) return;
      setHeld(this.writer, held, line);
      this.writer.posting.badDebt = 0 - amount;
      this.writer.posting.contra = amount;
      this.writer.tell(at, account, "reclassified");
    };
    for (const { from, elapsed } of taken) move(from, elapsed);
    move(undefined, excess);
  }

  /** Takes a reduction back: its entries, and what the lines would have earned since then. */
  undo(at: Instant, account: Account, held: Held, reduction: Reduction, cause: PostingCause): void {
    const now = this.terms.clock(at);
    const { posting } = this.writer;
    for (const { from, piece, elapsed, rest, tax } of reduction.taken) {
      const { start, end, pieces } = from;
      setHeld(this.writer, held, from);
      posting[reduction.loss] = 0 - elapsed;
      posting.deferredReversed = 0 - rest;
      posting.taxReversed = 0 - tax;
      const released = earnedBy(earningUntil(held, now), piece.amount, start, end) - earnedBy(piece.since, piece.amount, start, end);
      posting.deferredReleased = 0 - released;
      if (now < held.stoppedAt) this.writer.schedule(0 - piece.amount, start, end, now);
      this.writer.tell(at, account, cause);
      pieces.splice(pieces.indexOf(piece), 1);
      from.net -= piece.amount;
      from.tax += tax;
    }
    if (reduction.excess === 0) return;
    setHeld(this.writer, held, undefined);
    posting[reduction.loss] = 0 - reduction.excess;
    this.writer.tell(at, account, cause);
  }

  /** By what lines hold that hold anything. Answers what is left over. */
  private takeShares(at: Instant, account: Account, held: Held, amount: Minor, cut: Cut, reduction: Reduction): Minor {
    const { lines } = held;
    let whole = 0;
    for (const [i, { net, tax }] of lines.entries()) {
      weights[i] = Math.max(0, net + (cut.withTax ? tax : 0));
      whole += weights[i] as number;
    }
    const taken = Math.min(amount, whole);
    allocate(taken, weights, lines.length, shares);
    const split = lines.map((line, i) => {
      const share = shares[i] as Minor;
      const tax = cut.withTax && share > 0 ? mulDivRound(share, line.tax, weights[i] as number) : 0;
      return { net: share - tax, tax };
    });
    for (const [i, line] of lines.entries()) this.take(at, account, held, line, split[i] as (typeof split)[number], cut, reduction);
    return amount - taken;
  }

  private take(at: Instant, account: Account, held: Held, from: HeldLine, { net, tax }: { net: Minor; tax: Minor }, cut: Cut, reduction: Reduction): void {
    if (net === 0 && tax === 0) return;
    const now = this.terms.clock(at);
    const { start, end } = from;
    const until = earningUntil(held, now);
    const elapsed = earnedBy(until, net, start, end);
    const piece: Piece = { amount: 0 - net, since: until };
    from.pieces.push(piece);
    from.net -= net;
    from.tax -= tax;
    reduction.taken.push({ from, piece, elapsed, rest: net - elapsed, tax });
    setHeld(this.writer, held, from);
    const { posting } = this.writer;
    posting[cut.loss] = elapsed;
    posting.deferredReversed = net - elapsed;
    posting.taxReversed = tax;
    if (now < held.stoppedAt) this.writer.schedule(0 - net, start, end, now);
    this.writer.tell(at, account, cut.cause);
  }

  private loseRest(at: Instant, account: Account, held: Held, rest: Minor, cut: Cut, reduction: Reduction): void {
    reduction.excess = rest;
    if (rest === 0) return;
    setHeld(this.writer, held, undefined);
    this.writer.posting[cut.loss] = rest;
    this.writer.tell(at, account, cut.cause);
  }
}
