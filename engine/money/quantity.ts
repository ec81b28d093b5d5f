import { type Decimal, exact, shortest } from "./decimal.ts";

/** A quantity that is not whole is kept in units of this part of one: it has at most 12 decimals (D26). */
export const QUANTITY_SCALE = 1_000_000_000_000n;

/**
 * How much was used, exactly: a `number` where it is whole and safe, as nearly all are; else a `bigint` in parts of 10^-12. Each quantity has one
 * form only, so equal ones are identical.
 */
export type Quantity = number | bigint;

/** In parts of 10^-12. */
export function partsOf(quantity: Quantity): bigint {
  return typeof quantity === "bigint" ? quantity : BigInt(quantity) * QUANTITY_SCALE;
}

function ofParts(parts: bigint): Quantity {
  if (parts % QUANTITY_SCALE !== 0n) return parts;
  const whole = exact(parts / QUANTITY_SCALE);
  return typeof whole === "number" ? whole : parts;
}

/** a + b. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return ofParts(partsOf(a) + partsOf(b));
}

/** a - b. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return ofParts(partsOf(a) - partsOf(b));
}

/** Whether a > b. */
export function isMore(a: Quantity, b: Quantity): boolean {
  return typeof a === "number" && typeof b === "number" ? a > b : partsOf(a) > partsOf(b);
}

export function toQuantity({ units, scale }: Decimal): Quantity {
  if (scale === 1 && typeof units === "number") return units + 0;
  return ofParts(BigInt(units) * (QUANTITY_SCALE / BigInt(scale)));
}

export function toDecimal(quantity: Quantity): Decimal {
  return typeof quantity === "number" ? { units: quantity, scale: 1 } : shortest(quantity, QUANTITY_SCALE);
}
