import type { Change } from "../../engine/actions/action.ts";
import type { ProrationBehavior } from "../../engine/billing/settings.ts";
import { isSameInterval, periodHolding } from "./calendar.ts";
import { fateOf, isChanged, type Wanted, wantedItems } from "./change-plan.ts";
import { restart } from "./classic.ts";
import { periodLines, startOfUsage, trialLines } from "./item-lines.ts";
import { chargeParts, creditDebits } from "./lines.ts";
import { lacksCard } from "./pauses.ts";
import { moveToPeriodHolding, priceByPeriodHolding, spanTrial, turnTo } from "./periods.ts";
import { fullEndOf, invoiceUpdate, planEnd } from "./planned-end.ts";
import { price } from "./pricing.ts";
import { isPositive, plus, type Rational, ZERO } from "./rational.ts";
import { checkCoupons, takeSlots } from "./redemptions.ts";
import { type Item, inTrial, type Life, type Line, type Phase, periodOf, refuseUnless, type Subscription, setStatus } from "./state.ts";
import { checkThresholds } from "./threshold.ts";
import { beginMissing, changeUsagePrice, departAtTurn, isMetered, leaveUsage, turnUsage } from "./usage.ts";

const LONGEST_TRIAL = 730 * 86_400;

/** B13: checks everything, then discounts and tax rates, items, trial, planned end, invoice. */
export function change(life: Life, entry: number, subscription: Subscription, action: Change): void {
  const wanted = wantedItems(subscription, action, life.scenario.billing.mode);
  check(life, subscription, action);
  checkNewInterval(life, subscription, wanted, action);
  const [first] = wanted;
  const isMixed = wanted.some(({ plan }) => first !== undefined && !isSameInterval(plan.interval, first.plan.interval));
  refuseUnless(subscription.schedule === undefined || !isMixed, "mixed intervals under a schedule are not yet supported");
  checkThresholds(subscription.thresholds, wanted);
  if (action.atPeriodEnd === true) {
    const { discounts, taxRates } = action;
    takeSlots(life, entry, discounts ?? []);
    subscription.waiting = { items: wanted, discounts: discounts?.map((coupon) => ({ coupon, firstUsedAt: undefined })), taxRates };
    return;
  }
  if (action.discounts !== undefined) {
    takeSlots(life, entry, action.discounts);
    subscription.discounts = action.discounts.map((coupon) => ({ coupon, firstUsedAt: undefined }));
  }
  if (action.plan !== undefined || action.quantity !== undefined || action.items.length > 0) subscription.waiting = undefined;
  if (action.taxRates !== undefined) subscription.taxRates = action.taxRates;

  if (subscription.schedule !== undefined && alters(subscription, wanted, action)) {
    life.announcements.push(`${life.now} subscription_schedule.updated ${subscription.name}`);
  }
  makeChange(life, subscription, wanted, action.prorationBehavior ?? life.scenario.billing.prorationBehavior, action);
}

/** Whether anything is asked for that is not so already (D18). */
function alters(subscription: Subscription, wanted: readonly Wanted[], { discounts, taxRates, resetsAnchor, trialEnd }: Change): boolean {
  const items = wanted.some(isChanged) || wanted.length !== subscription.items.length;
  const trial = trialEnd !== undefined && trialEnd !== subscription.trialEnd;
  return items || trial || resetsAnchor === true || discounts !== undefined || taxRates !== undefined;
}

type ChangeTerms = Partial<Pick<Change, "prorationDate" | "resetsAnchor" | "trialEnd" | "cancelAt" | "cancelAtPeriodEnd">>;

