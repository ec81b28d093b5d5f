import type { Minor } from "../../engine/money/exact.ts";
import type { ReportContext } from "../collector.ts";
import { type IntervalCollection, type IntervalRow, type IntervalSource, intervalReport, type RowView } from "../interval-report.ts";
import { AGING_KINDS, AgingCells, BUCKETS } from "../metrics/aging-cells.ts";
import { convertCells, exchangeOf } from "../metrics/exchange.ts";
import { integer, money, type Table, word } from "../table.ts";
import { partial } from "./mrr.ts";

interface AgingRow extends IntervalRow {
  readonly interval: string;
  readonly bucket: string;
  readonly invoices: number;
  readonly amount: Minor;
  readonly partial: boolean;
}

const agingTable: Table<AgingRow> = {
  name: "aging",
  about: "What open invoices have remaining at an interval's end, by the days since they were due. Over the buckets it adds up to receivable_closing.",
  currency: ({ currency }) => currency,
  columns: [
    word("interval", "The interval.", (row) => row.interval),
    word("currency", "Three letters, lower case.", (row) => row.currency.code),
    word(
      "bucket",
      "Days begun since it was due: `not_due`, `1-30`, `31-60`, `61-90` or `over_90`. What is charged automatically is due at its finalization.",
      (row) => row.bucket,
    ),
    integer("invoices", "How many invoices.", (row) => row.invoices),
    money("amount", "What remains of them.", (row) => row.amount),
    partial,
  ],
};

class AgingCollection implements IntervalCollection {
  readonly collectors: readonly AgingCells[];
  private readonly context: ReportContext;
  private readonly aging: AgingCells;

  constructor(context: ReportContext) {
    this.context = context;
    this.aging = new AgingCells(context);
    this.collectors = [this.aging];
  }

  rows(view: RowView): readonly AgingRow[] {
    const { grid, segments } = this.context;
    const exchange = view === "native" ? undefined : exchangeOf(this.context);
    const cells = exchange === undefined ? this.aging.cells : convertCells(this.aging.cells, segments, AGING_KINDS, exchange);
    const blocks = cells.blocks();
    return grid.labels.flatMap((interval, i) =>
      blocks
        .filter(({ from }) => i >= from)
        .flatMap(({ segment, sums }) =>
          BUCKETS.map((bucket, b): AgingRow => {
            const of = (measure: number): number => sums[measure * grid.count + i] as number;
            const { currency, values: by } = segment;
            return { interval, currency, by, bucket, invoices: of(2 * b), amount: of(2 * b + 1), partial: grid.isPartial(i) };
          }),
        ),
    );
  }
}

const agingSource: IntervalSource<AgingCollection> = { create: (context) => new AgingCollection(context) };

export const aging = intervalReport({
  name: "aging",
  source: agingSource,
  keys: ["interval", "bucket"],
  table: () => agingTable,
  rows: (collection, view) => collection.rows(view),
});
