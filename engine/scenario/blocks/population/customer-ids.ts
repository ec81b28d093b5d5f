import { childKey } from "../../../random/keyed-draw.ts";

const NO_KEY = { high: 0, low: 0 };

/**
 * Who has been named: a set of 64-bit hashes, so that a file of millions of customers is checked in a few bytes for each. Two of a million
 * names share a hash once in thirty million files.
 */
export class CustomerIds {
  private highs = new Int32Array(1024);
  private lows = new Int32Array(1024);
  private size = 0;

  /** Notes a name; false when it was noted before. */
  add(id: string): boolean {
    if (this.size * 2 >= this.highs.length) this.grow();
    const { high, low } = childKey(NO_KEY, id);
    const place = this.placeOf(high | 0, low | 0);
    if (this.isTaken(place)) return false;
    this.put(place, high | 0, low | 0);
    return true;
  }

  has(id: string): boolean {
    const { high, low } = childKey(NO_KEY, id);
    return this.isTaken(this.placeOf(high | 0, low | 0));
  }

  /** Where the pair stands, or would. The pair of two zeros marks a free place; no name is hoped to have it. */
  private placeOf(high: number, low: number): number {
    const mask = this.highs.length - 1;
    let place = low & mask;
    while (this.isTaken(place) && (this.highs[place] !== high || this.lows[place] !== low)) place = (place + 1) & mask;
    return place;
  }

  private isTaken(place: number): boolean {
    return this.highs[place] !== 0 || this.lows[place] !== 0;
  }

  private put(place: number, high: number, low: number): void {
    this.highs[place] = high;
    this.lows[place] = low;
    this.size++;
  }

  private grow(): void {
    const { highs, lows } = this;
    this.highs = new Int32Array(highs.length * 2);
    this.lows = new Int32Array(highs.length * 2);
    this.size = 0;
    for (let i = 0; i < highs.length; i++) {
      const high = highs[i] as number;
      const low = lows[i] as number;
      if (high !== 0 || low !== 0) this.put(this.placeOf(high, low), high, low);
    }
  }
}
