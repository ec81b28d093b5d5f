import { dayOf, monthOf, monthStart } from "./civil.ts";
import { DAY, type Instant, WEEK } from "./instant.ts";

export type IntervalUnit = "day" | "week" | "month" | "year";

/** How often a plan bills: every `count` units. Held as months or as seconds, one of them 0. */
export interface BillingInterval {
  readonly unit: IntervalUnit;
  readonly count: number;
  readonly months: number;
  readonly seconds: number;
}

export function billingInterval(unit: IntervalUnit, count: number): BillingInterval {
  return {
    unit,
    count,
    months: unit === "month" ? count : unit === "year" ? 12 * count : 0,
    seconds: unit === "day" ? count * DAY : unit === "week" ? count * WEEK : 0,
  };
}

/** 12 months are a year and 7 days a week: such intervals turn together and count as the same (MIX). */
export function sameInterval(a: BillingInterval, b: BillingInterval): boolean {
  return a.months === b.months && a.seconds === b.seconds;
}

/**
 * The boundary number `n` counted from the anchor (n = 0 is the anchor itself; negative n lie before it).
 * Always from the anchor, never by stepping, so that 31 January gives 28 February and then 31 March again (CYC, D10).
 */
export function boundary(anchor: Instant, interval: BillingInterval, n: number): Instant {
  if (interval.months === 0) return anchor + n * interval.seconds;
  return monthlyBoundary(partsOf(anchor), interval.months, n);
}

/** An anchor taken apart, so that boundaries counted from it cost a table look-up. */
export interface AnchorParts {
  month: number;
  /** Days since the month's start, 0-30. */
  day: number;
  second: number;
}

/** The anchor asked for last: what happens in one instant asks for the same one again and again. */
const parts: AnchorParts = { month: 0, day: 0, second: 0 };
let anchorOfParts: Instant = 0;

function partsOf(anchor: Instant): AnchorParts {
  if (anchor !== anchorOfParts) {
    takeApart(anchor, parts);
    anchorOfParts = anchor;
  }
  return parts;
}

export function takeApart(anchor: Instant, into: AnchorParts): void {
  const month = monthOf(anchor);
  const start = monthStart(month);
  const day = Math.floor((anchor - start) / DAY);
  into.month = month;
  into.day = day;
  into.second = anchor - start - day * DAY;
}

/** The same as `boundary`, for an interval of months and an anchor taken apart. */
export function monthlyBoundary(parts: AnchorParts, months: number, n: number): Instant {
  return dayOf(parts.month + n * months, parts.day) + parts.second;
}

/** The number n of the period `[boundary(n), boundary(n + 1))` that holds the instant. */
export function periodNumber(anchor: Instant, interval: BillingInterval, at: Instant): number {
  if (interval.months === 0) return Math.floor((at - anchor) / interval.seconds);
  return monthlyPeriodNumber(partsOf(anchor), interval.months, at);
}

/** The same as `periodNumber`, for an interval of months and an anchor taken apart. */
export function monthlyPeriodNumber(parts: AnchorParts, months: number, at: Instant): number {
  let n = Math.floor((monthOf(at) - parts.month) / months);
  if (monthlyBoundary(parts, months, n) > at) n--;
  else if (monthlyBoundary(parts, months, n + 1) <= at) n++;
  return n;
}

/** The first boundary after the instant. */
export function nextBoundary(anchor: Instant, interval: BillingInterval, at: Instant): Instant {
  return boundary(anchor, interval, periodNumber(anchor, interval, at) + 1);
}

/** The start of the period that holds the instant. */
export function periodStart(anchor: Instant, interval: BillingInterval, at: Instant): Instant {
  return boundary(anchor, interval, periodNumber(anchor, interval, at));
}
