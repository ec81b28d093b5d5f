import type { ReportInterval } from "../../../engine/scenario/scenario.ts";

/** Consecutive intervals that a chart shows as one: from `from` up to and without `to`. */
export interface IntervalGroup {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** More bars than this nobody can tell apart. */
const MOST_BARS = 120;

/**
 * What the bars of a chart of flows stand for: one interval each, or where those are too many their sums over whole months or years. Flows add up, so
 * nothing is computed anew.
 */
export function barGroups(labels: readonly string[]): readonly IntervalGroup[] {
  const apart = labels.map((label, from) => ({ label, from, to: from + 1 }));
  if (labels.length <= MOST_BARS) return apart;
  const byMonth = /^\d+-\d\d-\d\d$/.test(labels[0] ?? "") ? together(labels, 7) : apart;
  return byMonth.length <= MOST_BARS ? byMonth : together(labels, 4);
}

/** Neighbours whose labels begin alike. */
function together(labels: readonly string[], letters: number): readonly IntervalGroup[] {
  const groups: { label: string; from: number; to: number }[] = [];
  for (const [i, label] of labels.entries()) {
    const name = label.slice(0, letters);
    const last = groups[groups.length - 1];
    if (last?.label === name) last.to = i + 1;
    else groups.push({ label: name, from: i, to: i + 1 });
  }
  return groups;
}

/** Sums of values by group. */
export function sums(values: readonly number[], groups: readonly IntervalGroup[]): readonly number[] {
  return groups.map(({ from, to }) => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i] as number;
    return sum;
  });
}

/** `per month`, or what the bars are where they are sums: `per year (sums of days)`. */
export function perInterval(interval: ReportInterval, labels: readonly string[], groups: readonly IntervalGroup[]): string {
  if (groups.length === labels.length) return `per ${interval}`;
  return `per ${(groups[0]?.label.length ?? 0) > 4 ? "month" : "year"} (sums of ${interval}s)`;
}
