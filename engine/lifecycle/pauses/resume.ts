import type { Account } from "../../account/account.ts";
import { DUE } from "../../account/agenda.ts";
import type { Invoice } from "../../account/invoice.ts";
import { invoiceName } from "../../account/invoice-name.ts";
import { Refusal } from "../../account/refusal.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import type { DiscountedPrice } from "../../billing/discounts.ts";
import { nextBoundary, periodStart } from "../../calendar/billing-period.ts";
import { formatBrief } from "../../calendar/civil.ts";
import { HOUR, type Instant, NEVER } from "../../calendar/instant.ts";
import { noCard } from "../../payments/card.ts";
import { chargeItem, markUsed, pricesNow } from "../changes/prorate.ts";
import { makeWaitingChange } from "../changes/waiting-change.ts";
import { voidInvoice } from "../invoices/close-invoice.ts";
import { draftInvoice, hasAnyLine, type NewLines } from "../invoices/draft-invoice.ts";
import { finalizeNow } from "../invoices/finalize.ts";
import { tellPending } from "../invoices/pending.ts";
import { openPeriod, setAnchor, spanItems } from "../periods/periods.ts";
import { changeTerms } from "../periods/repeat-invoice.ts";
import { isStub } from "../periods/stub.ts";
import type { Resume } from "../requests.ts";
import { findSubscription, refuseIfEnded } from "../subscriptions/find-subscription.ts";
import { billedUntil } from "../subscriptions/planned-end.ts";
import { statusAfterVoid } from "../subscriptions/status.ts";
import { isMetered, startUsage } from "../usage/metering.ts";
import { liftPause } from "./resumption.ts";

/** A resumption invoice that is not paid is void after this (TRI, PAU). */
const RESUMABLE_FOR = 23 * HOUR;

/**
 * A paused subscription goes on (TRI, PAU, P8): with a full period from now, or with the period of its anchor that holds now. If that makes
 * an invoice, it is final at once, and the pause ends with its payment.
 */
export function resume(world: World, account: Account, action: Resume, name: string | undefined): void {
  const subscription = findSubscription(account, name);
  checkResume(account, subscription, action);
  const waiting = account.pending.length;
  changeTerms(account, subscription);
  subscription.isBackdated = false;
  changeWhatWaited(world, account, subscription, action.resetsAnchor);
  const behavior = action.prorationBehavior ?? world.settings.prorationBehavior;
  let newLines: NewLines = "none";
  let bills = false;
  if (action.resetsAnchor) {
    beginNow(account, subscription);
    newLines = "recurring";
    bills = hasAnyLine(account, subscription, newLines);
  } else {
    goOn(account, subscription);
    if (behavior !== "none") bills = chargeRest(world, account, subscription, action.prorationDate ?? account.now) > 0;
  }
  tellPending(world, account, waiting);
  if (bills) billResumption(world, account, subscription, newLines);
  else liftPause(world, account, subscription, "active");
}

/** A change that waited for the period's end happens now, if another period begins (T2). */
function changeWhatWaited(world: World, account: Account, subscription: Subscription, resetsAnchor: boolean): void {
  const turns = resetsAnchor || (subscription.items[0] as Item).fullEnd <= account.now;
  if (!turns) return;
  const isChanged = makeWaitingChange(world, account, subscription);
  const isMoved = world.business?.moveAtTurn(world, account, subscription) === true;
  if (!isChanged && !isMoved) return;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    // Still paused: what is used is not billed.
    if (isMetered(item) && item.usage?.running === undefined) startUsage(account, item, true);
  }
}

/** The anchor is now, and full periods begin. */
function beginNow(account: Account, subscription: Subscription): void {
  setAnchor(subscription, account.now);
  subscription.freeStub = false;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    openPeriod(subscription, item, account.now, true);
  }
  spanItems(subscription);
}

/** Each item gets the period that holds now, counted from the anchor: the one that was paused, or a later one. */
function goOn(account: Account, subscription: Subscription): void {
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    const { start, isFirst } = periodHolding(account, subscription, item);
    if (item.fullEnd > account.now) item.periodEnd = subscription.cancelAt < item.fullEnd ? subscription.cancelAt : item.fullEnd;
    else openPeriod(subscription, item, start, isFirst);
  }
  spanItems(subscription);
}

