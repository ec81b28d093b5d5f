import type { Account } from "../../engine/account/account.ts";
import type { InvoiceStep, RecordedUsage } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Meter } from "../../engine/account/meter.ts";
import type { Item, Subscription } from "../../engine/account/subscription.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import type { Decimal } from "../../engine/money/decimal.ts";
import { type Minor, mulDivRound, multiply } from "../../engine/money/exact.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import type { Collector, ReportContext } from "../collector.ts";
import { RecognitionTerms } from "../recognition/recognition-terms.ts";
import { recognitionEnds } from "../recognition/spread.ts";
import type { Saved } from "../saved.ts";
import type { MeasureKind } from "./exchange.ts";
import { IntervalCells } from "./interval-cells.ts";

export const COST_KINDS: readonly MeasureKind[] = ["flow"];

/** A licensed item that is served, from one change of its subscription to the next. */
interface Served {
  plan: Plan;
  quantity: number;
  /** Seconds of its full period: so long does a unit's cost last. */
  whole: number;
  from: Instant;
  told: Minor;
}

/** Whether any plan says what a unit costs: otherwise nothing is collected. */
export function hasCosts({ catalog, business }: Scenario): boolean {
  const later = business.flatMap((entry) => (entry.kind === "change_price" ? entry.prices : []));
  return [...catalog.plans.values(), ...later].some((plan) => plan.unitCost !== undefined || plan.elsewhere.some(({ unitCost }) => unitCost !== undefined));
}

/**
 * What serving customers costs, by `unit_cost_decimal` (R111): of a licensed item by the second, for as long as its subscription is served; of
 * usage as it is used, or as it is invoiced. Whatever is discounted, unpaid or given back costs the same.
 */
export class CostCells implements Collector<CostCells> {
  readonly cells: IntervalCells;
  private readonly context: ReportContext;
  private readonly terms: RecognitionTerms;
  private readonly ends: Float64Array;
  private readonly served: Served[] = [];
  private servedCount = 0;
  /** Up to when that is told. */
  private since: Instant = 0;
  private changed = false;
  /** Of a meter what its usage has cost so far. */
  private readonly used = new Map<string, Minor>();

  constructor(context: ReportContext) {
    this.context = context;
    this.terms = new RecognitionTerms(context.scenario.reports);
    this.ends = recognitionEnds(context.grid, this.terms);
    this.cells = new IntervalCells(context.segments, COST_KINDS.length, context.grid.count, { everyCurrency: false });
  }

  merge(other: CostCells): void {
    this.cells.merge(other.cells);
  }

  save(): Saved {
    return this.cells.save();
  }

  load(saved: Saved): void {
    this.cells.load(saved);
  }

  begin(_account: Account): void {
    this.servedCount = 0;
    this.changed = false;
    if (this.used.size > 0) this.used.clear();
  }

  subscription(at: Instant, account: Account): void {
    if (this.changed) return;
    this.tellServed(at, account);
    this.changed = true;
  }

  settle(at: Instant, account: Account): void {
    if (!this.changed) return;
    this.changed = false;
    this.servedCount = 0;
    this.since = at;
    for (let i = 0; i < account.subscriptionCount; i++) {
      const subscription = account.subscriptions[i] as Subscription;
      if (subscription.status !== "active" && subscription.status !== "past_due") continue;
      for (let k = 0; k < subscription.itemCount; k++) this.serve(at, subscription.items[k] as Item);
    }
  }

  usage(at: Instant, account: Account, { ordinal }: Subscription, { meter, aggregate, isBillable }: RecordedUsage): void {
    if (!isBillable || meter.plan.unitCost === undefined || !this.terms.usesAsUsed) return;
    const key = keyOf(ordinal, meter);
    const cost = costOf(meter.plan.unitCost, aggregate);
    this.add(account, meter.plan, this.context.grid.indexOf(at), cost - (this.used.get(key) ?? 0));
    this.used.set(key, cost);
  }

  /** Usage that is only known by its invoice: as invoiced, or carried over from an earlier period. */
  invoice(at: Instant, account: Account, invoice: Invoice, step: InvoiceStep): void {
    if (step !== "finalized") return;
    for (let i = 0; i < invoice.lines.length; i++) {
      const { usage, plan, subscription } = invoice.lines[i] as Line;
      if (usage === undefined || plan?.unitCost === undefined) continue;
      if (this.terms.usesAsUsed && usage.meter !== undefined && this.used.has(keyOf(subscription?.ordinal ?? 0, usage.meter))) continue;
      this.add(account, plan, this.context.grid.indexOf(at), costOf(plan.unitCost, usage.quantity));
    }
  }

  end(account: Account): void {
    this.tellServed(this.context.scenario.end, account);
  }

  private serve(at: Instant, { plan, quantity, whole }: Item): void {
    if (plan.unitCost === undefined || plan.usage !== undefined || whole === 0) return;
    const served = this.served[this.servedCount] ?? { plan, quantity, whole, from: at, told: 0 };
    served.plan = plan;
    served.quantity = quantity;
    served.whole = whole;
    served.from = this.terms.clock(at);
    served.told = 0;
    this.served[this.servedCount++] = served;
  }

  /** Interval by interval what has been served since the last change. Rounded as a running sum, so that days add up to months. */
  private tellServed(at: Instant, account: Account): void {
    const { grid } = this.context;
    const now = this.terms.clock(at);
    for (let i = 0; i < this.servedCount; i++) {
      const served = this.served[i] as Served;
      let interval = grid.indexOf(this.since);
      for (;;) {
        const until = Math.min(this.ends[interval] as number, now);
        const cost = costUntil(served, until);
        this.add(account, served.plan, interval, cost - served.told);
        served.told = cost;
        if (until >= now || interval === grid.count - 1) break;
        interval++;
      }
    }
    this.since = at;
  }

  private add(account: Account, plan: Plan, interval: number, amount: Minor): void {
    if (amount !== 0) this.cells.add(this.context.segments.ofPlan(account, plan.id), 0, interval, amount);
  }
}

const keyOf = (ordinal: number, { plan, spans }: Meter): string => `${ordinal}/${plan.id}/${spans[0]?.start ?? 0}`;

/** Of so much usage, rounded once. */
function costOf({ units, scale }: Decimal, quantity: Decimal): Minor {
  return mulDivRound(units, quantity.units, multiply(scale, quantity.scale));
}

function costUntil({ plan, quantity, whole, from }: Served, at: Instant): Minor {
  const { units, scale } = plan.unitCost as Decimal;
  return at <= from ? 0 : mulDivRound(multiply(units, quantity), at - from, multiply(scale, whole));
}
