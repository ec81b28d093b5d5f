import type { Instant } from "../calendar/instant.ts";

/**
 * What can fall due on a customer's agenda. The order of this list is the order inside one instant (D8):
 *
 * 1. `boundary`: trial end, scheduled end, renewal; `expiry`: an incomplete sign-up gives up.
 * 2. `finalization` of a draft.
 * 3. `payment`: the first attempt after a finalization, and retries.
 * 4. `entry`: the script's actions, in the file's order. What an action causes at its own instant completes before the next.
 * 5. `probe`: `expect ... at`, which sees everything of the instant.
 *
 * Business look-ups (prices, promotions) are phase 0: functions of time, never events.
 * Inside a phase: subscription order, then creation.
 */
export const DUE = { boundary: 0, expiry: 1, finalization: 2, payment: 3, entry: 4, probe: 5 } as const;
export type DueCode = (typeof DUE)[keyof typeof DUE];

const PHASE: readonly number[] = [1, 1, 2, 3, 4, 5];

/** Order of things that belong to no subscription: after those that do. */
export const UNORDERED = 0xfffff;

/** One thing that falls due. Filled by `take`; valid until the next `take`. */
export interface Due {
  at: Instant;
  code: DueCode;
  /** Which one: a subscription's ordinal, an invoice's slot, a script entry's or probe's index. */
  ref: number;
  /** Stale when it differs from the generation of what it refers to. */
  generation: number;
}

/**
 * A customer's future: a small sorted array, earliest last, so that taking is popping and nothing is allocated.
 * Entries are never removed; one that no longer holds is recognised by its generation and skipped.
 */
export class Agenda {
  size = 0;
  private at = new Float64Array(16);
  private rank = new Float64Array(16);
  private code = new Int32Array(16);
  private ref = new Int32Array(16);
  private generation = new Int32Array(16);

  clear(): void {
    this.size = 0;
  }

  /** The earliest instant. Only when `size > 0`. */
  head(): Instant {
    return this.at[this.size - 1] as number;
  }

  /** Whether anything stands before (at, after this phase): what follows may then not run ahead of it. */
  hasBefore(at: Instant, code: DueCode): boolean {
    const last = this.size - 1;
    if (last < 0) return false;
    const head = this.at[last] as number;
    return head < at || (head === at && (PHASE[this.code[last] as number] as number) <= (PHASE[code] as number));
  }

  /** Adds one entry. `order` is the subscription's ordinal, or UNORDERED. */
  push(at: Instant, code: DueCode, order: number, ref: number, generation: number): void {
    if (this.size === this.at.length) this.grow();
    const rank = (PHASE[code] as number) * 0x100000 + order;
    let i = this.size++;
    // Equal keys keep their order of creation: the newcomer goes below, that is: later.
    while (i > 0 && this.isLater(i - 1, at, rank)) i--;
    const { size } = this;
    if (i < size - 1) this.shift(i, size - 1);
    this.at[i] = at;
    this.rank[i] = rank;
    this.code[i] = code;
    this.ref[i] = ref;
    this.generation[i] = generation;
  }

  take(into: Due): void {
    const last = --this.size;
    into.at = this.at[last] as number;
    into.code = this.code[last] as DueCode;
    into.ref = this.ref[last] as number;
    into.generation = this.generation[last] as number;
  }

  /** Whether the entry at `index` falls due before, or together with and created before, the new key. */
  private isLater(index: number, at: Instant, rank: number): boolean {
    const other = this.at[index] as number;
    return other < at || (other === at && (this.rank[index] as number) <= rank);
  }

  private shift(from: number, to: number): void {
    for (let i = to; i > from; i--) {
      this.at[i] = this.at[i - 1] as number;
      this.rank[i] = this.rank[i - 1] as number;
      this.code[i] = this.code[i - 1] as number;
      this.ref[i] = this.ref[i - 1] as number;
      this.generation[i] = this.generation[i - 1] as number;
    }
  }

  private grow(): void {
    const length = this.at.length * 2;
    const wider = <T extends Float64Array | Int32Array>(old: T, next: T): T => {
      next.set(old);
      return next;
    };
    this.at = wider(this.at, new Float64Array(length));
    this.rank = wider(this.rank, new Float64Array(length));
    this.code = wider(this.code, new Int32Array(length));
    this.ref = wider(this.ref, new Int32Array(length));
    this.generation = wider(this.generation, new Int32Array(length));
  }
}
