import { monthNumber } from "../../engine/calendar/civil.ts";
import { type Currency, formatMoney } from "../../engine/money/currency.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { Collector, ReportContext } from "../collector.ts";
import { type IntervalCollection, type IntervalRow, type IntervalSource, intervalReport, type RowView } from "../interval-report.ts";
import { COHORT, COHORT_KINDS, CohortCells } from "../metrics/cohort-cells.ts";
import { convertCells, Exchange } from "../metrics/exchange.ts";
import type { CellBlock, IntervalCells } from "../metrics/interval-cells.ts";
import type { IntervalGrid } from "../metrics/interval-grid.ts";
import { share } from "../metrics/rates.ts";
import { integer, money, rate, type Table, word } from "../table.ts";
import { partial } from "./mrr.ts";

/** A cohort so many months after it began. */
interface CohortRow extends IntervalRow {
  readonly cohort: string;
  readonly age: number;
  readonly customers: number;
  readonly retained: number;
  readonly mrrStart: Minor;
  readonly mrr: Minor;
  readonly revenue: Minor;
  readonly collected: Minor;
  readonly partial: boolean;
}

const cohortsTable: Table<CohortRow> = {
  name: "cohorts",
  about: "What becomes of those who began to pay in the same month (D43, R64): a row for each month since, months also where the reports' interval is another.",
  currency: ({ currency }) => currency,
  columns: [
    word("cohort", "The month of a customer's first recurring revenue.", (row) => row.cohort),
    integer("age", "Months since: 0 is that month itself.", (row) => row.age),
    integer("customers", "How many began.", (row) => row.customers),
    integer("retained", "How many pay at the end of the month.", (row) => row.retained),
    rate("retention_rate", "retained / customers.", (row) => share(row.retained, row.customers)),
    money("mrr_start", "What they began with.", (row) => row.mrrStart),
    money("mrr", "Their recurring revenue at the end of the month.", (row) => row.mrr),
    rate("mrr_retention_rate", "mrr / mrr_start.", (row) => share(row.mrr, row.mrrStart)),
    word("currency", "Three letters, lower case.", (row) => row.currency.code),
    money("revenue_cumulative", "What they were invoiced until then, without tax, and one-off charges (R64).", (row) => row.revenue),
    money("collected_cumulative", "What they paid until then, refunds not taken off.", (row) => row.collected),
    partial,
  ],
};

class CohortCollection implements IntervalCollection {
  readonly collectors: readonly Collector<never>[];
  private readonly context: ReportContext;
  private readonly cohorts: CohortCells;

  constructor(context: ReportContext) {
    this.context = context;
    this.cohorts = new CohortCells(context);
    this.collectors = [this.cohorts];
  }

  rows(view: RowView): readonly CohortRow[] {
    const { scenario, segments } = this.context;
    const { reporting, by } = scenario.reports;
    const { cells, months } = this.cohorts;
    const sums = reporting === undefined || view === "native" ? cells : convertCells(cells, segments, COHORT_KINDS, new Exchange(reporting, months));
    const rows = sums.blocks().flatMap((block, order) => lifeOf(block, sums, months, by.length).map((row) => ({ row, order })));
    return rows
      .sort((a, b) => (a.row.cohort < b.row.cohort ? -1 : a.row.cohort > b.row.cohort ? 1 : a.row.age - b.row.age || a.order - b.order))
      .map(({ row }) => row);
  }
}

const cohortSource: IntervalSource<CohortCollection> = { create: (context) => new CohortCollection(context) };

/** A cohort from its first month in the clock to the last. */
function lifeOf({ segment, sums }: CellBlock, { count }: IntervalCells, months: IntervalGrid, split: number): readonly CohortRow[] {
  const { currency, values } = segment;
  const cohort = values[split] as string;
  const began = monthOfLabel(cohort) - monthOfLabel(months.labels[0] as string);
  const totals = COHORT_KINDS.map(() => 0);
  return months.labels.flatMap((_, month) => {
    for (const measure of totals.keys()) totals[measure] = (totals[measure] as number) + (sums[measure * count + month] as number);
    return month < began ? [] : [cohortRow({ currency, by: values.slice(0, split), cohort, age: month - began, partial: months.isPartial(month) }, totals)];
  });
}

function cohortRow(row: { currency: Currency; by: readonly string[]; cohort: string; age: number; partial: boolean }, totals: readonly number[]): CohortRow {
  const of = (measure: number): number => totals[measure] as number;
  return {
    ...row,
    customers: of(COHORT.customers),
    retained: of(COHORT.retained),
    mrrStart: of(COHORT.mrrStart),
    mrr: of(COHORT.mrr),
    revenue: of(COHORT.revenue),
    collected: of(COHORT.collected),
  };
}

function monthOfLabel(label: string): number {
  return monthNumber(Number(label.slice(0, 4)), Number(label.slice(5)));
}

export const cohorts = intervalReport({
  name: "cohorts",
  source: cohortSource,
  keys: ["cohort", "age"],
  table: () => cohortsTable,
  rows: (collection, view) => collection.rows(view),
  formula: (column, { customers, retained, mrrStart, mrr: now, currency }) => {
    if (column === "retention_rate") return `${retained} pay at the month's end / ${customers} who began`;
    const money = (amount: Minor): string => formatMoney(amount, currency);
    return column === "mrr_retention_rate" ? `mrr ${money(now)} / mrr_start ${money(mrrStart)}` : undefined;
  },
});
