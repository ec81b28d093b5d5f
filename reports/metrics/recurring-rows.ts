import type { Currency } from "../../engine/money/currency.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { CellBlock, IntervalCells } from "./interval-cells.ts";
import type { IntervalGrid } from "./interval-grid.ts";
import { MEASURE } from "./recurring-measures.ts";
import type { Segment } from "./segments.ts";
import { TRIAL } from "./trial-cells.ts";

/** Recurring revenue, customers and trials of one interval in one currency: what mrr.csv and churn.csv both print. */
export interface RecurringRow {
  readonly interval: string;
  readonly currency: Currency;
  /** The values of what `by` names. */
  readonly by: readonly string[];
  readonly opening: Minor;
  readonly new: Minor;
  readonly reactivation: Minor;
  readonly expansion: Minor;
  readonly contraction: Minor;
  readonly churn: Minor;
  readonly churnInvoluntary: Minor;
  /** Between the plans of customers, where reports are split by plan; else 0. */
  readonly transferIn: Minor;
  readonly transferOut: Minor;
  /** By a change of the rate into the reporting currency; 0 in a native table. */
  readonly fx: Minor;
  readonly closing: Minor;
  readonly arr: Minor;
  readonly discounted: Minor;
  readonly pastDue: Minor;
  readonly pastDueCustomers: number;
  readonly customersOpening: number;
  readonly customersNew: number;
  readonly customersReactivated: number;
  readonly churnedVoluntary: number;
  readonly churnedInvoluntary: number;
  /** Who went on paying, and began or stopped to pay for this plan; 0 without a split by plan. */
  readonly customersIn: number;
  readonly customersOut: number;
  readonly customersClosing: number;
  /** The opening at the rates of the interval, what those who paid it pay at the end, and of that no more than they paid. */
  readonly retainedFrom: Minor;
  readonly retained: Minor;
  readonly retainedAtMost: Minor;
  /** The same over twelve months; undefined while the clock has not run that long. */
  readonly trailing: { readonly then: Minor; readonly now: Minor; readonly atMost: Minor } | undefined;
  readonly trialsStarted: number;
  readonly trialsConverted: number;
  readonly trialsEnded: number;
  /** Whether the clock cuts the interval. */
  readonly partial: boolean;
}

/** What rows are made of: the sums of `MEASURE` and of `TRIAL`, native or converted. */
export interface RecurringSums {
  readonly grid: IntervalGrid;
  readonly revenue: IntervalCells;
  readonly trials: IntervalCells;
  /** The first interval with twelve months of the clock before its end. */
  readonly trailingFrom: number;
}

/** Every interval of the clock x segment, by interval, then by segment. Each closing is the next opening. */
export function* recurringRows(sums: RecurringSums): Generator<RecurringRow> {
  // A trial can be the first that is met of a segment.
  for (const { segment, from } of sums.trials.blocks()) sums.revenue.block(segment, from);
  const running = sums.revenue.blocks().map((block) => new RunningRow(block, sums));
  for (let i = 0; i < sums.grid.count; i++) {
    for (const row of running) {
      if (i >= row.from) yield row.next(i);
    }
  }
}

/** Carries the stocks of a segment from interval to interval. */
class RunningRow {
  readonly from: number;
  private readonly segment: Segment;
  private readonly sums: RecurringSums;
  private readonly block: Float64Array;
  private readonly trials: Float64Array;
  private closing = 0;
  private customers = 0;
  private arr = 0;
  private discounted = 0;
  private pastDue = 0;
  private pastDueCustomers = 0;
  private trailing = { then: 0, now: 0, atMost: 0 };

  constructor(block: CellBlock, sums: RecurringSums) {
    this.segment = block.segment;
    this.from = block.from;
    this.sums = sums;
    this.block = block.sums;
    this.trials = sums.trials.block(block.segment, block.from);
  }

  next(i: number): RecurringRow {
    const { grid, trailingFrom } = this.sums;
    const { count } = grid;
    const of = (measure: number): number => this.block[measure * count + i] as number;
    const trial = (measure: number): number => this.trials[measure * count + i] as number;
    // What was there when the clock started stands in its first interval only.
    const opening = this.closing + of(MEASURE.existing);
    const retainedFrom = opening + of(MEASURE.fx);
    const customersOpening = this.customers + of(MEASURE.customersExisting);
    const came = of(MEASURE.new) + of(MEASURE.reactivation) + of(MEASURE.expansion) + of(MEASURE.transferIn);
    this.closing = opening + came - of(MEASURE.contraction) - of(MEASURE.churn) - of(MEASURE.transferOut) + of(MEASURE.fx);
    const joined = of(MEASURE.customersNew) + of(MEASURE.customersReactivated) + of(MEASURE.customersIn);
    this.customers = customersOpening + joined - of(MEASURE.churnedVoluntary) - of(MEASURE.churnedInvoluntary) - of(MEASURE.customersOut);
    this.arr += of(MEASURE.arr);
    this.discounted += of(MEASURE.discounted);
    this.pastDue += of(MEASURE.pastDue);
    this.pastDueCustomers += of(MEASURE.pastDueCustomers);
    this.trailing.then += of(MEASURE.trailingThen);
    this.trailing.now += of(MEASURE.trailingNow);
    this.trailing.atMost += of(MEASURE.trailingLeast);
    return {
      interval: grid.labels[i] as string,
      currency: this.segment.currency,
      by: this.segment.values,
      opening,
      new: of(MEASURE.new),
      reactivation: of(MEASURE.reactivation),
      expansion: of(MEASURE.expansion),
      contraction: of(MEASURE.contraction),
      churn: of(MEASURE.churn),
      churnInvoluntary: of(MEASURE.churnInvoluntary),
      closing: this.closing,
      arr: this.arr,
      discounted: this.discounted,
      pastDue: this.pastDue,
      pastDueCustomers: this.pastDueCustomers,
      customersOpening,
      customersNew: of(MEASURE.customersNew),
      customersReactivated: of(MEASURE.customersReactivated),
      churnedVoluntary: of(MEASURE.churnedVoluntary),
      churnedInvoluntary: of(MEASURE.churnedInvoluntary),
      customersIn: of(MEASURE.customersIn),
      customersOut: of(MEASURE.customersOut),
      customersClosing: this.customers,
      transferIn: of(MEASURE.transferIn),
      transferOut: of(MEASURE.transferOut),
      fx: of(MEASURE.fx),
      retainedFrom,
      retained: retainedFrom + of(MEASURE.retainedNow),
      retainedAtMost: retainedFrom + of(MEASURE.retainedLeast),
      trailing: i < trailingFrom ? undefined : { ...this.trailing },
      trialsStarted: trial(TRIAL.started),
      trialsConverted: trial(TRIAL.converted),
      trialsEnded: trial(TRIAL.ended),
      partial: grid.isPartial(i),
    };
  }
}
