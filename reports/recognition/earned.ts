import type { Instant } from "../../engine/calendar/instant.ts";
import { type Minor, mulDivFloor } from "../../engine/money/exact.ts";

/**
 * What a line of net amount `amount` over [start, end) has earned by `at` (D42): sign x floor(|amount| x elapsed / length), nothing before its
 * start, all of it from its end on. A line without a length has earned all of it at its start.
 *
 * Differences of it are what an interval gets, so that any partition of time adds up to the same.
 */
export function earnedBy(at: Instant, amount: Minor, start: Instant, end: Instant): Minor {
  if (at >= end) return amount;
  if (at <= start) return 0;
  return amount >= 0 ? elapsedPart(amount, at - start, end - start) : 0 - elapsedPart(0 - amount, at - start, end - start);
}

/** floor(amount x elapsed / length): asked of every line, so what needs no big integer is reckoned here. */
function elapsedPart(amount: Minor, elapsed: number, length: number): Minor {
  const product = amount * elapsed;
  if (product > Number.MAX_SAFE_INTEGER) return mulDivFloor(amount, elapsed, length);
  const quotient = Math.floor(product / length);
  // The division may be one off; products tell exactly.
  if (quotient * length > product) return quotient - 1;
  return (quotient + 1) * length <= product ? quotient + 1 : quotient;
}
