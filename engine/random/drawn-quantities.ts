import type { Distribution } from "./distribution.ts";
import { childKey, draw } from "./keyed-draw.ts";
import { rootKey } from "./root-key.ts";

/** The most that one record is drawn as: what is drawn beyond becomes it, so that sums stay exact (N22). */
const MOST = 1_000_000_000;

/**
 * The quantities of a customer's usage stream, record by record: whole numbers from 0 on (N22). What is drawn depends on the seed, the customer's
 * id, the stream's name and the record's number only, so that another customer or entry moves none (D30).
 */
export function drawnQuantities(seed: string, customer: string, stream: string, distribution: Distribution): (record: number) => number {
  const key = childKey(rootKey(seed), `customer/${customer}`);
  const purpose = childKey({ high: 0, low: 0 }, `usage_stream/${stream}`);
  return (record) => Math.min(Math.max(Math.floor(distribution.sample(draw(key, purpose, record)) + 0.5), 0), MOST);
}
