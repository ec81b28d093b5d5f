import { formatBrief } from "../../calendar/civil.ts";
import { addDuration, formatDuration } from "../../calendar/duration.ts";
import { type Instant, LAST_INSTANT } from "../../calendar/instant.ts";
import { refuseTogether } from "../../language/exclusive-keys.ts";
import type { Complaint } from "../../language/issue.ts";
import { readDuration } from "../../language/read-duration.ts";
import { readInstant } from "../../language/read-instant.ts";
import { type Reader, type Reading, readField } from "../../language/reading.ts";
import { block, ref } from "../../language/schema-parts.ts";
import { has, type SourceNode } from "../../language/source-node.ts";

export const clockSchema = block(
  "The stretch of virtual time that is simulated, half-open. One of `end` and `for` is required.",
  {
    start: ref("instant", "The first instant."),
    end: ref("instant", "The first instant that is no longer simulated."),
    for: ref("duration", "How long it runs, in place of `end`."),
  },
  ["start"],
);

/** The clock; a side that is broken or absent is undefined. */
export interface Clock {
  readonly start: Instant | undefined;
  readonly end: Instant | undefined;
}

export function readClock(reading: Reading, node: SourceNode | undefined): Clock {
  if (node?.kind !== "map") return { start: undefined, end: undefined };
  const start = readField(reading, node, "start", readInstant);
  refuseTogether(reading, node, "end", "for", "Keep the one that is meant.");
  if (!has(node, "end") && !has(node, "for")) {
    reading.refuseMissing(node, "The clock does not say when it ends.", "One of `end` and `for` is required.", "Write `end: 2027-01-01` or `for: 12 months`.");
  }
  const duration = readField(reading, node, "for", readDuration);
  const end = duration === undefined || start === undefined ? readField(reading, node, "end", readInstant) : addDuration(start, duration);
  if (start === undefined || end === undefined) return { start, end };
  const endKey = node.entries.get(has(node, "end") ? "end" : "for");
  if (endKey !== undefined && (end <= start || end > LAST_INSTANT)) {
    const written = duration === undefined ? formatBrief(end) : `${formatDuration(duration)} after it`;
    reading.refuse(endKey.value, {
      code: "clock-backwards",
      message: end <= start ? `The clock starts at ${formatBrief(start)} and ends at ${written}.` : `The clock ends ${written}, beyond the year 2399.`,
      rule: "The clock ends after its start, and before the year 2400.",
      remedy: "Correct one of the two.",
    });
    return { start, end: undefined };
  }
  return { start, end };
}

/** An instant at which something happens: inside the clock (D9). */
export function readInsideClock(clock: Clock): Reader<Instant> {
  return (reading, node) => {
    const at = readInstant(reading, node);
    if (at === undefined) return undefined;
    const complaint = outsideClock(clock, at);
    return complaint === undefined ? at : reading.refuse(node, complaint);
  };
}

/** What is wrong with an instant outside the clock, if it is. */
export function outsideClock({ start, end }: Clock, at: Instant): Complaint | undefined {
  const early = start !== undefined && at < start;
  const late = end !== undefined && at >= end;
  if (!early && !late) return undefined;
  const boundary = early ? `before the clock starts, ${formatBrief(start)}` : `not before the clock ends, ${formatBrief(end as Instant)}`;
  return {
    code: "outside-clock",
    message: `The instant ${formatBrief(at)} is ${boundary}.`,
    rule: "Only what is stamped inside the clock happens; its start belongs to it, its end does not (D9).",
    remedy: early ? "Start the clock earlier, or move this." : "End the clock later, or move this. Without `at` an expectation is about the final state.",
  };
}
