import type { Account } from "../../account/account.ts";
import { DUE } from "../../account/agenda.ts";
import type { Invoice } from "../../account/invoice.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { isLive } from "../../billing/discounts.ts";
import { addDuration } from "../../calendar/duration.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import { noCard } from "../../payments/card.ts";
import type { DeclineCode } from "../../payments/decline-codes.ts";
import { finalizeLater } from "../invoices/finalize.ts";
import { chargeCard, failedAttempt, tellPayment } from "../payments/collect.ts";
import { RENEWAL, turnsPlainly, turnUsage } from "../usage/metering.ts";
import { moveOn } from "./move-on.ts";
import { boundaryOf } from "./periods.ts";
import { bringUpToDate, draftAgain } from "./repeat-invoice.ts";

/**
 * Nearly everything that happens in a population is this: a subscription in good standing turns its whole periods, the bill made again is
 * finalized, charged and paid, and nothing else happens to the customer until the next renewal. Such renewals are done here, one after the
 * other, with nothing asked that is known and nothing planned that is next anyway. It is what `advance`, `turnPeriods`, `finalize`,
 * `attemptPayment` and `markPaid` come to when nothing is out of the ordinary; as soon as something is, they take over.
 * A test holds both to the same facts. The compiler makes each function of this file one piece of code with all it calls: keep them small.
 *
 * Answers false, and has done nothing, when the renewal is no such.
 */
export function renewRoutinely(world: World, account: Account, subscription: Subscription): boolean {
  if (!isRoutine(account, subscription) || world.business?.movesAtTurn(account, subscription) === true) return false;
  const invoice = subscription.parked as Invoice;
  subscription.parked = undefined;
  bringUpToDate(subscription, invoice);
  let isCollected: boolean;
  let decline: DeclineCode | undefined;
  for (;;) {
    const next = turnItems(account, subscription);
    world.sink.subscription(account.now, account, subscription, "renewed", "active");
    draftAgain(account, subscription, invoice);
    world.sink.invoice(account.now, account, invoice, "created");
    isCollected = asksForTotal(account, invoice) && reachFinalization(world, account, subscription);
    if (!isCollected) break;
    decline = collect(world, account, subscription, invoice);
    // The business looks before every renewal.
    if (decline !== undefined || next === 0 || world.business !== undefined || !goOn(world, account, next)) break;
  }
  planNext(account, subscription);
  if (!isCollected) finalizeLater(world, account, invoice);
  else if (decline !== undefined) failedAttempt(world, account, invoice, decline);
  else subscription.parked = invoice;
  return true;
}

/** In good standing, the last bill can be made again, no planned end, nothing else to bill, and every item turns here. */
function isRoutine(account: Account, subscription: Subscription): boolean {
  if (subscription.parked === undefined || subscription.status !== "active" || subscription.cancelAt !== NEVER) return false;
  if (account.discount !== undefined && isLive(account.discount, account.now, account.currency)) return false;
  if (account.pending.length > 0 || subscription.leftUsage.length > 0) return false;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (item.fullEnd !== account.now) return false;
    if (item.plan.usage !== undefined && !turnsPlainly(item, account.now)) return false;
  }
  return true;
}

/**
 * Each item gets its next period, and the subscription its next boundary. The terms hold, so nothing but the instants moves. Answers that
 * boundary if all items turn there, else 0.
 */
function turnItems(account: Account, subscription: Subscription): Instant {
  const { now } = account;
  let earliest = 0;
  let latest = 0;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    const end = boundaryOf(subscription, item.plan.interval, ++item.turn);
    item.periodStart = now;
    item.periodEnd = end;
    item.fullEnd = end;
    item.whole = end - now;
    item.debitCount = 0;
    if (item.usage !== undefined) turnUsage(account, item, item.plan, RENEWAL, now);
    if (i === 0 || end < earliest) earliest = end;
    if (end > latest) latest = end;
  }
  subscription.periodStart = now;
  subscription.periodEnd = earliest;
  return earliest === latest ? earliest : 0;
}

/** The end of the period is planned. What was planned before has happened. */
function planNext(account: Account, subscription: Subscription): void {
  const { periodEnd, ordinal } = subscription;
  subscription.boundaryAt = periodEnd;
  account.agenda.push(periodEnd, DUE.boundary, ordinal, ordinal, ++subscription.generation);
}

/** Whether the draft, when it is final, asks for exactly its total. */
function asksForTotal({ currency, balance, card }: Account, { total }: Invoice): boolean {
  return balance === 0 && card !== noCard && total > 0 && total >= currency.minimum && currency.step === 1;
}

/** Lets the time come in which the draft is final, if nothing else comes before its charge then; else answers false, and time stands still. */
function reachFinalization(world: World, account: Account, { periodEnd }: Subscription): boolean {
  const { finalizeAfter } = world.settings;
  if (finalizeAfter.seconds + finalizeAfter.months === 0) return !account.agenda.hasBefore(account.now, DUE.payment);
  const at = addDuration(account.now, finalizeAfter);
  return at < periodEnd && goOn(world, account, at);
}

/** Moves time on to an instant at which a renewal goes on, if nothing comes before: the present one is over. Else answers false. */
function goOn(world: World, account: Account, to: Instant): boolean {
  const { agenda, life } = account;
  if (!agenda.isFree(to, DUE.payment)) return false;
  if (life !== undefined) {
    // What it sees may let it do something before.
    life.settled(account);
    if (!agenda.isFree(to, DUE.payment)) return false;
    life.use(world, account, to);
  }
  moveOn(world, account, to);
  return true;
}

/** Finalized, charged, and as a rule paid; answers why not, if not. */
function collect(world: World, account: Account, subscription: Subscription, invoice: Invoice): DeclineCode | undefined {
  const { sink } = world;
  const { now } = account;
  invoice.status = "open";
  invoice.finalizedAt = now;
  invoice.amountDue = invoice.total;
  invoice.amountRemaining = invoice.total;
  subscription.latestInvoice = invoice.number;
  sink.invoice(now, account, invoice, "finalized");
  invoice.attempts = 1;
  const decline = chargeCard(world, account, 1, invoice);
  tellPayment(world, account, invoice, account.card, decline);
  subscription.latestIsPaid = decline === undefined;
  if (decline !== undefined) return decline;
  invoice.status = "paid";
  invoice.paidAt = now;
  if (account.firstPaidAt === NEVER) account.firstPaidAt = now;
  account.lastPaidAt = now;
  invoice.amountPaid = invoice.total;
  invoice.amountRemaining = 0;
  sink.invoice(now, account, invoice, "paid");
  return undefined;
}
