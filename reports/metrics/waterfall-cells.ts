import type { Account } from "../../engine/account/account.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Collector, ReportContext } from "../collector.ts";
import type { Posting } from "../recognition/posting.ts";
import { RecognitionTerms } from "../recognition/recognition-terms.ts";
import { recognitionEnds, spread } from "../recognition/spread.ts";
import { apart, joined, type Saved } from "../saved.ts";
import type { MeasureKind } from "./exchange.ts";
import { IntervalCells } from "./interval-cells.ts";

/** Of what one interval deferred: what each interval released, and what each one added less what it reversed. */
export const WATERFALL = { released: 0, added: 1 } as const;
export const WATERFALL_KINDS: readonly MeasureKind[] = ["flow", "flow"];

/** Collects deferred revenue by the interval of its bill and that of its release: cells of its own for every interval that deferred anything. */
export class WaterfallCells implements Collector<WaterfallCells> {
  /** By the interval of the bill. */
  readonly billed: (IntervalCells | undefined)[];
  private readonly context: ReportContext;
  private readonly ends: Float64Array;

  constructor(context: ReportContext) {
    this.context = context;
    this.billed = Array.from({ length: context.grid.count }, () => undefined);
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

  posting(at: Instant, account: Account, posting: Posting): void {
    const { deferredAdded, deferredReleased, deferredReversed, scheduledTo, invoice, charge } = posting;
    const scheduled = scheduledTo === "deferred" ? posting.scheduled : 0;
    if (deferredAdded === 0 && deferredReleased === 0 && deferredReversed === 0 && scheduled === 0) return;
    const { grid, segments } = this.context;
    const billedAt = invoice?.finalizedAt ?? charge?.at ?? at;
    const billedIn = billedAt === at ? grid.indexOf(at) : grid.indexOf(billedAt);
    const index = grid.indexOf(at);
    const cells = this.of(billedIn);
    const sums = cells.block(segments.ofPlan(account, posting.plan?.id ?? ""), index);
    const released = WATERFALL.released * grid.count;
    const added = WATERFALL.added * grid.count + index;
    sums[added] = (sums[added] as number) + deferredAdded - deferredReversed;
    sums[released + index] = (sums[released + index] as number) + deferredReleased;
    if (scheduled !== 0) spread(posting, index, this.ends, sums, released);
  }

  private of(interval: number): IntervalCells {
    const { segments, grid } = this.context;
    const cells = this.billed[interval] ?? new IntervalCells(segments, WATERFALL_KINDS.length, grid.count, { everyCurrency: false });
    this.billed[interval] = cells;
    return cells;
  }
}
