import type { Account } from "../../engine/account/account.ts";
import type { InvoiceStep } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line, LineTax } from "../../engine/account/line.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { Collector, ReportContext } from "../collector.ts";
import type { Posting } from "../recognition/posting.ts";
import { reversedByRate } from "../recognition/tax-shares.ts";
import { apart, joined, type Saved } from "../saved.ts";
import type { MeasureKind } from "./exchange.ts";
import { IntervalCells } from "./interval-cells.ts";

export const TAX = { taxable: 0, billed: 1, reversed: 2 } as const;
export const TAX_KINDS: readonly MeasureKind[] = ["flow", "flow", "flow"];

/** What was taxed at one rate. */
export interface TaxedAt {
  readonly rate: string;
  readonly cells: IntervalCells;
}

/** Collects tax by rate, line by line. */
export class TaxCells implements Collector<TaxCells> {
  /** In the scenario's order of its rates. */
  readonly rates: readonly TaxedAt[];
  private readonly byId: ReadonlyMap<string, TaxedAt>;
  private readonly context: ReportContext;

  constructor(context: ReportContext) {
    const { scenario, segments, grid } = context;
    this.context = context;
    this.rates = [...scenario.catalog.taxRates.keys()].map((rate) => ({
      rate,
      cells: new IntervalCells(segments, TAX_KINDS.length, grid.count, { everyCurrency: false }),
    }));
    this.byId = new Map(this.rates.map((taxed) => [taxed.rate, taxed]));
  }

  merge(other: TaxCells): void {
    for (const [i, { cells }] of this.rates.entries()) cells.merge((other.rates[i] as TaxedAt).cells);
  }

  save(): Saved {
    return joined(this.rates.map(({ cells }) => cells.save()));
  }

  load(saved: Saved): void {
    for (const [i, part] of apart(saved, this.rates.length).entries()) (this.rates[i] as TaxedAt).cells.load(part);
  }

  invoice(at: Instant, account: Account, { lines }: Invoice, step: InvoiceStep): void {
    if (step !== "finalized" || this.rates.length === 0) return;
    for (const line of lines) {
      const net = line.amount - line.discount - line.taxInclusive;
      for (const { rate, amount } of line.taxes) {
        this.add(at, account, line, rate.id, TAX.taxable, net);
        this.add(at, account, line, rate.id, TAX.billed, amount);
      }
    }
  }

  posting(at: Instant, account: Account, { taxReversed, line }: Posting): void {
    if (taxReversed === 0 || line === undefined) return;
    for (const [i, amount] of reversedByRate(taxReversed, line).entries()) {
      this.add(at, account, line, (line.taxes[i] as LineTax).rate.id, TAX.reversed, amount);
    }
  }

  private add(at: Instant, account: Account, line: Line, rate: string, measure: number, amount: Minor): void {
    const { segments, grid } = this.context;
    this.byId.get(rate)?.cells.add(segments.ofPlan(account, line.plan?.id ?? ""), measure, grid.indexOf(at), amount);
  }
}
