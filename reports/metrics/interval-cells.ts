import { type Currency, currencies } from "../../engine/money/currency.ts";
import type { Saved } from "../saved.ts";

/**
 * Sums by measure, interval and currency: a block of integers per currency, measure after measure. Adding two of them is adding their
 * numbers, so any split over customers gives the same sums.
 */
export class IntervalCells {
  /** Intervals per measure: measure m of interval i stands at `m * count + i`. */
  readonly count: number;
  private readonly measures: number;
  private readonly blocks = new Map<Currency, Float64Array>();
  private lastCurrency: Currency | undefined;
  private lastBlock: Float64Array = new Float64Array(0);

  constructor(measures: number, count: number) {
    this.measures = measures;
    this.count = count;
  }

  /** The block of a currency, to add to. */
  block(currency: Currency): Float64Array {
    if (currency !== this.lastCurrency) {
      this.lastBlock = this.blocks.get(currency) ?? this.newBlock(currency);
      this.lastCurrency = currency;
    }
    return this.lastBlock;
  }

  merge(other: IntervalCells): void {
    for (const [currency, theirs] of other.blocks) {
      const ours = this.block(currency);
      for (let i = 0; i < ours.length; i++) ours[i] = (ours[i] as number) + (theirs[i] as number);
    }
  }

  /** The blocks one after the other, each with its currency's code. */
  save(): Saved {
    const length = this.measures * this.count;
    const numbers = new Float64Array(this.blocks.size * length);
    let at = 0;
    for (const block of this.blocks.values()) {
      numbers.set(block, at);
      at += length;
    }
    return { texts: [...this.blocks.keys()].map(({ code }) => code), numbers };
  }

  /** Adds what was saved of cells of the same shape. */
  load({ texts, numbers }: Saved): void {
    const length = this.measures * this.count;
    for (const [b, code] of texts.entries()) {
      const ours = this.block(currencies.get(code) as Currency);
      for (let i = 0; i < length; i++) ours[i] = (ours[i] as number) + (numbers[b * length + i] as number);
    }
  }

  /** The currencies met, by code. */
  currencies(): readonly Currency[] {
    return [...this.blocks.keys()].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  }

  private newBlock(currency: Currency): Float64Array {
    const block = new Float64Array(this.measures * this.count);
    this.blocks.set(currency, block);
    return block;
  }
}