/** Items, trial, planned end and the invoice of a change, or of a phase that is entered as one (H4). */
export function makeChange(life: Life, subscription: Subscription, wanted: readonly Wanted[], behavior: ProrationBehavior, action: ChangeTerms): void {
  const pendingBefore = [...life.pending];
  if (action.resetsAnchor === true) {
    beginAnew(life, subscription, wanted, action, behavior, pendingBefore);
    return;
  }
  const items = changeItems(life, subscription, wanted, action.prorationDate ?? life.now, behavior);
  if (action.trialEnd === "now" && lacksCard(life, subscription)) {
    // P4: the trial's end comes now, and what it does without a card.
    Object.assign(subscription, { trialEnd: life.now, anchor: life.now, freeStub: false });
    for (const item of subscription.items) {
      item.debits = [];
      spanTrial(item, subscription, item.start, life.now);
    }
    changePlannedEnd(life, subscription, action, "none");
    return;
  }
  const trial = changeTrial(life, subscription, action.trialEnd, behavior);
  if (items.restarts && !trial.moved) restart(life, subscription, action);
  beginMissing(life, subscription);
  // Periods that begin now are billed below, up to the planned end that holds then: there is nothing to prorate.
  const billsBelow = action.trialEnd === "now" || (items.restarts && !trial.moved);
  const planned = changePlannedEnd(life, subscription, action, billsBelow ? "none" : behavior);
  const made = items.made + trial.made + planned;
  // A planned end of the same change may have pulled the trial's end in (C6).
  for (const line of items.lines) line.end = subscription.trialEnd;
  const restarts = items.restarts && !trial.moved;
  const lines = trial.moved ? linesOfTrial(life, subscription) : restarts ? periodLines(life, subscription, subscription.items) : items.lines;
  const wantsInvoice = behavior === "always_invoice" || items.isImmediate;
  const anchorIsNow = restarts || (trial.moved && action.trialEnd === "now");
  // C4: what was pending before waits.
  const waiting = life.scenario.billing.mode === "classic" && anchorIsNow && behavior === "always_invoice" ? pendingBefore : [];
  const billsNow = trial.moved || (items.isImmediate && behavior !== "none");
  if (lines.length > 0 || billsNow || (made > 0 && wantsInvoice)) invoiceUpdate(life, subscription, lines, waiting);
}

/** T1: what was billed is credited, everything begins a full period now, and that is billed at once. */
function beginAnew(
  life: Life,
  subscription: Subscription,
  wanted: readonly Wanted[],
  action: ChangeTerms,
  behavior: ProrationBehavior,
  pendingBefore: readonly Line[],
): void {
  for (const item of subscription.items) {
    const next = wanted.find((candidate) => candidate.item === item);
    if (next?.plan === item.plan) turnUsage(life, item, item.plan, true, false);
    else leaveUsage(life, subscription, item, next?.plan, { behavior, anchorMoves: true });
  }
  if (behavior !== "none") {
    for (const item of subscription.items) {
      const next = wanted.find((candidate) => candidate.item === item);
      creditDebits(life, subscription, item, Math.min(action.prorationDate ?? life.now, life.now), next === undefined || isChanged(next));
    }
  }
  applyWanted(subscription, wanted);
  subscription.anchor = life.now;
  subscription.reachesBack = false;
  subscription.freeStub = false;
  for (const item of subscription.items) {
    item.debits = [];
    turnTo(item, subscription, life.now, "from its start");
  }
  beginMissing(life, subscription);
  changePlannedEnd(life, subscription, action, "none");
  invoiceUpdate(
    life,
    subscription,
    periodLines(life, subscription, subscription.items),
    life.scenario.billing.mode === "classic" && behavior === "always_invoice" ? pendingBefore : [],
  );
}

/** The period is over: what waited for it happens without proration (T2). */
export function makeWaitingChange(life: Life, subscription: Subscription, at: number): void {
  const { waiting } = subscription;
  if (waiting === undefined) return;
  for (const item of subscription.items) {
    const next = waiting.items.find((candidate) => candidate.item === item);
    if (isMetered(item) && next?.plan.usage === undefined) departAtTurn(life, subscription, item);
    else if (isMetered(item) && next !== undefined && next.plan !== item.plan && item.end > at) changeUsagePrice(life, item, next.plan);
  }
  subscription.waiting = undefined;
  const held = subscription.items.map(({ plan }) => plan.interval);
  const fates = waiting.items.map((next) => fateOf(next, held, waiting.items));
  applyWanted(subscription, waiting.items);
  for (const [i, item] of subscription.items.entries()) {
    // What is new begins here; what has been billed beyond runs out first (X8).
    if (waiting.items[i]?.item === undefined) Object.assign(item, { start: at, end: at, fullEnd: at });
    else if (item.end > at && fates[i] === "moves") priceByPeriodHolding(item, subscription, at);
  }
  subscription.discounts = waiting.discounts ?? subscription.discounts;
  subscription.taxRates = waiting.taxRates ?? subscription.taxRates;
}

/** B15: with an interval change the proration date lies in the period of the new interval too, where one runs on (flexible mode). */
function checkNewInterval(life: Life, subscription: Subscription, wanted: readonly Wanted[], action: Change): void {
  const { prorationDate } = action;
  if (prorationDate === undefined) return;
  if (life.scenario.billing.mode === "classic" || inTrial(life, subscription) || action.resetsAnchor === true || action.atPeriodEnd === true) return;
  const held = subscription.items.map(({ plan }) => plan.interval);
  for (const next of wanted) {
    if (fateOf(next, held, wanted) === "stays") continue;
    const { start, end } = periodHolding(subscription.anchor, next.plan.interval, life.now);
    refuseUnless(start <= prorationDate && prorationDate < end, "proration_date lies in the new interval's period");
  }
}

