import { NEVER } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import type { Account } from "./account.ts";
import { emptyOut } from "./empty-out.ts";
import type { Item, Subscription } from "./subscription.ts";

function newSubscription(): Subscription {
  return {
    ordinal: 0,
    name: "",
    status: "incomplete",
    mode: "flexible",
    collectionMethod: "charge_automatically",
    daysUntilDue: 0,
    generation: 0,
    boundaryAt: 0,
    terms: 0,
    parked: undefined,
    items: [],
    itemCount: 0,
    leftUsage: [],
    discounts: [],
    taxRates: undefined,
    thresholds: undefined,
    waitingChange: undefined,
    schedule: undefined,
    startedAt: 0,
    isBackdated: false,
    anchor: 0,
    anchorParts: { month: 0, day: 0, second: 0 },
    trialStart: NEVER,
    trialEnd: NEVER,
    trialEndBehavior: "create_invoice",
    freeStub: false,
    periodStart: 0,
    periodEnd: 0,
    cancelAt: NEVER,
    cancelAtPeriodEnd: false,
    canceledAt: NEVER,
    endedAt: NEVER,
    endReason: undefined,
    cancelReason: "",
    pauseCollection: undefined,
    collectionResumesAt: NEVER,
    resumptionInvoice: 0,
    latestInvoice: 0,
    latestIsPaid: false,
  };
}

/**
 * A blank subscription in the next place. It does not belong to the customer until `subscriptionCount` is raised, so that a refused
 * sign-up uses up nothing.
 */
export function takeSubscription(account: Account): Subscription {
  const ordinal = account.subscriptionCount;
  let subscription = account.subscriptions[ordinal];
  if (subscription === undefined) {
    subscription = newSubscription();
    account.subscriptions.push(subscription);
  }
  subscription.ordinal = ordinal;
  subscription.status = "incomplete";
  subscription.mode = "flexible";
  subscription.collectionMethod = "charge_automatically";
  subscription.daysUntilDue = 0;
  subscription.generation++;
  subscription.boundaryAt = 0;
  subscription.terms++;
  subscription.parked = undefined;
  subscription.itemCount = 0;
  emptyOut(subscription.leftUsage);
  if (subscription.discounts.length > 0) subscription.discounts = [];
  subscription.thresholds = undefined;
  subscription.waitingChange = undefined;
  subscription.schedule = undefined;
  subscription.startedAt = account.now;
  subscription.isBackdated = false;
  subscription.trialStart = NEVER;
  subscription.trialEnd = NEVER;
  subscription.trialEndBehavior = "create_invoice";
  subscription.freeStub = false;
  subscription.cancelAt = NEVER;
  subscription.cancelAtPeriodEnd = false;
  subscription.canceledAt = NEVER;
  subscription.endedAt = NEVER;
  subscription.endReason = undefined;
  subscription.cancelReason = "";
  subscription.pauseCollection = undefined;
  subscription.collectionResumesAt = NEVER;
  subscription.resumptionInvoice = 0;
  subscription.latestInvoice = 0;
  subscription.latestIsPaid = false;
  return subscription;
}

const NO_COUPONS: Item["lastCoupons"] = [];

function newItem(plan: Plan): Item {
  return {
    plan,
    quantity: 0,
    taxRates: undefined,
    periodStart: 0,
    periodEnd: 0,
    fullEnd: 0,
    whole: 1,
    turn: 0,
    turnAnchor: 0,
    turnInterval: undefined,
    debits: [],
    debitCount: 0,
    lastCoupons: NO_COUPONS,
    usage: undefined,
    usageGte: 0,
  };
}

/** Adds an item at the end, without periods or debits. */
export function addItem(subscription: Subscription, plan: Plan, quantity: number, taxRates: Item["taxRates"]): Item {
  let item = subscription.items[subscription.itemCount];
  if (item === undefined) {
    item = newItem(plan);
    subscription.items.push(item);
  }
  subscription.itemCount++;
  item.plan = plan;
  item.quantity = quantity;
  item.taxRates = taxRates;
  item.turnInterval = undefined;
  item.debitCount = 0;
  item.lastCoupons = NO_COUPONS;
  item.usage = undefined;
  item.usageGte = 0;
  return item;
}

/** Notes that `[start, end)` of an item, as it is now, was billed with `amount` after discounts. */
export function addDebit(item: Item, amount: number, start: number, end: number): void {
  const debit = item.debits[item.debitCount];
  const { plan, quantity } = item;
  if (debit === undefined) item.debits.push({ plan, quantity, amount, start, end });
  else {
    debit.plan = plan;
    debit.quantity = quantity;
    debit.amount = amount;
    debit.start = start;
    debit.end = end;
  }
  item.debitCount++;
}
