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
  readonly key: string;
  readonly plan: Plan;
  /** Whose: its place among the customer's subscriptions. */
  readonly ordinal: number;
  /** When its price came into force in the period: a plan stands once on a subscription, so no other meter has the same. */
  readonly since: Instant;
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
  private readonly meters = new Map<string, UsedMeter>();
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
    if (this.meters.size > 0) this.meters.clear();
    this.lastMeter = undefined;
  }

  get isEmpty(): boolean {
    return this.meters.size === 0;
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
    const used = this.meters.get(keyOf(line.subscription, meter));
    if (used === undefined) return undefined;
    if (used.untold && at >= used.cut) this.catchUp(account, used);
    this.remove(used);
    return used.recognized;
  }

  /** Something about subscriptions or drafts has changed: usage that no invoice will bill any more is contra. */
  discardLost(at: Instant, account: Account): void {
    for (const used of this.meters.values()) {
      if (isToBeBilled(account, used)) continue;
      this.catchUp(account, used);
      this.remove(used);
      this.about(account, used);
      const { posting } = this.writer;
      posting.unbilledReversed = used.recognized;
      posting.contra = used.recognized;
      if (used.recognized !== 0) this.writer.tell(at, account, "discarded");
    }
  }

  /** A life is over: what was used last is told. */
  end(account: Account): void {
    for (const used of this.meters.values()) this.catchUp(account, used);
  }

  private of(at: Instant, subscription: Subscription, meter: Meter): UsedMeter {
    if (meter === this.lastMeter) return this.lastUsed as UsedMeter;
    const key = keyOf(subscription, meter);
    let used = this.meters.get(key);
    if (used === undefined) {
      const { plan } = meter;
      const blank = { recognized: 0, at, aggregate: { units: 0, scale: 1 }, billed: 0, untold: false, cut: this.nextCut(at) };
      used = { key, plan, ordinal: subscription.ordinal, since: sinceOf(meter), ...blank };
      this.meters.set(key, used);
    }
    this.lastMeter = meter;
    this.lastUsed = used;
    return used;
  }

  private remove({ key }: UsedMeter): void {
    this.meters.delete(key);
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

function keyOf({ ordinal }: Subscription, meter: Meter): string {
  return `${ordinal}/${meter.plan.id}/${sinceOf(meter)}`;
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
