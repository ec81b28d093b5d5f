import type { BillingInterval } from "../../engine/calendar/billing-period.ts";
import type { Duration } from "../../engine/calendar/duration.ts";

/** Civil dates by counting, without tables: the slow way. `month` is 0-11. */
interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly second: number;
}

const DAY = 86_400;

function isLeap(year: number): boolean {
  if (year % 400 === 0) return true;
  if (year % 100 === 0) return false;
  return year % 4 === 0;
}

function daysInMonth(year: number, month: number): number {
  return [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month] as number;
}

/** Leap days from the year 1 up to, not including, `year`. */
function leapDaysBefore(year: number): number {
  const before = year - 1;
  return Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
}

function daysBeforeYear(year: number): number {
  return (year - 1970) * 365 + leapDaysBefore(year) - leapDaysBefore(1970);
}

function toCivil(at: number): Civil {
  const days = Math.floor(at / DAY);
  let year = 1970 + Math.floor(days / 366);
  while (daysBeforeYear(year + 1) <= days) year++;
  while (daysBeforeYear(year) > days) year--;
  let month = 0;
  let rest = days - daysBeforeYear(year);
  while (rest >= daysInMonth(year, month)) {
    rest -= daysInMonth(year, month);
    month++;
  }
  return { year, month, day: rest + 1, second: at - days * DAY };
}

function fromCivil(civil: Civil): number {
  let days = daysBeforeYear(civil.year) + civil.day - 1;
  for (let month = 0; month < civil.month; month++) days += daysInMonth(civil.year, month);
  return days * DAY + civil.second;
}

/** Calendar months on, the day clamped to the month's last (CYC). */
export function plusMonths(at: number, months: number): number {
  const { year, month, day, second } = toCivil(at);
  const total = year * 12 + month + months;
  const newYear = Math.floor(total / 12);
  const newMonth = total - newYear * 12;
  return fromCivil({ year: newYear, month: newMonth, day: Math.min(day, daysInMonth(newYear, newMonth)), second });
}

export function plusDuration(at: number, duration: Duration): number {
  return plusMonths(at, duration.months) + duration.seconds;
}

/** Boundary number n of the anchor, always counted from the anchor itself (D10). */
export function boundary(anchor: number, interval: BillingInterval, n: number): number {
  const { unit, count } = interval;
  if (unit === "day") return anchor + n * count * DAY;
  if (unit === "week") return anchor + n * count * 7 * DAY;
  if (unit === "month") return plusMonths(anchor, n * count);
  return plusMonths(anchor, n * count * 12);
}

export interface Period {
  readonly start: number;
  readonly end: number;
}

/** The full period of the anchor that holds the instant, half-open (D7, D10): walked to, one boundary at a time. */
export function periodHolding(anchor: number, interval: BillingInterval, at: number): Period {
  const typical = boundary(anchor, interval, 1) - anchor;
  let n = Math.floor((at - anchor) / typical);
  while (boundary(anchor, interval, n) > at) n--;
  while (boundary(anchor, interval, n + 1) <= at) n++;
  return { start: boundary(anchor, interval, n), end: boundary(anchor, interval, n + 1) };
}

/** 12 months are one year and 7 days one week (MIX). */
export function isSameInterval(a: BillingInterval, b: BillingInterval): boolean {
  const measure = ({ unit, count }: BillingInterval): string => {
    if (unit === "day") return `${count} days`;
    if (unit === "week") return `${7 * count} days`;
    return `${unit === "month" ? count : 12 * count} months`;
  };
  return measure(a) === measure(b);
}

/** In days or in months, whichever it is counted in (MIX). */
function measure({ unit, count }: BillingInterval): { readonly by: "days" | "months"; readonly n: number } {
  if (unit === "day" || unit === "week") return { by: "days", n: unit === "week" ? 7 * count : count };
  return { by: "months", n: unit === "year" ? 12 * count : count };
}

/** Whether intervals may stand on one subscription: days apart from months, each a multiple of the shortest (MIX). */
export function goTogether(intervals: readonly BillingInterval[]): boolean {
  const measures = intervals.map(measure);
  const least = Math.min(...measures.map(({ n }) => n));
  return measures.every(({ by, n }) => by === measures[0]?.by && n % least === 0);
}

export function shortest(intervals: readonly BillingInterval[]): BillingInterval {
  return intervals.toSorted((a, b) => measure(a).n - measure(b).n)[0] as BillingInterval;
}
