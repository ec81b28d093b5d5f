import type { Account } from "../../engine/account/account.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { Collector, ReportContext } from "../collector.ts";
import type { Saved } from "../saved.ts";
import type { MeasureKind } from "./exchange.ts";
import { IntervalCells } from "./interval-cells.ts";
import type { IntervalGrid } from "./interval-grid.ts";
import type { Movement } from "./movement.ts";
import type { Segments } from "./segments.ts";
import { TrailingRetention, type TrailingSums } from "./trailing-retention.ts";

/**
 * The measures of recurring revenue, in the order of their block. Flows are sums of the interval; stocks are kept as changes, their value at
 * an interval's end is the sum up to there.
 */
export const MEASURE = {
  new: 0,
  reactivation: 1,
  expansion: 2,
  contraction: 3,
  churn: 4,
  churnInvoluntary: 5,
  customersNew: 6,
  customersReactivated: 7,
  churnedVoluntary: 8,
  churnedInvoluntary: 9,
  arr: 10,
  discounted: 11,
  pastDue: 12,
  pastDueCustomers: 13,
  retainedNow: 14,
  retainedLeast: 15,
  trailingThen: 16,
  trailingNow: 17,
  trailingLeast: 18,
  fx: 19,
  existing: 20,
  customersExisting: 21,
} as const;

/** Of each measure, in their order, how it is converted (D45). `fx` comes with the conversion. */
export const MEASURE_KINDS: readonly MeasureKind[] = [
  ...Array.from({ length: 6 }, (): MeasureKind => "flow"),
  ...Array.from({ length: 4 }, (): MeasureKind => "count"),
  ...Array.from({ length: 3 }, (): MeasureKind => "stock"),
  "count",
  ...Array.from({ length: 2 }, (): MeasureKind => "flow"),
  ...Array.from({ length: 3 }, (): MeasureKind => "stock"),
  "flow",
  "flow",
  "count",
];

/** Collects every measure of mrr.csv and churn.csv that follows from movements. Allocates nothing per fact. */
export class RecurringRevenueCells implements Collector<RecurringRevenueCells> {
  readonly grid: IntervalGrid;
  readonly cells: IntervalCells;
  readonly trailing: TrailingRetention;
  private readonly segments: Segments;
  private readonly reactivationInNrr: boolean;
  private readonly count: number;
  private readonly trailingSums: TrailingSums;
  /** The running customer's sums. */
  private sums: Float64Array = new Float64Array(0);
  /** Its interval with a change in it, what it paid when that opened, and what it pays now. */
  private open = -1;
  private opening: Minor = 0;
  private paid = false;
  private value: Minor = 0;
  private everPaid = false;

  constructor(context: ReportContext) {
    const { scenario, grid, segments } = context;
    this.grid = grid;
    this.segments = segments;
    const { count } = grid;
    this.count = count;
    this.cells = new IntervalCells(segments, MEASURE_KINDS.length, count);
    this.trailingSums = { then: MEASURE.trailingThen * count, now: MEASURE.trailingNow * count, least: MEASURE.trailingLeast * count };
    this.reactivationInNrr = scenario.reports.metrics.reactivationInNrr;
    this.trailing = new TrailingRetention(grid, scenario.start, this.reactivationInNrr);
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
    this.sums = this.cells.block(this.segments.ofCustomer(account), this.grid.indexOf(account.now));
    this.open = -1;
    this.value = 0;
    this.everPaid = false;
    this.trailing.begin();
  }

  movement(at: Instant, _account: Account, movement: Movement): void {
    const index = this.grid.indexOf(at);
    if (movement.arrChange !== 0) this.add(MEASURE.arr, index, movement.arrChange);
    if (movement.discountedChange !== 0) this.add(MEASURE.discounted, index, movement.discountedChange);
    if (movement.pastDueChange !== 0) this.add(MEASURE.pastDue, index, movement.pastDueChange);
    if (movement.pastDueCustomers !== 0) this.add(MEASURE.pastDueCustomers, index, movement.pastDueCustomers);
    if (movement.kind === "none") return;
    this.addFlow(index, movement);
    if (movement.kind === "opening") {
      this.value = movement.after;
      this.everPaid = true;
      this.trailing.change(at, index, movement.after);
      return;
    }
    // Who comes back has paid before, be it before the clock.
    if (movement.kind === "reactivation") this.everPaid = true;
    if (index !== this.open) this.openInterval(index);
    this.value = movement.after;
    if (movement.after > 0) this.everPaid = true;
    this.trailing.change(at, index, movement.after);
  }

  end(_account: Account): void {
    // Who was there before the clock may pay without ever having moved.
    if (this.open < 0 && this.value === 0) return;
    this.closeInterval();
    this.trailing.addTo(this.sums, this.trailingSums);
  }

  private addFlow(index: number, movement: Movement): void {
    const { kind } = movement;
    const change = movement.after - movement.before;
    if (kind === "opening") {
      this.add(MEASURE.existing, index, change);
      if (movement.before === 0 && movement.after > 0) this.add(MEASURE.customersExisting, index, 1);
    } else if (kind === "expansion") this.add(MEASURE.expansion, index, change);
    else if (kind === "contraction") this.add(MEASURE.contraction, index, -change);
    else if (kind === "churn") {
      this.add(MEASURE.churn, index, -change);
      this.add(movement.involuntary ? MEASURE.churnedInvoluntary : MEASURE.churnedVoluntary, index, 1);
      if (movement.involuntary) this.add(MEASURE.churnInvoluntary, index, -change);
    } else {
      const isNew = kind === "new";
      this.add(isNew ? MEASURE.new : MEASURE.reactivation, index, change);
      this.add(isNew ? MEASURE.customersNew : MEASURE.customersReactivated, index, 1);
    }
  }

  private openInterval(index: number): void {
    this.closeInterval();
    this.open = index;
    this.opening = this.value;
    this.paid = this.everPaid;
  }

  /**
   * Retention of the interval that had changes. In all others a customer pays at the end what it paid at the opening, so that the sums over
   * all customers are the opening itself, corrected here (D41).
   */
  private closeInterval(): void {
    if (this.open < 0) return;
    const { opening, value } = this;
    if (opening > 0) {
      this.add(MEASURE.retainedNow, this.open, value - opening);
      if (value < opening) this.add(MEASURE.retainedLeast, this.open, value - opening);
    } else if (this.paid && this.reactivationInNrr) {
      this.add(MEASURE.retainedNow, this.open, value);
    }
  }

  private add(measure: number, index: number, amount: number): void {
    const { sums } = this;
    const i = measure * this.count + index;
    sums[i] = (sums[i] as number) + amount;
  }
}
