import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Collector, ReportContext } from "../collector.ts";
import type { Earnings } from "../recognition/earnings.ts";
import type { Posting } from "../recognition/posting.ts";
import { RecognitionTerms } from "../recognition/recognition-terms.ts";
import { recognitionEnds, spread } from "../recognition/spread.ts";
import { apart, joined, type Saved } from "../saved.ts";
import type { MeasureKind } from "./exchange.ts";
import { IntervalCells } from "./interval-cells.ts";

/** Of what one interval deferred: what each interval released, and what each one added less what it reversed. */
export const WATERFALL = { released: 0, added: 1 } as const;
export const WATERFALL_KINDS: readonly MeasureKind[] = ["flow", "flow"];

/** The place of what was billed before the clock starts (N170); behind it those of the clock's intervals. */
const BEFORE = 0;

/** Collects deferred revenue by the interval of its bill and that of its release: cells of its own for every interval that deferred anything. */
export class WaterfallCells implements Collector<WaterfallCells> {
  /** By the interval of the bill: before the clock, then the clock's in their order. */
  readonly billed: (IntervalCells | undefined)[];
  private readonly context: ReportContext;
  private readonly ends: Float64Array;

  constructor(context: ReportContext) {
    this.context = context;
    this.billed = Array.from({ length: 1 + context.grid.count }, () => undefined);
    this.ends = recognitionEnds(context.grid, new RecognitionTerms(context.scenario.reports));
  }

  merge(other: WaterfallCells): void {
    for (const [i, theirs] of other.billed.entries()) if (theirs !== undefined) this.of(i).merge(theirs);
  }

  save(): Saved {
    return joined(this.billed.map((cells) => cells?.save() ?? { texts: [], numbers: new Float64Array(0) }));
  }

  load(saved: Saved): void {
    for (const [i, part] of apart(saved, this.billed.length).entries()) if (part.texts.length > 0) this.of(i).load(part);
  }

  deferral(_at: Instant, account: Account, _invoice: Invoice, { plan }: Line, earnings: Earnings): void {
    const { grid, segments } = this.context;
    const { first } = earnings;
    const sums = this.of(1 + first).block(segments.ofPlan(account, plan?.id ?? ""), first);
    const added = WATERFALL.added * grid.count + first;
    sums[added] = (sums[added] as number) + earnings.net;
    earnings.addTo(sums, WATERFALL.released * grid.count);
  }

  posting(at: Instant, account: Account, posting: Posting): void {
    const { deferredOpening, deferredReleased, deferredReversed, scheduledTo } = posting;
    const deferredAdded = posting.deferredAdded + deferredOpening;
    const scheduled = scheduledTo === "deferred" ? posting.scheduled : 0;
    if (deferredAdded === 0 && deferredReleased === 0 && deferredReversed === 0 && scheduled === 0) return;
    const { grid, segments } = this.context;
    const index = grid.indexOf(at);
    const cells = this.of(deferredOpening !== 0 ? BEFORE : 1 + this.billedIn(at, index, posting));
    const sums = cells.block(segments.ofPlan(account, posting.plan?.id ?? ""), index);
    const released = WATERFALL.released * grid.count;
    const added = WATERFALL.added * grid.count + index;
    sums[added] = (sums[added] as number) + deferredAdded - deferredReversed;
    sums[released + index] = (sums[released + index] as number) + deferredReleased;
    if (scheduled !== 0) spread(posting, index, this.ends, sums, released);
  }

  private billedIn(at: Instant, index: number, { invoice, charge }: Posting): number {
    const billedAt = invoice?.finalizedAt ?? charge?.at ?? at;
    return billedAt === at ? index : this.context.grid.indexOf(billedAt);
  }

  private of(place: number): IntervalCells {
    return this.billed[place] ?? this.newCells(place);
  }

  private newCells(place: number): IntervalCells {
    const { segments, grid } = this.context;
    const cells = new IntervalCells(segments, WATERFALL_KINDS.length, grid.count, { everyCurrency: false });
    this.billed[place] = cells;
    return cells;
  }
}
