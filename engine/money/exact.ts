/**
 * Integer minor units of a currency, signed. A `number` that is always a safe integer: amounts beyond 2^53 are an invariant error.
 */
export type Minor = number;

/** An exact integer that may outgrow 2^53 on its way to a rounding: a `number` while it is safe, else a `bigint`. */
export type Exact = number | bigint;

const LIMIT = Number.MAX_SAFE_INTEGER;

/** a x b, exactly. */
export function multiply(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    // Adding 0 makes 0 of -0.
    if (product <= LIMIT && product >= -LIMIT) return product + 0;
  }
  return BigInt(a) * BigInt(b);
}

/** a + b, exactly. */
export function add(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (sum <= LIMIT && sum >= -LIMIT) return sum;
  }
  return BigInt(a) + BigInt(b);
}

function safe(value: bigint): Minor {
  const result = Number(value);
  if (!Number.isSafeInteger(result)) throw new RangeError(`an amount of ${value} minor units is beyond 2^53`);
  return result;
}

/**
 * a x b / c to the nearest integer, ties away from zero: the one rounding of the program (D1).
 *
 * `c` is positive. Exact whatever the size: falls back to bigint when the product leaves 2^53.
 */
export function mulDivRound(a: Exact, b: Exact, c: Exact): Minor {
  if (typeof a === "number" && typeof b === "number" && typeof c === "number") {
    const product = a * b;
    if (product <= 4_503_599_627_370_495 && product >= -4_503_599_627_370_495) {
      const magnitude = product < 0 ? -product : product + 0;
      let quotient = Math.floor(magnitude / c);
      // The quotient of two safe integers can be one off after the division; the remainder is exact and tells.
      let rest = magnitude - quotient * c;
      if (rest < 0) {
        quotient--;
        rest += c;
      } else if (rest >= c) {
        quotient++;
        rest -= c;
      }
      if (rest >= c - rest) quotient++;
      return product < 0 ? 0 - quotient : quotient;
    }
  }
  return roundBig(BigInt(a) * BigInt(b), BigInt(c));
}

function roundBig(product: bigint, divisor: bigint): Minor {
  const magnitude = product < 0n ? -product : product;
  const quotient = (2n * magnitude + divisor) / (2n * divisor);
  return safe(product < 0n ? -quotient : quotient);
}

/** a x b / c rounded down (towards minus infinity), exactly. `c` is positive. */
export function mulDivFloor(a: Exact, b: Exact, c: Exact): Minor {
  const product = multiply(a, b);
  if (typeof product === "number" && typeof c === "number") {
    let quotient = Math.floor(product / c);
    if (quotient * c > product) quotient--;
    else if ((quotient + 1) * c <= product) quotient++;
    return quotient;
  }
  const big = BigInt(product);
  const divisor = BigInt(c);
  const quotient = big / divisor;
  return safe(big % divisor !== 0n && big < 0n ? quotient - 1n : quotient);
}

/** Rounds to the nearest multiple of `step`, ties away from zero (UGX, ISK, three-decimal currencies; D3). */
export function roundToMultiple(amount: Minor, step: number): Minor {
  return mulDivRound(amount, 1, step) * step;
}
