import type { Instant } from "../../../calendar/instant.ts";
import { childKey } from "../../../random/keyed-draw.ts";

const NO_KEY = { high: 0, low: 0 };

/** What is known of a customer of a file by its name. */
export interface PlaceInFile {
  /** From 0. */
  readonly place: number;
  /** Before this instant it uses nothing; -Infinity where nothing is known. */
  readonly livesFrom: Instant;
}

/**
 * The order in which customers stand in a file, for the files beside it: which names there are, their places and from when on each lives. Names
 * are kept as 64-bit hashes, as in `CustomerIds`: some 50 bytes for each.
 */
export class CustomerOrder {
  private readonly places = new Map<bigint, number>();
  private lives = new Float64Array(1024);
  private size = 0;

  /** Notes the next customer. */
  add(id: string, livesFrom: Instant): void {
    if (this.size === this.lives.length) {
      const grown = new Float64Array(this.size * 2);
      grown.set(this.lives);
      this.lives = grown;
    }
    this.lives[this.size] = livesFrom;
    this.places.set(keyOf(id), this.size);
    this.size++;
  }

  /** Undefined: there is no such customer. */
  of(id: string): PlaceInFile | undefined {
    const place = this.places.get(keyOf(id));
    return place === undefined ? undefined : { place, livesFrom: this.lives[place] as number };
  }
}

function keyOf(id: string): bigint {
  const { high, low } = childKey(NO_KEY, id);
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
