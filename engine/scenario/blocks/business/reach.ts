import { type Reach, reachPurpose, wavesOf } from "../../../business/reach.ts";
import { formatBrief } from "../../../calendar/civil.ts";
import { type Duration, NO_TIME } from "../../../calendar/duration.ts";
import { type Instant, NEVER } from "../../../calendar/instant.ts";
import { refuseTogether } from "../../../language/exclusive-keys.ts";
import { readDuration } from "../../../language/read-duration.ts";
import { readInstant } from "../../../language/read-instant.ts";
import { readField, readList } from "../../../language/reading.ts";
import { list, ref, type Schema } from "../../../language/schema-parts.ts";
import { field, has, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import { readInsideClock } from "../clock.ts";
import { readProbability } from "../population/rate.ts";
import type { BusinessContext } from "./business-context.ts";
import { readWhere, whereSchema } from "./where.ts";

export const reachSchemas = {
  at: ref("instant", "When it begins, inside the clock."),
  until: ref("instant", "When it ends: from then on it reaches nobody; what it has done stays. Default: never."),
  where: whereSchema,
  share: ref("share", "Only this share of them, drawn per customer and entry. Or `waves`."),
  waves: {
    description: "Not all at once: `shares` of the customers, one every so often, each as long as the first; `null` is all at once.",
    type: ["object", "null"],
    properties: {
      shares: list("The share of each wave; together at most 100%.", ref("share", "A share."), { minItems: 1, maxItems: 120 }),
      every: ref("duration", "The time from the beginning of a wave to that of the next."),
    },
    required: ["shares", "every"],
    additionalProperties: false,
    "x-expects": "{ shares: [10%, 90%], every: 1 month }, or null",
  },
} as const satisfies Record<string, Schema>;

/** When an entry holds, and for whom; undefined when it does not say, or is broken. */
export function readReach(context: BusinessContext, name: string, entry: SourceMap): Reach | undefined {
  const { reading, clock } = context;
  if (!has(entry, "at")) {
    reading.refuseMissing(entry, "The entry does not say when.", "An entry of the business timeline has `at`.", "Write `at: 2026-07-01`, for example.");
  }
  const at = readField(reading, entry, "at", readInsideClock(clock));
  const until = readUntil(context, entry, at);
  const where = readWhere(context, field(entry, "where"));
  const share = readField(reading, entry, "share", readProbability);
  const waves = readWaves(context, field(entry, "waves"));
  if (waves !== undefined) refuseTogether(reading, entry, "share", "waves", "Let `waves` hold all shares, also of a single wave.");
  if (at === undefined) return undefined;
  const { shares, every } = waves ?? { shares: [share ?? 1], every: NO_TIME };
  return { purpose: reachPurpose(name), where, waves: wavesOf(at, until, shares, every) };
}

function readUntil({ reading }: BusinessContext, entry: SourceMap, at: Instant | undefined): Instant {
  const node = field(entry, "until");
  const until = node && readInstant(reading, node);
  if (node === undefined || until === undefined || at === undefined || until > at) return until ?? NEVER;
  reading.refuse(node, {
    code: "time-goes-back",
    message: `The entry begins at ${formatBrief(at)} and ends at ${formatBrief(until)}.`,
    rule: "`until` is later than `at`.",
    remedy: "Swap the two, or correct one.",
  });
  return NEVER;
}

interface Waves {
  readonly shares: readonly number[];
  readonly every: Duration;
}

/** A sum of decimal shares may miss 1 by its last bit. */
const MOST = 1 + 1e-9;

function readWaves({ reading }: BusinessContext, node: SourceNode | undefined): Waves | undefined {
  if (node?.kind !== "map") return undefined;
  const shares = readField(reading, node, "shares", readList(readProbability));
  const every = readField(reading, node, "every", readDuration);
  if (shares === undefined || every === undefined) return undefined;
  const sum = shares.reduce((total, share) => total + share, 0);
  if (sum <= MOST) return { shares, every };
  return reading.refuse(node, {
    code: "bad-share",
    message: `The waves reach ${Math.round(sum * 10_000) / 100}% of the customers.`,
    rule: "The shares of waves part the customers: together they are at most 100%.",
    remedy: "Lower one of them.",
  });
}
