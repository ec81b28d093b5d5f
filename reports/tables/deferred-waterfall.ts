import type { Minor } from "../../engine/money/exact.ts";
import type { ReportContext } from "../collector.ts";
import { type IntervalCollection, type IntervalRow, type IntervalSource, intervalReport, type RowView } from "../interval-report.ts";
import { convertCells, type Exchange, exchangeOf } from "../metrics/exchange.ts";
import { WATERFALL, WATERFALL_KINDS, WaterfallCells } from "../metrics/waterfall-cells.ts";
import { money, type Table, word } from "../table.ts";

interface WaterfallRow extends IntervalRow {
  /** The interval of the bill; `opening` for before the clock. */
  readonly interval: string;
  /** Undefined: what is still deferred at the clock's end. */
  readonly recognizedIn: string | undefined;
  readonly amount: Minor;
}

const waterfallTable: Table<WaterfallRow> = {
  name: "deferred_waterfall",
  about:
    "When what an interval deferred was earned: one row per interval of the bill, interval of recognition and currency in which anything was. By recognized_in it adds up to deferred_released, and what is left to deferred_closing.",
  currency: ({ currency }) => currency,
  columns: [
    word("billed", "The interval in which it was billed and deferred; `opening` for what was paid before the clock.", (row) => row.interval),
    word("recognized_in", "The interval in which it was earned; empty for what is still deferred at the clock's end.", (row) => row.recognizedIn),
    money("amount", "How much.", (row) => row.amount),
    word("currency", "Three letters, lower case.", (row) => row.currency.code),
  ],
};

/** What was billed before the clock starts. */
const BEFORE = "opening";

class WaterfallCollection implements IntervalCollection {
  readonly collectors: readonly WaterfallCells[];
  private readonly context: ReportContext;
  private readonly cells: WaterfallCells;

  constructor(context: ReportContext) {
    this.context = context;
    this.cells = new WaterfallCells(context);
    this.collectors = [this.cells];
  }

  rows(view: RowView): readonly WaterfallRow[] {
    const exchange = view === "native" ? undefined : exchangeOf(this.context);
    return [BEFORE, ...this.context.grid.labels].flatMap((interval, place) => this.rowsOf(interval, place, exchange));
  }

  private rowsOf(interval: string, place: number, exchange: Exchange | undefined): readonly WaterfallRow[] {
    const { grid, segments } = this.context;
    const native = this.cells.billed[place];
    if (native === undefined) return [];
    const cells = exchange === undefined ? native : convertCells(native, segments, WATERFALL_KINDS, exchange);
    const rows: WaterfallRow[] = [];
    const blocks = cells.blocks();
    for (let i = Math.max(0, place - 1); i < grid.count; i++) {
      for (const { segment, sums } of blocks) {
        const amount = sums[WATERFALL.released * grid.count + i] as number;
        if (amount !== 0) rows.push({ interval, recognizedIn: grid.labels[i], amount, currency: segment.currency, by: segment.values });
      }
    }
    for (const { segment, sums } of blocks) {
      let left = 0;
      for (let i = 0; i < grid.count; i++) left += (sums[WATERFALL.added * grid.count + i] as number) - (sums[WATERFALL.released * grid.count + i] as number);
      if (left !== 0) rows.push({ interval, recognizedIn: undefined, amount: left, currency: segment.currency, by: segment.values });
    }
    return rows;
  }
}

const waterfallSource: IntervalSource<WaterfallCollection> = { create: (context) => new WaterfallCollection(context) };

export const deferredWaterfall = intervalReport({
  name: "deferred_waterfall",
  source: waterfallSource,
  keys: ["billed", "recognized_in"],
  table: () => waterfallTable,
  rows: (collection, view) => collection.rows(view),
});
