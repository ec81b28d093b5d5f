import type { Collector, ReportContext } from "../collector.ts";
import type { IntervalCollection, IntervalSource, RowView } from "../interval-report.ts";
import { COST_KINDS, CostCells, hasCosts } from "./cost-cells.ts";
import { convertCells, exchangeOf } from "./exchange.ts";
import type { IntervalCells } from "./interval-cells.ts";
import { REVENUE, REVENUE_KINDS, RevenueCells } from "./revenue-cells.ts";
import { type RevenueRow, revenueRows } from "./revenue-rows.ts";

/** What revenue.csv and trial_balance.csv are printed from. */
export class RevenueCollection implements IntervalCollection {
  readonly collectors: readonly Collector<never>[];
  private readonly context: ReportContext;
  private readonly revenue: RevenueCells;
  /** Only where a plan says what a unit of it costs. */
  private readonly costs: CostCells | undefined;

  constructor(context: ReportContext) {
    this.context = context;
    this.revenue = new RevenueCells(context);
    this.costs = hasCosts(context.scenario) ? new CostCells(context) : undefined;
    this.collectors = this.costs === undefined ? [this.revenue] : [this.revenue, this.costs];
  }

  rows(view: RowView): readonly RevenueRow[] {
    const exchange = exchangeOf(this.context);
    const { grid, segments } = this.context;
    const native = this.revenue.cells;
    const costs = this.costs?.cells;
    // A plan can be served before it is first billed.
    for (const { segment, from } of costs?.blocks() ?? []) native.block(segment, from);
    if (view === "native" || exchange === undefined) return [...revenueRows(native, costs, grid)];
    const converted = balanced(convertCells(native, segments, REVENUE_KINDS, exchange));
    return [...revenueRows(converted, costs && convertCells(costs, segments, COST_KINDS, exchange), grid)];
  }
}

/**
 * Cells are rounded one by one when they are converted; what is added to deferred revenue, and contra, follow from the others, so that every
 * identity holds in the reporting currency too (R23).
 */
function balanced(cells: IntervalCells): IntervalCells {
  const { count } = cells;
  for (const { sums } of cells.blocks()) {
    for (let i = 0; i < count; i++) {
      const of = (measure: number): number => sums[measure * count + i] as number;
      sums[REVENUE.deferredAdded * count + i] =
        of(REVENUE.billed) + of(REVENUE.charges) - of(REVENUE.tax) - of(REVENUE.unbilledBilled) - of(REVENUE.recognizedOnBilling);
      const reduced = of(REVENUE.creditedOpen) + of(REVENUE.creditedToBalance) + of(REVENUE.creditedOutOfBand) + of(REVENUE.refunded) + of(REVENUE.disputed);
      const lost = of(REVENUE.voided) + of(REVENUE.uncollectible) - of(REVENUE.recovered) + of(REVENUE.balanceAdjusted) + of(REVENUE.unbilledReversed);
      sums[REVENUE.contra * count + i] = reduced + lost - of(REVENUE.deferredReversed) - of(REVENUE.taxReversed) - of(REVENUE.badDebt);
    }
  }
  return cells;
}

export const revenueSource: IntervalSource<RevenueCollection> = { create: (context) => new RevenueCollection(context) };
