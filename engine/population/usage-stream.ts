import type { Account } from "../account/account.ts";
import type { FactSink, RecordedUsage } from "../account/facts.ts";
import type { Meter, UsagePeriod } from "../account/meter.ts";
import type { Item, Subscription } from "../account/subscription.ts";
import type { World } from "../account/world.ts";
import { addDrawn, addDrawnOne, type DrawnRecords, drawnTotal, MOST_DRAWN } from "../billing/drawn-usage.ts";
import { monthOf, monthStart } from "../calendar/civil.ts";
import { firstStepFrom, stepAt } from "../calendar/epoch-steps.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import { constant, type Distribution } from "../random/distribution.ts";
import { draw } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";
import type { Circumstances } from "./circumstances.ts";
import type { DrawnCustomer } from "./drawn-customer.ts";
import { usageFactor } from "./price-sensitivity.ts";
import type { UsageEntry } from "./usage-entry.ts";

const NOTHING = constant(0);

/** Filled again for each record that is told. */
const quantity = { units: 0, scale: 1 };
const aggregate = { units: 0, scale: 1 };
/** So many records are drawn at once. */
const AT_ONCE = 512;
/** Whole numbers, none above MOST_DRAWN. */
const drawn = new Int32Array(AT_ONCE);
const recorded: RecordedUsage = {
  plan: undefined as never,
  usedAt: 0,
  quantity,
  action: "increment",
  aggregate,
  isLate: false,
  meter: undefined as never,
  isBillable: true,
};

/** One entry of a population's `usage` in the life of one customer. Used again for the next one. */
export class UsageStream {
  /** The next record's instant, if the plan is held then. */
  nextAt: Instant = NEVER;
  /** Whether others use the same plan: records of one instant then add up, one by one. */
  private isShared = false;
  private entry!: UsageEntry;
  private customer!: DrawnCustomer;
  private step = 0;
  private period: UsagePeriod | undefined;
  private meter: Meter | undefined;
  /** The price at which the month's factors were looked up. */
  private priced: Plan | undefined;
  /** What the month's records are drawn from, and multiplied with. */
  private distribution: Distribution = NOTHING;
  private factor = 1;
  private monthEnd: Instant = 0;
  /** Records that the meter has not seen yet. */
  private readonly open: DrawnRecords = { sum: 0, records: 0, most: 0, last: 0, lastAt: 0 };

  /** Takes up a customer whose life has begun. */
  begin(entry: UsageEntry, customer: DrawnCustomer, isShared: boolean): void {
    this.isShared = isShared;
    this.entry = entry;
    this.customer = customer;
    this.step = firstStepFrom(entry.every, customer.signsUpAt);
    this.nextAt = stepAt(entry.every, this.step);
    this.monthEnd = 0;
    this.meter = undefined;
  }

  /** What the month's factors depend on is another: they are looked up again. */
  forget(): void {
    this.monthEnd = 0;
  }

  /** Finds where the customer's usage goes until something happens. Answers whether anywhere. */
  meet(subscription: Subscription | undefined): boolean {
    this.meter = undefined;
    if (subscription === undefined) return false;
    for (let i = 0; i < subscription.itemCount; i++) {
      const { plan, usage } = subscription.items[i] as Item;
      if (plan.id !== this.entry.plan.id || usage?.running === undefined) continue;
      this.period = usage.running;
      this.meter = usage.running.meters.at(-1);
      // Another price of it is another plan object, and may be used more or less.
      if (this.meter?.plan !== this.priced) this.forget();
      this.priced = this.meter?.plan;
      return true;
    }
    return false;
  }

  /** Nothing is used before this instant. */
  skipTo(until: Instant): void {
    if (this.nextAt >= until) return;
    this.step = firstStepFrom(this.entry.every, until);
    this.nextAt = stepAt(this.entry.every, this.step);
  }

  /** All records before `until`, in which nothing else happens: some hundreds of them are drawn in one loop, and then told in another (D37). */
  run(world: World, account: Account, subscription: Subscription, until: Instant, circumstances: Circumstances): void {
    const { purpose, every } = this.entry;
    const { key } = this.customer;
    const meter = this.meter as Meter;
    const period = this.period as UsagePeriod;
    const before = drawnTotal(period, meter);
    recorded.plan = meter.plan;
    recorded.meter = meter;
    recorded.isBillable = !period.inTrial;
    while (this.nextAt < until) {
      const at = this.nextAt;
      if (at >= this.monthEnd) this.enterMonth(at, world.start, circumstances);
      const end = until < this.monthEnd ? until : this.monthEnd;
      const left = every.months === 0 ? Math.ceil((end - at) / every.seconds) : 1;
      const count = left < AT_ONCE ? left : AT_ONCE;
      drawRecords(this.distribution, this.factor, key, purpose, this.step, count);
      if (this.isShared) this.tellShared(world.sink, account, subscription, count);
      else this.tell(world.sink, account, subscription, count, before);
      this.step += count;
      this.nextAt = every.months === 0 ? at + count * every.seconds : stepAt(every, this.step);
    }
  }