/** H9: what the schedule says is not changed by hand. */
function checkSchedule({ schedule }: Subscription, action: Change): void {
  if (schedule === undefined) return;
  const { end } = schedule.phases[schedule.running] as Phase;
  refuseUnless(action.cancelAt === undefined && action.cancelAtPeriodEnd === undefined, "the end is the schedule's");
  refuseUnless(action.atPeriodEnd !== true, "what comes later is the schedule's");
  refuseUnless(action.prorationDate === undefined || action.prorationDate < end, "the date lies before the next phase");
  refuseUnless(typeof action.trialEnd !== "number" || action.trialEnd <= end, "a trial is part of its phase");
}

function check(life: Life, subscription: Subscription, action: Change): void {
  const { prorationDate, trialEnd, cancelAt, discounts } = action;
  checkSchedule(subscription, action);
  if (prorationDate !== undefined) {
    const { start: current, end } = periodOf(subscription);
    const start = subscription.reachesBack && !inTrial(life, subscription) ? subscription.startedAt : current;
    refuseUnless(start <= prorationDate && prorationDate < end, "proration_date lies in the current period");
  }
  if (action.resetsAnchor === true) refuseUnless(!inTrial(life, subscription), "in a trial the anchor is its end");
  if (trialEnd === "now") refuseUnless(inTrial(life, subscription), "there is no trial to end");
  if (typeof trialEnd === "number") {
    refuseUnless(trialEnd > life.now, "a trial ends later than now");
    refuseUnless(trialEnd - life.now <= LONGEST_TRIAL, "a trial lasts at most 730 days");
  }
  refuseUnless(typeof cancelAt !== "number" || cancelAt > life.now, "cancel_at is later than now");
  checkCoupons(life, discounts ?? []);
}

interface ItemsChanged {
  /** Pending lines made. */
  readonly made: number;
  /** Trial lines for an immediate invoice (B21). */
  readonly lines: Line[];
  /** Interval changed, or free to paid (B18). */
  readonly isImmediate: boolean;
  /** Classic mode: full periods begin now (C3). */
  readonly restarts: boolean;
}

function changeItems(life: Life, subscription: Subscription, wanted: readonly Wanted[], date: number, behavior: ProrationBehavior): ItemsChanged {
  const before = subscription.items.map(({ plan, quantity }) => ({ plan, quantity }));
  const wereMetered = subscription.items.filter(isMetered);
  const onTrial = inTrial(life, subscription);
  const isClassic = life.scenario.billing.mode === "classic";
  const prorates = behavior !== "none" && !onTrial;
  let made = 0;
  const held = before.map(({ plan }) => plan.interval);
  const fates = wanted.map((next) => fateOf(next, held, wanted));
  for (const item of subscription.items) {
    const next = wanted.find((candidate) => candidate.item === item);
    made += leaveUsage(life, subscription, item, next?.plan, { behavior, anchorMoves: false });
  }
  // As with a new anchor: what was used is made into lines before anything is prorated.
  for (const item of subscription.items) {
    const next = wanted.find((candidate) => candidate.item === item);
    if (prorates && (next === undefined || isChanged(next))) made += creditDebits(life, subscription, item, date, true);
  }
  const removed = subscription.items.some((item) => !wanted.some((next) => next.item === item));
  const changed = applyWanted(subscription, wanted);
  const intervalChanged = fates.includes("moves");
  // B21: in a trial only its lines of 0 bring an invoice.
  const isImmediate = !onTrial && (intervalChanged || isFreeToPaid(before, subscription.items));
  if (isClassic && isImmediate) return { made, lines: [], isImmediate, restarts: true };
  if (intervalChanged && !onTrial) subscription.reachesBack = false;
  for (const [i, item] of subscription.items.entries()) {
    if (onTrial || fates[i] === "stays") continue;
    const adopt = prorates || fates[i] === "joins" ? moveToPeriodHolding : priceByPeriodHolding;
    adopt(item, subscription, life.now);
  }
  if (prorates && changed.size > 0) {
    const parts = subscription.items.filter((item) => changed.has(item) && !isMetered(item)).map((item) => ({ item, from: date, to: item.end }));
    made += chargeParts(life, subscription, parts);
  }
  if (prorates && isClassic) {
    // U12: what becomes metered has a line of 0.
    for (const item of subscription.items.filter((item) => becomesMetered(item, wereMetered))) {
      life.pending.push(startOfUsage(life, subscription, item, life.now));
      made++;
    }
  }
  // C7: in classic mode a change in a trial has a line for every item.
  const differs = changed.size > 0 || before.length !== subscription.items.length || removed;
  const shown = isClassic && differs ? subscription.items : [...changed];
  const lines = onTrial ? trialLines(life, subscription, shown) : [];
  return { made, lines, isImmediate, restarts: false };
}

