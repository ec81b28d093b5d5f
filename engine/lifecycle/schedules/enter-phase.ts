import type { Account } from "../../account/account.ts";
import { currentPhase, isLastPhase, type Phase, type Schedule } from "../../account/schedule.ts";
import type { Item, ItemTarget, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import type { BillingInterval } from "../../calendar/billing-period.ts";
import { nextBoundary, sameInterval } from "../../calendar/billing-period.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import { applyTargets } from "../changes/apply-targets.ts";
import { changeTo, hasPrice, isFree } from "../changes/change.ts";
import { heldOrInForce } from "../changes/prices-in-force.ts";
import { modeOf } from "../modes/registry.ts";
import { planBoundary } from "../periods/boundary-plan.ts";
import { setAnchor } from "../periods/periods.ts";
import { changeTerms } from "../periods/repeat-invoice.ts";
import { forgetPlannedEnd } from "../subscriptions/planned-end.ts";
import { leaveMetersAtTurn } from "../usage/item-meters.ts";
import { phaseDiscounts } from "./schedule.ts";

/**
 * Where the running phase of a schedule ends, the next one begins, or the schedule lets the subscription go (H4, H8). Answers whether that is
 * all: otherwise the planned end or the turn of the period follows.
 */
export function endPhase(world: World, account: Account, subscription: Subscription): boolean {
  const { schedule } = subscription;
  if (schedule === undefined || currentPhase(schedule).end > account.now) return false;
  const isPeriodEnd = subscription.periodEnd <= account.now;
  if (isLastPhase(schedule)) {
    if (schedule.endBehavior === "cancel") return false;
    subscription.schedule = undefined;
    world.sink.subscription(account.now, account, subscription, "released", subscription.status);
  } else {
    schedule.current++;
    const phase = currentPhase(schedule);
    subscription.discounts = phaseDiscounts(phase);
    if (!isPeriodEnd || phase.trialEnd !== NEVER) {
      enterByChange(world, account, subscription, schedule, isPeriodEnd);
      return true;
    }
    enterWithRenewal(world, account, subscription, schedule);
  }
  if (isPeriodEnd) return false;
  planBoundary(account, subscription);
  return true;
}

/** The end that holds from this phase on, if it is the last one and the subscription ends with it. */
function plannedEnd(schedule: Schedule): Instant | undefined {
  return isLastPhase(schedule) && schedule.endBehavior === "cancel" ? currentPhase(schedule).end : undefined;
}

/** Inside a period, or into a trial: as a change by hand would (H4, H7). Where the period ends here nothing is left to prorate. */
function enterByChange(world: World, account: Account, subscription: Subscription, schedule: Schedule, isPeriodEnd: boolean): void {
  const phase = currentPhase(schedule);
  const hasTrial = phase.trialEnd !== NEVER;
  const targets = phaseTargets(world, account, subscription, phase);
  if (isPeriodEnd) leaveMetersAtTurn(account, subscription, targets);
  changeTo(world, account, subscription, targets, {
    behavior: isPeriodEnd ? "none" : phase.prorationBehavior,
    resetsAnchor: phase.movesAnchor && !hasTrial,
    trialEnd: hasTrial ? phase.trialEnd : undefined,
    cancelAt: plannedEnd(schedule),
  });
}

/** At a period's end: the renewal that follows bills what the phase makes of the subscription (H5). */
function enterWithRenewal(world: World, account: Account, subscription: Subscription, schedule: Schedule): void {
  const phase = currentPhase(schedule);
  const { interval } = (subscription.items[0] as Item).plan;
  const wasFree = isFree(subscription);
  const targets = phaseTargets(world, account, subscription, phase);
  leaveMetersAtTurn(account, subscription, targets);
  applyTargets(subscription, targets);
  if (phase.movesAnchor || movesAnchor(subscription, interval, wasFree)) setAnchor(subscription, account.now);
  const end = plannedEnd(schedule);
  if (end !== undefined) {
    forgetPlannedEnd(subscription, end);
    subscription.canceledAt = account.now;
    subscription.cancelAtPeriodEnd = end === nextBoundary(subscription.anchor, (subscription.items[0] as Item).plan.interval, account.now);
  }
  changeTerms(account, subscription);
  world.sink.subscription(account.now, account, subscription, "phase_entered", subscription.status);
}

/** In classic mode another interval, or free to paid, makes the phase's start the anchor (C3). */
function movesAnchor(subscription: Subscription, before: BillingInterval, wasFree: boolean): boolean {
  if (!modeOf(subscription).restartsPeriods) return false;
  return !sameInterval(before, (subscription.items[0] as Item).plan.interval) || (wasFree && hasPrice(subscription));
}

/** The items of the phase: those that are held stay, the others are added last (B14). */
function phaseTargets(world: World, account: Account, subscription: Subscription, phase: Phase): ItemTarget[] {
  const items = phase.items.map((item) => ({ ...item, plan: heldOrInForce(world, account, subscription, item.plan) }));
  const held = subscription.items.slice(0, subscription.itemCount);
  const kept: ItemTarget[] = [];
  for (const source of held) {
    const wanted = items.find(({ plan }) => plan === source.plan);
    if (wanted !== undefined) kept.push({ source, ...wanted });
  }
  const added = items.filter(({ plan }) => !held.some((item) => item.plan === plan));
  return [...kept, ...added.map((wanted) => ({ source: undefined, ...wanted }))];
}
