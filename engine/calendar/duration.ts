import { monthLength, monthOf, monthStart, secondOfDay } from "./civil.ts";
import { DAY, type Instant } from "./instant.ts";

/** A span of time: calendar months (day clamped, D10) and then seconds. `1 year` is 12 months; `14 days` is seconds. */
export interface Duration {
  readonly months: number;
  readonly seconds: number;
}

export const NO_TIME: Duration = { months: 0, seconds: 0 };

/** Adds calendar months, the day clamped to the month's end: 31 January plus one month is 28 or 29 February. */
export function addMonths(at: Instant, months: number): Instant {
  const from = monthOf(at);
  const day = Math.floor((at - monthStart(from)) / DAY);
  const to = from + months;
  return monthStart(to) + Math.min(day, monthLength(to) - 1) * DAY + secondOfDay(at);
}

export function addDuration(at: Instant, duration: Duration): Instant {
  return (duration.months === 0 ? at : addMonths(at, duration.months)) + duration.seconds;
}

const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [604_800, "week"],
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
  [1, "second"],
];

/** `3 days`, `1 month`, `90 minutes`: the largest unit that divides. */
export function formatDuration(duration: Duration): string {
  const named = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;
  if (duration.months !== 0) {
    const months = duration.months % 12 === 0 ? named(duration.months / 12, "year") : named(duration.months, "month");
    return duration.seconds === 0 ? months : `${months} and ${formatDuration({ months: 0, seconds: duration.seconds })}`;
  }
  if (duration.seconds === 0) return "0 days";
  for (const [seconds, name] of UNITS) {
    if (name !== "week" && duration.seconds % seconds === 0) return named(duration.seconds / seconds, name);
  }
  return named(duration.seconds, "second");
}
