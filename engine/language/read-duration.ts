import type { Duration } from "../calendar/duration.ts";
import { nearest } from "./did-you-mean.ts";
import type { Complaint } from "./issue.ts";
import type { Reader } from "./reading.ts";
import { quoteText } from "./source-node.ts";

const UNITS: ReadonlyMap<string, Duration> = new Map([
  ["second", { months: 0, seconds: 1 }],
  ["minute", { months: 0, seconds: 60 }],
  ["hour", { months: 0, seconds: 3600 }],
  ["day", { months: 0, seconds: 86_400 }],
  ["week", { months: 0, seconds: 604_800 }],
  ["month", { months: 1, seconds: 0 }],
  ["year", { months: 12, seconds: 0 }],
]);

const PATTERN = /^(\d{1,15}) +([A-Za-z]+)$/;
/** 400 years: longer than any clock. */
const MOST_MONTHS = 4800;
const MOST_SECONDS = 400 * 366 * 86_400;

/** A duration of the language, or the complaint about it. `0 days` is legal. */
export function parseDuration(text: string): Duration | Complaint {
  const match = PATTERN.exec(text);
  if (match === null) return complaint(`${quoteText(text)} is not a duration.`, "Write a whole number and a unit, such as 14 days.");
  const count = Number(match[1]);
  const word = (match[2] as string).toLowerCase();
  const unit = UNITS.get(word.replace(/s$/, ""));
  if (unit === undefined) {
    const near = nearest(word.replace(/s$/, ""), UNITS.keys());
    return complaint(
      `The unit ${quoteText(word)} of ${quoteText(text)} is not known.`,
      near === undefined ? "Write a unit such as days." : `Did you mean "${near}s"?`,
    );
  }
  const months = count * unit.months;
  const seconds = count * unit.seconds;
  if (months <= MOST_MONTHS && seconds <= MOST_SECONDS) return { months, seconds };
  return {
    code: "duration-too-long",
    message: `The duration ${quoteText(text)} is too long.`,
    rule: "Durations are at most 400 years.",
    remedy: "Write a shorter one.",
  };
}

function complaint(message: string, remedy: string): Complaint {
  return { code: "bad-duration", message, rule: "A duration is a whole number of seconds, minutes, hours, days, weeks, months or years.", remedy };
}

export const readDuration: Reader<Duration> = (reading, node) => {
  if (node.kind !== "scalar" || typeof node.value !== "string") return undefined;
  const parsed = parseDuration(node.value);
  return "code" in parsed ? reading.refuse(node, parsed) : parsed;
};
