import type { ProrationBehavior } from "../billing/settings.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";

/** A plan in a phase of a schedule. */
export interface PhaseItem {
  readonly plan: Plan;
  readonly quantity: number;
  readonly taxRates: readonly TaxRate[] | undefined;
}

/** One phase, with its instants settled: half-open, it begins where the one before ends. */
export interface Phase {
  readonly items: readonly PhaseItem[];
  /** In place of the subscription's discounts; empty for none. */
  readonly coupons: readonly Coupon[];
  /** How entering it is prorated. */
  readonly prorationBehavior: ProrationBehavior;
  /** Its start becomes the anchor. */
  readonly movesAnchor: boolean;
  readonly start: Instant;
  readonly end: Instant;
  /** NEVER for none. */
  readonly trialEnd: Instant;
}

/** A subscription schedule: phases that follow each other (SCH, H1). */
export interface Schedule {
  readonly phases: readonly Phase[];
  /** Whether the subscription ends with the last phase, or goes on without a schedule. */
  readonly endBehavior: "release" | "cancel";
  /** Index of the running phase. */
  current: number;
}

export function currentPhase(schedule: Schedule): Phase {
  return schedule.phases[schedule.current] as Phase;
}

/** Whether the running phase is the last one. */
export function isLastPhase(schedule: Schedule): boolean {
  return schedule.current === schedule.phases.length - 1;
}