const becomesMetered = (item: Item, wereMetered: readonly Item[]): boolean => isMetered(item) && !wereMetered.includes(item);

/** Makes the items what is wanted; a new one takes over the running period of its interval. Returns those that are new or changed. */
export function applyWanted(subscription: Subscription, wanted: readonly Wanted[]): ReadonlySet<Item> {
  const running = subscription.items.map((item) => ({ ...item }));
  const changed = new Set<Item>();
  subscription.items = wanted.map((next) => {
    const { plan, quantity, taxRates } = next;
    const period = running.find((item) => isSameInterval(item.plan.interval, plan.interval)) ?? (running[0] as Item);
    const item: Item = next.item ?? { ...period, plan, debits: [], lastCoupons: [], usage: [], usageGte: 0 };
    if (isChanged(next)) changed.add(item);
    return Object.assign(item, { plan, quantity, taxRates, usageGte: isMetered({ plan }) ? item.usageGte : 0 });
  });
  return changed;
}

type Priced = Pick<Item, "plan" | "quantity">;

export function isFreeToPaid(before: readonly Priced[], after: readonly Priced[]): boolean {
  const total = (items: readonly Priced[]): Rational =>
    items.filter((item) => !isMetered(item)).reduce((sum, { plan, quantity }) => plus(sum, price(plan, quantity)), ZERO);
  return before.some(({ quantity }) => quantity > 0) && !isPositive(total(before)) && isPositive(total(after));
}

interface TrialChanged {
  readonly moved: boolean;
  readonly made: number;
}

/** Every item's line after its trial was set, moved or ended (B22). */
function linesOfTrial(life: Life, subscription: Subscription): Line[] {
  const runs = inTrial(life, subscription);
  return runs ? trialLines(life, subscription, subscription.items) : periodLines(life, subscription, subscription.items);
}

/** B22. */
function changeTrial(life: Life, subscription: Subscription, trialEnd: number | "now" | undefined, behavior: ProrationBehavior): TrialChanged {
  const { now } = life;
  if (trialEnd === undefined || trialEnd === subscription.trialEnd) return { moved: false, made: 0 };
  const wasOnTrial = inTrial(life, subscription);
  let made = 0;
  if (!wasOnTrial && behavior !== "none") {
    for (const item of subscription.items) made += creditDebits(life, subscription, item, now, false);
  }
  subscription.freeStub = false;
  subscription.reachesBack = false;
  // CMP: trial_start with later trials is the first trial's (classic), the latest one's (flexible).
  if (!wasOnTrial && (subscription.trialStart === undefined || life.scenario.billing.mode === "flexible")) subscription.trialStart = now;
  subscription.trialEnd = trialEnd === "now" ? now : trialEnd;
  subscription.anchor = subscription.trialEnd;
  for (const item of subscription.items) {
    item.debits = [];
    if (trialEnd === "now" || !wasOnTrial) {
      turnUsage(life, item, item.plan, trialEnd === "now", trialEnd !== "now");
    }
    if (trialEnd === "now") turnTo(item, subscription, now, "from its start");
    else spanTrial(item, subscription, wasOnTrial ? item.start : now, trialEnd);
  }
  if (trialEnd === "now") {
    if (subscription.status === "trialing") setStatus(life, subscription, "active");
  } else if (subscription.status !== "unpaid") setStatus(life, subscription, "trialing");
  return { moved: true, made };
}

function changePlannedEnd(life: Life, subscription: Subscription, action: ChangeTerms, behavior: ProrationBehavior): number {
  const { cancelAt, cancelAtPeriodEnd } = action;
  const full = fullEndOf(subscription);
  if (typeof cancelAt === "number") return planEnd(life, subscription, cancelAt, cancelAt === full, behavior);
  if (cancelAtPeriodEnd === true) return planEnd(life, subscription, full, true, behavior, false);
  if (cancelAt === null || cancelAtPeriodEnd === false) return planEnd(life, subscription, undefined, false, behavior);
  return 0;
}
