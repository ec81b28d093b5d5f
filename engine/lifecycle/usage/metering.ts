import type { Account } from "../../account/account.ts";
import type { ItemUsage, Meter, UsagePeriod } from "../../account/meter.ts";
import { newMeter, releasePeriod, takePeriod } from "../../account/meter-pool.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import { closeMeter, isAnyBilled, lastValue } from "../../billing/usage.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import type { Plan } from "../../catalog/plan.ts";

/** Whether usage is measured and billed in arrears: no price in advance, no proration (PRO). */
export function isMetered(item: { readonly plan: Plan }): boolean {
  return item.plan.usage !== undefined;
}

/** A metered item begins, or begins anew: its period's usage starts at nothing. Any other item has none. */
export function startUsage(account: Account, item: Item, inTrial: boolean): void {
  if (item.plan.usage === undefined) {
    item.usage = undefined;
    return;
  }
  item.usage ??= { running: undefined, ended: [], invoiced: undefined };
  item.usage.running = takePeriod(account, item.plan, account.now, inTrial, undefined);
}

/** From now on usage is at this plan's price: one that comes back within the period goes on with its own meter (U3). */
function measureAt(account: Account, { meters }: UsagePeriod, plan: Plan): void {
  const index = meters.findIndex((meter) => meter.plan === plan);
  if (index < 0) {
    meters.push(newMeter(plan, account.now));
    return;
  }
  const again = meters[index] as Meter;
  again.spans.push({ start: account.now, end: NEVER });
  meters.splice(index, 1);
  meters.push(again);
}

/** The item's plan is another metered one: the period goes on, each use at its price when reported (D16). */
export function changeMeter(account: Account, item: Item, plan: Plan): void {
  const running = item.usage?.running;
  if (running === undefined) return;
  for (const meter of running.meters) closeMeter(meter, account.now);
  measureAt(account, running, plan);
}

/**
 * The running period of a metered item is over. Usage in a trial is gone (TRI); the rest is to be billed by the invoice that is drafted
 * next, also when nothing was used if it `showsUnused`.
 */
export function endUsage(item: Item, showsUnused: boolean, at: Instant): void {
  const { usage } = item;
  const period = usage?.running;
  if (usage === undefined || period === undefined) return;
  usage.running = undefined;
  for (let i = 0; i < period.meters.length; i++) closeMeter(period.meters[i] as Meter, at);
  forgetFinal(usage);
  if (period.inTrial) return;
  // A period that ends in the instant of its start shows nothing.
  period.showsUnused = showsUnused && at > period.start;
  if (isAnyBilled(period)) usage.ended.push(period);
}

/** How one period's usage ends and the next one's begins. */
export interface UsageTurn {
  /** Whether the ended period has a line also when nothing was used. */
  readonly showsUnused: boolean;
  /** Whether a trial begins. */
  readonly toTrial: boolean;
}

export const RENEWAL: UsageTurn = { showsUnused: true, toTrial: false };
export const TRIAL_BEGINS: UsageTurn = { showsUnused: false, toTrial: true };
/** A pause is as a trial: what is used in it is never billed (TRI, P6). */
export const PAUSED: UsageTurn = { showsUnused: false, toTrial: true };
export const RESUMED: UsageTurn = { showsUnused: false, toTrial: false };
export const INTERVAL_CHANGE: UsageTurn = { showsUnused: false, toTrial: false };

/** One period's usage ends, the next one's begins, at this plan's price: what was last reported carries over (`last_ever`), but for what a trial saw. */
export function turnUsage(account: Account, item: Item, plan: Plan, { showsUnused, toTrial }: UsageTurn, at: Instant): void {
  const { usage } = item;
  const before = usage?.running;
  if (usage === undefined || before === undefined) return;
  const { invoiced } = usage;
  endUsage(item, showsUnused, at);
  settleCarry(before);
  if (invoiced !== undefined && invoiced !== usage.invoiced && isDone(usage, invoiced, before)) releasePeriod(account, invoiced);
  const next = takePeriod(account, plan, at, toTrial, before.inTrial ? before.before : before);
  usage.running = next;
  if (!before.inTrial) return;
  next.carried = before.carried;
  releasePeriod(account, before);
}

/** Whether no value is carried over from a period any more, and no invoice that something may still happen to has billed it. */
function isDone({ ended, invoiced }: ItemUsage, period: UsagePeriod, before: UsagePeriod): boolean {
  const { invoice, invoiceNumber } = period;
  if (invoice !== undefined && invoice.number === invoiceNumber && invoice.status !== "paid") return false;
  if (before.before === period || invoiced?.before === period) return false;
  for (let i = 0; i < ended.length; i++) if (ended[i] === period || ended[i]?.before === period) return false;
  return true;
}

