import type { Subscribe } from "../../engine/actions/action.ts";
import { configuredAnchor } from "./anchor-config.ts";
import { boundary, periodHolding, plusDuration } from "./calendar.ts";
import { pulledIn } from "./classic.ts";
import { draftInvoice, takePending } from "./invoice.ts";
import { periodLines, trialLines } from "./item-lines.ts";
import { plainItem } from "./lines.ts";
import { checkUntil } from "./pauses.ts";
import { attempt, billNow, chargeCard, finalize, isNoCard, settlement } from "./payments.ts";
import { spanTrial, turnTo } from "./periods.ts";
import { price } from "./pricing.ts";
import { ratio } from "./rational.ts";
import { type Coupon, checkCoupons, isWelcome, takeSlots } from "./redemptions.ts";
import { snapshot } from "./snapshot.ts";
import { type Invoice, type Item, type Life, periodOf, refuseUnless, type Subscription, setStatus } from "./state.ts";
import { checkThresholds } from "./threshold.ts";
import { beginUsage } from "./usage.ts";

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
export function subscribe(life: Life, entry: number, action: Subscribe): boolean {
  const { interval } = (action.items[0] as Subscribe["items"][number]).plan;
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
  const configured = configuredAnchor(life.now, trialEnd, action);
  checkCoupons(life, action.discounts);
  if (!isWelcome(life.scenario, life.card)) return false;
  takeSlots(life, entry, action.discounts);

  const restore = snapshot(life);
  const subscription = create(life, action, trialEnd, configured);
  const invoice = firstInvoice(life, action, subscription);
  if (invoice === undefined || subscription.collection !== undefined) {
    setStatus(life, subscription, trialEnd === undefined ? "active" : "trialing");
    // Nothing is asked for where collection is paused (P2).
    if (invoice !== undefined) billNow(life, invoice);
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

function create(life: Life, action: Subscribe, trialEnd: number | undefined, configured: number | undefined): Subscription {
  const { now, script, subscriptions } = life;
  const ordinal = subscriptions.length;
  const numbered = ordinal === 0 ? script.id : `${script.id}/${ordinal + 1}`;
  const { pauseCollection: paused } = action;
  const anchor = configured ?? action.billingCycleAnchor ?? trialEnd ?? now;
  const subscription: Subscription = {
    ordinal,
    name: action.as === undefined ? numbered : `${script.id}/${action.as}`,
    as: action.as,
    status: "incomplete",
    items: [],
    departed: [],
    discounts: action.discounts.map((coupon: Coupon) => ({ coupon, firstUsedAt: undefined })),
    taxRates: action.taxRates,
    startedAt: now,
    anchor,
    trialEnd,
    freeStub:
      action.prorationBehavior === "none" &&
      (configured === undefined ? action.billingCycleAnchor !== undefined : !isBoundary(configured, action, trialEnd ?? now)),
    waiting: undefined,
    collection: paused && { behavior: paused.behavior, until: paused.resumesAt },
    thresholds: action.thresholds,
    cancelAt: action.cancelAt,
    atPeriodEnd: false,
    canceledAt: action.cancelAt === undefined && !action.cancelAtPeriodEnd ? undefined : now,
    endedAt: undefined,
    endReason: undefined,
  };
  subscription.items = action.items.map(({ plan, quantity, taxRates, usageGte = 0 }) => {
    const item: Item = { usageGte, plan, quantity, taxRates, start: now, end: now, fullEnd: now, whole: 1, debits: [], lastCoupons: [], usage: [] };
    beginUsage(life, item, trialEnd !== undefined);
    if (trialEnd === undefined) turnTo(item, subscription, now, "from its start");
    else spanTrial(item, subscription, now, trialEnd);
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
  const lines = subscription.trialEnd === undefined ? periodLines(life, subscription, subscription.items) : trialLines(life, subscription, subscription.items);
  // Metered only and nothing else to bill: no first invoice (D27).
  if (lines.length === 0 && pending.length === 0) return undefined;
  return draftInvoice(life, subscription, "subscription_create", pending, lines);
}
