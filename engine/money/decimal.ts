import type { Exact } from "./exact.ts";

/**
 * A decimal number read from its text, exactly: `units / scale`, where `scale` is a power of ten.
 * Never passes through a float: "0.05" is 5 / 100 (D1).
 */
export interface Decimal {
  readonly units: Exact;
  readonly scale: number;
}

export const MAX_DECIMALS = 12;

const PATTERN = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** 10^n for 0 <= n <= 15, exactly. */
export function powerOfTen(n: number): number {
  let power = 1;
  for (let i = 0; i < n; i++) power *= 10;
  return power;
}

/** Reads a decimal; undefined when the text is not one or has more than 12 decimals. Trailing zeros are dropped. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > MAX_DECIMALS) return undefined;
  const digits = BigInt((match[2] as string) + fraction);
  const signed = match[1] === "-" ? -digits : digits;
  return { units: exact(signed), scale: powerOfTen(fraction.length) };
}

/** A bigint as a `number` where it is safe. */
export function exact(value: bigint): Exact {
  return value <= 9_007_199_254_740_991n && value >= -9_007_199_254_740_991n ? Number(value) : value;
}

/** The same number over another, larger power of ten. */
export function rescale(decimal: Decimal, scale: number): Exact {
  return exact(BigInt(decimal.units) * (BigInt(scale) / BigInt(decimal.scale)));
}

/** `0.05`, `1200`: the shortest text. */
export function formatDecimal(decimal: Decimal): string {
  const negative = decimal.units < 0;
  const digits = String(negative ? -decimal.units : decimal.units);
  const places = String(decimal.scale).length - 1;
  const padded = digits.padStart(places + 1, "0");
  const text = places === 0 ? padded : `${padded.slice(0, -places)}.${padded.slice(-places)}`;
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return negative ? `-${short}` : short;
}

/** A quantity as a decimal. */
export function asDecimal(quantity: number | Decimal): Decimal {
  return typeof quantity === "number" ? { units: quantity, scale: 1 } : quantity;
}

/** A quantity in words: `3`, `2.5`. */
export function quantityText(quantity: number | Decimal): string {
  return typeof quantity === "number" ? String(quantity) : formatDecimal(quantity);
}

/** `units / scale`, `scale` a power of ten, without trailing zeros. */
export function shortest(units: bigint, scale: bigint): Decimal {
  // Whole as a rule: digit by digit costs more than all the rest of a line.
  if (units % scale === 0n) return { units: exact(units / scale), scale: 1 };
  let short = units;
  let per = scale;
  while (per > 1n && short % 10n === 0n) {
    short /= 10n;
    per /= 10n;
  }
  return { units: exact(short), scale: Number(per) };
}
