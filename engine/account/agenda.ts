import type { Instant } from "../calendar/instant.ts";

/**
 * What can fall due on a customer's agenda. The order of this list is the order inside one instant (D8):
 *
 * 0. `collection`: the collection of a subscription resumes (P3). `cardUpdate`: the updater replaces the customer's card (K3).
 *    `replacement`: a drawn customer replaces a card that failed.
 * 0. `lapse`: a drawn customer does not renew; decided just before the boundary.
 * 1. `boundary`: trial end, scheduled end, renewal; `expiry`: an incomplete sign-up gives up.
 * 2. `finalization` of a draft.
 * 3. `payment`: the first attempt after a finalization, and retries.
 *    `transfer`: the customer pays what was sent. `overdue`: what was sent is due. `deadline`: it has been overdue for too long.
 *    `dispute`: one is decided.
 * 4. `business`: what the business does to customers at once.
 * 5. `entry`: the script's actions, in the file's order. What an action causes at its own instant completes before the next.
 *    `behavior`: what a drawn customer does.
 * 6. `probe`: `expect ... at`, which sees everything of the instant.
 *
 * Business look-ups (prices, promotions) come before all: functions of time, never events.
 * Inside a phase: subscription order, then creation.
 */
export const DUE = {
  boundary: 0,
  expiry: 1,
  finalization: 2,
  payment: 3,
  entry: 4,
  probe: 5,
  dispute: 6,
  collection: 7,
  cardUpdate: 8,
  transfer: 9,
  overdue: 10,
  deadline: 11,
  behavior: 12,
  lapse: 13,
  replacement: 14,
  business: 15,
} as const;
export type DueCode = (typeof DUE)[keyof typeof DUE];

const PHASE: readonly number[] = [1, 1, 2, 3, 5, 6, 3, 0, 0, 3, 3, 3, 5, 0, 0, 4];

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

/** An entry of an agenda: what falls due, and its place among others of the same instant. */
interface Planned extends Due {
  /** Phase, then subscription order (D8). */
  rank: number;
}

const PHASE_WIDTH = 0x100000;

/**
 * A customer's future: a small sorted array, earliest last, so that taking is popping. Entries are objects that are used again: nothing is
 * allocated once the agenda has grown, and making room moves references.
 * Entries are never removed; one that no longer holds is recognised by its generation and skipped.
 */
export class Agenda {
  size = 0;
  /** How far it is being run: what is planned for then or later does not happen yet. */
  until: Instant = 0;
  /** The first `size` are planned; the rest are spare. */
  private readonly entries: Planned[] = [];

  clear(): void {
    this.size = 0;
  }

  /** The earliest instant. Only when `size > 0`. */
  head(): Instant {
    return (this.entries[this.size - 1] as Planned).at;
  }

  /** Whether anything stands before (at, after this phase): what follows may then not run ahead of it. */
  hasBefore(at: Instant, code: DueCode): boolean {
    if (this.size === 0) return false;
    const head = this.entries[this.size - 1] as Planned;
    return head.at < at || (head.at === at && head.rank < ((PHASE[code] as number) + 1) * PHASE_WIDTH);
  }

  /** Whether what happens (at, in this phase) would come next: it is to happen at all, and nothing stands before it. */
  isFree(at: Instant, code: DueCode): boolean {
    return at < this.until && !this.hasBefore(at, code);
  }

  /** Adds one entry. `order` is the subscription's ordinal, or UNORDERED. */
  push(at: Instant, code: DueCode, order: number, ref: number, generation: number): void {
    const { entries } = this;
    const rank = (PHASE[code] as number) * PHASE_WIDTH + order;
    const last = this.size++;
    const entry = entries[last] ?? this.addSpare();
    let i = last;
    for (; i > 0; i--) {
      const other = entries[i - 1] as Planned;
      // Equal keys keep their order of creation: the newcomer goes below, that is: later.
      if (other.at > at || (other.at === at && other.rank > rank)) break;
      entries[i] = other;
    }
    if (i !== last) entries[i] = entry;
    entry.at = at;
    entry.rank = rank;
    entry.code = code;
    entry.ref = ref;
    entry.generation = generation;
  }

  take(into: Due): void {
    const entry = this.entries[--this.size] as Planned;
    into.at = entry.at;
    into.code = entry.code;
    into.ref = entry.ref;
    into.generation = entry.generation;
  }

  private addSpare(): Planned {
    const entry: Planned = { at: 0, code: DUE.boundary, ref: 0, generation: 0, rank: 0 };
    this.entries.push(entry);
    return entry;
  }
}
