import type { ProrationBehavior } from "../../engine/billing/settings.ts";
import { anchorNow, pullTrialIn } from "./classic.ts";
import { draftInvoice, takePending } from "./invoice.ts";
import { chargeParts, creditDebits, type ToCharge } from "./lines.ts";
import { billNow } from "./payments.ts";
import { cut } from "./periods.ts";
import { type Item, inTrial, type Life, type Line, type Subscription } from "./state.ts";
import { isMetered, owesUsage } from "./usage.ts";

/** Where the running period would end without a planned `cancel_at`. */
export function fullEndOf(subscription: Subscription): number {
  return Math.min(...subscription.items.map((item) => item.fullEnd));
}

/** Sets, moves or clears (undefined) the planned end, with its prorations (B23). Returns how many lines were made. */
export function planEnd(
  life: Life,
  subscription: Subscription,
  cancelAt: number | undefined,
  atPeriodEnd: boolean,
  behavior: ProrationBehavior,
  /** A cancel at the period's end never prorates (PRO, X8). */
  credits = true,
): number {
  if (cancelAt === subscription.cancelAt && atPeriodEnd === subscription.atPeriodEnd) return 0;
  subscription.cancelAt = cancelAt;
  subscription.atPeriodEnd = atPeriodEnd;
  subscription.canceledAt = cancelAt === undefined ? undefined : life.now;
  const wasPlanned = Math.min(...subscription.items.map((item) => item.end));
  if (life.scenario.billing.mode === "classic" && inTrial(life, subscription)) pullTrialIn(subscription);
  // Nothing is prorated while the first payment is awaited: nothing has been bought yet.
  const isFree = behavior === "none" || inTrial(life, subscription) || subscription.status === "incomplete";
  const parts: ToCharge[] = [];
  let made = 0;
  for (const item of subscription.items) {
    const before = item.end;
    cut(item, subscription);
    if (isFree || isMetered(item)) continue;
    if (item.end < before && credits) made += creditDebits(life, subscription, item, item.end, false);
    if (item.end > before) parts.push(...uncovered(item, before));
  }
  if (parts.length > 0) made += chargeParts(life, subscription, parts);
  const cutsEarlier = cancelAt !== undefined && cancelAt < wasPlanned && !inTrial(life, subscription);
  if (life.scenario.billing.mode === "classic" && cutsEarlier) anchorNow(life, subscription);
  return made;
}

/** What is given back to an item and not billed yet: from where its billed time ends. */
function uncovered(item: Item, before: number): ToCharge[] {
  const from = Math.max(before, ...item.debits.map((debit) => debit.end));
  return from < item.end ? [{ item, from, to: item.end }] : [];
}

/** An immediate `subscription_update` invoice of what is pending and these lines; none when there is nothing (B20). */
export function invoiceUpdate(life: Life, subscription: Subscription, lines: readonly Line[], waiting: readonly Line[] = []): void {
  life.pending = life.pending.filter((line) => !waiting.includes(line));
  const pending = takePending(life, subscription);
  life.pending = [...waiting, ...life.pending];
  if (pending.length === 0 && lines.length === 0 && !owesUsage(subscription)) return;
  billNow(life, draftInvoice(life, subscription, "subscription_update", pending, lines));
}
