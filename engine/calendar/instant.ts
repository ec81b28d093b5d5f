/**
 * A point in virtual time: whole seconds since 1970-01-01T00:00:00Z. Always UTC, never a fraction.
 * Periods are half-open everywhere, `[start, end)`: a fact exactly at a boundary belongs to the later period (D7).
 */
export type Instant = number;

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;
export const WEEK = 604_800;

/** Later than every instant a scenario can name; used where "never" must compare. */
export const NEVER: Instant = Number.MAX_SAFE_INTEGER;

/** The instants a scenario may name: 1973-03-03 (10^8 s, below which an integer looks like a year, D7) up to, not including, the year 2400. */
export const FIRST_INSTANT: Instant = 100_000_000;
export const LAST_INSTANT: Instant = 13_569_465_599;
