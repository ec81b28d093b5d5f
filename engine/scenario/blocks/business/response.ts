import { type Response, responsePurpose } from "../../../business/response.ts";
import { NO_TIME } from "../../../calendar/duration.ts";
import { readDuration } from "../../../language/read-duration.ts";
import { readRate } from "../../../language/read-number.ts";
import { type Reading, readField } from "../../../language/reading.ts";
import { block, named, ref } from "../../../language/schema-parts.ts";
import { field, quoteText, type SourceEntry, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import { readProbability } from "../population/rate.ts";
import type { BusinessContext } from "./business-context.ts";

export const responseSchema = block(
  "Drawn customers who leave for it, beside those who leave anyway, by the rise of their own bill in a month (N86).",
  {
    cancel: named(
      "The share that leaves, by the rise: `{ 10%: 1%, 50%: 9% }`. Linear between the points, from none at no rise; beyond the last one as many as there.",
      ref("share", "The share that leaves."),
    ),
    within: ref("duration", "In how much time from the new bill on, evenly."),
  },
  ["cancel", "within"],
);

/** Reads how many leave; undefined when it is absent or broken. */
export function readResponse({ reading }: BusinessContext, name: string, entry: SourceMap): Response | undefined {
  const node = field(entry, "response");
  if (node?.kind !== "map") return undefined;
  const within = readField(reading, node, "within", readDuration) ?? NO_TIME;
  const cancel = field(node, "cancel");
  const points = cancel?.kind === "map" ? readPoints(reading, cancel) : undefined;
  return points && { purpose: responsePurpose(name), points, within };
}

function readPoints(reading: Reading, map: SourceMap): Response["points"] | undefined {
  const points: { rise: number; share: number }[] = [];
  for (const entry of map.entries.values()) {
    entry.read = true;
    const share = entry.value.broken ? undefined : readProbability(reading, entry.value);
    const rise = readRise(reading, entry, points.at(-1)?.rise ?? 0);
    if (share !== undefined && rise !== undefined) points.push({ rise, share });
  }
  if (map.entries.size === 0) {
    return reading.refuse(map, {
      code: "missing-key",
      message: "The response has no points.",
      rule: "It says of at least one rise of the bill how many leave.",
      remedy: "Write `cancel: { 10%: 1%, 50%: 9% }`, for example.",
    });
  }
  return points.length < map.entries.size ? undefined : points;
}

function readRise(reading: Reading, { key, span, broken }: SourceEntry, before: number): number | undefined {
  const node: SourceNode = { kind: "scalar", value: key, text: key, broken, ...span };
  const rate = broken ? undefined : readRate(reading, node);
  if (rate === undefined) return undefined;
  const rise = Number(rate.units) / rate.scale;
  if (rise > before) return rise;
  return reading.refuse(node, {
    code: "wrong-order",
    message: `The rise ${quoteText(key)} is not above ${before === 0 ? "none" : `${before * 100}%`}.`,
    rule: "The points of a response stand in order of the bill's rise, above 0.",
    remedy: "Put them in order.",
  });
}

/** Only what raises a bill is answered. */
export function refuseResponse(reading: Reading, map: SourceMap, kind: string): void {
  const entry = map.entries.get("response");
  if (entry === undefined || kind === "change_price" || kind === "migrate") return;
  reading.refuseKey(entry, {
    code: "misplaced-key",
    message: `\`response\` stands beside \`${kind}\`.`,
    rule: "Customers respond to a higher bill, so it belongs to `change_price` and `migrate`.",
    remedy: "Take it out.",
  });
}
