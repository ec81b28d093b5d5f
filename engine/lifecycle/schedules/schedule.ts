import type { Account } from "../../account/account.ts";
import { Refusal } from "../../account/refusal.ts";
import { currentPhase, isLastPhase, type Phase, type Schedule } from "../../account/schedule.ts";
import type { Discount, Subscription } from "../../account/subscription.ts";
import type { BillingMode } from "../../billing/settings.ts";
import { sameInterval } from "../../calendar/billing-period.ts";
import { formatBrief } from "../../calendar/civil.ts";
import { addDuration, type Duration } from "../../calendar/duration.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import type { Coupon } from "../../catalog/coupon.ts";
import type { Plan } from "../../catalog/plan.ts";
import type { PhaseRequest, PlanQuantity, ScheduleRequest, Subscribe } from "../requests.ts";
import { checkCurrency, checkTrialLength, trialEndOf } from "../subscriptions/subscribe-checks.ts";

/**
 * Settles a schedule's instants, counted from now (H3).
 *
 * @throws Refusal for phases that Stripe would refuse.
 */
export function planSchedule(account: Account, mode: BillingMode, { phases: asked, endBehavior }: ScheduleRequest): Schedule {
  const phases: Phase[] = [];
  let start = account.now;
  /** Months are counted from here, over all phases that follow each other in months. */
  let counted = { from: start, months: 0 };
  for (const [i, request] of asked.entries()) {
    checkPlans(account, request.items);
    if (i > 0 && beginsCount(mode, asked[i - 1] as PhaseRequest, request)) counted = { from: start, months: 0 };
    const end = phaseEnd(start, counted, request);
    checkEnd(i, start, end);
    const trialEnd = phaseTrialEnd(start, request, i === 0);
    checkTrialLength(start, trialEnd);
    checkTrial(i, trialEnd, end);
    const { items, coupons, prorationBehavior, movesAnchor } = request;
    phases.push({ items, coupons, prorationBehavior, movesAnchor, start, end, trialEnd });
    start = end;
  }
  return { phases, endBehavior, current: 0 };
}

/** The anchor moves with this phase, so months are counted from its start. */
function beginsCount(mode: BillingMode, before: PhaseRequest, phase: PhaseRequest): boolean {
  return phase.movesAnchor || (mode === "classic" && !sameInterval(planOf(before).interval, planOf(phase).interval));
}

function planOf({ items }: PhaseRequest): Plan {
  return (items[0] as PlanQuantity).plan;
}

function phaseEnd(start: Instant, counted: { from: Instant; months: number }, request: PhaseRequest): Instant {
  const { length } = request;
  const lasts = length.kind === "duration" ? length.duration : length.kind === "iterations" ? times(planOf(request), length.count) : undefined;
  if (lasts !== undefined && lasts.months > 0) {
    counted.months += lasts.months;
    return addDuration(counted.from, { months: counted.months, seconds: 0 });
  }
  const end = length.kind === "until" ? length.end : start + (lasts?.seconds ?? 0);
  counted.from = end;
  counted.months = 0;
  return end;
}

function times({ interval }: Plan, count: number): Duration {
  return { months: interval.months * count, seconds: interval.seconds * count };
}

/** A later phase has a trial only if it names one (H7). */
function phaseTrialEnd(start: Instant, { items, trial }: PhaseRequest, isFirst: boolean): Instant {
  return isFirst || trial.kind === "duration" ? trialEndOf(start, { items, trial }) : NEVER;
}

function checkPlans(account: Account, items: readonly PlanQuantity[]): void {
  for (const { plan } of items) checkCurrency(account, plan);
  const [first] = items as [PlanQuantity];
  const other = items.find(({ plan }) => !sameInterval(plan.interval, first.plan.interval));
  if (other === undefined) return;
  throw new Refusal(
    `plans "${first.plan.id}" and "${other.plan.id}" of one phase bill at different intervals`,
    "The items of a phase have the same interval (H1).",
    "Use two subscriptions.",
  );
}

function checkEnd(index: number, start: Instant, end: Instant): void {
  if (end > start) return;
  throw new Refusal(
    `phase ${index + 1} would end at ${formatBrief(end)} and begins at ${formatBrief(start)}`,
    "A phase ends after it begins: each begins where the one before ends.",
    "Give it a later `end`, or a length.",
  );
}

function checkTrial(index: number, trialEnd: Instant, end: Instant): void {
  if (trialEnd === NEVER || trialEnd <= end) return;
  throw new Refusal(
    `the trial of phase ${index + 1} would run until ${formatBrief(trialEnd)}, and the phase ends at ${formatBrief(end)}`,
    "A trial is part of its phase (H3).",
    "Make the phase longer or the trial shorter; `trial: 0` takes a plan's own trial away.",
  );
}

/** Whether a phase of its schedule begins now. */
export function entersPhase(account: Account, { schedule }: Subscription): boolean {
  return schedule !== undefined && currentPhase(schedule).start === account.now;
}

/** The sign-up as its first phase makes it: the end is planned with the last phase (H8). */
export function firstPhaseOf(action: Subscribe, schedule: Schedule): Subscribe {
  return isLastPhase(schedule) && schedule.endBehavior === "cancel" ? { ...action, cancelAt: currentPhase(schedule).end } : action;
}

/** Every coupon of the schedule once: each is one redemption (H10). */
export function couponsOf(phases: readonly { readonly coupons: readonly Coupon[] }[]): readonly Coupon[] {
  return [...new Set(phases.flatMap(({ coupons }) => coupons))];
}

/** The discounts that a phase brings: they begin afresh (H4). */
export function phaseDiscounts({ coupons, start }: Phase): Discount[] {
  return coupons.map((coupon) => ({ coupon, redeemedAt: start, firstUsedAt: NEVER }));
}