/** Where the period that holds now begins: the paused one, the stub after a trial, or one of the anchor. */
function periodHolding(account: Account, { anchor, trialEnd }: Subscription, item: Item): { readonly start: Instant; readonly isFirst: boolean } {
  if (item.fullEnd > account.now) return { start: item.periodStart, isFirst: false };
  const start = periodStart(anchor, item.plan.interval, account.now);
  return trialEnd !== NEVER && start < trialEnd ? { start: trialEnd, isFirst: true } : { start, isFirst: false };
}

/** Charges each item from the date, or from where its billed time ends, to the end of its period. Returns how many lines that made. */
function chargeRest(world: World, account: Account, subscription: Subscription, date: Instant): number {
  if (isInFreeStub(subscription)) return 0;
  const prices = pricesNow(account, subscription);
  const charged: DiscountedPrice[] = [];
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    const from = billedUntil(item, date);
    if (isMetered(item) || from >= item.periodEnd) continue;
    const price = prices[i] as DiscountedPrice;
    chargeItem(world, account, subscription, item, price, from, item.periodEnd);
    charged.push(price);
  }
  markUsed(account, charged);
  return charged.length;
}

/** What was given for nothing at the start stays so (B2). */
function isInFreeStub(subscription: Subscription): boolean {
  const { freeStub, trialEnd, startedAt } = subscription;
  const first = trialEnd === NEVER ? startedAt : trialEnd;
  return freeStub && (subscription.items[0] as Item).periodStart === first && isStub(subscription);
}

/** Final and charged at once; without a card it waits for `pay` (P8, P9). */
function billResumption(world: World, account: Account, subscription: Subscription, newLines: NewLines): void {
  const invoice = draftInvoice(world, account, subscription, "subscription_update", newLines);
  invoice.awaitsPay = account.card === noCard;
  subscription.resumptionInvoice = invoice.number;
  world.sink.invoice(account.now, account, invoice, "created");
  finalizeNow(world, account, invoice);
  if (subscription.status !== "paused") return;
  account.agenda.push(account.now + RESUMABLE_FOR, DUE.expiry, subscription.ordinal, subscription.ordinal, invoice.number);
  world.sink.subscription(account.now, account, subscription, "resuming", "paused");
}

/** 23 hours are over: the invoice of this number, if it is still the one that is waited for, is void, and the subscription stays paused (P9). */
export function expireResumption(world: World, account: Account, subscription: Subscription, number: number): void {
  if (subscription.status !== "paused" || number === 0 || subscription.resumptionInvoice !== number) return;
  const invoice = account.invoices.find((candidate) => candidate.number === number) as Invoice;
  voidInvoice(world, account, invoice);
  statusAfterVoid(world, account, invoice);
}

/** @throws Refusal when it is not paused, waits for a payment already, or the date lies outside of the period. */
function checkResume(account: Account, subscription: Subscription, { resetsAnchor, prorationDate }: Resume): void {
  refuseIfEnded(subscription, "resumed");
  if (subscription.status !== "paused") {
    throw new Refusal(
      `subscription "${subscription.name}" is ${subscription.status}, not paused`,
      "Only a paused subscription can be resumed.",
      "Leave the entry out.",
    );
  }
  if (subscription.resumptionInvoice > 0) {
    throw new Refusal(
      `subscription "${subscription.name}" is being resumed already`,
      `It goes on when "${invoiceName(account.id, subscription.resumptionInvoice)}" is paid, within 23 hours.`,
      "Pay that invoice, or void it before this entry.",
    );
  }
  if (!resetsAnchor && prorationDate !== undefined) checkDate(account, subscription, prorationDate);
}

function checkDate(account: Account, subscription: Subscription, date: Instant): void {
  let start = 0;
  let end = subscription.cancelAt;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    start = Math.max(start, periodHolding(account, subscription, item).start);
    end = Math.min(end, item.fullEnd > account.now ? item.fullEnd : nextBoundary(subscription.anchor, item.plan.interval, account.now));
  }
  if (date >= start && date < end) return;
  throw new Refusal(
    `\`proration_date\` ${formatBrief(date)} lies outside the period of "${subscription.name}" that holds now`,
    `That period runs from ${formatBrief(start)} to before ${formatBrief(end)}.`,
    "Give an instant in it, or leave it out.",
  );
}
