import type { Duration } from "../calendar/duration.ts";
import { readDuration } from "./read-duration.ts";
import type { Reader } from "./reading.ts";

/** The time between two records of usage: longer than none. */
export const readStep: Reader<Duration> = (reading, node) => {
  const every = readDuration(reading, node);
  if (every === undefined || every.months > 0 || every.seconds > 0) return every;
  return reading.refuse(node, {
    code: "bad-duration",
    message: "The records of the stream are no time apart.",
    rule: "The time between two records is at least a second.",
    remedy: "Write `every: 1 day`, for example.",
  });
};
