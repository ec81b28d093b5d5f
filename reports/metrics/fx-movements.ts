import type { Account } from "../../engine/account/account.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Currency } from "../../engine/money/currency.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { ReportContext } from "../collector.ts";
import { type Exchange, exchangeOf } from "./exchange.ts";

/** What a customer's recurring revenue is worth in the reporting currency, before and after a change of its rate. */
export interface Revaluation {
  readonly at: Instant;
  readonly currency: Currency;
  readonly before: Minor;
  readonly after: Minor;
}

/** An interval with another rate than the one before. */
interface RateChange {
  readonly at: Instant;
  readonly interval: number;
}

/**
 * Tells what a change of rates does to the recurring revenue of one customer at a time (R112): in the first instant of each interval that has
 * another rate. Without a reporting currency there is none.
 */
export class FxMovements {
  private readonly context: ReportContext;
  private readonly exchange: Exchange | undefined;
  private readonly byCurrency = new Map<Currency, readonly RateChange[]>();
  private mrr: Minor = 0;
  private next = 0;

  constructor(context: ReportContext) {
    this.context = context;
    this.exchange = exchangeOf(context);
  }

  begin(): void {
    this.mrr = 0;
    this.next = 0;
  }

  /** From now on the customer pays `after`; what rates have done to what it paid until then is told. */
  move(at: Instant, account: Account, after: Minor, tell: (change: Revaluation) => void): void {
    this.tellUntil(at, account, tell);
    this.mrr = after;
  }

  /** Tells the changes up to an instant. */
  tellUntil(at: Instant, { currency }: Account, tell: (change: Revaluation) => void): void {
    const { exchange } = this;
    if (exchange === undefined) return;
    const changes = this.changesOf(exchange, currency);
    for (; this.next < changes.length; this.next++) {
      const change = changes[this.next] as RateChange;
      if (change.at > at) return;
      const before = exchange.convert(this.mrr, currency, change.interval - 1);
      const after = exchange.convert(this.mrr, currency, change.interval);
      if (after !== before) tell({ at: change.at, currency: exchange.currency, before, after });
    }
  }

  private changesOf(exchange: Exchange, currency: Currency): readonly RateChange[] {
    const known = this.byCurrency.get(currency);
    if (known !== undefined) return known;
    const { grid } = this.context;
    const changes = grid.labels.flatMap((_, interval) => (exchange.changes(currency, interval) ? [{ at: grid.starts[interval] as number, interval }] : []));
    this.byCurrency.set(currency, changes);
    return changes;
  }
}
