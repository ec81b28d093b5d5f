import type { Account } from "../../account/account.ts";
import { DUE } from "../../account/agenda.ts";
import type { Invoice } from "../../account/invoice.ts";
import { untakeInvoice } from "../../account/invoice-pool.ts";
import type { Line } from "../../account/line.ts";
import { currentPhase, type Schedule } from "../../account/schedule.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import { addItem, takeSubscription } from "../../account/subscription-pool.ts";
import type { World } from "../../account/world.ts";
import { isFundingAccepted } from "../../billing/accepted-funding.ts";
import { type Settlement, settle } from "../../billing/settlement.ts";
import { periodStart } from "../../calendar/billing-period.ts";
import { HOUR, type Instant, NEVER } from "../../calendar/instant.ts";
import { noCard } from "../../payments/card.ts";
import { subscribeInForce } from "../changes/prices-in-force.ts";
import { draftInvoice, hasAnyLine } from "../invoices/draft-invoice.ts";
import { finalizeLater, finalizeNow, openInvoice } from "../invoices/finalize.ts";
import { oneOffLine } from "../invoices/lines.ts";
import { addPending } from "../invoices/pending.ts";
import { checkRedeemBy, redeem } from "../invoices/redeem.ts";
import { modeOf } from "../modes/registry.ts";
import { planResumption, setCollectionPause } from "../pauses/pause-collection.ts";
import { chargeCard, recordCharge } from "../payments/collect.ts";
import { checkCollection, setCollection } from "../payments/collection.ts";
import { checkBackdatedLines, isBilledBack, runningStart, startOf } from "../periods/backdating.ts";
import { planBoundary } from "../periods/boundary-plan.ts";
import { openPeriod, setAnchor, spanItems, waitUntil } from "../periods/periods.ts";
import type { Subscribe } from "../requests.ts";
import { couponsOf, firstPhaseOf, phaseDiscounts, planSchedule } from "../schedules/schedule.ts";
import { isMetered, startUsage } from "../usage/metering.ts";
import { startBackdatedUsage, tellTakenUsage } from "../usage/waiting-usage.ts";
import { fullPeriodEnd } from "./planned-end.ts";
import { askedAnchor, checkSubscribe, subscriptionName, trialEndOf } from "./subscribe-checks.ts";

/** An unpaid sign-up expires after this (OVR). */
const INCOMPLETE_FOR = 23 * HOUR;

const NO_LINES: readonly Line[] = [];

/**
 * Signs the customer up (B1-B6): subscription, first invoice, first charge. A card whose funding is not accepted, or that declines under
 * `error_if_incomplete`, is an outcome: a `refused` fact and nothing else (D28). Answers why, if so.
 */
export function subscribe(world: World, account: Account, asked: Subscribe): string | undefined {
  const schedule = asked.schedule === undefined ? undefined : planSchedule(account, world.settings.mode, asked.schedule);
  const action = subscribeInForce(world, account, schedule === undefined ? asked : firstPhaseOf(asked, schedule));
  checkSubscribe(world.settings.mode, account, action);
  checkCollection(account, action);
  const coupons = schedule === undefined ? action.discounts : couponsOf(schedule.phases);
  checkRedeemBy(coupons, account);
  const subscription = prepare(world, account, action);
  if (subscription.isBackdated) checkBackdatedLines(account, subscription, action);
  const { card, now } = account;
  // What is sent is not charged to the card (S2).
  const isSent = subscription.collectionMethod === "send_invoice";
  if (!isSent && !isFundingAccepted(world.settings, card)) {
    return refuse(world, account, subscription, `${card.funding} cards are not accepted`);
  }
  if (coupons.length > 0) subscription.discounts = redeem(world, account, coupons);
  if (schedule !== undefined) beginSchedule(subscription, schedule);
  openFirstPeriods(account, subscription, action);

  const isFree = subscription.freeStub && subscription.trialEnd === NEVER;
  const before = action.paymentBehavior === "error_if_incomplete" ? remember(account) : undefined;
  const oneOffs = action.addInvoiceItems.length === 0 ? NO_LINES : action.addInvoiceItems.map((item) => oneOffLine(account, subscription, item, true));
  for (const line of oneOffs) addPending(account, line);
  const newLines = subscription.trialEnd === NEVER ? "recurring" : "trial";
  // Metered only: nothing is billed in advance, so there is no first invoice unless something else is to be billed (INV, D27).
  const isBilled = !isFree && hasAnyLine(account, subscription, newLines);
  const invoice = isBilled ? draftFirstInvoice(world, account, subscription, action, newLines) : undefined;
  if (leavesFirstWhole(subscription, action)) planFirstEnd(account, subscription, action.cancelAt as Instant, action);
  else if (action.cancelAtPeriodEnd && subscription.trialEnd === NEVER) planFirstEnd(account, subscription, subscription.cancelAt, action);
  // With collection paused nothing is asked for (P2), and what is sent is not asked of the card (S2).
  const isAsked = invoice !== undefined && !isSent && subscription.pauseCollection === undefined;
  const due = isAsked ? amountDue(account, invoice) : 0;
  const isCharged = before !== undefined && due > 0;
  if (isCharged) {
    const refused = card === noCard ? "there is no card to charge" : decline(world, account);
    if (refused !== undefined) {
      restore(account, invoice as Invoice, before);
      return refuse(world, account, subscription, refused);
    }
  }
  account.subscriptionCount++;
  subscription.status = due > 0 && schedule === undefined ? "incomplete" : subscription.trialEnd === NEVER ? "active" : "trialing";
  world.sink.subscription(now, account, subscription, "created", subscription.status);
  if (!isSent && card !== noCard && world.settings.reviewFunding.has(card.funding)) world.sink.review(now, account, card);
  if (subscription.isBackdated && account.waitingUsage.length > 0) tellTakenUsage(world, account, subscription);
  for (const line of oneOffs) world.sink.line(now, account, line, 1);
  planBoundary(account, subscription);
  if (action.pauseCollection !== undefined) planResumption(account, subscription);
  if (invoice !== undefined) collectFirstInvoice(world, account, subscription, invoice, isCharged);
  return undefined;
}

