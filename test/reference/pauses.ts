import type { Pause, PauseCollection, Resume } from "../../engine/actions/action.ts";
import { standsBeforeAnchor } from "./boundary.ts";
import { periodHolding } from "./calendar.ts";
import { makeWaitingChange } from "./change.ts";
import { draftInvoice, takePending } from "./invoice.ts";
import { periodLines } from "./item-lines.ts";
import { chargeParts, creditDebits } from "./lines.ts";
import { billNow, end, finalize, isNoCard, lift, removeProrations, voidInvoice } from "./payments.ts";
import { cut, turnTo } from "./periods.ts";
import { isSent } from "./sent.ts";
import { hasEnded, type Invoice, type Item, inTrial, type Life, refuseUnless, type Subscription, setStatus } from "./state.ts";
import { beginUsage, endUsage, isMeasured, isMetered, owesUsage } from "./usage.ts";

/** P1, P3. Which invoices it reaches is settled where they are drafted. */
export function pauseCollection(life: Life, subscription: Subscription, { pause }: PauseCollection): void {
  if (pause === undefined) {
    if (!hasEnded(subscription)) resumeCollection(subscription);
    return;
  }
  refuseUnless(!hasEnded(subscription), "it has ended");
  refuseUnless(subscription.status !== "incomplete", "while incomplete only cancel, card and pay are allowed");
  refuseUnless(subscription.status !== "paused", "the service is paused");
  checkUntil(life, pause.resumesAt);
  subscription.collection = { behavior: pause.behavior, until: pause.resumesAt };
}

export function checkUntil(life: Life, until: number | undefined): void {
  refuseUnless(until === undefined || until > life.now, "collection resumes later than now");
}

export function resumeCollection(subscription: Subscription): void {
  subscription.collection = undefined;
}

/** P4. */
export function lacksCard(life: Life, subscription: Subscription): boolean {
  const { withoutCard, status, collection } = subscription;
  if (isSent(subscription)) return false;
  if (!isNoCard(life.card) || status === "unpaid") return false;
  return withoutCard === "cancel" || (withoutCard === "pause" && collection === undefined);
}

export function endTrialWithoutCard(life: Life, subscription: Subscription): void {
  if (subscription.withoutCard === "pause") setStatus(life, subscription, "paused");
  else {
    removeProrations(life, subscription);
    end(life, subscription, "canceled", "missing_payment_method");
  }
}

/** P5, P6. */
export function pause(life: Life, subscription: Subscription, { prorate }: Pause): void {
  refuseUnless(subscription.status !== "paused", "it is paused");
  refuseUnless(subscription.schedule === undefined, "it has a schedule");
  refuseUnless(life.scenario.billing.mode === "flexible", "the service is paused in flexible mode only");
  refuseUnless(!isSent(subscription), "it is sent its invoices");
  refuseUnless(!inTrial(life, subscription), "a trial cannot be paused");
  refuseUnless(subscription.collection === undefined, "its collection is paused");
  for (const item of subscription.items) {
    if (prorate) creditDebits(life, subscription, item, life.now, false);
    if (isMetered(item)) {
      endUsage(life, item, false);
      beginUsage(life, item, true);
    }
    item.end = Math.min(item.end, life.now);
  }
  subscription.reachesBack = false;
  setStatus(life, subscription, "paused");
}

/** The period that would run now if nothing had been paused: the paused one, or a later one of the anchor. */
function periodNow(life: Life, subscription: Subscription, item: Item): { start: number; end: number } {
  if (item.fullEnd > life.now) return { start: item.start, end: item.fullEnd };
  const { start, end: until } = periodHolding(subscription.anchor, item.plan.interval, life.now);
  return { start: Math.max(start, subscription.trialEnd ?? start), end: until };
}

/** P8. */
export function resume(life: Life, subscription: Subscription, { resetsAnchor, prorationBehavior, prorationDate }: Resume): void {
  refuseUnless(subscription.status === "paused", "it is not paused");
  refuseUnless(subscription.resumption === undefined, "it waits for a payment already");
  if (!resetsAnchor && prorationDate !== undefined) {
    const periods = subscription.items.map((item) => periodNow(life, subscription, item));
    const until = Math.min(...periods.map((period) => period.end), subscription.cancelAt ?? Number.POSITIVE_INFINITY);
    refuseUnless(prorationDate >= Math.max(...periods.map(({ start }) => start)) && prorationDate < until, "the date lies outside of the period");
  }
  subscription.reachesBack = false;
  const [first] = subscription.items as [Item];
  if (resetsAnchor || first.fullEnd <= life.now) {
    makeWaitingChange(life, subscription, life.now);
    for (const item of subscription.items) if (isMetered(item) && !isMeasured(item)) beginUsage(life, item, true);
  }
  if (resetsAnchor) {
    subscription.anchor = life.now;
    subscription.freeStub = false;
    for (const item of subscription.items) {
      item.debits = [];
      turnTo(item, subscription, life.now, "from its start");
    }
    const lines = periodLines(life, subscription, subscription.items);
    const pending = takePending(life, subscription);
    if (lines.length + pending.length > 0 || owesUsage(subscription))
      bill(life, subscription, draftInvoice(life, subscription, "subscription_update", pending, lines));
    else lift(life, subscription, "active");
    return;
  }
  for (const item of subscription.items) goOn(life, subscription, item);
  const charged = (prorationBehavior ?? life.scenario.billing.prorationBehavior) === "none" ? 0 : chargeRest(life, subscription, prorationDate ?? life.now);
  if (charged === 0) lift(life, subscription, "active");
  else bill(life, subscription, draftInvoice(life, subscription, "subscription_update", takePending(life, subscription), []));
}

function goOn(life: Life, subscription: Subscription, item: Item): void {
  if (item.fullEnd > life.now) {
    cut(item, subscription);
    return;
  }
  item.debits = [];
  const { start } = periodNow(life, subscription, item);
  turnTo(item, subscription, start, start === subscription.trialEnd ? "from its start" : "of the full period");
}

/** From the date, or from where billed time ends; what was free from the start stays so (B2). */
function chargeRest(life: Life, subscription: Subscription, date: number): number {
  const [first] = subscription.items as [Item];
  const isFirstPeriod = first.start === (subscription.trialEnd ?? subscription.startedAt);
  if (subscription.freeStub && isFirstPeriod && standsBeforeAnchor(subscription, first.start)) return 0;
  const parts = subscription.items
    .filter((item) => !isMetered(item))
    .map((item) => ({ item, from: Math.max(date, ...item.debits.map((debit) => debit.end)), to: item.end }))
    .filter(({ from, to }) => from < to);
  return parts.length === 0 ? 0 : chargeParts(life, subscription, parts);
}

/** At once; without a card it waits (P8). */
function bill(life: Life, subscription: Subscription, invoice: Invoice): void {
  subscription.resumption = invoice;
  if (isNoCard(life.card)) finalize(life, invoice);
  else billNow(life, invoice);
}

/** P9. */
export function giveUpResumption(life: Life, subscription: Subscription): void {
  if (subscription.resumption !== undefined) voidInvoice(life, subscription.resumption);
  stayPaused(life, subscription);
}

export function stayPaused(life: Life, subscription: Subscription): void {
  subscription.resumption = undefined;
  for (const item of subscription.items) {
    item.debits = [];
    item.end = Math.min(item.end, life.now);
  }
}
