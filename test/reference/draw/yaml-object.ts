/** A scenario as the plain object that its YAML text stands for. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain | undefined };
export type PlainRecord = { [key: string]: Plain | undefined };

const pad = (value: number): string => String(value).padStart(2, "0");

/** `2026-01-31T10:00:00Z`. Tests may use Date. */
export function isoInstant(at: number): string {
  return new Date(at * 1000).toISOString().replace(".000", "");
}

/** The seconds of a date and a time of day. */
export function secondsOf(year: number, month: number, day: number, second = 0): number {
  return Date.parse(`${year}-${pad(month)}-${pad(day)}T00:00:00Z`) / 1000 + second;
}

/** The element at `index`, wrapped around: how drawn numbers refer to drawn things, so that shrinking never leaves a dangling name. */
export function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}