/** Ended periods whose invoice is final can change no more: only the latest is kept. */
function forgetFinal(usage: ItemUsage): void {
  if (usage.ended.length === 0) return;
  usage.invoiced = lastInvoiced(usage);
  const { ended } = usage;
  let kept = 0;
  for (const period of ended) if (period.invoice === undefined || isDraft(period)) ended[kept++] = period;
  while (ended.length > kept) ended.pop();
}

/** The latest period that an invoice which is no longer a draft has billed; undefined when there is none yet (R1). */
export function lastInvoiced({ ended, invoiced }: ItemUsage): UsagePeriod | undefined {
  for (let i = ended.length - 1; i >= 0; i--) {
    const period = ended[i] as UsagePeriod;
    if (invoiced !== undefined && period.start < invoiced.start) break;
    if (period.invoice !== undefined && !isDraft(period)) return period;
  }
  return invoiced;
}

/** What can no longer change is kept as a value, so that no chain of old periods grows. */
function settleCarry(period: UsagePeriod): void {
  const { before } = period;
  if (before === undefined || (before.invoice !== undefined && isDraft(before))) return;
  period.carried = lastValue(before);
  period.before = undefined;
}

/** Whether late usage is still accepted for an ended period: until its invoice finalizes (D26). */
export function isDraft({ invoice, invoiceNumber }: UsagePeriod): boolean {
  return invoice !== undefined && invoice.number === invoiceNumber && invoice.status === "draft";
}

/** A metered item goes with the turn of its period, whose usage is billed with the renewal (U11). */
export function leaveAtTurn(subscription: Subscription, item: Item, at: Instant): void {
  const { usage, taxRates } = item;
  if (usage === undefined) return;
  endUsage(item, false, at);
  subscription.leftUsage = subscription.leftUsage.filter(({ ended }) => ended.some((period) => period.invoice === undefined || isDraft(period)));
  if (usage.ended.length > 0) subscription.leftUsage.push({ ended: usage.ended, taxRates });
  item.usage = undefined;
}

/** The ended period that the next invoice bills, where it is one; undefined where there is none or more. */
export function nextBilled({ ended }: ItemUsage): UsagePeriod | undefined {
  let found: UsagePeriod | undefined;
  for (let i = 0; i < ended.length; i++) {
    const period = ended[i] as UsagePeriod;
    if (period.invoice !== undefined) continue;
    if (found !== undefined) return undefined;
    found = period;
  }
  return found;
}

/** Whether the whole of a period was measured at this price, none of it is billed yet, and its renewal has a line for it in any case. */
export function isPlainUsage({ meters, inTrial, showsUnused }: UsagePeriod, plan: Plan): boolean {
  const meter = meters[0] as Meter;
  return meters.length === 1 && meter.plan === plan && meter.billedAt === NEVER && meter.spans.length === 1 && !inTrial && showsUnused;
}

/** Whether the running period of a metered item will be such a one when it turns now, and nothing older waits to be billed. */
export function turnsPlainly({ plan, usage }: Item, now: Instant): boolean {
  const running = usage?.running;
  if (usage === undefined || running === undefined || running.inTrial || running.meters.length !== 1 || running.start >= now) return false;
  const meter = running.meters[0] as Meter;
  if (meter.plan !== plan || meter.billedAt !== NEVER || meter.spans.length !== 1) return false;
  for (let i = 0; i < usage.ended.length; i++) if (usage.ended[i]?.invoice === undefined) return false;
  return true;
}

/** Whether the next invoice of the subscription has usage to bill. */
export function hasUsageToBill(subscription: Subscription): boolean {
  if (subscription.leftUsage.length > 0 && subscription.leftUsage.some(({ ended }) => ended.some((period) => period.invoice === undefined))) return true;
  for (let i = 0; i < subscription.itemCount; i++) {
    const { usage } = subscription.items[i] as Item;
    if (usage === undefined) continue;
    for (const { invoice } of usage.ended) if (invoice === undefined) return true;
  }
  return false;
}

/** Ends the running period of every metered item, with a line for what was used: at a planned end, a cancel that bills, a trial. */
export function endAllUsage(account: Account, subscription: Subscription): void {
  for (let i = 0; i < subscription.itemCount; i++) endUsage(subscription.items[i] as Item, false, account.now);
}

/** A subscription that ends at once discards what it did not bill (D26). */
export function dropUsage(subscription: Subscription): void {
  for (let i = 0; i < subscription.itemCount; i++) dropRunning(subscription.items[i] as Item);
}

/** What the running period has measured is gone. */
export function dropRunning({ usage }: Item): void {
  if (usage !== undefined) usage.running = undefined;
}
