import type { Account } from "../../account/account.ts";
import type { BillingReason, Invoice } from "../../account/invoice.ts";
import { takeInvoice } from "../../account/invoice-pool.ts";
import type { Line } from "../../account/line.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import { addDebit } from "../../account/subscription-pool.ts";
import type { World } from "../../account/world.ts";
import { discountLines, liveDiscounts } from "../../billing/discounts.ts";
import { addUp } from "../../billing/invoice-totals.ts";
import { comparePending } from "../../billing/line-order.ts";
import { taxLine } from "../../billing/tax.ts";
import { modeOf } from "../modes/registry.ts";
import { backdatedSpans, noteBackdatedDebits } from "../periods/backdating.ts";
import { changeTerms, isRepeatable } from "../periods/repeat-invoice.ts";
import { hasUsageToBill, isMetered } from "../usage/metering.ts";
import { billRunningUsage, billUsage, isUsageOn, startLine } from "../usage/usage-lines.ts";
import { periodLine, ratesOf, recurringLine, trialLine } from "./lines.ts";
import { hasPendingFor, takePending, takePendingFor } from "./pending.ts";

/** Which lines an invoice gets besides pending ones: a recurring line for each item whose period begins now, a trial line for each item or only for new ones (true), none. */
export type NewLines = "recurring" | "trial" | "none" | readonly boolean[];

const NO_DISCOUNTS: Subscription["discounts"] = [];

/**
 * Drafts an invoice of a subscription: pending lines, then a line per item. Discounts and taxes are settled here, at creation; the
 * customer balance at finalization (D3). Of the pending lines it takes those made `since` this number of the sequence (C4).
 * No fact is told: the caller does.
 */
export function draftInvoice(
  world: World,
  account: Account,
  subscription: Subscription,
  reason: BillingReason,
  newLines: NewLines,
  since: number = 0,
): Invoice {
  const invoice = takeInvoice(account);
  invoice.subscription = subscription;
  invoice.reason = reason;
  invoice.uncollected = subscription.pauseCollection;
  invoice.collectionMethod = subscription.collectionMethod;
  invoice.daysUntilDue = subscription.daysUntilDue;
  const { lines } = invoice;
  takePending(account, subscription, lines, since);
  const pendingCount = lines.length;
  billUsage(world, account, subscription, invoice);
  if (reason === "subscription_threshold") billRunningUsage(world, account, subscription, invoice);
  const billedCount = lines.length;
  const isBackdated = subscription.isBackdated && reason === "subscription_create";
  if (newLines !== "none") {
    for (let i = 0; i < subscription.itemCount; i++) {
      const item = subscription.items[i] as Item;
      // A metered item has no price in advance: no line at the start, none for a trial (INV, D27). Classic mode shows it with 0.
      if (item.plan.usage !== undefined && !modeOf(subscription).showsMeteredStart) continue;
      if (isBackdated && !isMetered(item)) pushBackdated(world, account, subscription, item, lines);
      if (newLines === "trial" || newLines[i] === true) lines.push(trialLine(account, subscription, item, account.now));
      else if (newLines === "recurring" && (isBackdated || item.periodStart === subscription.periodStart)) {
        if (isMetered(item)) {
          if (!isUsageOn(invoice, item)) lines.push(startLine(world, account, subscription, item));
        } else if (!isBackdated) lines.push(recurringLine(world, account, subscription, item));
      }
    }
  }
  settleLines(world, account, invoice, subscription, pendingCount);
  if (isBackdated) noteBackdatedDebits(subscription, lines);
  else if (newLines === "recurring") {
    noteDebits(subscription, lines, billedCount);
    // The debits are less than those of a bill without coupons that is parked.
    if (invoice.discounts.length > 0) changeTerms(account, subscription);
    const isCollected = invoice.uncollected === undefined;
    if (reason === "subscription_cycle" && isCollected && isRepeatable(account, subscription, invoice, pendingCount)) invoice.repeats = subscription.terms;
  }
  return invoice;
}

/** A line per period of a backdated item, the running one too (X2). */
function pushBackdated(world: World, account: Account, subscription: Subscription, item: Item, lines: Line[]): void {
  for (const { start, end, part, whole } of backdatedSpans(account, subscription, item)) {
    lines.push(periodLine(world, account, subscription, item, start, end, part, whole));
  }
}

/** Whether an invoice of the subscription would have any line: pending ones, usage, or these new ones. */
export function hasAnyLine(account: Account, subscription: Subscription, newLines: NewLines): boolean {
  if (hasPendingFor(account, subscription) || hasUsageToBill(subscription)) return true;
  if (newLines === "none") return false;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    const begins = item.periodStart === subscription.periodStart || subscription.isBackdated;
    const isWanted = newLines === "recurring" ? begins : newLines === "trial" || newLines[i] === true;
    if (isWanted && (!isMetered(item) || modeOf(subscription).showsMeteredStart)) return true;
  }
  return false;
}

/** Drafts a manual invoice of pending lines, if there are any. */
export function draftManualInvoice(world: World, account: Account, subscription: Subscription | undefined): Invoice {
  const invoice = takeInvoice(account);
  invoice.subscription = subscription;
  invoice.reason = "manual";
  takePendingFor(account, subscription, invoice.lines);
  settleLines(world, account, invoice, subscription, invoice.lines.length);
  return invoice;
}

/** Discounts, tax per line, totals, print order. Discounts split in order of making; lines print newest first (D1, D4). */
function settleLines(world: World, account: Account, invoice: Invoice, subscription: Subscription | undefined, pendingCount: number): void {
  const { lines } = invoice;
  const discounts = liveDiscounts(subscription?.discounts ?? NO_DISCOUNTS, account.discount, account.now, account.currency);
  invoice.discounts = discounts;
  if (discounts.length > 0) discountLines(lines, discounts, account.now);
  if (pendingCount > 1) sortPending(lines, pendingCount);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as Line;
    const rates = line.taxRates ?? ratesOf(world, account, subscription, undefined);
    if (rates.length > 0) taxLine(line, rates);
    else if (line.taxes.length > 0) line.taxes.length = 0;
  }
  addUp(invoice);
}

function sortPending(lines: Line[], count: number): void {
  const sorted = lines.slice(0, count).sort(comparePending);
  for (let i = 0; i < count; i++) lines[i] = sorted[i] as Line;
}

/** What was billed ahead becomes the basis of later credits (D15): the recurring lines stand in the items' order behind pending lines and usage. */
function noteDebits(subscription: Subscription, lines: readonly Line[], from: number): void {
  let next = from;
  for (let i = 0; i < subscription.itemCount && next < lines.length; i++) {
    const item = subscription.items[i] as Item;
    const line = lines[next] as Line;
    // A metered item debits nothing; in classic mode it may have a line of 0 here.
    if (line.kind === "usage" && item.plan.usage !== undefined) next++;
    if (item.plan.usage !== undefined || item.plan !== line.plan || item.periodStart !== line.start) continue;
    addDebit(item, line.amount - line.discount, line.start, line.end);
    if (line.discounts.length > 0 || item.lastCoupons.length > 0) item.lastCoupons = line.discounts.map(({ coupon }) => coupon);
    next++;
  }
}
