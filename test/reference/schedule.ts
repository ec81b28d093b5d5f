import type { PhaseRequest, ScheduleRequest } from "../../engine/actions/action.ts";
import { isSameInterval, periodHolding, plusDuration, plusMonths } from "./calendar.ts";
import { applyWanted, isFreeToPaid, makeChange } from "./change.ts";
import type { Wanted } from "./change-plan.ts";
import { type Item, type Life, type Phase, refuseUnless, type Subscription } from "./state.ts";
import { departAtTurn, isMetered } from "./usage.ts";

/** What a phase's length is in months; 0 for any other. */
function monthsOf({ length, items }: PhaseRequest): number {
  if (length.kind === "duration") return length.duration.months;
  const { unit, count } = (items[0] as PhaseRequest["items"][number]).plan.interval;
  if (length.kind === "until" || unit === "day" || unit === "week") return 0;
  return length.count * count * (unit === "year" ? 12 : 1);
}

function intervalOf({ items }: PhaseRequest): PhaseRequest["items"][number]["plan"]["interval"] {
  return (items[0] as PhaseRequest["items"][number]).plan.interval;
}

/** H3: the end of phase `i`, given the starts of the phases up to it. */
function endOf(mode: string, phases: readonly PhaseRequest[], i: number, starts: readonly number[]): number {
  const phase = phases[i] as PhaseRequest;
  const { length } = phase;
  const start = starts[i] as number;
  if (length.kind === "until") return length.end;
  let months = monthsOf(phase);
  if (months === 0) {
    if (length.kind === "duration") return start + length.duration.seconds;
    const interval = intervalOf(phase);
    return start + length.count * interval.count * (interval.unit === "week" ? 7 : 1) * 86_400;
  }
  let first = i;
  while (first > 0) {
    const before = phases[first - 1] as PhaseRequest;
    const here = phases[first] as PhaseRequest;
    if (here.movesAnchor || (mode === "classic" && !isSameInterval(intervalOf(before), intervalOf(here))) || monthsOf(before) === 0) break;
    months += monthsOf(before);
    first--;
  }
  return plusMonths(starts[first] as number, months);
}

/** The phases with their instants, or a refusal (H1, H3). */
export function layOutPhases(life: Life, { phases: asked }: ScheduleRequest, firstTrialEnd: number | undefined): Phase[] {
  const starts = [life.now];
  return asked.map((request, i) => {
    const start = starts[i] as number;
    const end = endOf(life.scenario.billing.mode, asked, i, starts);
    refuseUnless(end > start, "a phase ends after it begins");
    starts.push(end);
    let trialEnd = i === 0 ? firstTrialEnd : undefined;
    if (i > 0 && request.trial.kind === "duration") {
      const asks = plusDuration(start, request.trial.duration);
      refuseUnless(asks - start <= 730 * 86_400, "a trial lasts at most 730 days");
      trialEnd = asks > start ? asks : undefined;
    }
    refuseUnless(trialEnd === undefined || trialEnd <= end, "a trial is part of its phase");
    return { items: request.items, coupons: request.coupons, behavior: request.prorationBehavior, phaseStart: request.movesAnchor, start, end, trialEnd };
  });
}

export function runningPhase({ schedule }: Subscription): Phase | undefined {
  return schedule?.phases[schedule.running];
}

export function tellSchedule(life: Life, { name }: Subscription, what: string): void {
  life.announcements.push(`${life.now} subscription_schedule.${what} ${name}`);
}

/** B14: what is held stays in its place, what is new stands last. */
function wantedOf({ items }: Subscription, phase: Phase): Wanted[] {
  const stays = items.flatMap((item) => phase.items.filter(({ plan }) => plan === item.plan).map((wanted) => ({ item, ...wanted })));
  const added = phase.items.filter(({ plan }) => items.every((item) => item.plan !== plan));
  return [...stays, ...added.map((wanted) => ({ item: undefined, ...wanted }))];
}

/** What happens to the schedule at this boundary; true when nothing else turns there (H4, H8). */
export function turnSchedule(life: Life, subscription: Subscription): boolean {
  const { schedule } = subscription;
  if (schedule === undefined || runningPhase(subscription)?.end !== life.now) return false;
  const atPeriodEnd = subscription.items.every(({ end }) => end === life.now);
  const next = schedule.phases[schedule.running + 1];
  if (next === undefined) {
    if (schedule.cancels) return false;
    subscription.schedule = undefined;
    tellSchedule(life, subscription, "released");
    return !atPeriodEnd;
  }
  schedule.running++;
  subscription.discounts = next.coupons.map((coupon) => ({ coupon, firstUsedAt: undefined }));
  tellSchedule(life, subscription, "updated");
  const isLast = schedule.running === schedule.phases.length - 1;
  const cancelAt = isLast && schedule.cancels ? next.end : undefined;
  if (atPeriodEnd) letGo(life, subscription, next);
  if (!atPeriodEnd || next.trialEnd !== undefined) {
    makeChange(life, subscription, wantedOf(subscription, next), atPeriodEnd ? "none" : next.behavior, {
      resetsAnchor: next.phaseStart && next.trialEnd === undefined,
      trialEnd: next.trialEnd,
      cancelAt,
    });
    return true;
  }
  enterQuietly(life, subscription, next, cancelAt);
  return false;
}

/** U11: a metered plan that the phase does not name goes with its period. */
function letGo(life: Life, subscription: Subscription, phase: Phase): void {
  for (const item of subscription.items) {
    if (isMetered(item) && phase.items.every(({ plan }) => plan !== item.plan)) departAtTurn(life, subscription, item);
  }
}

/** H5: the renewal of this instant bills what the phase brings. */
function enterQuietly(life: Life, subscription: Subscription, phase: Phase, cancelAt: number | undefined): void {
  const before = subscription.items.map(({ plan, quantity }) => ({ plan, quantity }));
  applyWanted(subscription, wantedOf(subscription, phase));
  const [was] = before as [(typeof before)[number]];
  const [is] = subscription.items as [Item];
  const restarts = !isSameInterval(was.plan.interval, is.plan.interval) || isFreeToPaid(before, subscription.items);
  if (phase.phaseStart || (life.scenario.billing.mode === "classic" && restarts)) subscription.anchor = life.now;
  if (cancelAt === undefined) return;
  subscription.cancelAt = cancelAt;
  subscription.canceledAt = life.now;
  subscription.atPeriodEnd = periodHolding(subscription.anchor, is.plan.interval, life.now).end === cancelAt;
}
