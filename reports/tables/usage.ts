import { type Decimal, shortest } from "../../engine/money/decimal.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { Collector, ReportContext } from "../collector.ts";
import { type IntervalCollection, type IntervalRow, type IntervalSource, intervalReport, type RowView } from "../interval-report.ts";
import { convertCells, exchangeOf } from "../metrics/exchange.ts";
import { PARTS, USAGE, USAGE_KINDS, UsageCells } from "../metrics/usage-cells.ts";
import { integer, money, type Table, text, word } from "../table.ts";
import { partial } from "./mrr.ts";

interface UsageRow extends IntervalRow {
  readonly interval: string;
  readonly plan: string;
  readonly quantity: Decimal;
  readonly billed: Minor;
  readonly partial: boolean;
}

const usageTable: Table<UsageRow> = {
  name: "usage",
  about: "Usage by plan, in the interval in which the invoice that bills it is finalized (R66).",
  currency: ({ currency }) => currency,
  columns: [
    word("interval", "The interval.", (row) => row.interval),
    text("plan", "The metered plan.", (row) => row.plan),
    integer("quantity", "What was billed of it, each period's aggregate once, with up to 12 decimals.", (row) => row.quantity),
    money("billed", "What it came to, after discounts and without exclusive tax.", (row) => row.billed),
    word("currency", "Three letters, lower case.", (row) => row.currency.code),
    partial,
  ],
};

class UsageCollection implements IntervalCollection {
  readonly collectors: readonly Collector<never>[];
  private readonly context: ReportContext;
  private readonly usage: UsageCells;

  constructor(context: ReportContext) {
    this.context = context;
    this.usage = new UsageCells(context);
    this.collectors = [this.usage];
  }

  rows(view: RowView): readonly UsageRow[] {
    const { segments, scenario, grid } = this.context;
    const exchange = view === "native" ? undefined : exchangeOf(this.context);
    const cells = exchange === undefined ? this.usage.cells : convertCells(this.usage.cells, segments, USAGE_KINDS, exchange);
    const blocks = cells.blocks();
    const split = scenario.reports.by.length;
    return grid.labels.flatMap((interval, i) =>
      blocks.flatMap(({ segment: { currency, values }, sums }) => {
        const of = (measure: number): number => sums[measure * cells.count + i] as number;
        if (of(USAGE.lines) === 0) return [];
        const quantity = shortest(BigInt(of(USAGE.whole)) * BigInt(PARTS) + BigInt(of(USAGE.parts)), BigInt(PARTS));
        const plan = values[split] as string;
        return [{ interval, currency, by: values.slice(0, split), plan, quantity, billed: of(USAGE.billed), partial: grid.isPartial(i) }];
      }),
    );
  }
}

const usageSource: IntervalSource<UsageCollection> = { create: (context) => new UsageCollection(context) };

export const usage = intervalReport({
  name: "usage",
  source: usageSource,
  keys: ["interval", "plan"],
  table: () => usageTable,
  rows: (collection, view) => collection.rows(view),
});
