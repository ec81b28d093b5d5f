import type { Account } from "../../engine/account/account.ts";
import type { RecordedUsage } from "../../engine/account/facts.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Meter, Span, UsagePeriod } from "../../engine/account/meter.ts";
import type { Item, Subscription } from "../../engine/account/subscription.ts";
import { usagePrice } from "../../engine/billing/usage.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import { type Exact, type Minor, mulDivRound } from "../../engine/money/exact.ts";
import type { PostingWriter } from "./posting-writer.ts";

/** What a meter has measured and nobody has billed. */
interface UsedMeter {
  plan: Plan;
  /** Whose: its place among the customer's subscriptions. */
  ordinal: number;
  /** When its price came into force in the period: a plan stands once on a subscription, so no other meter has the same. */
  since: Instant;
  /** Of it so far told, minor units. */
  recognized: Minor;
  /** When it was last used, what its usage came to then, and what of it threshold invoices had billed. */
  at: Instant;
  readonly aggregate: { units: Exact; scale: number };
  billed: Minor;
  /** Whether that has not been told yet. */
  untold: boolean;
  /** From here on what was used before must be told first: an interval ends. */
  cut: Instant;
}

/** Where intervals of reports end. */
export type NextCut = (at: Instant) => Instant;

/**
 * Usage as it is used, against unbilled receivables (D42): what a meter's usage comes to at an interval's end less what it came to at its
 * start. A script's usage is told record by record; drawn usage is priced once per interval and at its bill.
 */
export class UsedRevenue {
  /** In the order in which they were first used, as many as `count`; those behind are used again. */
  private readonly meters: UsedMeter[] = [];
  private count = 0;
  /** The one used last, told by its identity alone: mostly it is used again. */
  private lastMeter: Meter | undefined;
  private lastUsed: UsedMeter | undefined;
  private readonly writer: PostingWriter;
  private readonly nextCut: NextCut;

  constructor(writer: PostingWriter, nextCut: NextCut) {
    this.writer = writer;
    this.nextCut = nextCut;
  }

