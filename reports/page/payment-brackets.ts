import type { Account } from "../../engine/account/account.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import { type Currency, currencies } from "../../engine/money/currency.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { MetricSettings } from "../../engine/scenario/scenario.ts";
import type { Collector, ReportContext } from "../collector.ts";
import { type Exchange, exchangeOf } from "../metrics/exchange.ts";
import { recognizedMrr } from "../metrics/recognized-mrr.ts";
import type { Saved } from "../saved.ts";

/** Customers who pay at least `from` and less than `to` a month at the end of the run, in minor units. */
export interface Bracket {
  readonly from: Minor;
  readonly to: Minor;
  readonly customers: number;
  readonly mrr: Minor;
}

/** 0, 1, 2, 5, 10, 20, 50, ... major units: as many as any amount needs. */
const EDGES: readonly number[] = [0, ...Array.from({ length: 42 }, (_, i) => [1, 2, 5][i % 3] as number).map((digit, i) => digit * tens(Math.floor(i / 3)))];

/** Of a block: customers by bracket, then what they pay. */
const LENGTH = 2 * EDGES.length;

/** How customers spread over what they pay a month, at the end of the run (R92); in the reporting currency where there is one. */
export class PaymentBrackets implements Collector<PaymentBrackets> {
  private readonly metrics: MetricSettings;
  private readonly exchange: Exchange | undefined;
  private readonly last: number;
  private readonly blocks = new Map<Currency, Float64Array>();

  constructor(context: ReportContext) {
    this.metrics = context.scenario.reports.metrics;
    this.exchange = exchangeOf(context);
    this.last = context.grid.count - 1;
  }

  merge(other: PaymentBrackets): void {
    this.load(other.save());
  }

  save(): Saved {
    const numbers = new Float64Array(this.blocks.size * LENGTH);
    for (const [i, block] of [...this.blocks.values()].entries()) numbers.set(block, i * LENGTH);
    return { texts: [...this.blocks.keys()].map(({ code }) => code), numbers };
  }

  load({ texts, numbers }: Saved): void {
    for (const [b, code] of texts.entries()) {
      const block = this.block(currencies.get(code) as Currency);
      for (let i = 0; i < LENGTH; i++) block[i] = (block[i] as number) + (numbers[b * LENGTH + i] as number);
    }
  }

  end(account: Account): void {
    let mrr = 0;
    for (let i = 0; i < account.subscriptionCount; i++) mrr += recognizedMrr(account.subscriptions[i] as Subscription, account.discount, this.metrics);
    if (mrr <= 0) return;
    const { exchange } = this;
    const currency = exchange === undefined ? account.currency : exchange.currency;
    if (exchange !== undefined) mrr = exchange.convert(mrr, account.currency, this.last);
    const block = this.block(currency);
    const minor = tens(currency.decimals);
    let i = 0;
    while (i < EDGES.length - 1 && mrr >= (EDGES[i + 1] as number) * minor) i++;
    block[i] = (block[i] as number) + 1;
    block[EDGES.length + i] = (block[EDGES.length + i] as number) + mrr;
  }

  /** From the first bracket with a customer to the last one, empty ones between included. */
  rows(currency: Currency): readonly Bracket[] {
    const block = this.block(currency);
    const minor = tens(currency.decimals);
    const all = EDGES.map((edge, i) => ({
      from: edge * minor,
      to: (EDGES[i + 1] ?? Number.POSITIVE_INFINITY) * minor,
      customers: block[i] as number,
      mrr: block[EDGES.length + i] as number,
    }));
    const isHeld = all.map(({ customers }) => customers > 0);
    return isHeld.includes(true) ? all.slice(isHeld.indexOf(true), isHeld.lastIndexOf(true) + 1) : [];
  }

  private block(currency: Currency): Float64Array {
    const block = this.blocks.get(currency) ?? new Float64Array(LENGTH);
    this.blocks.set(currency, block);
    return block;
  }
}

function tens(exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= 10;
  return power;
}
