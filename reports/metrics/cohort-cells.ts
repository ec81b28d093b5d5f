import type { Account } from "../../engine/account/account.ts";
import type { Payment } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { formatDate } from "../../engine/calendar/civil.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { Collector, ReportContext } from "../collector.ts";
import type { Saved } from "../saved.ts";
import type { MeasureKind } from "./exchange.ts";
import { IntervalCells } from "./interval-cells.ts";
import { IntervalGrid } from "./interval-grid.ts";
import type { Movement } from "./movement.ts";
import type { Segment, Segments } from "./segments.ts";

/** By month: who joins and with how much, changes of who pays and how much, what is invoiced and collected. */
export const COHORT = { customers: 0, mrrStart: 1, retained: 2, mrr: 3, revenue: 4, collected: 5 } as const;
export const COHORT_KINDS: readonly MeasureKind[] = ["count", "flow", "count", "stock", "flow", "flow"];

/**
 * Cohorts by the month of a customer's first recurring revenue (D43): a segment of its own for each, whose last value is that month. Months
 * are those of the reports' calendar, whatever the interval. O(changes) per customer, and nothing is kept of it.
 */
export class CohortCells implements Collector<CohortCells> {
  readonly months: IntervalGrid;
  readonly cells: IntervalCells;
  private readonly segments: Segments;
  private readonly utcOffset: number;
  private cohort: Segment | undefined;
  /** Those of the cohort. */
  private sums: Float64Array = new Float64Array(0);
  private value: Minor = 0;
  /** What came before the customer had a cohort: it counts in its first month. */
  private revenue: Minor = 0;
  private collected: Minor = 0;

  constructor({ scenario, segments }: ReportContext) {
    this.months = new IntervalGrid("month", scenario.start, scenario.end, scenario.reports);
    this.cells = new IntervalCells(segments, COHORT_KINDS.length, this.months.count, { further: 1 });
    this.segments = segments;
    this.utcOffset = scenario.reports.utcOffset;
  }

  merge(other: CohortCells): void {
    this.cells.merge(other.cells);
  }

  save(): Saved {
    return this.cells.save();
  }

  load(saved: Saved): void {
    this.cells.load(saved);
  }

  begin(_account: Account): void {
    this.cohort = undefined;
    this.value = 0;
    this.revenue = 0;
    this.collected = 0;
  }

  movement(at: Instant, account: Account, movement: Movement): void {
    const { after } = movement;
    if (after === this.value) return;
    const month = this.months.indexOf(at);
    if (this.cohort === undefined) this.cohort = this.join(account, month, movement);
    // What was there when the clock started is told subscription by subscription.
    else if (movement.kind === "opening") this.add(COHORT.mrrStart, month, after - this.value);
    this.add(COHORT.mrr, month, after - this.value);
    if (after === 0 || this.value === 0) this.add(COHORT.retained, month, after === 0 ? -1 : 1);
    this.value = after;
  }

  finalized(at: Instant, _account: Account, invoice: Invoice): void {
    if (invoice.total !== invoice.tax) this.money(at, COHORT.revenue, invoice.total - invoice.tax);
  }

  payment(at: Instant, _account: Account, { kind, amount, decline }: Payment): void {
    if (decline !== undefined || kind === "refund" || kind === "dispute") return;
    this.money(at, COHORT.collected, amount);
    if (kind === "charge") this.money(at, COHORT.revenue, amount);
  }

  private money(at: Instant, measure: typeof COHORT.revenue | typeof COHORT.collected, amount: Minor): void {
    if (this.cohort === undefined) {
      if (measure === COHORT.revenue) this.revenue += amount;
      else this.collected += amount;
      return;
    }
    this.add(measure, this.months.indexOf(at), amount);
  }

  private join(account: Account, month: number, { kind, after, parts }: Movement): Segment {
    const plan = parts?.reduce((most, part) => (part.after > most.after ? part : most)).plan ?? "";
    const cohort = this.segments.within(
      this.segments.ofPlan(account, plan),
      kind === "opening" ? this.startOf(account) : (this.months.labels[month] as string),
    );
    // What comes later stands in later months: the block knows its first one.
    this.sums = this.cells.block(cohort, month);
    this.add(COHORT.customers, month, 1);
    this.add(COHORT.mrrStart, month, after);
    this.add(COHORT.revenue, month, this.revenue);
    this.add(COHORT.collected, month, this.collected);
    return cohort;
  }

  /** The month in which an existing customer really began (D43). */
  private startOf({ subscriptions, subscriptionCount }: Account): string {
    const started = subscriptions.slice(0, subscriptionCount).reduce((first, { startedAt }) => Math.min(first, startedAt), Number.POSITIVE_INFINITY);
    return formatDate(started + this.utcOffset).slice(0, 7);
  }

  private add(measure: number, month: number, amount: number): void {
    const { sums } = this;
    const i = measure * this.cells.count + month;
    sums[i] = (sums[i] as number) + amount;
  }
}
