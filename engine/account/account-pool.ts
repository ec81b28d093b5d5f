import type { CollectionMethod } from "../billing/settings.ts";
import type { Duration } from "../calendar/duration.ts";
import { NEVER } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import type { Currency } from "../money/currency.ts";
import type { Card } from "../payments/card.ts";
import type { Dunning } from "../payments/dunning.ts";
import type { Account } from "./account.ts";
import { Agenda } from "./agenda.ts";
import type { Invoice } from "./invoice.ts";
import type { Line } from "./line.ts";
import type { Item, Subscription } from "./subscription.ts";

/** What a customer is when its life begins. */
export interface Beginning {
  readonly ordinal: number;
  readonly id: string;
  readonly population: string;
  readonly currency: Currency;
  readonly card: Card;
  readonly dunning: Dunning;
  readonly collectionMethod: CollectionMethod;
  readonly daysUntilDue: number;
  readonly pays: Duration | undefined;
  readonly taxRates: Account["taxRates"];
  readonly balance: number;
}

/** An account for `beginning`; pass it to `beginAgain` for the next customer. */
export function createAccount(beginning: Beginning, retain: Account["retain"]): Account {
  const account: Account = {
    ordinal: 0,
    id: "",
    population: "",
    currency: beginning.currency,
    now: 0,
    balance: 0,
    card: beginning.card,
    cardGeneration: 0,
    charges: [],
    taxRates: undefined,
    discount: undefined,
    dunning: beginning.dunning,
    collectionMethod: "charge_automatically",
    daysUntilDue: 0,
    pays: undefined,
    subscriptions: [],
    subscriptionCount: 0,
    pending: [],
    invoices: [],
    invoiceNumber: 0,
    oneOffCharges: [],
    disputes: [],
    lineSequence: 0,
    life: undefined,
    firstPaidAt: NEVER,
    lastPaidAt: NEVER,
    agenda: new Agenda(),
    entry: -1,
    retain,
    usageKeys: new Set(),
    waitingUsage: [],
    spareLines: [],
    spareSlots: [],
  };
  beginAgain(account, beginning);
  return account;
}

/** Empties a pooled account and fills it for the next customer. Objects are kept for re-use; nothing else survives. */
export function beginAgain(account: Account, beginning: Beginning): void {
  account.ordinal = beginning.ordinal;
  account.id = beginning.id;
  account.population = beginning.population;
  account.currency = beginning.currency;
  account.now = 0;
  account.balance = beginning.balance;
  account.card = beginning.card;
  account.cardGeneration = 0;
  for (let i = 0; i < account.charges.length; i++) account.charges[i] = 0;
  account.taxRates = beginning.taxRates;
  account.discount = undefined;
  account.dunning = beginning.dunning;
  account.collectionMethod = beginning.collectionMethod;
  account.daysUntilDue = beginning.daysUntilDue;
  account.pays = beginning.pays;
  account.subscriptionCount = 0;
  releaseAll(account);
  account.invoiceNumber = 0;
  emptyOut(account.oneOffCharges);
  emptyOut(account.disputes);
  account.lineSequence = 0;
  account.life = undefined;
  account.firstPaidAt = NEVER;
  account.lastPaidAt = NEVER;
  account.agenda.clear();
  if (account.usageKeys.size > 0) account.usageKeys.clear();
  emptyOut(account.waitingUsage);
  account.entry = -1;
}

function releaseAll(account: Account): void {
  for (const line of account.pending) account.spareLines.push(line);
  emptyOut(account.pending);
  emptyOut(account.spareSlots);
  for (let slot = account.invoices.length - 1; slot >= 0; slot--) {
    const invoice = account.invoices[slot] as Invoice;
    releaseLines(account, invoice);
    account.spareSlots.push(slot);
  }
}

/** Setting the length of an array is a call into the runtime, even to the same. */
function emptyOut(array: unknown[]): void {
  if (array.length > 0) array.length = 0;
}

function releaseLines(account: Account, invoice: Invoice): void {
  const { lines } = invoice;
  while (lines.length > 0) account.spareLines.push(lines.pop() as Line);
}

/**
 * A closed invoice that nothing can change any more gives back its lines and slot, unless the account keeps all invoices, or the
 * subscription keeps this one to bill the same again.
 */
export function releaseInvoice(account: Account, invoice: Invoice): void {
  if (account.retain === "all" || park(invoice)) return;
  releaseLines(account, invoice);
  account.spareSlots.push(invoice.slot);
}

