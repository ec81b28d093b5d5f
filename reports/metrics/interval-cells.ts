import type { Saved } from "../saved.ts";
import { compareSegments, type Segment, type Segments, textsOf } from "./segments.ts";

/** The sums of one segment: measure after measure, each interval by interval. Measure m of interval i stands at `m * count + i`. */
export interface CellBlock {
  readonly segment: Segment;
  readonly sums: Float64Array;
  /** The first interval in which something of the segment was met: its rows begin there (R62). */
  from: number;
}

/** Of cells that are not told apart by `by` alone. */
interface CellOptions {
  /** How many values segments have behind those of `by` (`Segments.within`). */
  readonly further?: number;
  /** Whether without `by` every currency of the scenario has its rows, met or not; default: without further values. */
  readonly everyCurrency?: boolean;
}

/**
 * Sums by measure, interval and segment: a block of integers per segment. Adding two of them is adding their numbers, so any split over
 * customers gives the same sums.
 */
export class IntervalCells {
  /** Intervals per measure. */
  readonly count: number;
  private readonly segments: Segments;
  private readonly measures: number;
  /** By the segments' ordinals. */
  private readonly found: (CellBlock | undefined)[] = [];

  private readonly everyCurrency: boolean;
  /** How many values a segment has. */
  private readonly values: number;

  constructor(segments: Segments, measures: number, count: number, { further = 0, everyCurrency = further === 0 }: CellOptions = {}) {
    this.segments = segments;
    this.everyCurrency = everyCurrency && segments.by.length === 0;
    this.values = segments.by.length + further;
    this.measures = measures;
    this.count = count;
  }

  /** The sums of a segment, to add to in an interval. */
  block(segment: Segment, interval: number): Float64Array {
    const found = this.found[segment.ordinal] ?? this.newBlock(segment, interval);
    if (interval < found.from) found.from = interval;
    return found.sums;
  }

  /** Adds to a measure. */
  add(segment: Segment, measure: number, interval: number, amount: number): void {
    const sums = this.block(segment, interval);
    const i = measure * this.count + interval;
    sums[i] = (sums[i] as number) + amount;
  }

  /** Empty cells of the same segments and measures, for sums made of these. */
  alike(): IntervalCells {
    return new IntervalCells(this.segments, this.measures, this.count, { further: this.values - this.segments.by.length, everyCurrency: false });
  }

  merge(other: IntervalCells): void {
    for (const block of other.blocks()) this.addBlock(this.segments.intern(block.segment.currency, block.segment.values), block.from, block.sums);
  }

  /** The blocks one after the other, each with where it begins; of each its segment's texts. */
  save(): Saved {
    const blocks = this.blocks();
    const length = this.measures * this.count;
    const numbers = new Float64Array(blocks.length * (length + 1));
    for (const [b, { sums, from }] of blocks.entries()) {
      numbers[b * (length + 1)] = from;
      numbers.set(sums, b * (length + 1) + 1);
    }
    return { texts: blocks.flatMap(({ segment }) => textsOf(segment)), numbers };
  }

  /** Adds what was saved of cells of the same shape. */
  load({ texts, numbers }: Saved): void {
    const length = this.measures * this.count + 1;
    const width = 1 + this.values;
    for (let b = 0; b * width < texts.length; b++) {
      const segment = this.segments.fromTexts(texts.slice(b * width, (b + 1) * width));
      this.addBlock(segment, numbers[b * length] as number, numbers.subarray(b * length + 1, (b + 1) * length));
    }
  }

  /** Those that were met, in the order of rows; without `by` those of every currency of the scenario, met or not. */
  blocks(): readonly CellBlock[] {
    if (this.everyCurrency) for (const segment of this.segments.billed) this.block(segment, 0);
    return this.found.filter((block) => block !== undefined).sort((a, b) => compareSegments(a.segment, b.segment));
  }

  private addBlock(segment: Segment, from: number, sums: Float64Array): void {
    const ours = this.block(segment, from);
    for (let i = 0; i < ours.length; i++) ours[i] = (ours[i] as number) + (sums[i] as number);
  }

  private newBlock(segment: Segment, from: number): CellBlock {
    const block = { segment, sums: new Float64Array(this.measures * this.count), from };
    this.found[segment.ordinal] = block;
    return block;
  }
}
