import type { Account } from "../../account/account.ts";
import type { Invoice } from "../../account/invoice.ts";
import type { Line, LineUsage } from "../../account/line.ts";
import { takeLine } from "../../account/line-pool.ts";
import type { Meter, Span, UsagePeriod } from "../../account/meter.ts";
import type { Item, Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { discountUsage } from "../../billing/discounts.ts";
import { addUp } from "../../billing/invoice-totals.ts";
import { taxLine } from "../../billing/tax.ts";
import { aggregateOf, billedMeters, isBilled, isUsed, usagePrice } from "../../billing/usage.ts";
import { NEVER } from "../../calendar/instant.ts";
import type { TaxRate } from "../../catalog/tax-rate.ts";
import { add, multiply } from "../../money/exact.ts";
import { subtractQuantities, toDecimal } from "../../money/quantity.ts";
import { priceLine, ratesOf } from "../invoices/lines.ts";

const NOTHING_USED: LineUsage = { meter: undefined, quantity: { units: 0, scale: 1 }, aggregate: { units: 0, scale: 1 }, billed: 0 };

/** One line per price: its aggregate through its charge model, less what threshold invoices have billed of it (V4). */
export function usageLine(account: Account, subscription: Subscription, period: UsagePeriod, meter: Meter, rates: readonly TaxRate[]): Line {
  const line = takeLine(account);
  line.kind = "usage";
  line.subscription = subscription;
  line.plan = meter.plan;
  line.discountable = true;
  line.taxRates = rates;
  measureLine(account, line, period, meter);
  return line;
}

/** How much the line bills of the meter, for which time, and at what price. */
function measureLine(account: Account, line: Line, period: UsagePeriod, meter: Meter): void {
  const total = aggregateOf(period, meter);
  const aggregate = toDecimal(total);
  const quantity = meter.billedQuantity === 0 ? aggregate : toDecimal(subtractQuantities(total, meter.billedQuantity));
  const { base, scale } = usagePrice(meter.plan, aggregate);
  line.quantity = Number(quantity.units) / quantity.scale;
  line.usage = { meter, quantity, aggregate, billed: meter.billed };
  const { end } = meter.spans.at(-1) as Span;
  line.end = end === NEVER ? account.now : end;
  line.start = meter.billedAt === NEVER ? (meter.spans[0] as Span).start : Math.min(meter.billedAt, line.end);
  priceLine(line, meter.billed === 0 ? base : add(base, multiply(scale, 0 - meter.billed)), scale, 1, 1);
}

/**
 * The line of the invoice that billed the period before is of this one now: all but how much was used, its time and its price is as it was
 * (lifecycle/repeat-invoice.ts).
 */
export function measureLineAgain(account: Account, invoice: Invoice, line: Line, period: UsagePeriod): void {
  const rates = line.taxRates as readonly TaxRate[];
  billWith(invoice, period, rates);
  line.at = account.now;
  line.sequence = account.lineSequence++;
  measureLine(account, line, period, period.meters[0] as Meter);
  if (rates.length > 0) taxLine(line, rates);
}

/** The period is billed by this invoice. */
function billWith(invoice: Invoice, period: UsagePeriod, rates: readonly TaxRate[]): void {
  period.invoice = invoice;
  period.invoiceNumber = invoice.number;
  period.taxRates = rates;
}

/** Puts the usage that is to be billed on a new draft, item by item. Late usage is accepted as long as it is one (D26). */
export function billUsage(world: World, account: Account, subscription: Subscription, invoice: Invoice): void {
  for (const { ended, taxRates } of subscription.leftUsage)
    billPeriods(account, subscription, invoice, ended, ratesOf(world, account, subscription, { taxRates }));
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    if (item.usage === undefined || item.usage.ended.length === 0) continue;
    billPeriods(account, subscription, invoice, item.usage.ended, ratesOf(world, account, subscription, item));
  }
}

function billPeriods(account: Account, subscription: Subscription, invoice: Invoice, ended: readonly UsagePeriod[], rates: readonly TaxRate[]): void {
  for (const period of ended) {
    if (period.invoice !== undefined) continue;
    billWith(invoice, period, rates);
    for (const meter of period.meters) {
      if (isBilled(period, meter)) invoice.lines.push(usageLine(account, subscription, period, meter, rates));
    }
  }
}

