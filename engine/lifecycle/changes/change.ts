import type { Account } from "../../account/account.ts";
import type { Item, ItemTarget, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import type { ProrationBehavior } from "../../billing/settings.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import { draftInvoice, hasAnyLine, type NewLines } from "../invoices/draft-invoice.ts";
import { finalizeNow } from "../invoices/finalize.ts";
import { tellPending } from "../invoices/pending.ts";
import { redeem } from "../invoices/redeem.ts";
import { modeOf } from "../modes/registry.ts";
import { planBoundary } from "../periods/boundary-plan.ts";
import { openPeriod, setAnchor, spanItems } from "../periods/periods.ts";
import { changeTerms } from "../periods/repeat-invoice.ts";
import type { Change } from "../requests.ts";
import { refuseMixedUnderSchedule } from "../schedules/schedule-checks.ts";
import { findSubscription } from "../subscriptions/find-subscription.ts";
import { forgetPlannedEnd, fullPeriodEnd, planEnd } from "../subscriptions/planned-end.ts";
import { inTrial } from "../subscriptions/status.ts";
import { moveTrial } from "../subscriptions/trial.ts";
import { enterMeters, leaveMeters, showStarts, startsMetered } from "../usage/item-meters.ts";
import { isMetered, RENEWAL, turnUsage } from "../usage/metering.ts";
import { applyTargets } from "./apply-targets.ts";
import { checkChange, checkDateInPeriod } from "./change-checks.ts";
import { intervalMoves, moveIntervals, newIntervals } from "./change-intervals.ts";
import { isChanged, isKept, itemTargets } from "./item-targets.ts";
import { changeInForce } from "./prices-in-force.ts";
import { chargeItem, creditItem, markUsed, pricesNow } from "./prorate.ts";
import { resetAnchor } from "./reset-anchor.ts";
import { planChange } from "./waiting-change.ts";

/**
 * Changes a subscription (B13-B26, C1-C7): discounts and tax rates, items with their prorations, trial, planned end, and an
 * invoice at once where it is asked for or due (D17).
 */
export function change(world: World, account: Account, asked: Change, name: string | undefined): void {
  const subscription = findSubscription(account, name);
  changeAsAsked(world, account, subscription, changeInForce(world, account, subscription, asked), "updated");
}

/** The same with plans at the very prices that are asked for. */
export function changeAsAsked(world: World, account: Account, subscription: Subscription, action: Change, told: "updated" | "moved"): void {
  checkChange(account, subscription, action);
  if (action.atPeriodEnd) {
    planChange(world, account, subscription, action);
    return;
  }
  const behavior = action.prorationBehavior ?? world.settings.prorationBehavior;
  const isQuiet = !modeOf(subscription).restartsPeriods || !isFree(subscription);
  if (isQuiet && behavior === "none" && isPlainQuantity(account, subscription, action)) {
    changeQuantity(world, account, subscription, action.quantity as number);
    return;
  }
  const targets = itemTargets(account, subscription, action);
  refuseMixedUnderSchedule(subscription, targets);
  changeAll(world, account, subscription, action, behavior, targets, told);
}

/** What a phase of a schedule changes beside the items; its discounts have been set. */
export interface PhaseChange extends Pick<Change, "resetsAnchor" | "cancelAt"> {
  readonly behavior: ProrationBehavior;
  readonly trialEnd: Instant | undefined;
}

const NOTHING = { plan: undefined, quantity: undefined, items: [], discounts: undefined, taxRates: undefined, cancelAtPeriodEnd: undefined } as const;

/** Makes the items what a phase of a schedule says they are, and the rest with them (H4). It is told as `phase_entered`. */
export function changeTo(world: World, account: Account, subscription: Subscription, targets: readonly ItemTarget[], phase: PhaseChange): void {
  const { behavior, resetsAnchor, trialEnd, cancelAt } = phase;
  const terms = { resetsAnchor: resetsAnchor === true, trialEnd, cancelAt, prorationBehavior: behavior, prorationDate: undefined };
  changeAll(world, account, subscription, { kind: "change", ...NOTHING, ...terms }, behavior, targets, "phase_entered");
}

/** Only the quantity of the one licensed item changes, outside a trial. */
function isPlainQuantity(account: Account, subscription: Subscription, action: Change): boolean {
  if (!isQuantityOnly(action) || subscription.itemCount !== 1 || subscription.thresholds !== undefined || inTrial(account, subscription)) return false;
  return !isMetered(subscription.items[0] as Item);
}

function changeAll(
  world: World,
  account: Account,
  subscription: Subscription,
  action: Change,
  behavior: ProrationBehavior,
  targets: readonly ItemTarget[],
  told: "updated" | "moved" | "phase_entered",
): void {
  const intervals = intervalMoves(subscription, targets);
  const prorates = !modeOf(subscription).restartsPeriods && action.resetsAnchor !== true && action.atPeriodEnd !== true;
  if (prorates) for (const interval of newIntervals(intervals, targets)) checkDateInPeriod(account, subscription, action, interval);
  if (action.discounts !== undefined) subscription.discounts = redeem(world, account, action.discounts);
  if (action.taxRates !== undefined) subscription.taxRates = action.taxRates;

  if (namesItems(action)) subscription.waitingChange = undefined;
  changeTerms(account, subscription);
  const previous = subscription.status;
  const waiting = account.pending.length;
  const since = account.lineSequence;
  const date = action.prorationDate ?? account.now;
  if (action.resetsAnchor) leaveMeters(world, account, subscription, targets, { behavior, resetsAnchor: true });
  const changed = action.resetsAnchor
    ? resetAnchor(
        world,
        account,
        subscription,
        targets,
        behavior === "none" ? undefined : Math.min(date, account.now),
        changesEnd(action) ? (action.cancelAt ?? NEVER) : undefined,
      )
    : changeItems(world, account, subscription, targets, behavior, date);
  let newLines: NewLines | undefined = action.resetsAnchor ? "recurring" : changed.trialLines;
  const moves = movesTrial(account, subscription, action);
  if (moves) {
    const end = action.cancelAt ?? NEVER;
    if (inTrial(account, subscription) && changesEnd(action) && end !== subscription.cancelAt) forgetPlannedEnd(subscription, end);
    newLines = moveTrial(world, account, subscription, action.trialEnd as Instant | "now", behavior);
  } else if (changed.restarts) {
    if (changesEnd(action)) forgetPlannedEnd(subscription, action.cancelAt ?? NEVER);
    newLines = restartPeriods(account, subscription);
  }
  enterMeters(account, subscription);
  const endLines = changeEnd(world, account, subscription, action, behavior);
  spanItems(subscription);
  planBoundary(account, subscription);
  if (changed.items || moves || newLines !== undefined || changesOther(action) || told === "phase_entered") {
    world.sink.subscription(account.now, account, subscription, told, previous);
  }
  tellPending(world, account, waiting);

  const asked = behavior === "always_invoice" && changed.lines + endLines > 0;
  const leaves = behavior === "always_invoice" && newLines === "recurring" && modeOf(subscription).leavesPending;
  if (newLines !== undefined || changed.isImmediate || asked) invoiceNow(world, account, subscription, newLines ?? "none", leaves ? since : 0);
}

/** The anchor is now, and full periods begin (C3). */
function restartPeriods(account: Account, subscription: Subscription): NewLines {
  subscription.freeStub = false;
  subscription.isBackdated = false;
  setAnchor(subscription, account.now);
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    openPeriod(subscription, item, account.now, false);
    turnUsage(account, item, item.plan, RENEWAL, account.now);
  }
  return "recurring";
}

