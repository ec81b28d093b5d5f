import type { Account } from "../../engine/account/account.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { Collector, ReportContext } from "../collector.ts";
import type { Saved } from "../saved.ts";
import { IntervalCells } from "./interval-cells.ts";
import type { IntervalGrid } from "./interval-grid.ts";
import type { Movement } from "./movement.ts";
import { type MovementPart, shareOut } from "./movement-parts.ts";
import { MEASURE, MEASURE_KINDS } from "./recurring-measures.ts";
import { RecurringSeries } from "./recurring-series.ts";
import type { Segments } from "./segments.ts";
import { firstTrailing } from "./trailing-retention.ts";

type Stocks = Omit<MovementPart, "plan" | "before" | "after">;

/** Collects every measure of mrr.csv and churn.csv that follows from movements. Allocates nothing per fact. */
export class RecurringRevenueCells implements Collector<RecurringRevenueCells> {
  readonly cells: IntervalCells;
  /** The first interval with twelve months of the clock before its end. */
  readonly trailingFrom: number;
  private readonly context: ReportContext;
  private readonly grid: IntervalGrid;
  private readonly segments: Segments;
  private readonly count: number;
  /** The running customer's sums, where they stand in one segment. */
  private sums: Float64Array = new Float64Array(0);
  private readonly whole: RecurringSeries;
  /** Only by plan: what the running customer pays for each, as many as it has had. */
  private readonly plans: { plan: string; readonly series: RecurringSeries }[] = [];
  private planCount = 0;

  constructor(context: ReportContext) {
    this.context = context;
    this.grid = context.grid;
    this.segments = context.segments;
    this.count = context.grid.count;
    this.cells = new IntervalCells(context.segments, MEASURE_KINDS.length, context.grid.count);
    this.trailingFrom = firstTrailing(context.grid, context.scenario.start);
    this.whole = this.newSeries();
  }

  merge(other: RecurringRevenueCells): void {
    this.cells.merge(other.cells);
  }

  save(): Saved {
    return this.cells.save();
  }

  load(saved: Saved): void {
    this.cells.load(saved);
  }

  begin(account: Account): void {
    this.planCount = 0;
    if (this.segments.byPlan) return;
    this.sums = this.cells.block(this.segments.ofCustomer(account), this.grid.indexOf(account.now));
    this.whole.begin(this.sums);
  }

  movement(at: Instant, account: Account, movement: Movement): void {
    const index = this.grid.indexOf(at);
    if (movement.parts !== undefined) {
      this.moveParts(at, index, account, movement);
      return;
    }
    this.addStocks(this.sums, index, movement);
    if (movement.kind === "none") return;
    this.addFlow(this.sums, index, movement);
    this.follow(this.whole, at, index, movement.after, movement);
  }

  end(_account: Account): void {
    if (!this.segments.byPlan) this.whole.end();
    for (let i = 0; i < this.planCount; i++) this.plans[i]?.series.end();
  }

  private addStocks(sums: Float64Array, index: number, { arrChange, discountedChange, pastDueChange, pastDueCustomers }: Stocks): void {
    if (arrChange !== 0) this.add(sums, MEASURE.arr, index, arrChange);
    if (discountedChange !== 0) this.add(sums, MEASURE.discounted, index, discountedChange);
    if (pastDueChange !== 0) this.add(sums, MEASURE.pastDue, index, pastDueChange);
    if (pastDueCustomers !== 0) this.add(sums, MEASURE.pastDueCustomers, index, pastDueCustomers);
  }

  private addFlow(sums: Float64Array, index: number, { kind, before, after, involuntary }: Movement): void {
    const change = after - before;
    if (kind === "opening") {
      this.add(sums, MEASURE.existing, index, change);
      if (before === 0 && after > 0) this.add(sums, MEASURE.customersExisting, index, 1);
    } else if (kind === "expansion") this.add(sums, MEASURE.expansion, index, change);
    else if (kind === "contraction") this.add(sums, MEASURE.contraction, index, -change);
    else if (kind === "churn") {
      this.add(sums, MEASURE.churn, index, -change);
      this.add(sums, involuntary ? MEASURE.churnedInvoluntary : MEASURE.churnedVoluntary, index, 1);
      if (involuntary) this.add(sums, MEASURE.churnInvoluntary, index, -change);
    } else {
      const isNew = kind === "new";
      this.add(sums, isNew ? MEASURE.new : MEASURE.reactivation, index, change);
      this.add(sums, isNew ? MEASURE.customersNew : MEASURE.customersReactivated, index, 1);
    }
  }

  private add(sums: Float64Array, measure: number, index: number, amount: number): void {
    const i = measure * this.count + index;
    sums[i] = (sums[i] as number) + amount;
  }

  /** Split by plan: each plan of the customer on its own, what only moves between them as a transfer (R63). */
  private moveParts(at: Instant, index: number, account: Account, movement: Movement): void {
    const parts = movement.parts ?? [];
    shareOut(movement, parts, (part, flows) => {
      const sums = this.cells.block(this.segments.ofPlan(account, part.plan), index);
      this.addStocks(sums, index, part);
      for (let i = 0; i < flows.length; i += 2) this.add(sums, flows[i] as number, index, flows[i + 1] as number);
      if (part.after !== part.before) this.follow(this.seriesOf(part.plan, sums), at, index, part.after, movement);
    });
  }

  private follow(series: RecurringSeries, at: Instant, index: number, after: Minor, { kind }: Movement): void {
    if (kind === "opening") series.stood(index, after);
    else series.change(at, index, after, kind === "reactivation");
  }

  private seriesOf(plan: string, sums: Float64Array): RecurringSeries {
    for (let i = 0; i < this.planCount; i++) {
      const known = this.plans[i] as (typeof this.plans)[number];
      if (known.plan === plan) return known.series;
    }
    const entry = this.plans[this.planCount] ?? { plan, series: this.newSeries() };
    entry.plan = plan;
    entry.series.begin(sums);
    this.plans[this.planCount++] = entry;
    return entry.series;
  }

  private newSeries(): RecurringSeries {
    const { scenario, grid } = this.context;
    return new RecurringSeries(grid, scenario.start, scenario.reports.metrics.reactivationInNrr);
  }
}
