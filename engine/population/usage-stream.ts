import type { Account } from "../account/account.ts";
import type { RecordedUsage } from "../account/facts.ts";
import type { Meter, UsagePeriod } from "../account/meter.ts";
import type { Item, Subscription } from "../account/subscription.ts";
import type { World } from "../account/world.ts";
import { addDrawn, addDrawnOne, type DrawnRecords, drawnTotal, MOST_DRAWN } from "../billing/drawn-usage.ts";
import { monthOf, monthStart } from "../calendar/civil.ts";
import { firstStepFrom, stepAt } from "../calendar/epoch-steps.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import { constant, type Distribution } from "../random/distribution.ts";
import { draw } from "../random/keyed-draw.ts";
import type { Circumstances } from "./circumstances.ts";
import type { DrawnCustomer } from "./drawn-customer.ts";
import type { UsageEntry } from "./usage-entry.ts";

const NOTHING = constant(0);

/** Filled again for each record that is told. */
const quantity = { units: 0, scale: 1 };
const aggregate = { units: 0, scale: 1 };
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

  /** The tight loop: all records before `until`, in which nothing else happens (D37). */
  run(world: World, account: Account, subscription: Subscription, until: Instant, circumstances: Circumstances): void {
    const { open, entry } = this;
    const { sink } = world;
    const { key } = this.customer;
    const { purpose, every } = entry;
    const meter = this.meter as Meter;
    const period = this.period as UsagePeriod;
    const kind = meter.plan.usage;
    const before = drawnTotal(period, meter);
    let { step, nextAt: at } = this;
    let { sum, records, most, last } = open;
    recorded.plan = meter.plan;
    recorded.meter = meter;
    recorded.isBillable = !period.inTrial;
    while (at < until) {
      if (at >= this.monthEnd) this.enterMonth(at, world.start, circumstances);
      const { distribution, factor } = this;
      const end = until < this.monthEnd ? until : this.monthEnd;
      do {
        const drawn = Math.floor(distribution.sample(draw(key, purpose, step)) * factor + 0.5);
        last = drawn > 0 ? (drawn < MOST_DRAWN ? drawn : MOST_DRAWN) : 0;
        sum += last;
        records++;
        if (last > most) most = last;
        if (at !== account.now) {
          sink.settle(account.now, account);
          account.now = at;
        }
        recorded.usedAt = at;
        quantity.units = last;
        if (this.isShared) aggregate.units = addDrawnOne(period, meter, at, last);
        else aggregate.units = kind === "sum" ? before + sum : kind === "count" ? before + records : kind === "max" ? (most > before ? most : before) : last;
        sink.usage(at, account, subscription, recorded);
        open.lastAt = at;
        step++;
        at = every.months === 0 ? at + every.seconds : stepAt(every, step);
      } while (at < end);
    }
    this.step = step;
    this.nextAt = at;
    if (this.isShared) return;
    open.sum = sum;
    open.records = records;
    open.most = most;
    open.last = last;
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
    const lasting = entry.customerFactor.at(circumstances).sample(draw(key, entry.customerPurpose, 0));
    const monthly = entry.monthFactor.at(circumstances).sample(draw(key, entry.monthPurpose, month));
    this.factor = lasting * monthly * compounded(1 + entry.growth.at(circumstances), month - monthOf(start));
    this.distribution = entry.quantity.at(circumstances);
    this.monthEnd = monthStart(month + 1);
  }
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
