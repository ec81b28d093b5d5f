import { fc } from "@fast-check/vitest";
import { Temporal } from "temporal-polyfill";
import { FIRST_INSTANT, type Instant, LAST_INSTANT } from "../../../engine/calendar/instant.ts";

/** The oracle: the standard's own calendar. Only tests use it. */
export function zoned(at: Instant): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO("UTC");
}

export function instantOfZoned(date: Temporal.ZonedDateTime): Instant {
  return date.epochMilliseconds / 1000;
}

/** Any instant a scenario may name. */
export const anyInstant = fc.integer({ min: FIRST_INSTANT, max: LAST_INSTANT });

/** `at("2026-01-31T10:00")`: an instant from its text, seconds and zone left out. */
export function at(text: string): Instant {
  const date = text.includes("T") ? Temporal.PlainDateTime.from(text) : Temporal.PlainDate.from(text).toPlainDateTime();
  return instantOfZoned(date.toZonedDateTime("UTC"));
}

/** `2026-01-31`, or with the time when it is not midnight. */
export function dateText(instant: Instant): string {
  const date = zoned(instant).toPlainDateTime();
  return date.toString().replace("T00:00:00", "");
}