  begin(): void {
    this.count = 0;
    this.lastMeter = undefined;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  use(at: Instant, account: Account, subscription: Subscription, usage: RecordedUsage): void {
    if (!usage.isBillable) return;
    const used = this.of(at, subscription, usage.meter);
    if (used.untold && at >= used.cut) this.catchUp(account, used);
    if (at >= used.cut) used.cut = this.nextCut(at);
    used.at = at;
    used.aggregate.units = usage.aggregate.units;
    used.aggregate.scale = usage.aggregate.scale;
    used.billed = usage.meter.billed;
    used.untold = true;
    if (account.population === "") this.catchUp(account, used);
  }

  /** A usage line is on an invoice that is final now. Answers what of it was told as used; undefined if nothing was. */
  bill(at: Instant, account: Account, line: Line): Minor | undefined {
    const meter = line.usage?.meter;
    if (meter === undefined || line.subscription === undefined) return undefined;
    const index = this.find(line.subscription, meter);
    if (index < 0) return undefined;
    const used = this.meters[index] as UsedMeter;
    if (used.untold && at >= used.cut) this.catchUp(account, used);
    this.remove(index);
    return used.recognized;
  }

  /** Something about subscriptions or drafts has changed: usage that no invoice will bill any more is contra. */
  discardLost(at: Instant, account: Account): void {
    for (let i = 0; i < this.count; ) {
      const used = this.meters[i] as UsedMeter;
      if (isToBeBilled(account, used)) {
        i++;
        continue;
      }
      this.catchUp(account, used);
      this.remove(i);
      this.about(account, used);
      const { posting } = this.writer;
      posting.unbilledReversed = used.recognized;
      posting.contra = used.recognized;
      if (used.recognized !== 0) this.writer.tell(at, account, "discarded");
    }
  }

  /** A life is over: what was used last is told. */
  end(account: Account): void {
    for (let i = 0; i < this.count; i++) this.catchUp(account, this.meters[i] as UsedMeter);
  }

  private of(at: Instant, subscription: Subscription, meter: Meter): UsedMeter {
    if (meter === this.lastMeter) return this.lastUsed as UsedMeter;
    const index = this.find(subscription, meter);
    const used = index < 0 ? this.start(at, subscription, meter) : (this.meters[index] as UsedMeter);
    this.lastMeter = meter;
    this.lastUsed = used;
    return used;
  }

  /** A customer's unbilled meters are few. */
  private find({ ordinal }: Subscription, meter: Meter): number {
    const since = sinceOf(meter);
    for (let i = 0; i < this.count; i++) {
      const used = this.meters[i] as UsedMeter;
      if (used.since === since && used.ordinal === ordinal && used.plan.id === meter.plan.id) return i;
    }
    return -1;
  }

  private start(at: Instant, { ordinal }: Subscription, meter: Meter): UsedMeter {
    if (this.count === this.meters.length) this.meters.push(blank(meter));
    const used = this.meters[this.count++] as UsedMeter;
    used.plan = meter.plan;
    used.ordinal = ordinal;
    used.since = sinceOf(meter);
    used.recognized = 0;
    used.at = at;
    used.billed = 0;
    used.untold = false;
    used.cut = this.nextCut(at);
    return used;
  }

  /** The others keep their order; it waits behind them to be used again. */
  private remove(index: number): void {
    const { meters } = this;
    const removed = meters[index] as UsedMeter;
    this.count--;
    for (let i = index; i < this.count; i++) meters[i] = meters[i + 1] as UsedMeter;
    meters[this.count] = removed;
    this.lastMeter = undefined;
  }

  private catchUp(account: Account, used: UsedMeter): void {
    if (!used.untold) return;
    used.untold = false;
    const { base, scale } = usagePrice(used.plan, used.aggregate);
    const worth = mulDivRound(base, 1, scale) - used.billed;
    const more = worth - used.recognized;
    if (more === 0) return;
    used.recognized = worth;
    this.about(account, used);
    this.writer.posting.unbilledAdded = more;
    this.writer.tell(used.at, account, "used");
  }

  private about(account: Account, { plan, ordinal }: UsedMeter): void {
    const { posting } = this.writer;
    this.writer.aboutNothing();
    posting.plan = plan;
    posting.subscription = account.subscriptions[ordinal];
    posting.kind = "usage";
  }
}

const sinceOf = ({ spans }: Meter): Instant => (spans[0] as Span).start;

function blank(meter: Meter): UsedMeter {
  const { plan } = meter;
  return { plan, ordinal: 0, since: sinceOf(meter), recognized: 0, at: 0, aggregate: { units: 0, scale: 1 }, billed: 0, untold: false, cut: 0 };
}

/** Whether an invoice will bill what the meter measured: its period runs, or has ended and waits, on a draft too. */
function isToBeBilled(account: Account, { plan, since, ordinal }: UsedMeter): boolean {
  const isIt = (meter: Meter): boolean => meter.plan === plan && sinceOf(meter) === since;
  const waits = ({ meters, invoice, invoiceNumber }: UsagePeriod): boolean =>
    meters.some(isIt) && (invoice === undefined || (invoice.number === invoiceNumber && invoice.status === "draft"));
  const { items, itemCount, leftUsage } = account.subscriptions[ordinal] as Subscription;
  for (let i = 0; i < itemCount; i++) {
    const { usage } = items[i] as Item;
    if (usage === undefined) continue;
    if (usage.running !== undefined && !usage.running.inTrial && usage.running.meters.some(isIt)) return true;
    if (usage.ended.some(waits)) return true;
  }
  if (leftUsage.some(({ ended }) => ended.some(waits))) return true;
  const bills = (line: Line): boolean => line.usage?.meter !== undefined && line.subscription?.ordinal === ordinal && isIt(line.usage.meter);
  return account.pending.some(bills) || account.invoices.some(({ status, lines }) => status === "draft" && lines.some(bills));
}