/** The most frequent change of all asks for nothing but a quantity. */
function isQuantityOnly(action: Change): boolean {
  if (action.quantity === undefined || action.plan !== undefined || action.items.length > 0) return false;
  return action.trialEnd === undefined && !action.resetsAnchor && !changesOther(action);
}

/** A change that says what the items are to be: a change that waits is over then (T2). */
function namesItems(action: Change): boolean {
  return action.plan !== undefined || action.quantity !== undefined || action.items.length > 0;
}

/** Another quantity of the only item, without proration: the next renewal bills it, and nothing else moves. */
function changeQuantity(world: World, account: Account, subscription: Subscription, quantity: number): void {
  const item = subscription.items[0] as Item;
  subscription.waitingChange = undefined;
  if (item.quantity === quantity) return;
  item.quantity = quantity;
  world.sink.subscription(account.now, account, subscription, "updated", subscription.status);
}

function changesOther(action: Change): boolean {
  return action.discounts !== undefined || action.taxRates !== undefined || changesEnd(action);
}

function changesEnd(action: Change): boolean {
  return action.cancelAt !== undefined || action.cancelAtPeriodEnd !== undefined;
}

/** A trial's end that is held already is no change (D18). */
function movesTrial(account: Account, subscription: Subscription, action: Change): boolean {
  return action.trialEnd !== undefined && !(inTrial(account, subscription) && action.trialEnd === subscription.trialEnd);
}

/** `subscription_update`, finalized and charged at once (B20). An unpaid subscription's stays a draft (B24). */
export function invoiceNow(world: World, account: Account, subscription: Subscription, newLines: NewLines, since: number = 0): void {
  if (!hasAnyLine(account, subscription, newLines)) return;
  const invoice = draftInvoice(world, account, subscription, "subscription_update", newLines, since);
  world.sink.invoice(account.now, account, invoice, "created");
  if (subscription.status !== "unpaid") finalizeNow(world, account, invoice);
}

/** What changing the items did: whether any changed, how many proration lines came of it, and whether it is billed at once (B18). */
export interface ItemsChanged {
  readonly items: boolean;
  readonly lines: number;
  readonly isImmediate: boolean;
  /** Whether full periods begin now (C3). */
  readonly restarts: boolean;
  /** In a trial: which items are changed or new and stand on an invoice of 0 (B21). */
  readonly trialLines: readonly boolean[] | undefined;
}

