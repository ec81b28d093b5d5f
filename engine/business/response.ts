import type { Account } from "../account/account.ts";
import { addDuration, type Duration } from "../calendar/duration.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import { childKey, draw } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";

/** How many more customers leave, by how much their own bill has risen: linear between points, from none at no rise (N86). */
export interface Response {
  /** What its draws are for: `timeline/<name>/response`. */
  readonly purpose: Key;
  /** Ascending: 0.1 is a bill that has risen by a tenth. */
  readonly points: readonly { readonly rise: number; readonly share: number }[];
  readonly within: Duration;
}

export function responsePurpose(name: string): Key {
  return childKey({ high: 0, low: 0 }, `timeline/${name}/response`);
}

/** The share that leaves for such a rise; beyond the last point as many as there. */
export function leavingShareOf({ points }: Response, rise: number): number {
  let below = { rise: 0, share: 0 };
  for (const point of points) {
    if (rise < point.rise)
      return rise <= below.rise ? below.share : below.share + ((point.share - below.share) * (rise - below.rise)) / (point.rise - below.rise);
    below = point;
  }
  return below.share;
}

/** When the customer leaves for what its bill has become; NEVER if it stays. */
export function leavesAt(response: Response, account: Account, before: number, after: number): Instant {
  if (after <= before) return NEVER;
  const { key, now } = account;
  const rise = before === 0 ? Number.POSITIVE_INFINITY : after / before - 1;
  if (draw(key, response.purpose, 0) >= leavingShareOf(response, rise)) return NEVER;
  const span = addDuration(now, response.within) - now;
  return now + Math.max(1, Math.ceil(span * draw(key, response.purpose, 1)));
}
