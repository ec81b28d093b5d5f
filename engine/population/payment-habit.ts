import type { Instant } from "../calendar/instant.ts";
import { NEVER } from "../calendar/instant.ts";
import type { Distribution } from "../random/distribution.ts";
import { draw } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";
import type { Circumstances } from "./circumstances.ts";
import { PURPOSE } from "./purposes.ts";
import type { Varying } from "./varying.ts";

/** How customers pay what is sent to them. */
export interface PaymentHabit {
  /** In seconds, from finalization. */
  readonly after: Varying<Distribution>;
  /** The share of invoices that is never paid. */
  readonly never: Varying<number>;
}

/** When a customer pays what was finalized; NEVER for what it never pays. The invoice's creation instant keys the draws, as with cards (D35). */
export function paysAt({ after, never }: PaymentHabit, key: Key, createdAt: Instant, finalizedAt: Instant, circumstances: Circumstances): Instant {
  if (draw(key, PURPOSE.neverPays, createdAt) < never.at(circumstances)) return NEVER;
  const seconds = Math.floor(after.at(circumstances).sample(draw(key, PURPOSE.paysAfter, createdAt)));
  return finalizedAt + (seconds > 0 ? seconds : 0);
}
