import { instantOf, lengthOfMonth } from "../calendar/civil.ts";
import { FIRST_INSTANT, type Instant, LAST_INSTANT } from "../calendar/instant.ts";
import type { Complaint } from "./issue.ts";
import type { Reader } from "./reading.ts";
import { quoteText } from "./source-node.ts";

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2})?$/;
const WITH_FRACTION = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}\.\d+/;

const WRITTEN = "An instant is written 2026-01-31, 2026-01-31T10:00:00Z, 2026-01-31T10:00:00+09:00, or as Unix seconds.";

/** An instant of the language, or the complaint about it. Unix seconds come as a number, everything else as text. */
export function parseInstant(written: string | number): Instant | Complaint {
  const parsed = typeof written === "number" ? parseSeconds(written) : parseText(written);
  if (typeof parsed !== "number" || (parsed >= FIRST_INSTANT && parsed <= LAST_INSTANT)) return parsed;
  return {
    code: "instant-out-of-range",
    message: `The instant ${written} is out of range.`,
    rule: "Instants lie between 1973-03-04 and the end of the year 2399.",
    remedy: "Choose an instant in that range.",
  };
}

function parseSeconds(seconds: number): Instant | Complaint {
  if (seconds >= FIRST_INSTANT || seconds < 0) return seconds;
  const year = seconds >= 1900 && seconds < 2400 ? String(seconds) : undefined;
  return {
    code: "instant-too-small",
    message: `The number ${seconds} as Unix seconds would be in or before March 1973.`,
    rule: "A number stands for Unix seconds, and those below 100000000 are refused.",
    remedy: year === undefined ? "Write a date such as 2026-01-01." : `A year? Write ${year}-01-01.`,
  };
}

function parseText(text: string): Instant | Complaint {
  const match = DATE.exec(text) ?? DATE_TIME.exec(text);
  if (match === null) return malformed(text);
  const [year, month, day, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number) as [number, number, number, number?, number?, number?];
  if (month < 1 || month > 12 || day < 1 || day > lengthOfMonth(year, month)) return noSuchDay(text, year, month);
  const offsetHours = Number(match[8] ?? 0);
  const offsetMinutes = Number(match[9] ?? 0);
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) {
    return complaint(`The time of day in ${quoteText(text)} does not exist.`, "Hours go from 00 to 23, minutes and seconds from 00 to 59.");
  }
  // Years whose months stand in no table are out of range anyway.
  if (year < 1970 || year > 2400) return year < 1970 ? 0 : LAST_INSTANT + 1;
  const offset = (offsetHours * 60 + offsetMinutes) * 60 * (match[7] === "-" ? -1 : 1);
  return instantOf(year, month, day) + hour * 3600 + minute * 60 + second - offset;
}

function noSuchDay(text: string, year: number, month: number): Complaint {
  if (month < 1 || month > 12) return complaint(`The date ${quoteText(text)} has month ${month}.`, "Months go from 01 to 12.");
  return complaint(
    `The day ${quoteText(text)} does not exist.`,
    `That month, ${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}, has ${lengthOfMonth(year, month)} days.`,
  );
}

function malformed(text: string): Complaint {
  if (WITHOUT_ZONE.test(text)) {
    const full = /:\d{2}:/.test(text) ? text : `${text}:00`;
    return {
      code: "instant-without-zone",
      message: `The instant ${quoteText(text)} has a time of day without a zone.`,
      rule: "A time of day needs `Z` for UTC or an offset such as `+09:00`; only a bare date is midnight UTC by itself.",
      remedy: `Write ${full.replace(" ", "T").toUpperCase()}Z.`,
    };
  }
  if (WITH_FRACTION.test(text)) return complaint(`The instant ${quoteText(text)} has a fraction of a second.`, "Time is counted in whole seconds.");
  if (/^\d{9,}$/.test(text)) return complaint(`The instant ${quoteText(text)} is a number in quotes.`, "Unix seconds are written as a number, without quotes.");
  return complaint(`${quoteText(text)} is not an instant.`, WRITTEN);
}

function complaint(message: string, rule: string): Complaint {
  return { code: "bad-instant", message, rule, remedy: "Write a date such as 2026-01-31, or a time such as 2026-01-31T10:00:00Z." };
}

export const readInstant: Reader<Instant> = (reading, node) => {
  if (node.kind !== "scalar" || (typeof node.value !== "string" && typeof node.value !== "number")) return undefined;
  const parsed = parseInstant(node.value);
  return typeof parsed === "number" ? parsed : reading.refuse(node, parsed);
};

const MONTH = /^(\d{4})-(\d{2})$/;

/** A month, `2026-09`, as its year and month (1-12). */
export const readMonth: Reader<{ readonly year: number; readonly month: number }> = (reading, node) => {
  if (node.kind !== "scalar" || typeof node.value !== "string") return undefined;
  const match = MONTH.exec(node.value);
  const year = Number(match?.[1]);
  const month = Number(match?.[2]);
  if (match !== null && year >= 1974 && year < 2399 && month >= 1 && month <= 12) return { year, month };
  return reading.refuse(node, {
    code: "bad-month",
    message: `${quoteText(node.value)} is not a month.`,
    rule: "A card expires at the end of a month, written 2026-09.",
    remedy: "Write the year and the month from 01 to 12.",
  });
};
