import type { Account } from "../../engine/account/account.ts";
import type { Payment } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import type { Collector, ReportContext } from "../collector.ts";
import type { Saved } from "../saved.ts";
import type { MeasureKind } from "./exchange.ts";
import { IntervalCells } from "./interval-cells.ts";
import type { IntervalGrid } from "./interval-grid.ts";
import type { Segment, Segments } from "./segments.ts";

export const DUNNING = { tried: 0, recovered: 1, recoveredByCard: 2, lost: 3, open: 4, amountTried: 5, amountRecovered: 6 } as const;
export const DUNNING_KINDS: readonly MeasureKind[] = ["count", "count", "count", "count", "count", "flow", "flow"];

/** An invoice whose payment failed, from its first failure on. */
interface Episode {
  invoice: number;
  segment: Segment;
  code: string;
  /** Of the first failure. */
  interval: number;
  card: number;
  cardCopy: number;
  /** The schedule's attempt that was made last, and the retry that was tried last: 0 for none. */
  attempt: number;
  retry: number;
  recovered: boolean;
}

/**
 * What becomes of failed payments (D44, R65): sums by the interval and the code of an invoice's first failure, and by the number of the retry.
 * A customer's episodes are forgotten when its life ends.
 */
export class DunningCells implements Collector<DunningCells> {
  readonly grid: IntervalGrid;
  readonly cells: IntervalCells;
  private readonly segments: Segments;
  private readonly episodes: Episode[] = [];

  constructor({ grid, segments }: ReportContext) {
    this.grid = grid;
    this.segments = segments;
    this.cells = new IntervalCells(segments, DUNNING_KINDS.length, grid.count, { further: 2 });
  }

  merge(other: DunningCells): void {
    this.cells.merge(other.cells);
  }

  save(): Saved {
    return this.cells.save();
  }

  load(saved: Saved): void {
    this.cells.load(saved);
  }

  payment(at: Instant, account: Account, payment: Payment): void {
    // Most payments succeed at once and were never looked for.
    if (payment.decline === undefined && this.episodes.length === 0) return;
    if (payment.invoice !== undefined && (payment.kind === "payment" || payment.kind === "out_of_band")) this.note(at, account, payment, payment.invoice);
  }

  end(account: Account): void {
    if (this.episodes.length === 0) return;
    for (const episode of this.episodes) {
      if (!episode.recovered) this.add(episode, isStillTried(account, episode.invoice) ? DUNNING.open : DUNNING.lost, 1);
    }
    this.episodes.length = 0;
  }

  private note(at: Instant, account: Account, payment: Payment, invoice: Invoice): void {
    const known = this.episodes.find((episode) => episode.invoice === invoice.number);
    if (known === undefined) this.start(at, account, payment, invoice);
    else this.retry(account, payment, known);
  }

  private start(at: Instant, account: Account, { decline, card, attempt }: Payment, { number, lines }: Invoice): void {
    if (decline === undefined || card === undefined) return;
    const plan = lines.find((line) => line.plan !== undefined)?.plan?.id ?? "";
    this.episodes.push({
      invoice: number,
      segment: this.segments.ofPlan(account, plan),
      code: decline.code,
      interval: this.grid.indexOf(at),
      card: card.index,
      cardCopy: account.cardCopy,
      attempt,
      retry: 0,
      recovered: false,
    });
  }

  private retry(account: Account, { attempt, amount, decline, card }: Payment, episode: Episode): void {
    // A try by hand, or a payment out of band, comes before the schedule's next one and counts as that.
    const isScheduled = attempt > episode.attempt;
    if (isScheduled) episode.attempt = attempt;
    episode.retry = isScheduled ? attempt - 1 : episode.attempt;
    this.add(episode, DUNNING.tried, 1);
    this.add(episode, DUNNING.amountTried, amount);
    if (decline !== undefined) return;
    episode.recovered = true;
    this.add(episode, DUNNING.recovered, 1);
    this.add(episode, DUNNING.amountRecovered, amount);
    const isAnother = card !== undefined && (card.index !== episode.card || account.cardCopy !== episode.cardCopy);
    if (isAnother) this.add(episode, DUNNING.recoveredByCard, 1);
  }

  /** Retries are numbered so that their texts sort as their numbers do. */
  private add({ segment, code, retry, interval }: Episode, measure: number, amount: number): void {
    this.cells.add(this.segments.within(segment, code, String(retry).padStart(3, "0")), measure, interval, amount);
  }
}

/** Whether the invoice is open and somebody will ask for it again: the retry schedule, or what it was sent for. */
function isStillTried({ invoices }: Account, number: number): boolean {
  const invoice = invoices.find((one) => one.number === number);
  if (invoice === undefined || invoice.status !== "open") return false;
  return invoice.nextAttemptAt !== NEVER || invoice.collectionMethod === "send_invoice" || invoice.subscription?.status === "incomplete";
}
