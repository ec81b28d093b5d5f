import type { Reader } from "../../../language/reading.ts";
import { text } from "../../../language/schema-parts.ts";
import { quoteText } from "../../../language/source-node.ts";

export const MONTHS: readonly string[] = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

export const utcOffsetSchema = text("Where a day, and so a month, begins and ends for the reports: a fixed offset from UTC.", {
  default: "+00:00",
  examples: ["+09:00"],
  "x-expects": 'a fixed offset in quotes, such as "+09:00"',
});

const PATTERN = /^([+-])(\d{2}):(\d{2})$/;
/** The clocks of the earth lie between them. */
const MOST = 14 * 3600;

/** Seconds ahead of UTC. */
export const readUtcOffset: Reader<number> = (reading, node) => {
  if (node.kind !== "scalar" || typeof node.value !== "string") return undefined;
  if (node.text === "Z") return 0;
  const match = PATTERN.exec(node.text);
  const seconds = match === null ? undefined : Number(match[2]) * 3600 + Number(match[3]) * 60;
  if (match !== null && seconds !== undefined && seconds <= MOST && Number(match[3]) < 60) return match[1] === "-" ? 0 - seconds : seconds;
  return reading.refuse(node, {
    code: "bad-offset",
    message: `${quoteText(node.text)} is not an offset from UTC.`,
    rule: "An offset is a sign, hours and minutes, between -14:00 and +14:00. It is fixed: a zone with summer time has two.",
    remedy: 'Write it in quotes, such as "+09:00" or "-05:00".',
  });
};
