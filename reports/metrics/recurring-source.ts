import type { Collector, ReportContext } from "../collector.ts";
import type { IntervalCollection, IntervalSource, RowView } from "../interval-report.ts";
import { convertCells, type Exchange, exchangeOf } from "./exchange.ts";
import type { CellBlock, IntervalCells } from "./interval-cells.ts";
import { MEASURE, MEASURE_KINDS } from "./recurring-measures.ts";
import { RecurringRevenueCells } from "./recurring-revenue-cells.ts";
import { type RecurringRow, type RecurringSums, recurringRows } from "./recurring-rows.ts";
import { TRIAL_KINDS, TrialCells } from "./trial-cells.ts";

/** What mrr.csv and churn.csv are printed from. */
export class RecurringCollection implements IntervalCollection {
  readonly collectors: readonly Collector<never>[];
  private readonly context: ReportContext;
  private readonly revenue: RecurringRevenueCells;
  private readonly trials: TrialCells;

  constructor(context: ReportContext) {
    this.context = context;
    this.revenue = new RecurringRevenueCells(context);
    this.trials = new TrialCells(context);
    this.collectors = [this.revenue, this.trials];
  }

  rows(view: RowView): readonly RecurringRow[] {
    const exchange = exchangeOf(this.context);
    const { grid, revenue, trials } = this;
    const native = { grid, revenue: revenue.cells, trials: trials.cells, trailingFrom: revenue.trailingFrom };
    return [...recurringRows(view === "native" || exchange === undefined ? native : this.convert(native, exchange))];
  }

  private get grid(): ReportContext["grid"] {
    return this.context.grid;
  }

  private convert(native: RecurringSums, exchange: Exchange): RecurringSums {
    const { segments } = this.context;
    const revenue = convertCells(native.revenue, segments, MEASURE_KINDS, exchange);
    for (const block of native.revenue.blocks()) {
      addFx(block, revenue.block(segments.intern(exchange.currency, block.segment.values), block.from), native.revenue, exchange);
    }
    return { ...native, revenue, trials: convertCells(native.trials, segments, TRIAL_KINDS, exchange) };
  }
}

/** Each native sum is worth something else from the interval on in which the rate changes: an `fx` movement (D45), with the cents of roundings before it. */
function addFx({ segment, sums }: CellBlock, into: Float64Array, { count }: IntervalCells, exchange: Exchange): void {
  const change = (i: number, amount: (measure: number) => number): number =>
    INCREASES.reduce((sum, measure) => sum + amount(measure * count + i), 0) - DECREASES.reduce((sum, measure) => sum + amount(measure * count + i), 0);
  let native = 0;
  let converted = 0;
  for (let i = 0; i < count; i++) {
    if (exchange.changes(segment.currency, i)) {
      const fx = exchange.convert(native, segment.currency, i) - converted;
      const at = MEASURE.fx * count + i;
      into[at] = (into[at] as number) + fx;
      converted += fx;
    }
    native += change(i, (at) => sums[at] as number);
    converted += change(i, (at) => exchange.convert(sums[at] as number, segment.currency, i));
  }
}

const INCREASES: readonly number[] = [MEASURE.existing, MEASURE.new, MEASURE.reactivation, MEASURE.expansion, MEASURE.transferIn];
const DECREASES: readonly number[] = [MEASURE.contraction, MEASURE.churn, MEASURE.transferOut];

export const recurringSource: IntervalSource<RecurringCollection> = { create: (context) => new RecurringCollection(context) };
