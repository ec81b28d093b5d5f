import type { Duration } from "../calendar/duration.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import { childKey, draw } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";
import { decayTime, waitingTime } from "../random/waiting-time.ts";
import { type DeclineCode, declineCodes } from "./decline-codes.ts";

/** How a failed charge comes right: by retry (the last chance repeats), or in time. */
export type Recovery =
  | { readonly kind: "attempts"; readonly chances: readonly number[] }
  /** The share that is ever good again, and the seconds after which half of those are. */
  | { readonly kind: "time"; readonly eventually: number; readonly halfLife: number };

/** What a card does in numbers (D35). Shares lie between 0 and 1, hazards are per second. */
export interface DrawnCard {
  /** The mean share of first attempts that decline. */
  readonly rate: number;
  /** Two kinds of cards with that mean: the share of those that decline `ratio` times as often as the others. */
  readonly cluster: { readonly share: number; readonly ratio: number };
  /** Why, by running sums of the weights. */
  readonly codes: readonly { readonly code: DeclineCode; readonly weight: number; readonly upTo: number }[];
  /** What is not named never comes right by itself. */
  readonly recovery: ReadonlyMap<DeclineCode, Recovery>;
  readonly expiry: { readonly share: number; readonly hazard: number; readonly updater: number } | undefined;
  /** The customer replaces the card after a failure, at most so long after it. */
  readonly replacement: { readonly share: number; readonly hazard: number; readonly within: Duration } | undefined;
}

/** One card of one customer: the holder's key, and which of its cards in turn. */
export interface Holding {
  readonly key: Key;
  readonly copy: number;
  readonly expiresAt: Instant;
}

/** One attempt to be paid, seen from the failure that it may belong to. */
export interface Attempt {
  /** Of the episode: the invoice, and the card that is asked for it. */
  readonly episode: Key;
  readonly at: Instant;
  /** 0 for the first attempt with this card. */
  readonly retry: number;
  /** When this card was first asked; recovery in time counts from it. */
  readonly failedAt: Instant;
}

const PURPOSE = {
  charge: childKey({ high: 0, low: 0 }, "card charge"),
  code: childKey({ high: 0, low: 0 }, "decline code"),
  recovery: childKey({ high: 0, low: 0 }, "card recovery"),
  cluster: childKey({ high: 0, low: 0 }, "card cluster"),
  expiry: childKey({ high: 0, low: 0 }, "card expiry"),
  updater: childKey({ high: 0, low: 0 }, "card updater"),
  replacement: childKey({ high: 0, low: 0 }, "card replacement"),
} as const;

const EXPIRED = declineCodes.get("expired_card") as DeclineCode;

/** Why the attempt is declined; undefined is success. A pure function of its arguments (D35). */
export function drawnDecline(card: DrawnCard, holding: Holding, attempt: Attempt): DeclineCode | undefined {
  if (attempt.at >= holding.expiresAt) return EXPIRED;
  if (draw(attempt.episode, PURPOSE.charge, 0) >= propensityOf(card, holding)) return undefined;
  const code = codeOf(card, attempt.episode);
  if (attempt.retry > 0 && hasRecovered(card.recovery.get(code), attempt)) return undefined;
  return code;
}

/** How often the first attempt with this one declines: cards of both kinds together have the mean. */
export function propensityOf({ rate, cluster }: DrawnCard, { key, copy }: Pick<Holding, "key" | "copy">): number {
  const { share, ratio } = cluster;
  if (share === 0) return rate;
  const base = rate / (1 - share + share * ratio);
  return draw(key, PURPOSE.cluster, copy) < share ? base * ratio : base;
}

function codeOf({ codes }: DrawnCard, episode: Key): DeclineCode {
  const last = codes.length - 1;
  const target = draw(episode, PURPOSE.code, 0) * (codes[last] as DrawnCard["codes"][number]).upTo;
  for (let i = 0; i < last; i++) {
    const { code, upTo } = codes[i] as DrawnCard["codes"][number];
    if (target < upTo) return code;
  }
  return (codes[last] as DrawnCard["codes"][number]).code;
}

function hasRecovered(recovery: Recovery | undefined, { episode, at, retry, failedAt }: Attempt): boolean {
  if (recovery === undefined) return false;
  if (recovery.kind === "attempts") {
    const { chances } = recovery;
    const chance = chances[retry <= chances.length ? retry - 1 : chances.length - 1] as number;
    return draw(episode, PURPOSE.charge, retry) < chance;
  }
  const { eventually, halfLife } = recovery;
  const uniform = draw(episode, PURPOSE.recovery, 0);
  // The share `eventually` comes right; of those, half in each half-life.
  return uniform < eventually && at - failedAt >= decayTime(halfLife, 1 - uniform / eventually);
}

/** When the card that somebody has since `since` is over; NEVER for one that does not expire. */
export function drawnExpiry({ expiry }: DrawnCard, key: Key, since: Instant): Instant {
  return expiry === undefined ? NEVER : after(since, expiry.hazard, draw(key, PURPOSE.expiry, since));
}

/** Whether the updater replaces it when it is over. */
export function isUpdated({ expiry }: DrawnCard, key: Key, since: Instant): boolean {
  return expiry !== undefined && draw(key, PURPOSE.updater, since) < expiry.updater;
}

/** When the customer replaces the card that has failed now; whoever asks compares it with how long they may. */
export function drawnReplacement({ replacement }: DrawnCard, episode: Key, now: Instant): Instant {
  return replacement === undefined ? NEVER : after(now, replacement.hazard, draw(episode, PURPOSE.replacement, 0));
}

/** An exponential waiting time, at least a second (D33). */
function after(since: Instant, hazard: number, uniform: number): Instant {
  const wait = Math.ceil(waitingTime(hazard, uniform));
  const at = since + (wait > 1 ? wait : 1);
  return at < NEVER ? at : NEVER;
}
