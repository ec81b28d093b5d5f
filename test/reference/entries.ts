import type { Action, BillPending, Cancel, Entry } from "../../engine/actions/action.ts";
import { chargeOnce, pay, payOpen, tryByHand, voidByHand, writeOff } from "./by-hand.ts";
import { change } from "./change.ts";
import { draftInvoice, takeWhere } from "./invoice.ts";
import { creditDebits, plainItem } from "./lines.ts";
import { creditNote, dispute, refund } from "./money-back.ts";
import { pause, pauseCollection, resume } from "./pauses.ts";
import { billLater, billNow, end, giveUpSignUp, isNoCard, removeProrations } from "./payments.ts";
import { fullEndOf, invoiceUpdate, planEnd } from "./planned-end.ts";
import { price } from "./pricing.ts";
import { ratio } from "./rational.ts";
import { checkCoupons, takeSlots } from "./redemptions.ts";
import { tellSchedule } from "./schedule.ts";
import { hasEnded, type Life, moveBalance, refuseUnless, type Subscription } from "./state.ts";
import { subscribe } from "./subscribe.ts";
import { lookAtThresholds } from "./threshold.ts";
import { endAllUsage, holds, recordUsage, takesUsage } from "./usage.ts";

/** The subscription an entry names, or the only one. Our reading: without a name the only living one, else the only one of all. */
function find(life: Life, name: string | undefined): Subscription {
  const all = life.subscriptions;
  if (name !== undefined) {
    const named = all.find((subscription) => subscription.name === name || subscription.as === name);
    refuseUnless(named !== undefined, `there is no subscription ${name}`);
    return named;
  }
  const living = all.filter((subscription) => !hasEnded(subscription));
  const only = living.length > 0 ? living : all;
  refuseUnless(only.length === 1, "which subscription?");
  return only[0] as Subscription;
}

/** One that still runs and is not waiting for its first payment (D18). */
function findRunning(life: Life, name: string | undefined): Subscription {
  const subscription = find(life, name);
  refuseUnless(!hasEnded(subscription), "it has ended");
  refuseUnless(subscription.status !== "incomplete", "while incomplete only cancel, card and pay are allowed");
  return subscription;
}

/** Runs an entry. Whether it came to something: false only for a sign-up that was turned away (D28). */
export function runEntry(life: Life, index: number, { action, subscription: name }: Entry): boolean {
  switch (action.kind) {
    case "subscribe":
      return subscribe(life, index, action);
    case "change":
      refuseUnless(findRunning(life, name).status !== "paused", "nothing changes while the service is paused");
      change(life, index, findRunning(life, name), action);
      break;
    case "cancel":
      cancel(life, find(life, name), action);
      break;
    case "uncancel": {
      const subscription = findRunning(life, name);
      refuseUnless(subscription.schedule === undefined, "the end is the schedule's");
      refuseUnless(subscription.cancelAt !== undefined, "no cancel is pending");
      if (subscription.status === "paused") {
        Object.assign(subscription, { cancelAt: undefined, atPeriodEnd: false, canceledAt: undefined });
        break;
      }
      const behavior = life.scenario.billing.prorationBehavior;
      const made = planEnd(life, subscription, undefined, false, behavior);
      if (made > 0 && behavior === "always_invoice") invoiceUpdate(life, subscription, []);
      break;
    }
    case "usage": {
      const { plan, action: how, timestamp, idempotencyKey, quantity, isStreamed } = action;
      if (idempotencyKey !== undefined && life.usageKeys.has(idempotencyKey)) break;
      const isMeant = (subscription: Subscription): boolean => name === undefined || subscription.name === name || subscription.as === name;
      const candidates = name === undefined || isStreamed ? life.subscriptions.filter(isMeant) : [find(life, name)];
      const record = { plan, at: timestamp ?? life.now, quantity: ratio(quantity.units, quantity.scale), action: how };
      if (action.waits === true && name === undefined && !holds(candidates, record)) {
        life.waitingUsage.push(record);
        if (idempotencyKey !== undefined) life.usageKeys.add(idempotencyKey);
        break;
      }
      // A stream uses nothing where its plan is not held.
      if (isStreamed && !takesUsage(candidates, record)) break;
      const running = recordUsage(life, candidates, record, idempotencyKey);
      if (running !== undefined) lookAtThresholds(life, running);
      break;
    }
    case "pause":
      pause(life, findRunning(life, name), action);
      break;
    case "resume":
      resume(life, find(life, name), action);
      break;
    case "pause_collection":
      pauseCollection(life, find(life, name), action);
      break;
    case "card":
      life.card = action.card;
      if (action.payOpen) payOpen(life);
      break;
    case "pay":
      pay(life, action);
      break;
    case "void":
      voidByHand(life, action);
      break;
    case "mark_uncollectible":
      writeOff(life, action);
      break;
    case "charge":
      chargeOnce(life, action);
      break;
    case "refund":
      refund(life, action);
      break;
    case "credit_note":
      creditNote(life, action);
      break;
    case "dispute":
      dispute(life, action);
      break;
    case "credit":
      moveBalance(life, -action.amount, "adjustment", undefined);
      break;
    default:
      runItems(life, index, action, name);
  }
  return true;
}

