import type { Line } from "../account/line.ts";

const RANK = { proration_credit: 0, proration_charge: 1, invoice_item: 2, usage: 3, subscription: 4, trial: 4 } as const;

/**
 * Print order of pending lines (D4, B8): newest instant first; within one instant unused time, then remaining time, then plain items;
 * then in order of making, which is unique.
 */
export function comparePending(a: Line, b: Line): number {
  return b.at - a.at || RANK[a.kind] - RANK[b.kind] || a.sequence - b.sequence;
}
