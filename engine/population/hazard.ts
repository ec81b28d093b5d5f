import ln from "@stdlib/math-base-special-ln";
import { type Instant, NEVER } from "../calendar/instant.ts";

/** The month of monthly rates: 365/12 days (D33). */
export const MONTH = 2_628_000;

/**
 * The hazard per second of a monthly rate: -ln(1 - rate) per month of 365/12 days, so that it does not depend on how often anybody looks
 * (D33). A rate of 1 is certain: infinite.
 */
export function hazardOf(monthlyRate: number): number {
  return monthlyRate >= 1 ? Infinity : ln(1 / (1 - monthlyRate)) / MONTH;
}

/** The accrued hazard at which something happens, from a uniform number: exponential with mean 1. */
export function thresholdOf(uniform: number): number {
  return -ln(uniform);
}

/**
 * One thing that can happen to one customer, in continuous time: hazard accrues while the customer is at risk, and it happens when the
 * accrued hazard reaches the threshold (D33). Re-used for the next customer.
 */
export class HazardClock {
  /** The n-th time that it waits to happen, from 0: each waits for a threshold of its own. */
  occurrence = 0;
  threshold = 0;
  /** Rises with every plan, so that earlier ones are recognised as stale. */
  generation = 0;
  private accrued = 0;
  private since: Instant = 0;
  private rate = 0;
  private factor = 1;
  /** Per second; 0 while not at risk. */
  private hazard = 0;

  /** Waits for its n-th occurrence. */
  begin(occurrence: number, threshold: number, now: Instant): void {
    this.occurrence = occurrence;
    this.threshold = threshold;
    this.generation++;
    this.accrued = 0;
    this.since = now;
    this.rate = 0;
    this.factor = 1;
    this.hazard = 0;
  }

  /**
   * From now on it happens at this monthly rate, its hazard so many times as high. Answers whether anything changed: the same rate leaves what is planned as it is, so looking
   * more often moves nothing.
   */
  turnTo(monthlyRate: number, now: Instant, factor = 1): boolean {
    if (monthlyRate === this.rate && factor === this.factor) return false;
    this.rate = monthlyRate;
    this.factor = factor;
    const hazard = monthlyRate === 0 || factor === 0 ? 0 : hazardOf(monthlyRate) * factor;
    this.accrued += this.hazard === 0 ? 0 : (now - this.since) * this.hazard;
    this.since = now;
    this.hazard = hazard;
    this.generation++;
    return true;
  }

  /** When it happens if nothing changes: at least a second from the last change; NEVER while not at risk. */
  due(): Instant {
    if (this.hazard === 0) return NEVER;
    const wait = Math.ceil((this.threshold - this.accrued) / this.hazard);
    const at = this.since + (wait > 1 ? wait : 1);
    return at < NEVER ? at : NEVER;
  }
}