/** What an ended subscription has pending can still be invoiced by hand; nothing is added to it, nor to an incomplete one (D18). */
function findForItems(life: Life, name: string, kind: ItemAction["kind"]): Subscription {
  const subscription = find(life, name);
  return kind === "invoice" && hasEnded(subscription) ? subscription : findRunning(life, name);
}

type ItemAction = Extract<Action, { kind: "invoice_item" | "invoice" | "coupon" }>;

function runItems(life: Life, index: number, action: ItemAction, name: string | undefined): void {
  const subscription = name === undefined ? undefined : findForItems(life, name, action.kind);
  if (action.kind === "invoice_item") {
    const { amount, plan, quantity, taxRates } = action.item;
    const exact = plan === undefined ? ratio(amount as number) : price(plan, quantity);
    plainItem(life, exact, { subscription, plan, quantity, taxRates, discountable: action.discountable });
  } else if (action.kind === "invoice") {
    billByHand(life, action, subscription);
  } else {
    const coupons = action.coupon === undefined ? [] : [action.coupon];
    checkCoupons(life, coupons);
    takeSlots(life, index, coupons);
    const discounts = coupons.map((coupon) => ({ coupon, firstUsedAt: undefined }));
    if (subscription === undefined) life.discount = discounts[0];
    else subscription.discounts = discounts;
    if (subscription?.schedule !== undefined) tellSchedule(life, subscription, "updated");
  }
}

function billByHand(life: Life, action: BillPending, subscription: Subscription | undefined): void {
  const method = action.collectionMethod ?? (subscription ?? life.script).collectionMethod;
  const isSent = method === "send_invoice";
  refuseUnless(isSent || action.daysUntilDue === undefined, "what is charged has no due date");
  refuseUnless(!isSent || !action.pay || !isNoCard(life.card), "there is no card to charge");
  const pending = takeWhere(life, (line) => subscription === undefined || line.subscription === subscription);
  refuseUnless(pending.length > 0, "nothing is pending");
  const invoice = draftInvoice(life, subscription, "manual", pending, []);
  invoice.collectionMethod = method;
  invoice.daysUntilDue = action.daysUntilDue ?? invoice.daysUntilDue;
  if (!action.pay) billLater(life, invoice);
  else {
    billNow(life, invoice);
    if (isSent && invoice.status === "open") tryByHand(life, invoice);
  }
}

function cancel(life: Life, subscription: Subscription, { atPeriodEnd, prorate, invoiceNow }: Cancel): void {
  refuseUnless(!hasEnded(subscription), "it has ended");
  if (atPeriodEnd) {
    refuseUnless(subscription.status !== "paused", "no period runs");
    refuseUnless(subscription.schedule === undefined, "the end is the schedule's");
    refuseUnless(!subscription.atPeriodEnd, "it is already set to end with its period");
    planEnd(life, subscription, fullEndOf(subscription), true, life.scenario.billing.prorationBehavior, false);
    return;
  }
  subscription.canceledAt = life.now;
  if (subscription.status === "incomplete") {
    giveUpSignUp(life, subscription, "cancel");
    return;
  }
  // Nothing is unused while the service is paused.
  if (prorate && subscription.status !== "paused") {
    for (const item of subscription.items) creditDebits(life, subscription, item, life.now, false);
  }
  if (invoiceNow) endAllUsage(life, subscription);
  if (!prorate && !invoiceNow) removeProrations(life, subscription);
  end(life, subscription, "canceled", "cancel");
  if (invoiceNow) invoiceUpdate(life, subscription, []);
}