/** The first phase is what is signed up for; its coupon is one of those that were redeemed (H10). */
function beginSchedule(subscription: Subscription, schedule: Schedule): void {
  subscription.schedule = schedule;
  subscription.discounts = phaseDiscounts(currentPhase(schedule));
}

function refuse(world: World, account: Account, subscription: Subscription, why: string): string {
  world.sink.subscription(account.now, account, subscription, "refused", "incomplete");
  return why;
}

function decline(world: World, account: Account): string | undefined {
  const code = chargeCard(world, account, 1, undefined);
  return code === undefined ? undefined : `the first charge was declined: ${code.code}`;
}

/** The subscription as it will be, in the next place; it does not belong to the customer yet. */
function prepare(world: World, account: Account, action: Subscribe): Subscription {
  const subscription = takeSubscription(account);
  subscription.name = subscriptionName(account, action);
  subscription.taxRates = action.taxRates;
  setCollection(subscription, account, action);
  for (const { plan, quantity, taxRates, usageGte } of action.items) {
    const item = addItem(subscription, plan, quantity, taxRates);
    if (usageGte !== undefined) item.usageGte = usageGte;
  }
  subscription.thresholds = action.thresholds;
  subscription.mode = world.settings.mode;
  const end = action.cancelAt ?? NEVER;
  if (action.pauseCollection !== undefined) setCollectionPause(subscription, action.pauseCollection);
  const trialEnd = modeOf(subscription).trialEnd(trialEndOf(account.now, action), end);
  subscription.trialEnd = trialEnd;
  if (trialEnd !== NEVER) subscription.trialStart = account.now;
  subscription.cancelAt = leavesFirstWhole(subscription, action) ? NEVER : end;
  subscription.startedAt = startOf(account.now, action);
  subscription.isBackdated = isBilledBack(account.now, action);
  subscription.trialEndBehavior = action.trialEndBehavior ?? "create_invoice";
  const asked = askedAnchor(account.now, trialEnd, action);
  const first = subscription.isBackdated && modeOf(subscription).startsAtBackdate ? subscription.startedAt : account.now;
  setAnchor(subscription, asked ?? (trialEnd === NEVER ? first : trialEnd));
  subscription.freeStub = action.prorationBehavior === "none" && asked !== undefined && startsWithStub(account, subscription, action);
  return subscription;
}

/**
 * Whether the first full period begins later than the sign-up or the trial's end. An anchor by calendar fields may lie ahead while one of its
 * boundaries is right there (T3).
 */
function startsWithStub(account: Account, subscription: Subscription, action: Subscribe): boolean {
  const { anchor, trialEnd } = subscription;
  if (action.anchorFields === undefined) return anchor > account.now || trialEnd !== NEVER;
  const { plan } = subscription.items[0] as Item;
  const from = trialEnd === NEVER ? account.now : trialEnd;
  return periodStart(anchor, plan.interval, from) !== from;
}

