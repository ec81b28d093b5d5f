import type { Account } from "../../account/account.ts";
import type { Line } from "../../account/line.ts";
import type { UsagePeriod } from "../../account/meter.ts";
import type { Item, Subscription, Thresholds } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { discountLines, liveDiscounts } from "../../billing/discounts.ts";
import { taxLine } from "../../billing/tax.ts";
import { isLookedAt, reachesUsage } from "../../billing/thresholds.ts";
import type { Minor } from "../../money/exact.ts";
import { creditItem } from "../changes/prorate.ts";
import { draftInvoice } from "../invoices/draft-invoice.ts";
import { finalizeNow } from "../invoices/finalize.ts";
import { ratesOf } from "../invoices/lines.ts";
import { pendingFor } from "../invoices/pending.ts";
import { planBoundary } from "../periods/boundary-plan.ts";
import { openPeriod, setAnchor, spanItems } from "../periods/periods.ts";
import { changeTerms } from "../periods/repeat-invoice.ts";
import { RENEWAL, turnUsage } from "./metering.ts";
import { unbilledUsage } from "./usage-lines.ts";

/** After a record of the running period: bills what is used if a threshold is reached (THR, V1). */
export function lookAtThresholds(world: World, account: Account, subscription: Subscription, period: UsagePeriod): void {
  const { thresholds } = subscription;
  if (thresholds === undefined || !isLookedAt(subscription, period, account.now)) return;
  if (!reachesAmount(world, account, subscription, thresholds) && !reachesAnyUsage(subscription)) return;
  if (thresholds.resetsAnchor) moveAnchor(world, account, subscription);
  const invoice = draftInvoice(world, account, subscription, "subscription_threshold", thresholds.resetsAnchor ? "recurring" : "none");
  world.sink.invoice(account.now, account, invoice, "created");
  // The invoices of an unpaid subscription stay drafts (B24).
  if (subscription.status !== "unpaid") finalizeNow(world, account, invoice);
}

function reachesAnyUsage(subscription: Subscription): boolean {
  for (let i = 0; i < subscription.itemCount; i++) if (reachesUsage(subscription.items[i] as Item)) return true;
  return false;
}

function reachesAmount(world: World, account: Account, subscription: Subscription, { amountGte }: Thresholds): boolean {
  return amountGte !== undefined && accrued(world, account, subscription) >= amountGte;
}

/** What is used and not yet billed, with the prorations that wait, after discounts and without tax (V2). Nothing of it happens. */
function accrued(world: World, account: Account, subscription: Subscription): Minor {
  const { now, currency, lineSequence } = account;
  const lines = [...pendingFor(account, subscription), ...unbilledUsage(world, account, subscription)].map(unsettled);
  account.lineSequence = lineSequence;
  const discounts = liveDiscounts(subscription.discounts, account.discount, now, currency).map((discount) => ({ ...discount }));
  discountLines(lines, discounts, now);
  let sum = 0;
  for (const line of lines) {
    if (line.kind === "invoice_item") continue;
    const rates = line.taxRates ?? ratesOf(world, account, subscription, undefined);
    if (rates.length > 0) taxLine(line, rates);
    sum += line.amount - line.discount - line.taxInclusive;
  }
  return sum;
}

/** A copy of a line that can be settled without touching it. */
function unsettled(line: Line): Line {
  return { ...line, discount: 0, discounts: [], taxes: [], taxInclusive: 0, taxExclusive: 0 };
}

/** The anchor is now: what was paid ahead is credited, usage ends as at a renewal, and full periods begin (V7). */
function moveAnchor(world: World, account: Account, subscription: Subscription): void {
  const { now } = account;
  const waiting = account.pending.length;
  changeTerms(account, subscription);
  setAnchor(subscription, now);
  subscription.freeStub = false;
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (world.settings.prorationBehavior !== "none") creditItem(world, account, subscription, item, now, false);
    openPeriod(subscription, item, now, true);
    if (item.usage !== undefined) turnUsage(account, item, item.plan, RENEWAL, now);
  }
  spanItems(subscription);
  planBoundary(account, subscription);
  world.sink.subscription(now, account, subscription, "anchor_reset", subscription.status);
  for (let i = waiting; i < account.pending.length; i++) world.sink.line(now, account, account.pending[i] as Line, 1);
}
