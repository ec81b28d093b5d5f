import { type CivilDate, civilDate, formatDate, monthNumber, monthOf, monthStart } from "../../engine/calendar/civil.ts";
import { addMonths } from "../../engine/calendar/duration.ts";
import { DAY, type Instant, WEEK } from "../../engine/calendar/instant.ts";
import type { ReportInterval } from "../../engine/scenario/scenario.ts";

/** 1970-01-05 was a Monday: ISO weeks start there. */
const FIRST_MONDAY = 4 * DAY;

/** Where the reports' calendar differs from that of UTC. */
export interface ReportCalendar {
  /** Seconds ahead of UTC: a day begins so much earlier. */
  readonly utcOffset: number;
  /** The month, 1-12, from which quarters and years are counted. */
  readonly fiscalYearStart: number;
}

const UTC: ReportCalendar = { utcOffset: 0, fiscalYearStart: 1 };

/**
 * The intervals of a clock: calendar days, ISO weeks, months, quarters or years, by a fixed offset from UTC and a fiscal year (R60), all of
 * them from the one that holds the start to the one that holds the last second, whether something happens in them or not. The first and the
 * last may be cut by the clock.
 */
export class IntervalGrid {
  readonly interval: ReportInterval;
  readonly count: number;
  readonly labels: readonly string[];
  /** Where interval i really starts; `starts[count]` is where the last one ends. The clock may begin later and end earlier. */
  readonly starts: Float64Array;
  /** Twelve months before the end of interval i, or before the clock's end where that cuts it. */
  readonly yearBefore: Float64Array;
  private readonly trailingStart: Int32Array;
  private readonly clockStart: Instant;
  private readonly clockEnd: Instant;
  private last = 0;

  constructor(interval: ReportInterval, clockStart: Instant, clockEnd: Instant, { utcOffset, fiscalYearStart }: ReportCalendar = UTC) {
    this.interval = interval;
    this.clockStart = clockStart;
    this.clockEnd = clockEnd;
    const past = fiscalYearStart - 1;
    // Local midnights, counted as if they were UTC; shifted once all calendar steps are made.
    const local = [startOf(interval, clockStart + utcOffset, past)];
    for (let next = after(interval, local[0] as number); next < clockEnd + utcOffset; next = after(interval, next)) local.push(next);
    this.labels = local.map((start) => label(interval, start, past));
    this.count = local.length;
    local.push(after(interval, local[local.length - 1] as number));
    const starts = local.map((start) => start - utcOffset);
    this.starts = Float64Array.from(starts);
    const yearBefore = Float64Array.from(this.labels, (_, i) => addMonths(Math.min(starts[i + 1] as number, clockEnd) + utcOffset, -12) - utcOffset);
    this.yearBefore = yearBefore;
    let trailing = 0;
    this.trailingStart = Int32Array.from(this.labels, (_, i) => {
      while (trailing < yearBefore.length && (yearBefore[trailing] as number) <= (starts[i] as number)) trailing++;
      return trailing;
    });
  }

  /** The interval that holds an instant of the clock. Quick for instants that come in order. */
  indexOf(at: Instant): number {
    const { starts } = this;
    let i = this.last;
    if (at < (starts[i] as number)) i = this.search(at);
    else while (at >= (starts[i + 1] as number) && i < this.count - 1) i++;
    this.last = i;
    return i;
  }

  /**
   * The first interval for which an instant of interval `from` lies before `yearBefore`: from there on it is a fact of twelve months ago.
   * `count` for none. Begins where an instant at the interval's start would end, and so takes a step or two.
   */
  firstTrailing(at: Instant, from: number): number {
    let index = this.trailingStart[from] as number;
    while (index < this.count && (this.yearBefore[index] as number) <= at) index++;
    return index;
  }

  /** Where interval i ends, or the clock if that is earlier. */
  endOf(index: number): Instant {
    return Math.min(this.starts[index + 1] as number, this.clockEnd);
  }

  /** Whether the clock covers only a part of the interval. */
  isPartial(index: number): boolean {
    return (this.starts[index] as number) < this.clockStart || (this.starts[index + 1] as number) > this.clockEnd;
  }

  private search(at: Instant): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** `past`: how many months after January the fiscal year starts. */
function startOf(interval: ReportInterval, at: Instant, past: number): Instant {
  if (interval === "day") return Math.floor(at / DAY) * DAY;
  if (interval === "week") return Math.floor((at - FIRST_MONDAY) / WEEK) * WEEK + FIRST_MONDAY;
  const months = MONTHS[interval];
  return monthStart(Math.floor((monthOf(at) - past) / months) * months + past);
}

function after(interval: ReportInterval, start: Instant): Instant {
  if (interval === "day") return start + DAY;
  if (interval === "week") return start + WEEK;
  return addMonths(start, MONTHS[interval]);
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** `2026-01-15`, `2026-W05`, `2026-01`, `2026-Q1`, `2026`. A fiscal year is named by the calendar year in which it begins (R60). */
function label(interval: ReportInterval, start: Instant, past: number): string {
  if (interval === "quarter" || interval === "year") return fiscalLabel(interval, civilDate(addMonths(start, 0 - past)));
  switch (interval) {
    case "day":
      return formatDate(start);
    case "week":
      return weekLabel(start);
    case "month":
      return formatDate(start).slice(0, 7);
  }
}

/** Of a date that is moved back so that its year starts in January. */
function fiscalLabel(interval: "quarter" | "year", { year, month }: CivilDate): string {
  return interval === "year" ? String(year) : `${year}-Q${Math.floor((month + 2) / 3)}`;
}

/** An ISO week belongs to the year that holds its Thursday. */
function weekLabel(monday: Instant): string {
  const thursday = monday + 3 * DAY;
  const { year } = civilDate(thursday);
  const week = Math.floor((thursday - monthStart(monthNumber(year, 1))) / WEEK) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}
