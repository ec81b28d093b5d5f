import type { Minor } from "../../engine/money/exact.ts";
import type { Collector, ReportContext } from "../collector.ts";
import { type IntervalCollection, type IntervalRow, type IntervalSource, intervalReport, type RowView } from "../interval-report.ts";
import { DUNNING, DUNNING_KINDS, DunningCells } from "../metrics/dunning-cells.ts";
import { convertCells, exchangeOf } from "../metrics/exchange.ts";
import { share } from "../metrics/rates.ts";
import { integer, money, rate, type Table, word } from "../table.ts";
import { partial } from "./mrr.ts";

interface DunningRow extends IntervalRow {
  readonly interval: string;
  readonly code: string;
  readonly attempt: number;
  readonly tried: number;
  readonly recovered: number;
  readonly recoveredByCard: number;
  readonly lost: number;
  readonly open: number;
  readonly amountTried: Minor;
  readonly amountRecovered: Minor;
  readonly partial: boolean;
}

const dunningTable: Table<DunningRow> = {
  name: "dunning",
  about:
    "What becomes of failed payments, by retry (D44, R65). Rows stand in the interval of an invoice's first failure, with its code, whenever the retries come. An invoice ends in one row: failures = the sums of recovered, lost and open over all attempts.",
  currency: ({ currency }) => currency,
  columns: [
    word("interval", "That of the first failure.", (row) => row.interval),
    word("decline_code", "Why the first charge failed.", (row) => row.code),
    integer("attempt", "The retry: 1 is the first one; 0 holds those that were never retried.", (row) => row.attempt),
    integer("tried", "Retries that reached a card; a try by hand counts as the retry that it comes before.", (row) => row.tried),
    integer("recovered", "Of those, paid.", (row) => row.recovered),
    rate("recovery_rate", "recovered / tried.", (row) => share(row.recovered, row.tried)),
    money("amount_tried", "What was asked.", (row) => row.amountTried),
    money("amount_recovered", "What was paid.", (row) => row.amountRecovered),
    word("currency", "Three letters, lower case.", (row) => row.currency.code),
    integer("recovered_by_card", "Of recovered, paid by another card than the one that failed first.", (row) => row.recoveredByCard),
    integer("lost", "Given up after this retry.", (row) => row.lost),
    integer("open", "Not paid at the clock's end, and still to be retried.", (row) => row.open),
    partial,
  ],
};

class DunningCollection implements IntervalCollection {
  readonly collectors: readonly Collector<never>[];
  private readonly context: ReportContext;
  private readonly dunning: DunningCells;

  constructor(context: ReportContext) {
    this.context = context;
    this.dunning = new DunningCells(context);
    this.collectors = [this.dunning];
  }

  rows(view: RowView): readonly DunningRow[] {
    const { segments, grid } = this.context;
    const exchange = view === "native" ? undefined : exchangeOf(this.context);
    const cells = exchange === undefined ? this.dunning.cells : convertCells(this.dunning.cells, segments, DUNNING_KINDS, exchange);
    const blocks = cells.blocks();
    return grid.labels.flatMap((interval, i) => {
      return blocks.flatMap(({ segment, sums }) => {
        const row = this.row(interval, i, segment.values, (measure) => sums[measure * cells.count + i] as number);
        return row.tried + row.lost + row.open === 0 ? [] : [{ ...row, currency: segment.currency }];
      });
    });
  }

  private row(interval: string, i: number, values: readonly string[], of: (measure: number) => number): Omit<DunningRow, "currency"> {
    const split = this.context.scenario.reports.by.length;
    return {
      interval,
      by: values.slice(0, split),
      code: values[split] as string,
      attempt: Number(values[split + 1]),
      tried: of(DUNNING.tried),
      recovered: of(DUNNING.recovered),
      recoveredByCard: of(DUNNING.recoveredByCard),
      lost: of(DUNNING.lost),
      open: of(DUNNING.open),
      amountTried: of(DUNNING.amountTried),
      amountRecovered: of(DUNNING.amountRecovered),
      partial: this.context.grid.isPartial(i),
    };
  }
}

const dunningSource: IntervalSource<DunningCollection> = { create: (context) => new DunningCollection(context) };

export const dunning = intervalReport({
  name: "dunning",
  source: dunningSource,
  keys: ["interval", "decline_code", "attempt"],
  table: () => dunningTable,
  rows: (collection, view) => collection.rows(view),
  formula: (column, { recovered, tried }) => (column === "recovery_rate" ? `${recovered} recovered / ${tried} tried` : undefined),
});