const NONE: readonly boolean[] = [];
const UNCHANGED: ItemsChanged = { items: false, lines: 0, isImmediate: false, restarts: false, trialLines: undefined };
const CHANGED_QUIETLY: ItemsChanged = { items: true, lines: 0, isImmediate: false, restarts: false, trialLines: undefined };

function changeItems(
  world: World,
  account: Account,
  subscription: Subscription,
  targets: readonly ItemTarget[],
  behavior: ProrationBehavior,
  date: Instant,
): ItemsChanged {
  if (!differs(subscription, targets)) {
    applyTargets(subscription, targets);
    return UNCHANGED;
  }
  const isTrial = inTrial(account, subscription);
  const prorates = behavior !== "none" && !isTrial;
  const intervals = intervalMoves(subscription, targets);
  const changed = prorates || isTrial ? targets.map(isChanged) : NONE;
  const wasFree = isFree(subscription);
  const starts = startsMetered(subscription, targets);
  let lines = leaveMeters(world, account, subscription, targets, { behavior, resetsAnchor: false });
  if (prorates) lines += creditChanged(world, account, subscription, targets, date);
  applyTargets(subscription, targets);
  if (isTrial) {
    // A metered item has no trial line (U1).
    const shown = changed.map((isNew, i) => isNew && !isMetered(subscription.items[i] as Item));
    return { ...CHANGED_QUIETLY, trialLines: modeOf(subscription).trialLines(shown) };
  }
  const isImmediate = intervals.any || (wasFree && hasPrice(subscription));
  if (isImmediate && modeOf(subscription).restartsPeriods) return { items: true, lines, isImmediate, restarts: true, trialLines: undefined };
  moveIntervals(account, subscription, intervals, prorates);
  if (!prorates) return CHANGED_QUIETLY;
  lines += chargeChanged(world, account, subscription, changed, date) + showStarts(world, account, subscription, starts);
  return { items: true, lines, isImmediate, restarts: false, trialLines: undefined };
}

/** Unused time of every item that changes or goes (B14). */
function creditChanged(world: World, account: Account, subscription: Subscription, targets: readonly ItemTarget[], date: Instant): number {
  let lines = 0;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    const stays = targets.some((target) => target.source === item && !isChanged(target));
    if (!stays) lines += creditItem(world, account, subscription, item, date, true);
  }
  return lines;
}

/** Whether any item is added, removed or changed. */
function differs(subscription: Subscription, targets: readonly ItemTarget[]): boolean {
  for (let i = 0; i < targets.length; i++) if (isChanged(targets[i] as ItemTarget)) return true;
  for (let i = 0; i < subscription.itemCount; i++) if (!isKept(subscription.items[i] as Item, targets)) return true;
  return false;
}

/** Remaining time of every changed or added item, at the prices of the items as changed (B14, B16). */
function chargeChanged(world: World, account: Account, subscription: Subscription, changed: readonly boolean[], date: Instant): number {
  if (!changed.includes(true)) return 0;
  const prices = pricesNow(account, subscription);
  let lines = 0;
  for (let i = 0; i < changed.length; i++) {
    const item = subscription.items[i] as Item;
    if (changed[i] === false || isMetered(item)) continue;
    chargeItem(world, account, subscription, item, prices[i] as (typeof prices)[number], date, item.periodEnd);
    lines++;
  }
  markUsed(
    account,
    prices.filter((_, i) => changed[i] && !isMetered(subscription.items[i] as Item)),
  );
  return lines;
}

/** Whether the items' full prices come to more than nothing. */
export function hasPrice(subscription: Subscription): boolean {
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (isMetered(item)) continue;
    if (item.plan.model.price(item.plan.terms, item.quantity) !== 0) return true;
  }
  return false;
}

/** Whether something is had for nothing. A quantity of 0 does not count as free (CHG, B18). */
export function isFree(subscription: Subscription): boolean {
  return !hasPrice(subscription) && subscription.items.some((item, i) => i < subscription.itemCount && item.quantity > 0);
}

/** Moves the planned end as the change says; setting one replaces the other (B23). Returns the number of proration lines. */
function changeEnd(world: World, account: Account, subscription: Subscription, action: Change, behavior: ProrationBehavior): number {
  const { cancelAt, cancelAtPeriodEnd } = action;
  if (cancelAt !== undefined && cancelAt !== null) return planEnd(world, account, subscription, cancelAt, behavior);
  if (cancelAtPeriodEnd === true) return planEnd(world, account, subscription, fullPeriodEnd(subscription), behavior, false);
  const clears = cancelAt === null || cancelAtPeriodEnd === false;
  if (clears && subscription.cancelAt !== NEVER) return planEnd(world, account, subscription, NEVER, behavior);
  return 0;
}
