import type { Account } from "../../../engine/account/account.ts";
import type { Instant } from "../../../engine/calendar/instant.ts";
import type { Currency } from "../../../engine/money/currency.ts";
import type { Minor } from "../../../engine/money/exact.ts";
import type { ReportContext } from "../../collector.ts";
import { IntervalGrid } from "../../metrics/interval-grid.ts";
import type { Posting, RevenueKind } from "../../recognition/posting.ts";
import { RecognitionTerms } from "../../recognition/recognition-terms.ts";
import { recognitionEnds, spread } from "../../recognition/spread.ts";
import type { Saved } from "../../saved.ts";
import { ACCOUNT, ACCOUNTS, ENTRY, ENTRY_KINDS, type EntryKind } from "./accounts.ts";
import { CurrencySums } from "./currency-sums.ts";
import { type EntryBook, REVENUE_ACCOUNTS } from "./entries.ts";

/** What the entries of one kind come to in a period and a currency. */
export interface PeriodEntry {
  readonly kind: EntryKind;
  readonly currency: Currency;
  /** `2026-01` */
  readonly period: string;
  /** The period's last day inside the clock, as an instant that a formatter of UTC prints. */
  readonly on: Instant;
  /** By account; they add up to 0. */
  readonly amounts: readonly Minor[];
}

const REVENUE_KINDS = Object.keys(REVENUE_ACCOUNTS) as readonly RevenueKind[];
/** Where recognition comes from: deferred revenue or unbilled receivables. */
const SOURCES = [ACCOUNT.deferred, ACCOUNT.unbilled] as const;
const RECOGNITION = ENTRY.recognition * ACCOUNTS.length;
const MEASURES = RECOGNITION + SOURCES.length * REVENUE_KINDS.length;

/** Sums of entries by period, kind, account and currency. Only sums: two of them add. */
export class PeriodSums implements EntryBook {
  private readonly grid: IntervalGrid;
  private readonly cells: CurrencySums;
  private readonly ends: Float64Array;
  private readonly utcOffset: number;
  /** Of the entry that is being written: its currency's sums, and where its kind and period begin in them. */
  private current: Float64Array = new Float64Array(0);
  private place = 0;

  constructor(period: "day" | "month", { scenario: { start, end, reports } }: ReportContext) {
    this.grid = new IntervalGrid(period, start, end, reports);
    this.cells = new CurrencySums(MEASURES * this.grid.count);
    this.ends = recognitionEnds(this.grid, new RecognitionTerms(reports));
    this.utcOffset = reports.utcOffset;
  }

  /** A customer's currency is one of the books, whether anything moves in it or not. */
  begin({ currency }: Account): void {
    this.cells.block(currency);
  }

  about(at: Instant, { currency }: Account, kind: EntryKind): void {
    this.current = this.cells.block(currency);
    this.place = ENTRY[kind] * ACCOUNTS.length * this.grid.count + this.grid.indexOf(at);
  }

  move(ledgerAccount: number, amount: Minor): void {
    if (amount === 0) return;
    const i = this.place + ledgerAccount * this.grid.count;
    this.current[i] = (this.current[i] as number) + amount;
  }

  recognize(at: Instant, { currency }: Account, posting: Posting): void {
    const { deferredReleased, unbilledAdded, scheduled } = posting;
    if (deferredReleased === 0 && unbilledAdded === 0 && scheduled === 0) return;
    const block = this.cells.block(currency);
    const index = this.grid.indexOf(at);
    const deferred = RECOGNITION + REVENUE_KINDS.indexOf(posting.kind);
    const unbilled = deferred + REVENUE_KINDS.length;
    this.addTo(block, deferred, index, deferredReleased);
    this.addTo(block, unbilled, index, unbilledAdded);
    if (scheduled !== 0) spread(posting, index, this.ends, block, (posting.scheduledTo === "deferred" ? deferred : unbilled) * this.grid.count);
  }

  merge(other: PeriodSums): void {
    this.cells.merge(other.cells);
  }

  save(): Saved {
    return this.cells.save();
  }

  load(saved: Saved): void {
    this.cells.load(saved);
  }

  currencies(): readonly Currency[] {
    return this.cells.currencies();
  }

  /** By period, then kind, then currency; those in which nothing moves left out. */
  *entries(): Generator<PeriodEntry> {
    for (const [i, period] of this.grid.labels.entries()) {
      const on = this.grid.endOf(i) - 1 + this.utcOffset;
      for (const kind of ENTRY_KINDS) {
        for (const currency of this.currencies()) {
          const amounts = kind === "recognition" ? this.recognized(currency, i) : this.amounts(currency, kind, i);
          if (amounts.some((amount) => amount !== 0)) yield { kind, currency, period, on, amounts };
        }
      }
    }
  }

  private amounts(currency: Currency, kind: EntryKind, index: number): readonly Minor[] {
    const block = this.cells.block(currency);
    return ACCOUNTS.map((_, account) => block[(ENTRY[kind] * ACCOUNTS.length + account) * this.grid.count + index] as number);
  }

  private recognized(currency: Currency, index: number): readonly Minor[] {
    const block = this.cells.block(currency);
    const amounts = ACCOUNTS.map(() => 0);
    for (const [s, source] of SOURCES.entries()) {
      for (const [k, kind] of REVENUE_KINDS.entries()) {
        const earned = block[(RECOGNITION + s * REVENUE_KINDS.length + k) * this.grid.count + index] as number;
        amounts[source] = (amounts[source] as number) + earned;
        amounts[REVENUE_ACCOUNTS[kind]] = (amounts[REVENUE_ACCOUNTS[kind]] as number) - earned;
      }
    }
    return amounts;
  }

  private addTo(block: Float64Array, measure: number, index: number, amount: Minor): void {
    const i = measure * this.grid.count + index;
    block[i] = (block[i] as number) + amount;
  }
}
