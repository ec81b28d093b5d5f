import { type Minor, mulDivRound } from "../../engine/money/exact.ts";
import type { MetricSettings, ReportInterval } from "../../engine/scenario/scenario.ts";

/** One, in parts per million: the unit of every rate. */
export const ONE = 1_000_000;

/** a / b in parts per million, rounded once; undefined when there is nothing to divide by. */
export function share(a: number, b: number): number | undefined {
  return b === 0 ? undefined : mulDivRound(a, ONE, b);
}

/** Churned customers over those there were at the start, with or without those who came (`churn_denominator`). */
export function logoChurnRate(churned: number, opening: number, joined: number, settings: MetricSettings): number | undefined {
  return share(churned, churnDenominator(opening, joined, settings));
}

export function churnDenominator(opening: number, joined: number, settings: MetricSettings): number {
  return settings.churnDenominator === "start" ? opening : opening + joined;
}

/** Closing recurring revenue per paying customer, in minor units; 0 when nobody pays. */
export function revenuePerCustomer(closing: Minor, customers: number): Minor {
  return customers === 0 ? 0 : mulDivRound(closing, 1, customers);
}

/** How many of an interval fit in a month: what turns an interval's churn into a month's (D39's factors). */
const PER_MONTH = {
  day: { times: 365, of: 12 },
  week: { times: 365, of: 84 },
  month: { times: 1, of: 1 },
  quarter: { times: 1, of: 3 },
  year: { times: 1, of: 12 },
} as const;

/**
 * Lifetime value = monthly revenue per customer x gross margin / monthly churn (D41), in minor units, rounded once. An interval's churn
 * becomes a month's in proportion to its length. 0 when nobody pays or nobody left: there is no estimate then.
 */
export function lifetimeValue(
  closing: Minor,
  customers: number,
  churned: number,
  denominator: number,
  interval: ReportInterval,
  grossMarginPpm: number,
): Minor {
  const { times, of } = PER_MONTH[interval];
  if (customers === 0 || churned === 0) return 0;
  const above = BigInt(closing) * BigInt(grossMarginPpm) * BigInt(denominator) * BigInt(of);
  return mulDivRound(above, 1, BigInt(customers) * BigInt(ONE) * BigInt(churned) * BigInt(times));
}
