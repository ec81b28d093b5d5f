import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { ReportContext } from "../collector.ts";
import type { IntervalGrid } from "../metrics/interval-grid.ts";
import { POSTED, type Posting, type RevenueKind } from "./posting.ts";
import { RecognitionTerms } from "./recognition-terms.ts";
import { recognitionEnds, spread } from "./spread.ts";
import { reversedByRate } from "./tax-shares.ts";

const RELEASED = POSTED.indexOf("deferredReleased");
const UNBILLED = POSTED.indexOf("unbilledAdded");

/** What is taken back of a line's tax in an interval, rate by rate. */
export interface TaxesReversed {
  readonly rates: readonly string[];
  readonly reversed: Minor[];
}

/** What one line of an invoice, one pending line or one charge recognises, interval by interval. */
export class LineRecognition {
  /** The invoice's number; 0 while pending, and of charges. */
  readonly invoice: number;
  readonly charge: number;
  readonly number: number;
  readonly plan: string | undefined;
  readonly kind: RevenueKind;
  private readonly sums = new Map<number, Float64Array>();
  private taxes: Map<number, TaxesReversed> | undefined;

  constructor({ invoice, charge, number, plan, kind }: Posting) {
    this.invoice = invoice?.number ?? 0;
    this.charge = charge?.number ?? 0;
    this.number = number;
    this.plan = plan?.id;
    this.kind = kind;
  }

  add(interval: number, column: number, amount: number): void {
    if (amount === 0) return;
    const row = this.sums.get(interval) ?? new Float64Array(POSTED.length);
    this.sums.set(interval, row);
    row[column] = (row[column] as number) + amount;
  }

  addTaxes(interval: number, { line, taxReversed }: Posting): void {
    if (taxReversed === 0 || line === undefined) return;
    this.taxes ??= new Map();
    const taken = this.taxes.get(interval) ?? { rates: line.taxes.map(({ rate }) => rate.id), reversed: line.taxes.map(() => 0) };
    this.taxes.set(interval, taken);
    for (const [i, amount] of reversedByRate(taxReversed, line).entries()) taken.reversed[i] = (taken.reversed[i] as Minor) + amount;
  }

  taxesIn(interval: number): TaxesReversed | undefined {
    return this.taxes?.get(interval);
  }

  /** In order of time, without those in which everything came to nothing. */
  intervals(): readonly (readonly [number, Float64Array])[] {
    return [...this.sums].filter(([, row]) => row.some((amount) => amount !== 0)).sort(([a], [b]) => a - b);
  }
}

/** What a customer's lines recognise: pending ones first, in order of making, then by invoice and line, then charges. */
export class RecognitionRows {
  private readonly grid: IntervalGrid;
  private readonly ends: Float64Array;
  private readonly scratch: Float64Array;
  private readonly byKey = new Map<string, LineRecognition>();

  constructor({ scenario, grid }: ReportContext) {
    this.grid = grid;
    this.ends = recognitionEnds(grid, new RecognitionTerms(scenario.reports));
    this.scratch = new Float64Array(this.grid.count);
  }

  begin(): void {
    this.byKey.clear();
  }

  label(interval: number): string {
    return this.grid.labels[interval] as string;
  }

  add(at: Instant, posting: Posting): void {
    const line = this.lineOf(posting);
    const index = this.grid.indexOf(at);
    for (const [column, name] of POSTED.entries()) line.add(index, column, posting[name]);
    line.addTaxes(index, posting);
    if (posting.scheduled === 0) return;
    this.scratch.fill(0);
    const last = spread(posting, index, this.ends, this.scratch, 0);
    const column = posting.scheduledTo === "deferred" ? RELEASED : UNBILLED;
    for (let i = index; i <= last; i++) line.add(i, column, this.scratch[i] as number);
  }

  lines(): readonly LineRecognition[] {
    const place = ({ invoice, charge }: LineRecognition): number => (charge > 0 ? 2 : invoice > 0 ? 1 : 0);
    return [...this.byKey.values()]
      .map((line, order) => ({ line, order }))
      .sort(
        (a, b) =>
          place(a.line) - place(b.line) ||
          a.line.invoice - b.line.invoice ||
          a.line.charge - b.line.charge ||
          a.line.number - b.line.number ||
          a.order - b.order,
      )
      .map(({ line }) => line);
  }

  private lineOf(posting: Posting): LineRecognition {
    const { invoice, charge, number, line, plan, subscription } = posting;
    const unbilled = invoice === undefined && charge === undefined;
    const key = unbilled
      ? `${line?.sequence ?? ""} ${subscription?.ordinal ?? ""} ${plan?.index ?? ""}`
      : `${invoice?.number ?? 0}/${charge?.number ?? 0}/${number}`;
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const made = new LineRecognition(posting);
    this.byKey.set(key, made);
    return made;
  }
}
