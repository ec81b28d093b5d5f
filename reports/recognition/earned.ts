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
  return amount >= 0 ? mulDivFloor(amount, at - start, end - start) : 0 - mulDivFloor(0 - amount, at - start, end - start);
}