/** Parks a paid renewal on its subscription, if its terms still hold (lifecycle/repeat-invoice.ts). */
function park(invoice: Invoice): boolean {
  const { subscription } = invoice;
  if (subscription === undefined || invoice.repeats !== subscription.terms || subscription.parked !== undefined) return false;
  if (invoice.status !== "paid" || invoice.uncollectibleAt !== NEVER || invoice.adjustments !== undefined) return false;
  subscription.parked = invoice;
  return true;
}

function newLine(): Line {
  return {
    kind: "subscription",
    subscription: undefined,
    plan: undefined,
    quantity: 0,
    usage: undefined,
    description: "",
    amount: 0,
    base: 0,
    scale: 1,
    part: 1,
    whole: 1,
    start: 0,
    end: 0,
    at: 0,
    sequence: 0,
    discountable: false,
    discount: 0,
    discounts: [],
    insideDiscounts: NOTHING,
    taxRates: undefined,
    taxes: [],
    taxInclusive: 0,
    taxExclusive: 0,
  };
}

const NOTHING: readonly never[] = [];

/** A blank line: not discounted, not taxed, covering its whole period. */
export function takeLine(account: Account): Line {
  const line = account.spareLines.pop() ?? newLine();
  line.usage = undefined;
  line.description = "";
  line.part = 1;
  line.whole = 1;
  line.at = account.now;
  line.sequence = account.lineSequence++;
  line.discountable = false;
  line.discount = 0;
  if (line.discounts.length > 0) line.discounts.length = 0;
  line.insideDiscounts = NOTHING;
  line.taxInclusive = 0;
  line.taxExclusive = 0;
  return line;
}

function newInvoice(slot: number): Invoice {
  return {
    slot,
    number: 0,
    generation: 0,
    subscription: undefined,
    reason: "manual",
    collectionMethod: "charge_automatically",
    daysUntilDue: 0,
    status: "draft",
    createdAt: 0,
    finalizedAt: NEVER,
    dueAt: NEVER,
    paidAt: NEVER,
    voidedAt: NEVER,
    uncollectibleAt: NEVER,
    lines: [],
    discounts: NOTHING,
    subtotal: 0,
    discount: 0,
    tax: 0,
    total: 0,
    startingBalance: 0,
    endingBalance: 0,
    amountDue: 0,
    amountPaid: 0,
    amountRemaining: 0,
    attempts: 0,
    nextAttemptAt: NEVER,
    blockedCard: -1,
    repeats: -1,
    awaitsPay: false,
    uncollected: undefined,
    adjustments: undefined,
  };
}

/** A blank draft with the customer's next number (D11). */
export function takeInvoice(account: Account): Invoice {
  const slot = account.spareSlots.pop() ?? account.invoices.length;
  let invoice = account.invoices[slot];
  if (invoice === undefined) {
    invoice = newInvoice(slot);
    account.invoices.push(invoice);
  }
  invoice.number = ++account.invoiceNumber;
  invoice.generation++;
  invoice.collectionMethod = "charge_automatically";
  invoice.daysUntilDue = 0;
  invoice.status = "draft";
  invoice.createdAt = account.now;
  invoice.finalizedAt = NEVER;
  invoice.dueAt = NEVER;
  invoice.paidAt = NEVER;
  invoice.voidedAt = NEVER;
  invoice.uncollectibleAt = NEVER;
  invoice.startingBalance = 0;
  invoice.endingBalance = 0;
  invoice.amountDue = 0;
  invoice.amountPaid = 0;
  invoice.amountRemaining = 0;
  invoice.attempts = 0;
  invoice.nextAttemptAt = NEVER;
  invoice.blockedCard = -1;
  invoice.repeats = -1;
  invoice.awaitsPay = false;
  invoice.uncollected = undefined;
  invoice.adjustments = undefined;
  return invoice;
}

/** Takes back the invoice taken last: what a sign-up that comes to nothing leaves behind. Its lines go to `lines`' owner, not to the spares. */
export function untakeInvoice(account: Account, invoice: Invoice): void {
  account.invoiceNumber--;
  invoice.lines.length = 0;
  if (account.retain === "all" && invoice.slot === account.invoices.length - 1) account.invoices.pop();
  else account.spareSlots.push(invoice.slot);
}

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
