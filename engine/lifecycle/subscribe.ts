import type { Account } from "../account/account.ts";
import { addItem, takeSubscription, untakeInvoice } from "../account/account-pool.ts";
import { DUE } from "../account/agenda.ts";
import type { Invoice } from "../account/invoice.ts";
import type { Line } from "../account/line.ts";
import type { Subscription } from "../account/subscription.ts";
import type { World } from "../account/world.ts";
import type { Subscribe } from "./requests.ts";
import { settle } from "../billing/settlement.ts";
import { noCard } from "../payments/card.ts";
import { HOUR, NEVER } from "../calendar/instant.ts";
import { planBoundary } from "./boundary-plan.ts";
import { chargeCard, recordCharge } from "./collect.ts";
import { draftInvoice } from "./draft-invoice.ts";
import { finalizeNow, openInvoice } from "./finalize.ts";
import { oneOffLine } from "./lines.ts";
import { addPending, tellPending } from "./pending.ts";
import { openPeriod, spanItems, waitUntil } from "./periods.ts";
import { checkRedeemBy, redeem } from "./redeem.ts";
import { checkSubscribe, subscriptionName, trialEndOf } from "./subscribe-checks.ts";

/** An unpaid sign-up expires after this (OVR). */
const INCOMPLETE_FOR = 23 * HOUR;

/**
 * Signs the customer up (B1-B6): subscription, first invoice, first charge. A card whose funding is not accepted, or that declines under
 * `error_if_incomplete`, is an outcome: a `refused` fact and nothing else (D28). Answers why, if so.
 */
export function subscribe(world: World, account: Account, action: Subscribe): string | undefined {
  checkSubscribe(account, action);
  checkRedeemBy(action.discounts, account);
  const subscription = prepare(account, action);
  const { acceptFunding, reviewFunding } = world.settings;
  if (acceptFunding !== undefined && account.card !== noCard && !acceptFunding.has(account.card.funding)) {
    world.sink.subscription(account.now, account, subscription, "refused", "incomplete");
    return `${account.card.funding} cards are not accepted`;
  }
  if (action.discounts.length > 0) subscription.discounts = redeem(world, account, action.discounts);
  const trial = subscription.trialEnd !== NEVER;
  const isFree = subscription.freeStub && !trial;
  openFirstPeriods(account, subscription, action);
  const isCharged = action.paymentBehavior === "error_if_incomplete" && !isFree && preview(world, account, subscription, action) > 0;
  if (isCharged && account.card === noCard) {
    world.sink.subscription(account.now, account, subscription, "refused", "incomplete");
    return "there is no card to charge";
  }
  const decline = isCharged ? chargeCard(account, 1) : undefined;
  if (decline !== undefined) {
    world.sink.subscription(account.now, account, subscription, "refused", "incomplete");
    return `the first charge was declined: ${decline.code}`;
  }
  account.subscriptionCount++;
  subscription.status = isFree ? "active" : trial && action.addInvoiceItems.length === 0 ? "trialing" : "incomplete";
  world.sink.subscription(account.now, account, subscription, "created", subscription.status);
  if (reviewFunding.has(account.card.funding)) world.sink.review(account.now, account, account.card);
  const waiting = account.pending.length;
  for (const item of action.addInvoiceItems) addPending(account, oneOffLine(account, subscription, item, true));
  tellPending(world, account, waiting);
  planBoundary(account, subscription);
  if (!isFree) firstInvoice(world, account, subscription, action, isCharged);
  return undefined;
}

/** The subscription as it will be, in the next place; it does not belong to the customer yet. */
function prepare(account: Account, action: Subscribe): Subscription {
  const subscription = takeSubscription(account);
  subscription.name = subscriptionName(account, action);
  subscription.taxRates = action.taxRates;
  for (const { plan, quantity, taxRates } of action.items) addItem(subscription, plan, quantity, taxRates);
  const trialEnd = trialEndOf(account.now, action);
  subscription.trialEnd = trialEnd;
  subscription.anchor = action.billingCycleAnchor ?? (trialEnd === NEVER ? account.now : trialEnd);
  subscription.freeStub = action.prorationBehavior === "none" && subscription.anchor > account.now;
  subscription.cancelAt = action.cancelAt ?? NEVER;
  return subscription;
}

/** Opens the first period of each item: a trial, a stub, a free stub or a full period; then the planned end, where it is the period's. */
function openFirstPeriods(account: Account, subscription: Subscription, action: Subscribe): void {
  const { now } = account;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as (typeof subscription.items)[number];
    if (subscription.trialEnd !== NEVER) waitUntil(item, now, subscription.trialEnd);
    else openPeriod(subscription, item, now, true);
  }
  spanItems(subscription);
  if (action.cancelAtPeriodEnd) subscription.cancelAt = subscription.periodEnd;
  if (subscription.cancelAt === NEVER) return;
  subscription.cancelAtPeriodEnd = action.cancelAtPeriodEnd || subscription.cancelAt === subscription.periodEnd;
  subscription.canceledAt = now;
}

/** What the first invoice would ask, computed and taken back: nothing is told and nothing moves. */
function preview(world: World, account: Account, subscription: Subscription, action: Subscribe): number {
  const pending = account.pending.slice();
  const { lineSequence } = account;
  const customerUsed = account.discount?.firstUsedAt;
  for (const item of action.addInvoiceItems) account.pending.push(oneOffLine(account, subscription, item, true));
  const invoice = draftInvoice(world, account, subscription, "subscription_create", subscription.trialEnd === NEVER ? "recurring" : "trial");
  const due = amountDue(account, invoice);
  untakeInvoice(account, invoice);
  forget(pending);
  account.pending = pending;
  account.lineSequence = lineSequence;
  if (account.discount !== undefined && customerUsed !== undefined) account.discount.firstUsedAt = customerUsed;
  for (const discount of subscription.discounts) discount.firstUsedAt = NEVER;
  for (const item of subscription.items) item.debitCount = 0;
  return due;
}

/** Takes an invoice's marks off lines that wait again. */
function forget(lines: readonly Line[]): void {
  for (const line of lines) {
    line.discount = 0;
    line.discounts.length = 0;
    line.taxInclusive = 0;
    line.taxExclusive = 0;
  }
}

function amountDue(account: Account, invoice: Invoice): number {
  const settlement = { amountDue: 0, applied: 0, rounding: 0, tooSmall: 0 };
  settle(invoice.total, account.balance, account.currency, settlement);
  return settlement.amountDue;
}

function firstInvoice(world: World, account: Account, subscription: Subscription, action: Subscribe, isCharged: boolean): void {
  const trial = subscription.trialEnd !== NEVER;
  const invoice = draftInvoice(world, account, subscription, "subscription_create", trial ? "trial" : "recurring");
  invoice.awaitsPay = action.paymentBehavior === "default_incomplete";
  world.sink.invoice(account.now, account, invoice, "created");
  if (isCharged) {
    openInvoice(world, account, invoice);
    recordCharge(world, account, invoice);
  } else finalizeNow(world, account, invoice);
  if (subscription.status !== "incomplete") return;
  account.agenda.push(account.now + INCOMPLETE_FOR, DUE.expiry, subscription.ordinal, subscription.ordinal, 0);
}
