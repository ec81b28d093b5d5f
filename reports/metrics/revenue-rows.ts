import type { Minor } from "../../engine/money/exact.ts";
import type { IntervalRow } from "../interval-report.ts";
import type { CellBlock, IntervalCells } from "./interval-cells.ts";
import type { IntervalGrid } from "./interval-grid.ts";
import { REVENUE } from "./revenue-cells.ts";
import type { Segment } from "./segments.ts";

type Measure = keyof typeof REVENUE;

/** The money of one interval in one currency: flows as collected, and the stocks that they move. */
export interface RevenueRow extends IntervalRow, Readonly<Record<Measure, Minor>> {
  readonly interval: string;
  readonly credited: Minor;
  readonly recognized: Minor;
  readonly netRevenue: Minor;
  /** What serving customers costs (R111). */
  readonly cost: Minor;
  readonly grossMargin: Minor;
  readonly deferredOpening: Minor;
  readonly deferredClosing: Minor;
  readonly receivableOpening: Minor;
  readonly receivableClosing: Minor;
  readonly unbilledOpening: Minor;
  readonly unbilledClosing: Minor;
  readonly balanceOpening: Minor;
  readonly balanceClosing: Minor;
  readonly taxOpening: Minor;
  readonly taxClosing: Minor;
  /** What cash moved by. */
  readonly cash: Minor;
  /** Whether the clock cuts the interval. */
  readonly partial: boolean;
}

const MEASURES = Object.keys(REVENUE) as Measure[];

/** Every interval of the clock x segment, by interval, then by segment. Each closing is the next opening. */
export function* revenueRows(cells: IntervalCells, costs: IntervalCells | undefined, grid: IntervalGrid): Generator<RevenueRow> {
  const costBlocks = costs?.blocks() ?? [];
  const running = cells.blocks().map((block) => new RunningRevenue(block, costBlocks.find(({ segment }) => segment === block.segment)?.sums, grid));
  for (let i = 0; i < grid.count; i++) {
    for (const row of running) if (i >= row.from) yield row.next(i);
  }
}

/** Carries the stocks of a segment from interval to interval. */
class RunningRevenue {
  readonly from: number;
  private readonly segment: Segment;
  private readonly grid: IntervalGrid;
  private readonly block: Float64Array;
  private readonly costs: Float64Array | undefined;
  private deferred = 0;
  private receivable = 0;
  private unbilled = 0;
  private balance = 0;
  private tax = 0;

  constructor({ segment, from, sums }: CellBlock, costs: Float64Array | undefined, grid: IntervalGrid) {
    this.costs = costs;
    this.segment = segment;
    this.from = from;
    this.grid = grid;
    this.block = sums;
    this.balance = this.block[REVENUE.balanceOpening * grid.count] as number;
    this.deferred = this.block[REVENUE.deferredOpening * grid.count] as number;
  }

  next(i: number): RevenueRow {
    const { grid } = this;
    const flows = Object.fromEntries(MEASURES.map((measure) => [measure, this.block[REVENUE[measure] * grid.count + i]])) as Record<Measure, Minor>;
    const opening = this.openings();
    this.move(flows);
    const credited = flows.creditedOpen + flows.creditedToBalance + flows.creditedRefunded + flows.creditedOutOfBand;
    const cost = this.costs?.[i] ?? 0;
    const recognized = flows.deferredReleased + flows.unbilledAdded + flows.recognizedOnBilling;
    return {
      ...flows,
      ...opening,
      interval: grid.labels[i] as string,
      currency: this.segment.currency,
      by: this.segment.values,
      credited,
      recognized,
      netRevenue: recognized - flows.contra,
      cost,
      grossMargin: recognized - flows.contra - cost - flows.fees,
      deferredClosing: this.deferred,
      receivableClosing: this.receivable,
      unbilledClosing: this.unbilled,
      balanceClosing: this.balance,
      taxClosing: this.tax,
      cash: flows.collected + flows.charges - flows.refunded - flows.creditedOutOfBand - flows.disputed - flows.fees,
      partial: grid.isPartial(i),
    };
  }

  private openings(): Pick<RevenueRow, "deferredOpening" | "receivableOpening" | "unbilledOpening" | "balanceOpening" | "taxOpening"> {
    return {
      deferredOpening: this.deferred,
      receivableOpening: this.receivable,
      unbilledOpening: this.unbilled,
      balanceOpening: this.balance,
      taxOpening: this.tax,
    };
  }

  private move(flows: Readonly<Record<Measure, Minor>>): void {
    this.deferred += flows.deferredAdded - flows.deferredReleased - flows.deferredReversed;
    this.receivable += flows.billed + flows.balanceOnInvoices - flows.collected - flows.creditedOpen - flows.voided - flows.uncollectible + flows.recovered;
    this.unbilled += flows.unbilledAdded - flows.unbilledBilled - flows.unbilledReversed;
    this.balance += flows.balanceOnInvoices + flows.creditedToBalance + flows.balanceAdjusted;
    this.tax += flows.tax - flows.taxReversed;
  }
}
