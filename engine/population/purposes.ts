import { childKey } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";

/**
 * What a draw is for (D30): a hash of a name, never a position, so that an entry added moves no other draw. Names of users' entries stand
 * behind a word of ours and a slash, which names cannot contain.
 */
export function purpose(name: string): Key {
  return childKey({ high: 0, low: 0 }, name);
}

export const PURPOSE = {
  count: purpose("sign-up count"),
  instant: purpose("sign-up instant"),
  kept: purpose("sign-up kept"),
  age: purpose("age"),
  currency: purpose("currency"),
  offer: purpose("offer"),
  converts: purpose("trial converts"),
  paysAfter: purpose("pays after"),
  neverPays: purpose("never pays"),
  trialCancel: purpose("trial cancel"),
} as const;