  /** Tells the records that were drawn last. The meter gets them later, in one go. */
  private tell(sink: FactSink, account: Account, subscription: Subscription, count: number, before: number): void {
    const { open } = this;
    const { seconds } = this.entry.every;
    const kind = (this.meter as Meter).plan.usage;
    let { sum, records, most } = open;
    let at = this.nextAt;
    for (let i = 0; i < count; i++, at += seconds) {
      const one = drawn[i] as number;
      sum += one;
      records++;
      if (one > most) most = one;
      moveOn(sink, account, at);
      recorded.usedAt = at;
      quantity.units = one;
      aggregate.units = kind === "sum" ? before + sum : kind === "count" ? before + records : kind === "max" ? (most > before ? most : before) : one;
      sink.usage(at, account, subscription, recorded);
    }
    open.sum = sum;
    open.records = records;
    open.most = most;
    open.last = drawn[count - 1] as number;
    open.lastAt = at - seconds;
  }

  /** The same where others fill the meter too: each record enters it by itself. */
  private tellShared(sink: FactSink, account: Account, subscription: Subscription, count: number): void {
    const { seconds } = this.entry.every;
    for (let i = 0, at = this.nextAt; i < count; i++, at += seconds) {
      moveOn(sink, account, at);
      recorded.usedAt = at;
      quantity.units = drawn[i] as number;
      aggregate.units = addDrawnOne(this.period as UsagePeriod, this.meter as Meter, at, quantity.units);
      sink.usage(at, account, subscription, recorded);
    }
  }

  /** Puts what was drawn into the meter, in one go: before anything else looks at it. */
  flush(): void {
    const { open } = this;
    if (open.records === 0) return;
    addDrawn(this.period as UsagePeriod, this.meter as Meter, open);
    open.sum = 0;
    open.records = 0;
    open.most = 0;
  }

  private enterMonth(at: Instant, start: Instant, circumstances: Circumstances): void {
    const { entry, customer } = this;
    const { key } = customer;
    const month = monthOf(at);
    circumstances.month = month;
    const lasting = sampleOf(entry.customerFactor.at(circumstances), key, entry.customerPurpose, 0);
    const monthly = sampleOf(entry.monthFactor.at(circumstances), key, entry.monthPurpose, month);
    const growth = entry.growth.at(circumstances);
    const { sensitivity } = customer.population;
    const priced = sensitivity === undefined ? 1 : usageFactor(sensitivity, (this.meter as Meter).plan, circumstances);
    this.factor = lasting * monthly * (growth === 0 ? 1 : compounded(1 + growth, month - monthOf(start))) * priced;
    this.distribution = entry.quantity.at(circumstances);
    this.monthEnd = monthStart(month + 1);
  }
}

/** A draw from a distribution, where there is anything to draw. */
function sampleOf(distribution: Distribution, key: Key, purpose: Key, occurrence: number): number {
  const { always } = distribution;
  return always === undefined ? distribution.sample(draw(key, purpose, occurrence)) : always;
}

/** The tight loop: the quantities of steps in a row. A function of its own, so that the compiler makes the draws part of it. */
function drawRecords(distribution: Distribution, factor: number, key: Key, purpose: Key, first: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const quantity = Math.floor(distribution.sample(draw(key, purpose, first + i)) * factor + 0.5);
    drawn[i] = quantity > 0 ? (quantity < MOST_DRAWN ? quantity : MOST_DRAWN) : 0;
  }
}

/** A record has an instant of its own: what came before is over. */
function moveOn(sink: FactSink, account: Account, at: Instant): void {
  if (at === account.now) return;
  sink.settle(account.now, account);
  account.now = at;
}

/** A monthly factor over whole months, by multiplication alone, so that its bits are the same on every machine (D31). */
export function compounded(factor: number, months: number): number {
  let result = 1;
  for (let power = factor, left = months; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= power;
    power *= power;
  }
  return result;
}
