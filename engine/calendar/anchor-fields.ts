import { dayOfMonth, monthLength, monthOf, monthStart, secondOfDay } from "./civil.ts";
import { DAY, HOUR, type Instant, MINUTE } from "./instant.ts";

/** An anchor by its calendar fields, UTC (`billing_cycle_anchor_config`). Exactly one of `dayOfMonth` and `dayOfWeek` is given. */
export interface AnchorFields {
  /** 1-31. */
  readonly dayOfMonth: number | undefined;
  /** 1 (Monday) to 7. */
  readonly dayOfWeek: number | undefined;
  /** 1-12. */
  readonly month: number | undefined;
  readonly hour: number | undefined;
  readonly minute: number | undefined;
  readonly second: number | undefined;
}

/** 1 January 1970 was a Thursday, day 4 of its week. */
const EPOCH_DAY_OF_WEEK = 4;

/**
 * The first instant at or after `from` that has these fields; unset time fields are those of `created` (CYC, T3). The day of the month is
 * exact, never clamped, so that an anchor of the 31st keeps its day.
 */
export function anchorFrom(fields: AnchorFields, created: Instant, from: Instant): Instant {
  const second = timeOfDay(fields, secondOfDay(created));
  if (fields.dayOfWeek !== undefined) return weekdayFrom(fields.dayOfWeek, second, from);
  const day = fields.dayOfMonth ?? dayOfMonth(created);
  for (let month = monthOf(from); ; month++) {
    if (day > monthLength(month)) continue;
    if (fields.month !== undefined && monthOfYear(month) !== fields.month) continue;
    const at = monthStart(month) + (day - 1) * DAY + second;
    if (at >= from) return at;
  }
}

/** 1-12, of a month counted from January 1970. */
function monthOfYear(month: number): number {
  return month - Math.floor(month / 12) * 12 + 1;
}

function timeOfDay({ hour, minute, second }: AnchorFields, own: number): number {
  const ownHour = Math.floor(own / HOUR);
  const ownMinute = Math.floor((own - ownHour * HOUR) / MINUTE);
  return (hour ?? ownHour) * HOUR + (minute ?? ownMinute) * MINUTE + (second ?? own - ownHour * HOUR - ownMinute * MINUTE);
}

function weekdayFrom(dayOfWeek: number, second: number, from: Instant): Instant {
  const day = Math.floor(from / DAY);
  const weekday = ((((day + EPOCH_DAY_OF_WEEK - 1) % 7) + 7) % 7) + 1;
  const at = (day + ((dayOfWeek - weekday + 7) % 7)) * DAY + second;
  return at >= from ? at : at + 7 * DAY;
}
