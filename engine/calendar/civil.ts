import { DAY, type Instant } from "./instant.ts";

/** A calendar date in the proleptic Gregorian calendar, UTC. `month` is 1-12. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const FIRST_YEAR = 1900;
const LAST_YEAR = 2600;
const MONTHS = (LAST_YEAR - FIRST_YEAR) * 12;

/** Start of every month as days since the epoch: a table look-up costs a fiftieth of a date object. */
const monthStartDay = new Int32Array(MONTHS + 1);
for (let index = 0, day = -25_567; index <= MONTHS; index++) {
  monthStartDay[index] = day;
  const year = FIRST_YEAR + Math.floor(index / 12);
  day += lengthOfMonth(year, (index % 12) + 1);
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days in a month, 28-31. `month` is 1-12. */
export function lengthOfMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Months counted from January 1970 (which is 0): the calendar's own numbering, used for stepping and for keys of draws.
 */
export type MonthNumber = number;

const EPOCH_INDEX = (1970 - FIRST_YEAR) * 12;

/** First instant of a month. */
export function monthStart(month: MonthNumber): Instant {
  return (monthStartDay[month + EPOCH_INDEX] as number) * DAY;
}

/** Days in the month. */
export function monthLength(month: MonthNumber): number {
  const index = month + EPOCH_INDEX;
  return (monthStartDay[index + 1] as number) - (monthStartDay[index] as number);
}

/** Midnight of a day of a month, counted from 0 and clamped to the month's last. */
export function dayOf(month: MonthNumber, day: number): Instant {
  const index = month + EPOCH_INDEX;
  const start = monthStartDay[index] as number;
  const next = monthStartDay[index + 1] as number;
  const wanted = start + day;
  return (wanted < next ? wanted : next - 1) * DAY;
}

/** The month that holds the instant. */
export function monthOf(at: Instant): MonthNumber {
  const day = Math.floor(at / DAY);
  // 30.436875 days a month on average is never off by more than one in this range.
  let index = Math.floor((day + 25_567) / 30.436875);
  if (index < 0) index = 0;
  if (index >= MONTHS) index = MONTHS - 1;
  while ((monthStartDay[index + 1] as number) <= day) index++;
  while ((monthStartDay[index] as number) > day) index--;
  return index - EPOCH_INDEX;
}

/** The day of the month, 1-31. */
export function dayOfMonth(at: Instant): number {
  const day = Math.floor(at / DAY);
  return day - (monthStartDay[monthOf(at) + EPOCH_INDEX] as number) + 1;
}

/** Seconds since midnight UTC. */
export function secondOfDay(at: Instant): number {
  return at - Math.floor(at / DAY) * DAY;
}

export function civilDate(at: Instant): CivilDate {
  const month = monthOf(at);
  const year = 1970 + Math.floor(month / 12);
  return { year, month: month - (year - 1970) * 12 + 1, day: dayOfMonth(at) };
}

export function monthNumber(year: number, month: number): MonthNumber {
  return (year - 1970) * 12 + month - 1;
}

/** Midnight UTC of a date. The caller has checked that the day exists. */
export function instantOf(year: number, month: number, day: number): Instant {
  return monthStart(monthNumber(year, month)) + (day - 1) * DAY;
}

const pad = (value: number, width: number): string => String(value).padStart(width, "0");

/** `2026-01-31` */
export function formatDate(at: Instant): string {
  const date = civilDate(at);
  return `${pad(date.year, 4)}-${pad(date.month, 2)}-${pad(date.day, 2)}`;
}

/** `10:00:00` */
export function formatTime(at: Instant): string {
  const second = secondOfDay(at);
  return `${pad(Math.floor(second / 3600), 2)}:${pad(Math.floor(second / 60) % 60, 2)}:${pad(second % 60, 2)}`;
}

/** `2026-01-31T00:00:00Z`, the form of every instant in a file that a run writes. */
export function formatInstant(at: Instant): string {
  return `${formatDate(at)}T${formatTime(at)}Z`;
}

/** A date alone when the instant is midnight, else date and time: the form for people. */
export function formatBrief(at: Instant): string {
  return secondOfDay(at) === 0 ? formatDate(at) : `${formatDate(at)} ${formatTime(at)}`;
}
