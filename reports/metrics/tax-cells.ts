import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line, LineTax } from "../../engine/account/line.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import type { TaxRate } from "../../engine/catalog/tax-rate.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { Collector, FrequentSteps, ReportContext } from "../collector.ts";
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
  /** Only where there are tax rates. */
  readonly finalized?: FrequentSteps["finalized"];
  private readonly context: ReportContext;

  constructor(context: ReportContext) {
    const { scenario, segments, grid } = context;
    this.context = context;
    this.rates = [...scenario.catalog.taxRates.keys()].map((rate) => ({
      rate,
      cells: new IntervalCells(segments, TAX_KINDS.length, grid.count, { everyCurrency: false }),
    }));
    if (this.rates.length > 0) this.finalized = (at, account, invoice) => this.bill(at, account, invoice);
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

  private bill(at: Instant, account: Account, { lines }: Invoice): void {
    for (let i = 0; i < lines.length; i++) {
      const { taxes, plan, amount, discount, taxInclusive } = lines[i] as Line;
      const net = amount - discount - taxInclusive;
      for (let k = 0; k < taxes.length; k++) {
        const tax = taxes[k] as LineTax;
        this.add(at, account, plan, tax.rate, TAX.taxable, net);
        this.add(at, account, plan, tax.rate, TAX.billed, tax.amount);
      }
    }
  }

  /** What is billed takes no tax back: nothing to be told in full. */
  deferral(): void {}

  posting(at: Instant, account: Account, { taxReversed, line }: Posting): void {
    if (taxReversed === 0 || line === undefined) return;
    for (const [i, amount] of reversedByRate(taxReversed, line).entries()) {
      this.add(at, account, line.plan, (line.taxes[i] as LineTax).rate, TAX.reversed, amount);
    }
  }

  private add(at: Instant, account: Account, plan: Plan | undefined, { index }: TaxRate, measure: number, amount: Minor): void {
    const { segments, grid } = this.context;
    this.rates[index]?.cells.add(segments.ofPlan(account, plan?.id ?? ""), measure, grid.indexOf(at), amount);
  }
}
