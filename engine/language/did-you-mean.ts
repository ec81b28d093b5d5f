/**
 * The candidate nearest to what was written, if it is near enough to be a slip: at most one edit per three characters, or a part of its words.
 * Ties go to the candidate listed first.
 */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  // Nobody mistypes that many characters; and hostile keys must not cost time.
  if (written.length > 64) return undefined;
  const lower = written.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) >= bestDistance) continue;
    const distance = editDistance(lower, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? longer(lower, candidates);
}

/** A candidate of which the words written are a part: `trial_days` of `trial_period_days`. */
function longer(written: string, candidates: Iterable<string>): string | undefined {
  if (written.length < 4) return undefined;
  const words = written.split("_");
  for (const candidate of candidates) {
    const parts = candidate.toLowerCase().split("_");
    if (parts.length > words.length && words.every((word) => parts.includes(word))) return candidate;
  }
  return undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours between two texts; anything at or above `limit` may come out as `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last: number[] = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replaced, (last[j] as number) + 1, (row[j - 1] as number) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (beforeLast[j - 2] as number) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least >= limit) return limit;
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}

/** `Did you mean "pro"?`, or what to do instead when nothing is near. */
export function didYouMean(written: string, candidates: Iterable<string>, otherwise: string): string {
  const near = nearest(written, candidates);
  return near === undefined ? otherwise : `Did you mean "${near}"?`;
}

/** `a, b, c and 4 more`: enough of a list to be useful in a sentence. */
export function listed(names: Iterable<string>, most = 12): string {
  const all = [...names];
  if (all.length === 0) return "nothing";
  if (all.length <= most) return all.join(", ");
  return `${all.slice(0, most).join(", ")} and ${all.length - most} more`;
}
