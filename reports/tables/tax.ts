import type { Minor } from "../../engine/money/exact.ts";
import type { ReportContext } from "../collector.ts";
import { type IntervalCollection, type IntervalRow, type IntervalSource, intervalReport, type RowView } from "../interval-report.ts";
import { convertCells, exchangeOf } from "../metrics/exchange.ts";
import { compareSegments } from "../metrics/segments.ts";
import { TAX, TAX_KINDS, TaxCells } from "../metrics/tax-cells.ts";
import { money, type Table, text, word } from "../table.ts";
import { partial } from "./mrr.ts";

interface TaxRow extends IntervalRow {
  readonly interval: string;
  readonly rate: string;
  readonly taxable: Minor;
  readonly billed: Minor;
  readonly reversed: Minor;
  readonly partial: boolean;
}

const taxTable: Table<TaxRow> = {
  name: "tax",
  about: "What was taxed, by rate: one row per interval, rate and currency, of the rates that were used. Over the rates it adds up to the tax of revenue.csv.",
  currency: ({ currency }) => currency,
  columns: [
    word("interval", "The interval.", (row) => row.interval),
    text("tax_rate", "The tax rate's id.", (row) => row.rate),
    money("taxable", "What it was taken on: lines of invoices finalized in the interval, after discounts and without any tax.", (row) => row.taxable),
    money("tax_billed", "The tax of those lines.", (row) => row.billed),
    money("tax_reversed", "Tax of this rate that went with credit notes, voids and write-offs.", (row) => row.reversed),
    word("currency", "Three letters, lower case.", (row) => row.currency.code),
    partial,
  ],
};

class TaxCollection implements IntervalCollection {
  readonly collectors: readonly TaxCells[];
  private readonly context: ReportContext;
  private readonly cells: TaxCells;

  constructor(context: ReportContext) {
    this.context = context;
    this.cells = new TaxCells(context);
    this.collectors = [this.cells];
  }

  rows(view: RowView): readonly TaxRow[] {
    const { grid, segments } = this.context;
    const exchange = view === "native" ? undefined : exchangeOf(this.context);
    const blocks = this.cells.rates
      .map(({ rate, cells }) => ({ rate, cells: exchange === undefined ? cells : convertCells(cells, segments, TAX_KINDS, exchange) }))
      .flatMap(({ rate, cells }, order) => cells.blocks().map((block) => ({ ...block, rate, order })))
      .sort((a, b) => compareSegments(a.segment, b.segment) || a.order - b.order);
    const row = (i: number, { rate, segment, sums }: (typeof blocks)[number]): TaxRow => {
      const of = (measure: number): Minor => sums[measure * grid.count + i] as number;
      const { currency, values: by } = segment;
      const amounts = { taxable: of(TAX.taxable), billed: of(TAX.billed), reversed: of(TAX.reversed) };
      return { interval: grid.labels[i] as string, currency, by, rate, ...amounts, partial: grid.isPartial(i) };
    };
    return grid.labels.flatMap((_, i) => blocks.filter(({ from }) => i >= from).map((block) => row(i, block)));
  }
}

const taxSource: IntervalSource<TaxCollection> = { create: (context) => new TaxCollection(context) };

export const tax = intervalReport({
  name: "tax",
  source: taxSource,
  keys: ["interval", "tax_rate"],
  table: () => taxTable,
  rows: (collection, view) => collection.rows(view),
});
