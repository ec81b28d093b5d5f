import type { Currency } from "../../../engine/money/currency.ts";
import { currencies } from "../../../engine/money/currency.ts";
import type { Saved } from "../../saved.ts";

/** Sums per currency: a block of integers each, so that two of them add. The books know no reporting currency and no `by`. */
export class CurrencySums {
  private readonly length: number;
  private readonly blocks = new Map<Currency, Float64Array>();
  private last: Currency | undefined;
  private lastBlock: Float64Array = new Float64Array(0);

  /** @param length how many sums a currency has. */
  constructor(length: number) {
    this.length = length;
  }

  /** The sums of a currency, to add to. Customers of one currency mostly follow each other: the map is asked only when it changes. */
  block(currency: Currency): Float64Array {
    if (currency === this.last) return this.lastBlock;
    const block = this.blocks.get(currency) ?? new Float64Array(this.length);
    this.blocks.set(currency, block);
    this.last = currency;
    this.lastBlock = block;
    return block;
  }

  merge(other: CurrencySums): void {
    this.load(other.save());
  }

  save(): Saved {
    const numbers = new Float64Array(this.blocks.size * this.length);
    for (const [b, block] of [...this.blocks.values()].entries()) numbers.set(block, b * this.length);
    return { texts: [...this.blocks.keys()].map(({ code }) => code), numbers };
  }

  load({ texts, numbers }: Saved): void {
    for (const [b, code] of texts.entries()) {
      const block = this.block(currencies.get(code) as Currency);
      for (let i = 0; i < this.length; i++) block[i] = (block[i] as number) + (numbers[b * this.length + i] as number);
    }
  }

  /** The currencies met, by code. */
  currencies(): readonly Currency[] {
    return [...this.blocks.keys()].sort((a, b) => (a.code < b.code ? -1 : 1));
  }
}
