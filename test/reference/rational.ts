/** An exact fraction; `d` is always positive. Everything before the one rounding of a line is kept in these. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

export function ratio(n: bigint | number, d: bigint | number = 1n): Rational {
  const top = BigInt(n);
  const bottom = BigInt(d);
  if (bottom <= 0n) throw new Error(`a denominator of ${bottom}`);
  const common = greatestCommonDivisor(top < 0n ? -top : top, bottom);
  return { n: top / common, d: bottom / common };
}

export const ZERO: Rational = { n: 0n, d: 1n };

export const plus = (a: Rational, b: Rational): Rational => ratio(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Rational, b: Rational): Rational => ratio(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a: Rational, b: Rational): Rational => ratio(a.n * b.n, a.d * b.d);
export const isPositive = (a: Rational): boolean => a.n > 0n;

/** To the nearest integer, ties away from zero (D1). */
export function round(a: Rational): number {
  const size = a.n < 0n ? -a.n : a.n;
  const twice = 2n * size + a.d;
  const nearest = twice / (2n * a.d);
  return Number(a.n < 0n ? -nearest : nearest);
}

/** Rounded down; only for fractions that are not negative. */
export function floor(a: Rational): number {
  if (a.n < 0n) throw new Error("floor of a negative fraction");
  return Number(a.n / a.d);
}
