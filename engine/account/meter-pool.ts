import { type Instant, NEVER } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { Account } from "./account.ts";
import { emptyOut } from "./empty-out.ts";
import type { ItemUsage, Meter, Span, UsagePeriod } from "./meter.ts";

const NO_RATES: readonly TaxRate[] = [];

/** A period of usage that begins, with a meter at this price. */
export function takePeriod(account: Account, plan: Plan, start: Instant, inTrial: boolean, before: UsagePeriod | undefined): UsagePeriod {
  const period = account.sparePeriods.pop();
  if (period === undefined) {
    const meters = [newMeter(plan, start)];
    return { start, inTrial, meters, before, carried: undefined, showsUnused: false, invoice: undefined, invoiceNumber: 0, taxRates: NO_RATES };
  }
  period.start = start;
  period.inTrial = inTrial;
  period.before = before;
  period.carried = undefined;
  period.showsUnused = false;
  period.invoice = undefined;
  period.invoiceNumber = 0;
  period.taxRates = NO_RATES;
  resetMeter(period.meters[0] as Meter, plan, start);
  return period;
}

/** A meter at this price that has measured nothing, in force from `start` on. */
export function newMeter(plan: Plan, start: Instant): Meter {
  const tally = { sum: 0, records: 0, most: 0 };
  return { plan, spans: [{ start, end: NEVER }], readings: [], tally, billed: 0, billedQuantity: 0, billedAt: NEVER };
}

/** The same as a new one. */
function resetMeter(meter: Meter, plan: Plan, start: Instant): void {
  const { spans, readings, tally } = meter;
  meter.plan = plan;
  while (spans.length > 1) spans.pop();
  const span = spans[0] as Span;
  span.start = start;
  span.end = NEVER;
  while (readings.length > 0) readings.pop();
  tally.sum = 0;
  tally.records = 0;
  tally.most = 0;
  meter.billed = 0;
  meter.billedQuantity = 0;
  meter.billedAt = NEVER;
}

/** Gives back a period that nothing refers to any more. An account that keeps its invoices keeps what they billed. */
export function releasePeriod(account: Account, period: UsagePeriod): void {
  if (account.retain === "all") return;
  const { meters } = period;
  while (meters.length > 1) meters.pop();
  account.sparePeriods.push(period);
}

/** A life is over: all its usage is given back. */
export function releaseUsage(account: Account): void {
  for (let i = 0; i < account.subscriptionCount; i++) {
    const { items, itemCount } = account.subscriptions[i] as Account["subscriptions"][number];
    for (let n = 0; n < itemCount; n++) {
      const item = items[n] as (typeof items)[number];
      if (item.usage !== undefined) releaseItem(account, item.usage);
      item.usage = undefined;
    }
  }
}

function releaseItem(account: Account, { running, ended, invoiced }: ItemUsage): void {
  if (running !== undefined) releasePeriod(account, running);
  for (const period of ended) releasePeriod(account, period);
  if (invoiced !== undefined && !ended.includes(invoiced)) releasePeriod(account, invoiced);
  emptyOut(ended);
}