/** Opens the first period of each item: a trial, a stub, a free stub or a full period; then the planned end, where it is the period's. */
function openFirstPeriods(account: Account, subscription: Subscription, action: Subscribe): void {
  const { now } = account;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as (typeof subscription.items)[number];
    if (subscription.trialEnd !== NEVER) waitUntil(item, now, subscription.trialEnd);
    else openPeriod(subscription, item, subscription.isBackdated ? runningStart(account, subscription, item) : now, true);
    if (subscription.isBackdated && isMetered(item)) startBackdatedUsage(account, subscription, item);
    else startUsage(account, item, subscription.trialEnd !== NEVER);
  }
  spanItems(subscription);
  if (action.cancelAtPeriodEnd) subscription.cancelAt = subscription.periodEnd;
  noteFirstEnd(account, subscription, action);
}

/** The planned end is asked for by the sign-up; it may be the first period's. */
function noteFirstEnd(account: Account, subscription: Subscription, action: Subscribe): void {
  if (subscription.cancelAt === NEVER) return;
  subscription.cancelAtPeriodEnd = action.cancelAtPeriodEnd || subscription.cancelAt === fullPeriodEnd(subscription);
  subscription.canceledAt = account.now;
}

/** Whether the first period is billed whole although `cancel_at` may cut it (X5). */
function leavesFirstWhole({ trialEnd, mode }: Subscription, { prorationBehavior, cancelAt }: Subscribe): boolean {
  return cancelAt !== undefined && prorationBehavior === "none" && trialEnd === NEVER && mode === "flexible";
}

/** The end is planned when the first period has been billed: nothing of it is prorated (X5, X8). */
function planFirstEnd(account: Account, subscription: Subscription, end: Instant, action: Subscribe): void {
  subscription.cancelAt = end;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (end < item.fullEnd) item.periodEnd = end;
  }
  spanItems(subscription);
  noteFirstEnd(account, subscription, action);
}

/** What a first invoice moves that is not its subscription's own. */
interface Before {
  readonly pending: readonly Line[];
  readonly lineSequence: number;
  readonly discountUsedAt: Instant | undefined;
}

function remember(account: Account): Before {
  return { pending: account.pending.slice(), lineSequence: account.lineSequence, discountUsedAt: account.discount?.firstUsedAt };
}

/** Takes back the first invoice of a sign-up that came to nothing: what was pending waits again, numbers are not used up (B35). */
function restore(account: Account, invoice: Invoice, before: Before): void {
  untakeInvoice(account, invoice);
  for (const line of before.pending) {
    line.discount = 0;
    line.discounts.length = 0;
    line.taxes.length = 0;
    line.taxInclusive = 0;
    line.taxExclusive = 0;
  }
  account.pending = before.pending.slice();
  account.lineSequence = before.lineSequence;
  if (account.discount !== undefined && before.discountUsedAt !== undefined) account.discount.firstUsedAt = before.discountUsedAt;
}

const settlement: Settlement = { amountDue: 0, applied: 0, rounding: 0, tooSmall: 0 };

function amountDue(account: Account, invoice: Invoice): number {
  settle(invoice.total, account.balance, account.currency, settlement);
  return settlement.amountDue;
}

function draftFirstInvoice(world: World, account: Account, subscription: Subscription, action: Subscribe, newLines: "recurring" | "trial"): Invoice {
  const invoice = draftInvoice(world, account, subscription, "subscription_create", newLines);
  invoice.awaitsPay = action.paymentBehavior === "default_incomplete";
  return invoice;
}

function collectFirstInvoice(world: World, account: Account, subscription: Subscription, invoice: Invoice, isCharged: boolean): void {
  world.sink.invoice(account.now, account, invoice, "created");
  if (subscription.collectionMethod === "send_invoice") {
    finalizeLater(world, account, invoice);
    return;
  }
  if (isCharged) {
    openInvoice(world, account, invoice);
    recordCharge(world, account, invoice);
  } else if (subscription.schedule !== undefined) {
    // It behaves like a renewal's (SCH, H2).
    finalizeLater(world, account, invoice);
  } else finalizeNow(world, account, invoice);
  if (subscription.status !== "incomplete") return;
  account.agenda.push(account.now + INCOMPLETE_FOR, DUE.expiry, subscription.ordinal, subscription.ordinal, 0);
}
