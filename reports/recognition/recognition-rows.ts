import type { Instant } from "../../engine/calendar/instant.ts";
import type { ReportContext } from "../collector.ts";
import type { IntervalGrid } from "../metrics/interval-grid.ts";
import { POSTED, type Posting } from "./posting.ts";
import { RecognitionTerms } from "./recognition-terms.ts";
import { recognitionEnds, spread } from "./spread.ts";

const RELEASED = POSTED.indexOf("deferredReleased");
const UNBILLED = POSTED.indexOf("unbilledAdded");

/** What one line of an invoice, one pending line or one charge recognises, interval by interval. */
export class LineRecognition {
  /** The invoice's number; 0 while pending, and of charges. */
  readonly invoice: number;
  readonly charge: number;
  readonly number: number;
  readonly plan: string | undefined;
  private readonly sums = new Map<number, Float64Array>();

  constructor({ invoice, charge, number, plan }: Posting) {
    this.invoice = invoice?.number ?? 0;
    this.charge = charge?.number ?? 0;
    this.number = number;
    this.plan = plan?.id;
  }

  add(interval: number, column: number, amount: number): void {
    if (amount === 0) return;
    const row = this.sums.get(interval) ?? new Float64Array(POSTED.length);
    this.sums.set(interval, row);
    row[column] = (row[column] as number) + amount;
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
