import type { Subscribe } from "../../engine/actions/action.ts";
import { configuredAnchor } from "./anchor-config.ts";
import { backdatedLines } from "./backdating.ts";
import { boundary, goTogether, isSameInterval, periodHolding, plusDuration, shortest } from "./calendar.ts";
import { pulledIn } from "./classic.ts";
import { draftInvoice, takePending } from "./invoice.ts";
import { periodLines, trialLines } from "./item-lines.ts";
import { plainItem } from "./lines.ts";
import { checkUntil } from "./pauses.ts";
import { attempt, billLater, billNow, chargeCard, finalize, isNoCard, settlement } from "./payments.ts";
import { cut, spanTrial, turnTo } from "./periods.ts";
import { price } from "./pricing.ts";
import { ratio } from "./rational.ts";
import { type Coupon, checkCoupons, couponsOfSignUp, isWelcome, takeSlots } from "./redemptions.ts";
import { layOutPhases, tellSchedule } from "./schedule.ts";
import { snapshot } from "./snapshot.ts";
import { type Invoice, type Item, type Life, periodOf, refuseUnless, type Subscription, setStatus, type UsageRecord } from "./state.ts";
import { checkThresholds } from "./threshold.ts";
import { beginBackdated, beginUsage, isMetered, owesUsage } from "./usage.ts";

const LONGEST_TRIAL = 730 * 86_400;

/** When the trial ends; undefined for none (B3). */
function trialEndOf(life: Life, { trial, items }: Subscribe): number | undefined {
  let end = life.now;
  if (trial.kind === "plan") end += Math.max(...items.map(({ plan }) => plan.trialPeriodDays)) * 86_400;
  if (trial.kind === "duration") end = plusDuration(life.now, trial.duration);
  if (trial.kind === "until") end = trial.end;
  refuseUnless(end - life.now <= LONGEST_TRIAL, "a trial lasts at most 730 days");
  return end > life.now ? end : undefined;
}

/** Whether the sign-up came to something; false is an outcome, not a refusal (B35, D28). */
export function subscribe(life: Life, entry: number, asked: Subscribe): boolean {
  const phases = asked.schedule && layOutPhases(life, asked.schedule, trialEndOf(life, asked));
  const cancels = asked.schedule?.endBehavior === "cancel";
  const action = cancels && phases?.length === 1 ? { ...asked, cancelAt: phases[0]?.end } : asked;
  const intervals = action.items.map(({ plan }) => plan.interval);
  const interval = shortest(intervals);
  const isMixed = intervals.some((other) => !isSameInterval(interval, other));
  refuseUnless(goTogether(intervals) && !(isMixed && life.scenario.billing.mode === "classic"), "the intervals do not go together");
  const askedTrialEnd = trialEndOf(life, action);
  const trialEnd = pulledIn(life, askedTrialEnd, action.cancelAt);
  const anchor = action.billingCycleAnchor;
  if (anchor !== undefined) {
    refuseUnless(anchor >= life.now, "an anchor lies not before the sign-up");
    refuseUnless(anchor <= boundary(askedTrialEnd ?? life.now, interval, 1), "an anchor lies within one interval");
  }
  refuseUnless(action.cancelAt === undefined || action.cancelAt > life.now, "cancel_at lies after the sign-up");
  checkUntil(life, action.pauseCollection?.resumesAt);
  checkThresholds(action.thresholds, action.items);
  const startedAt = action.backdateStartDate ?? life.now;
  refuseUnless(startedAt <= life.now, "a backdated start lies in the past");
  const freesSome = action.prorationBehavior === "none" && (action.anchorFields !== undefined || (anchor !== undefined && trialEnd !== undefined));
  refuseUnless(!isMixed || !freesSome, "free stubs of mixed intervals are not yet supported");
  const configured = configuredAnchor(life.now, trialEnd, action);
  checkCoupons(life, couponsOfSignUp(action));
  const isSent = (action.collectionMethod ?? life.script.collectionMethod) === "send_invoice";
  refuseUnless(isSent || action.daysUntilDue === undefined, "what is charged has no due date");
  refuseUnless(!isSent || action.paymentBehavior === "allow_incomplete", "there is no first charge");
  if (!isSent && !isWelcome(life.scenario, life.card)) return false;
  takeSlots(life, entry, couponsOfSignUp(action));

  const restore = snapshot(life);
  const subscription = create(life, action, trialEnd, configured);
  if (phases !== undefined) {
    subscription.schedule = { phases, cancels, running: 0 };
    tellSchedule(life, subscription, "created");
  }
  const invoice = firstInvoice(life, action, subscription);
  if (subscription.reachesBack) {
    const isTaken = ({ plan, at }: UsageRecord): boolean => at >= startedAt && subscription.items.some((item) => item.plan === plan);
    life.waitingUsage = life.waitingUsage.filter((record) => !isTaken(record));
  }
  if (subscription.reachesBack && invoice !== undefined && life.scenario.billing.mode === "flexible") {
    const made = invoice.lines.filter((line) => line.subscription === subscription);
    if (made.length > 250) {
      restore();
      refuseUnless(false, "an invoice has at most 250 lines");
    }
  }
  if (staysWhole(life, action, trialEnd)) planFirstEnd(subscription, action);
  else if (action.cancelAtPeriodEnd && trialEnd === undefined) for (const item of subscription.items) cut(item, subscription);
  const isPaused = subscription.collection !== undefined;
  if (invoice === undefined || isSent || isPaused || phases !== undefined) {
    setStatus(life, subscription, trialEnd === undefined ? "active" : "trialing");
    // Nothing is asked for where collection is paused (P2); what is sent waits for its hour (S2), and a schedule's too (H2).
    if (invoice !== undefined && (isSent || phases !== undefined)) billLater(life, invoice);
    else if (invoice !== undefined) billNow(life, invoice);
    return true;
  }
  if (action.paymentBehavior === "error_if_incomplete" && settlement(life, invoice.total).due > 0) {
    return payOrVanish(life, invoice, restore);
  }
  setStatus(life, subscription, "incomplete");
  if (action.paymentBehavior === "default_incomplete") finalize(life, invoice);
  else billNow(life, invoice);
  return true;
}

