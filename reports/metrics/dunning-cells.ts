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

/** An invoice whose payment failed, from its first failure until it is paid. */
interface Episode {
  invoice: number;
  /** What its sums stand under but for the retry: the customer's segment and the code of the first failure. */
  segment: Segment | undefined;
  /** Of the first failure. */
  interval: number;
  card: number;
  cardCopy: number;
  /** The schedule's attempt that was made last, and the retry that was tried last: 0 for none. */
  attempt: number;
  retry: number;
}

/**
 * What becomes of failed payments (D44, R65): sums by the interval and the code of an invoice's first failure, and by the number of the retry.
 * A customer's episodes are forgotten when its life ends; those objects are used again.
 */
export class DunningCells implements Collector<DunningCells> {
  readonly grid: IntervalGrid;
  readonly cells: IntervalCells;
  private readonly segments: Segments;
  private readonly episodes: Episode[] = [];
  /** How many of them run. */
  private running = 0;

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
    if (payment.decline !== undefined || this.running > 0) this.note(at, account, payment);
  }

  end(account: Account): void {
    for (let i = 0; i < this.running; i++) {
      const episode = this.episodes[i] as Episode;
      this.add(episode, isStillTried(account, episode.invoice) ? DUNNING.open : DUNNING.lost, 1);
    }
    this.running = 0;
  }

  private note(at: Instant, account: Account, payment: Payment): void {
    const { kind, invoice } = payment;
    if (invoice === undefined || (kind !== "payment" && kind !== "out_of_band")) return;
    for (let i = 0; i < this.running; i++) {
      if ((this.episodes[i] as Episode).invoice !== invoice.number) continue;
      this.retry(account, payment, i);
      return;
    }
    this.start(at, account, payment, invoice);
  }

  private start(at: Instant, account: Account, { decline, card, attempt }: Payment, { number, lines }: Invoice): void {
    if (decline === undefined || card === undefined) return;
    const { plan } = lines.find((line) => line.plan !== undefined) ?? NO_PLAN;
    if (this.running === this.episodes.length) this.episodes.push(blank());
    const episode = this.episodes[this.running++] as Episode;
    episode.invoice = number;
    episode.segment = this.segments.within(this.segments.ofPlan(account, plan?.id ?? ""), decline.code);
    episode.interval = this.grid.indexOf(at);
    episode.card = card.index;
    episode.cardCopy = account.cardCopy;
    episode.attempt = attempt;
    episode.retry = 0;
  }

  private retry(account: Account, { attempt, amount, decline, card }: Payment, index: number): void {
    const episode = this.episodes[index] as Episode;
    // A try by hand, or a payment out of band, comes before the schedule's next one and counts as that.
    const isScheduled = attempt > episode.attempt;
    if (isScheduled) episode.attempt = attempt;
    episode.retry = isScheduled ? attempt - 1 : episode.attempt;
    this.add(episode, DUNNING.tried, 1);
    this.add(episode, DUNNING.amountTried, amount);
    if (decline !== undefined) return;
    this.add(episode, DUNNING.recovered, 1);
    this.add(episode, DUNNING.amountRecovered, amount);
    const isAnother = card !== undefined && (card.index !== episode.card || account.cardCopy !== episode.cardCopy);
    if (isAnother) this.add(episode, DUNNING.recoveredByCard, 1);
    // It is paid: nothing more can happen to it. The last one takes its place.
    this.episodes[index] = this.episodes[--this.running] as Episode;
    this.episodes[this.running] = episode;
  }

  private add({ segment, retry, interval }: Episode, measure: number, amount: number): void {
    this.cells.add(this.segments.within(segment as Segment, retryText(retry)), measure, interval, amount);
  }
}

const NO_PLAN = { plan: undefined };

const retryTexts: string[] = [];

/** Retries are numbered so that their texts sort as their numbers do; each text is made once. */
function retryText(retry: number): string {
  const text = retryTexts[retry] ?? String(retry).padStart(3, "0");
  retryTexts[retry] = text;
  return text;
}

const blank = (): Episode => ({ invoice: 0, segment: undefined, interval: 0, card: 0, cardCopy: 0, attempt: 0, retry: 0 });

/** Whether the invoice is open and somebody will ask for it again: the retry schedule, or what it was sent for. */
function isStillTried({ invoices }: Account, number: number): boolean {
  const invoice = invoices.find((one) => one.number === number);
  if (invoice === undefined || invoice.status !== "open") return false;
  return invoice.nextAttemptAt !== NEVER || invoice.collectionMethod === "send_invoice" || invoice.subscription?.status === "incomplete";
}
