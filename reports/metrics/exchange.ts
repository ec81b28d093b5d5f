import type { Currency } from "../../engine/money/currency.ts";
import { powerOfTen } from "../../engine/money/decimal.ts";
import { type Exact, type Minor, mulDivRound, multiply } from "../../engine/money/exact.ts";
import type { RateFrom, ReportingCurrency } from "../../engine/scenario/scenario.ts";
import type { ReportContext } from "../collector.ts";
import type { IntervalCells } from "./interval-cells.ts";
import type { IntervalGrid } from "./interval-grid.ts";
import type { Segments } from "./segments.ts";

/**
 * How the sums of a measure become sums in the reporting currency (D45).
 *
 * - `count`: no money, added up.
 * - `flow`: what moved in an interval, converted at its rate.
 * - `stock`: kept as changes from interval to interval; what stands at an interval's end is converted at its rate.
 */
export type MeasureKind = "count" | "flow" | "stock";

/** A rate between minor units: an exact fraction. */
interface MinorRate {
  readonly above: Exact;
  readonly below: Exact;
}

/** Converts at the rate of an interval, which is the one in force at its end, or where the clock cuts it (R61). */
export class Exchange {
  readonly currency: Currency;
  private readonly reporting: ReportingCurrency;
  private readonly grid: IntervalGrid;
  private readonly rates = new Map<Currency, readonly MinorRate[]>();

  constructor(reporting: ReportingCurrency, grid: IntervalGrid) {
    this.currency = reporting.currency;
    this.reporting = reporting;
    this.grid = grid;
  }

  /** An amount of an interval in the reporting currency, rounded once. */
  convert(amount: Minor, from: Currency, interval: number): Minor {
    if (from === this.currency || amount === 0) return amount;
    const { above, below } = this.ratesOf(from)[interval] as MinorRate;
    return mulDivRound(amount, above, below);
  }

  /** Whether an interval has another rate than the one before. */
  changes(from: Currency, interval: number): boolean {
    if (from === this.currency || interval === 0) return false;
    const rates = this.ratesOf(from);
    return rates[interval] !== rates[interval - 1];
  }

  private ratesOf(from: Currency): readonly MinorRate[] {
    const known = this.rates.get(from);
    if (known !== undefined) return known;
    const list = (this.reporting.rates.get(from) ?? []).map((rate) => ({ from: rate.from, rate: this.inMinorUnits(rate, from) }));
    let at = 0;
    const rates = Array.from({ length: this.grid.count }, (_, i) => {
      while (at + 1 < list.length && (list[at + 1] as (typeof list)[number]).from < this.grid.endOf(i)) at++;
      return (list[at] as (typeof list)[number]).rate;
    });
    this.rates.set(from, rates);
    return rates;
  }

  private inMinorUnits({ rate }: RateFrom, from: Currency): MinorRate {
    return { above: multiply(rate.units, powerOfTen(this.currency.decimals)), below: multiply(rate.scale, powerOfTen(from.decimals)) };
  }
}

/** Into the reporting currency; undefined where there is none. */
export function exchangeOf({ scenario, grid }: ReportContext): Exchange | undefined {
  const { reporting } = scenario.reports;
  return reporting && new Exchange(reporting, grid);
}

/** The cells in the reporting currency: each additive cell is converted once per native currency and segment (D45). */
export function convertCells(cells: IntervalCells, segments: Segments, kinds: readonly MeasureKind[], exchange: Exchange): IntervalCells {
  const { count } = cells;
  const converted = cells.alike();
  for (const { segment, sums, from } of cells.blocks()) {
    const into = converted.block(segments.intern(exchange.currency, segment.values), from);
    for (const [measure, kind] of kinds.entries()) {
      let stock = 0;
      let before = 0;
      for (let i = 0; i < count; i++) {
        const at = measure * count + i;
        const sum = sums[at] as number;
        let amount = sum;
        if (kind === "flow") amount = exchange.convert(sum, segment.currency, i);
        else if (kind === "stock") {
          stock += sum;
          const now = exchange.convert(stock, segment.currency, i);
          amount = now - before;
          before = now;
        }
        into[at] = (into[at] as number) + amount;
      }
    }
  }
  return converted;
}