/** Whether the invoice bills usage of the item. */
export function isUsageOn(invoice: Invoice, { usage }: Item): boolean {
  return usage?.ended.some((period) => period.invoice === invoice && period.invoiceNumber === invoice.number) === true;
}

/** A metered item begins: 0 for the period at whose end its usage will be billed (classic mode, CMP, D27). */
export function startLine(world: World, account: Account, subscription: Subscription, item: Item): Line {
  const line = takeLine(account);
  line.kind = "usage";
  line.subscription = subscription;
  line.plan = item.plan;
  line.quantity = 0;
  line.usage = NOTHING_USED;
  // In a pause usage runs on since before the period that begins (P6).
  line.start = Math.max(item.usage?.running?.start ?? account.now, item.periodStart);
  line.end = item.periodEnd;
  line.taxRates = ratesOf(world, account, subscription, item);
  priceLine(line, 0, 1, 1, 1);
  return line;
}

/** What threshold invoices would bill of the running periods: every price with records that none has billed (V4). */
function unbilledMeters(period: UsagePeriod): readonly Meter[] {
  return period.inTrial ? [] : period.meters.filter((meter) => meter.readings.length > 0 && isUsed(period, meter));
}

/** Lines of what is used in the running periods and not yet billed, made to be looked at: they are given back at once. */
export function unbilledUsage(world: World, account: Account, subscription: Subscription): readonly Line[] {
  const lines: Line[] = [];
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    const period = item.usage?.running;
    if (period === undefined) continue;
    const rates = ratesOf(world, account, subscription, item);
    for (const meter of unbilledMeters(period)) lines.push(usageLine(account, subscription, period, meter, rates));
  }
  for (const line of lines) account.spareLines.push(line);
  return lines;
}

/** Puts what is used in the running periods on a threshold invoice; the periods remember it (V4). */
export function billRunningUsage(world: World, account: Account, subscription: Subscription, invoice: Invoice): void {
  for (let i = 0; i < subscription.itemCount; i++) {
    const item = subscription.items[i] as Item;
    const period = item.usage?.running;
    if (period === undefined) continue;
    for (const meter of unbilledMeters(period)) {
      const line = usageLine(account, subscription, period, meter, ratesOf(world, account, subscription, item));
      invoice.lines.push(line);
      meter.billed += line.amount;
      meter.billedQuantity = aggregateOf(period, meter);
      meter.billedAt = account.now;
    }
  }
}

/** The lines of usage that will not see its period's end: its item is removed (CMP). They wait as pending lines do. */
export function leftUsageLines(world: World, account: Account, subscription: Subscription, item: Item): readonly Line[] {
  const lines: Line[] = [];
  for (const period of item.usage?.ended ?? []) {
    if (period.invoice !== undefined) continue;
    const rates = ratesOf(world, account, subscription, item);
    for (const meter of billedMeters(period)) lines.push(usageLine(account, subscription, period, meter, rates));
  }
  return lines;
}

/**
 * Late usage came for an ended period: its lines on the draft are made anew. No other line moves: what other lines took of an amount off
 * is theirs (U5).
 */
export function rebillUsage(account: Account, subscription: Subscription, period: UsagePeriod): void {
  const invoice = period.invoice as Invoice;
  const { lines } = invoice;
  const isOf = ({ usage }: Line): boolean => usage?.meter !== undefined && period.meters.includes(usage.meter);
  const first = lines.findIndex(isOf);
  for (const line of lines) if (isOf(line)) account.spareLines.push(line);
  const others = lines.filter((line) => !isOf(line));
  const anew = billedMeters(period).map((meter) => usageLine(account, subscription, period, meter, period.taxRates));
  for (const line of anew) line.at = invoice.createdAt;
  lines.length = 0;
  lines.push(...others.slice(0, first), ...anew, ...others.slice(first));
  discountUsage(lines, invoice.discounts, invoice.createdAt);
  for (const line of lines) if (line.kind === "usage") taxLine(line, line.taxRates ?? []);
  addUp(invoice);
}
