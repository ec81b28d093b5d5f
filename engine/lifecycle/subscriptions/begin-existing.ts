import type { Account } from "../../account/account.ts";
import type { Line } from "../../account/line.ts";
import type { CollectionPause, Discount, Item, Subscription } from "../../account/subscription.ts";
import { addDebit, addItem, takeSubscription } from "../../account/subscription-pool.ts";
import type { World } from "../../account/world.ts";
import { discountLines, isLive } from "../../billing/discounts.ts";
import type { CollectionMethod } from "../../billing/settings.ts";
import { taxLine } from "../../billing/tax.ts";
import { periodStart, sameInterval } from "../../calendar/billing-period.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import { shortestInterval } from "../../calendar/mixed-intervals.ts";
import type { Coupon } from "../../catalog/coupon.ts";
import type { TaxRate } from "../../catalog/tax-rate.ts";
import { recurringLine } from "../invoices/lines.ts";
import { planBoundary, planEndOnly } from "../periods/boundary-plan.ts";
import { openPeriod, setAnchor, spanItems, waitUntil } from "../periods/periods.ts";
import type { PlanQuantity } from "../requests.ts";
import { isMetered, startUsage } from "../usage/metering.ts";
import { fullPeriodEnd } from "./planned-end.ts";

/** A coupon that a subscription has had since before the clock starts. */
export interface ExistingDiscount {
  readonly coupon: Coupon;
  /** When it first discounted; NEVER: it is still to be used. */
  readonly firstUsedAt: Instant;
  /** When a repeating one stops, where that is known; else it follows from `firstUsedAt`. */
  readonly endsAt: Instant | undefined;
}

/** A subscription that lives when the clock starts (N104-N107). Instants that do not apply are NEVER. */
export interface ExistingSubscription {
  /** Its whole name (D11); undefined: as for a sign-up. */
  readonly name: string | undefined;
  /** Each at the price that is paid for it. */
  readonly items: readonly PlanQuantity[];
  readonly status: "active" | "past_due" | "unpaid" | "paused" | "trialing";
  readonly startedAt: Instant;
  readonly anchor: Instant;
  /** Of the period that runs at the clock's start; of one in a trial that of the trial. */
  readonly periodStart: Instant;
  readonly trialEnd: Instant;
  readonly cancelAt: Instant;
  readonly canceledAt: Instant;
  readonly discounts: readonly ExistingDiscount[];
  /** Undefined: the customer's. */
  readonly collectionMethod: CollectionMethod | undefined;
  readonly pauseCollection: CollectionPause | undefined;
}

/**
 * A subscription that lived before the clock starts goes on: nothing is billed and nothing announced. What has been paid for the running period
 * is the basis of credits, as if its last renewal had been billed here (N105).
 */
export function beginExisting(world: World, account: Account, existing: ExistingSubscription): void {
  const subscription = takeSubscription(account);
  subscription.name = existing.name ?? nameOf(account);
  subscription.status = existing.status;
  subscription.mode = world.settings.mode;
  subscription.collectionMethod = existing.collectionMethod ?? account.collectionMethod;
  subscription.daysUntilDue = account.daysUntilDue;
  subscription.taxRates = undefined;
  subscription.startedAt = existing.startedAt;
  subscription.trialEnd = existing.trialEnd;
  subscription.cancelAt = existing.cancelAt;
  subscription.canceledAt = existing.canceledAt;
  subscription.pauseCollection = existing.pauseCollection;
  subscription.latestIsPaid = existing.status === "active" || existing.status === "trialing";
  subscription.discounts = existing.discounts.map((discount) => ({ ...discount, redeemedAt: existing.startedAt }));
  setAnchor(subscription, existing.anchor);
  for (const { plan, quantity, taxRates } of existing.items) addItem(subscription, plan, quantity, taxRates);
  openRunningPeriods(account, subscription, existing);
  if (subscription.cancelAt !== NEVER) subscription.cancelAtPeriodEnd = subscription.cancelAt === fullPeriodEnd(subscription);
  if (existing.status !== "trialing" && existing.status !== "paused") notePaid(world, account, subscription);
  if (existing.status !== "trialing") account.firstPaidAt = Math.min(account.firstPaidAt, tenureFrom(existing));
  account.subscriptionCount++;
  if (existing.status === "paused") planEndOnly(account, subscription);
  else planBoundary(account, subscription);
  world.sink.subscription(account.now, account, subscription, "existing", existing.status);
}

/** `<customer>`, then `<customer>/<n>` (D11). */
function nameOf({ id, subscriptionCount }: Account): string {
  return subscriptionCount === 0 ? id : `${id}/${subscriptionCount + 1}`;
}

/** Where it began to be paid for: tenure counts from there (D34). */
function tenureFrom({ startedAt, trialEnd }: ExistingSubscription): Instant {
  return trialEnd === NEVER ? startedAt : trialEnd;
}

/** Items of a longer interval run in the period that is counted from the same anchor (D10). */
function openRunningPeriods(account: Account, subscription: Subscription, { status, periodStart: begun, trialEnd, items }: ExistingSubscription): void {
  const inTrial = status === "trialing";
  const shortest = shortestInterval(items.map(({ plan }) => plan.interval));
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    const { interval } = item.plan;
    const start = sameInterval(interval, shortest) ? begun : periodStart(subscription.anchor, interval, account.now - 1);
    if (inTrial) waitUntil(item, begun, trialEnd);
    else openPeriod(subscription, item, start, true);
    // What was used before the clock is not known: usage of the running period counts from here.
    startUsage(account, item, inTrial || status === "paused");
  }
  spanItems(subscription);
}

/** What the running period cost, with the discounts that it had. */
function notePaid(world: World, account: Account, subscription: Subscription): void {
  const { lineSequence } = account;
  const paid: Item[] = [];
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (!isMetered(item)) paid.push(item);
  }
  const lines = paid.map((item) => recurringLine(world, account, subscription, item));
  discountLines(lines, discountsThen(subscription), subscription.periodStart);
  for (const [i, item] of paid.entries()) {
    const line = lines[i] as (typeof lines)[number];
    if (subscription.latestIsPaid) tellOpening(world, account, line);
    addDebit(item, line.amount - line.discount, line.start, line.end);
    item.lastCoupons = line.discounts.map(({ coupon }) => coupon);
    account.spareLines.push(line);
  }
  account.lineSequence = lineSequence;
}

/** What was paid for the running period: of it the unexpired part is opening deferred revenue (N170). */
function tellOpening(world: World, account: Account, line: Line): void {
  const rates = line.taxRates as readonly TaxRate[];
  if (rates.length > 0) taxLine(line, rates);
  world.sink.opening(account.now, account, line);
}

/** Those that had been used, and were not over, when the running period was billed. */
function discountsThen({ discounts, periodStart: billedAt, items }: Subscription): readonly Discount[] {
  const { currency } = (items[0] as Item).plan;
  return discounts.filter((discount) => discount.firstUsedAt === billedAt || (discount.firstUsedAt < billedAt && isLive(discount, billedAt, currency)));
}