/** `error_if_incomplete`: the card decides whether anything of the sign-up has happened; it is charged either way (B35). */
function payOrVanish(life: Life, invoice: Invoice, restore: () => void): boolean {
  const withoutCard = isNoCard(life.card);
  const counted = new Map(life.charges);
  const decline = withoutCard ? undefined : chargeCard(life, 1);
  if (withoutCard || decline !== undefined) {
    const charges = life.charges;
    restore();
    life.charges = charges;
    return false;
  }
  life.charges = counted;
  setStatus(life, invoice.subscription as Subscription, "incomplete");
  finalize(life, invoice);
  attempt(life, invoice);
  return true;
}

/** X5: the first period is billed whole, whatever `cancel_at` cuts of it. */
function staysWhole(life: Life, { cancelAt, prorationBehavior }: Subscribe, trialEnd: number | undefined): boolean {
  return cancelAt !== undefined && prorationBehavior === "none" && trialEnd === undefined && life.scenario.billing.mode === "flexible";
}

function planFirstEnd(subscription: Subscription, { cancelAt }: Subscribe): void {
  subscription.cancelAt = cancelAt;
  subscription.atPeriodEnd = cancelAt === Math.min(...subscription.items.map((item) => item.fullEnd));
  for (const item of subscription.items) cut(item, subscription);
}

