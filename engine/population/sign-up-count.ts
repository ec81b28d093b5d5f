import { type MonthNumber, monthLength, monthOf, monthStart } from "../calendar/civil.ts";
import { DAY, type Instant } from "../calendar/instant.ts";
import { poisson } from "../random/distributions/poisson.ts";

/** How many customers a population gets in the months of a run. */
export interface SignUpRate {
  /** In the first month. */
  readonly perMonth: number;
  /** Each month's growth over the one before: 0.03. */
  readonly growth: number;
  /** Twelve factors, January first, not normalised; undefined: none. */
  readonly seasonality: readonly number[] | undefined;
}

/**
 * The expected sign-ups of every whole calendar month from `first`: the rate, grown by multiplication (never by a power, which differs between
 * machines), times the season's factor (D31).
 */
export function* expectedSignUps(rate: SignUpRate, first: MonthNumber): Generator<number, never> {
  let level = rate.perMonth;
  for (let month = first; ; month++) {
    yield level * (rate.seasonality?.[month % 12] ?? 1);
    level *= 1 + rate.growth;
  }
}

/** The part of a calendar month in which sign-ups of a run happen. */
export interface SignUpMonth {
  readonly month: MonthNumber;
  /** From the clock's start, in the month that it falls in. */
  readonly from: Instant;
  /** The month's end, also where the clock ends before: a longer clock then moves nobody. */
  readonly until: Instant;
  /** The part of the month's seconds that lies in [from, until). */
  readonly share: number;
}

/** The months of a run. */
export function* signUpMonths(start: Instant, end: Instant): Generator<SignUpMonth> {
  for (let month = monthOf(start); monthStart(month) < end; month++) {
    const first = monthStart(month);
    const from = first < start ? start : first;
    const until = monthStart(month + 1);
    yield { month, from, until, share: (until - from) / (monthLength(month) * DAY) };
  }
}

/** How a month's count comes of its expectation. */
export type CountProcess = (expected: number, uniform: number) => number;

/** Random arrivals: the count never falls when the expectation rises, so the customers of a lower rate are among those of a higher (D31). */
export const poissonProcess: CountProcess = (expected, uniform) => poisson(expected).sample(uniform);

/** The same number every month; what is left of a fraction is carried to the next. */
export function evenProcess(): CountProcess {
  let carried = 0;
  return (expected) => {
    const due = carried + expected;
    // Ten months of 0.1 are one customer, whatever the last bit says.
    const count = Math.floor(due + 1e-9);
    carried = due - count;
    return count;
  };
}

/** An instant of the month's part, uniform. */
export function signUpInstant({ from, until }: SignUpMonth, uniform: number): Instant {
  return from + Math.floor((until - from) * uniform);
}
