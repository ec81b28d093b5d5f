import type { Currency } from "../../engine/money/currency.ts";
import type { Minor } from "../../engine/money/exact.ts";
import { MEASURE, type RecurringRevenueCells } from "./recurring-revenue-cells.ts";
import { TRIAL, type TrialCells } from "./trial-cells.ts";

/** Recurring revenue, customers and trials of one interval in one currency: what mrr.csv and churn.csv both print. */
export interface RecurringRow {
  readonly interval: string;
  readonly currency: Currency;
  readonly opening: Minor;
  readonly new: Minor;
  readonly reactivation: Minor;
  readonly expansion: Minor;
  readonly contraction: Minor;
  readonly churn: Minor;
  readonly churnInvoluntary: Minor;
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
  readonly customersClosing: number;
  /** What those who paid at the opening pay at the end, and of that no more than they paid. */
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

/** Every interval of the clock x currency met, by interval, then by code. Each closing is the next opening. */
export function* recurringRows(revenue: RecurringRevenueCells, trials: TrialCells): Generator<RecurringRow> {
  const currencies = revenue.cells.currencies();
  const running = currencies.map((currency) => new RunningRow(currency, revenue, trials));
  for (let i = 0; i < revenue.grid.count; i++) {
    for (const row of running) yield row.next(i);
  }
}

/** Carries the stocks of a currency from interval to interval. */
class RunningRow {
  private readonly currency: Currency;
  private readonly revenue: RecurringRevenueCells;
  private readonly block: Float64Array;
  private readonly trials: Float64Array;
  private closing = 0;
  private customers = 0;
  private arr = 0;
  private discounted = 0;
  private pastDue = 0;
  private pastDueCustomers = 0;
  private trailing = { then: 0, now: 0, atMost: 0 };

  constructor(currency: Currency, revenue: RecurringRevenueCells, trials: TrialCells) {
    this.currency = currency;
    this.revenue = revenue;
    this.block = revenue.cells.block(currency);
    this.trials = trials.cells.block(currency);
  }

  next(i: number): RecurringRow {
    const { revenue } = this;
    const { count } = revenue.grid;
    const of = (measure: number): number => this.block[measure * count + i] as number;
    const trial = (measure: number): number => this.trials[measure * count + i] as number;
    const opening = this.closing;
    const customersOpening = this.customers;
    this.closing = opening + of(MEASURE.new) + of(MEASURE.reactivation) + of(MEASURE.expansion) - of(MEASURE.contraction) - of(MEASURE.churn);
    this.customers =
      customersOpening + of(MEASURE.customersNew) + of(MEASURE.customersReactivated) - of(MEASURE.churnedVoluntary) - of(MEASURE.churnedInvoluntary);
    this.arr += of(MEASURE.arr);
    this.discounted += of(MEASURE.discounted);
    this.pastDue += of(MEASURE.pastDue);
    this.pastDueCustomers += of(MEASURE.pastDueCustomers);
    this.trailing.then += of(MEASURE.trailingThen);
    this.trailing.now += of(MEASURE.trailingNow);
    this.trailing.atMost += of(MEASURE.trailingLeast);
    return {
      interval: revenue.grid.labels[i] as string,
      currency: this.currency,
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
      customersClosing: this.customers,
      retained: opening + of(MEASURE.retainedNow),
      retainedAtMost: opening + of(MEASURE.retainedLeast),
      trailing: i < revenue.trailing.from ? undefined : { ...this.trailing },
      trialsStarted: trial(TRIAL.started),
      trialsConverted: trial(TRIAL.converted),
      trialsEnded: trial(TRIAL.ended),
      partial: revenue.grid.isPartial(i),
    };
  }
}