function create(life: Life, action: Subscribe, trialEnd: number | undefined, configured: number | undefined): Subscription {
  const { now, script, subscriptions } = life;
  const ordinal = subscriptions.length;
  const numbered = ordinal === 0 ? script.id : `${script.id}/${ordinal + 1}`;
  const { pauseCollection: paused } = action;
  const startedAt = action.backdateStartDate ?? now;
  const reachesBack = startedAt < now && action.prorationBehavior !== "none";
  const natural = reachesBack && life.scenario.billing.mode === "flexible" ? startedAt : now;
  const anchor = configured ?? action.billingCycleAnchor ?? trialEnd ?? natural;
  const subscription: Subscription = {
    ordinal,
    name: action.as === undefined ? numbered : `${script.id}/${action.as}`,
    as: action.as,
    collectionMethod: action.collectionMethod ?? script.collectionMethod,
    daysUntilDue: action.daysUntilDue ?? script.daysUntilDue,
    status: "incomplete",
    items: [],
    departed: [],
    discounts: action.discounts.map((coupon: Coupon) => ({ coupon, firstUsedAt: undefined })),
    taxRates: action.taxRates,
    startedAt,
    createdAt: now,
    reachesBack,
    anchor,
    trialStart: trialEnd === undefined ? undefined : now,
    trialEnd,
    freeStub:
      action.prorationBehavior === "none" &&
      (configured === undefined ? action.billingCycleAnchor !== undefined : !isBoundary(configured, action, trialEnd ?? now)),
    waiting: undefined,
    withoutCard: action.trialEndBehavior ?? "create_invoice",
    resumption: undefined,
    collection: paused && { behavior: paused.behavior, until: paused.resumesAt },
    thresholds: action.thresholds,
    schedule: undefined,
    cancelAt: staysWhole(life, action, trialEnd) ? undefined : action.cancelAt,
    atPeriodEnd: false,
    canceledAt: action.cancelAt === undefined && !action.cancelAtPeriodEnd ? undefined : now,
    endedAt: undefined,
    endReason: undefined,
  };
  subscription.items = action.items.map(({ plan, quantity, taxRates, usageGte = 0 }) => {
    const item: Item = { usageGte, plan, quantity, taxRates, start: now, end: now, fullEnd: now, whole: 1, debits: [], lastCoupons: [], usage: [] };
    if (trialEnd === undefined) turnTo(item, subscription, beginsAt(subscription, item, now), "from its start");
    else spanTrial(item, subscription, now, trialEnd);
    if (reachesBack && isMetered(item)) beginBackdated(life, item, usageStarts(life, subscription, item), trialEnd !== undefined);
    else beginUsage(life, item, trialEnd !== undefined);
    return item;
  });
  const fullEnd = Math.min(...subscription.items.map((item) => item.fullEnd));
  if (action.cancelAtPeriodEnd || action.cancelAt === fullEnd) {
    subscription.cancelAt = periodOf(subscription).end;
    subscription.atPeriodEnd = true;
  }
  subscriptions.push(subscription);
  return subscription;
}

/** Where its periods of usage begin: all of them, or in classic mode one for those that are over; last the running one. */
function usageStarts(life: Life, { startedAt, anchor, trialEnd }: Subscription, item: Item): number[] {
  const running = trialEnd === undefined ? item.start : life.now;
  const starts: number[] = [];
  for (let at = startedAt; at < running; at = periodHolding(trialEnd === undefined ? anchor : startedAt, item.plan.interval, at).end) starts.push(at);
  return [...(life.scenario.billing.mode === "classic" ? starts.slice(0, 1) : starts), running];
}

/** The running period of a backdated subscription: its start, or the boundary behind it (X2). */
function beginsAt({ reachesBack, anchor, startedAt }: Subscription, { plan }: Item, now: number): number {
  return reachesBack ? Math.max(startedAt, periodHolding(anchor, plan.interval, now).start) : now;
}

/** An anchor by calendar fields may lie ahead while one of its boundaries is right here: then there is no stub (T3). */
function isBoundary(anchor: number, { items }: Subscribe, at: number): boolean {
  const [first] = items as [Subscribe["items"][number]];
  return periodHolding(anchor, first.plan.interval, at).start === at;
}

/** Undefined with a free stub (B2). */
function firstInvoice(life: Life, action: Subscribe, subscription: Subscription): Invoice | undefined {
  for (const { amount, plan, quantity, taxRates } of action.addInvoiceItems) {
    const exact = plan === undefined ? ratio(amount as number) : price(plan, quantity);
    plainItem(life, exact, { subscription, plan, quantity, taxRates, discountable: true });
  }
  const isStub = subscription.anchor > life.now && subscription.trialEnd === undefined;
  if (subscription.freeStub && isStub) return undefined;
  const pending = takePending(life, subscription);
  const ofItems = subscription.trialEnd === undefined ? periodLines : trialLines;
  const lines = subscription.items.flatMap((item) => {
    if (subscription.reachesBack && isMetered(item) && subscription.trialEnd === undefined) return ofItems(life, subscription, [item]);
    const before = subscription.reachesBack && !isMetered(item) ? backdatedLines(life, subscription, item) : [];
    return subscription.reachesBack && subscription.trialEnd === undefined ? before : [...before, ...ofItems(life, subscription, [item])];
  });
  // Metered only and nothing else to bill: no first invoice (D27).
  if (lines.length === 0 && pending.length === 0 && !owesUsage(subscription)) return undefined;
  return draftInvoice(life, subscription, "subscription_create", pending, lines);
}
