import type { Account } from "../../engine/account/account.ts";
import type { Item, Subscription } from "../../engine/account/subscription.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import { type Currency, currencies } from "../../engine/money/currency.ts";
import { type Minor, mulDivRound } from "../../engine/money/exact.ts";
import type { MetricSettings } from "../../engine/scenario/scenario.ts";
import type { Collector, ReportContext } from "../collector.ts";
import { type Exchange, exchangeOf } from "../metrics/exchange.ts";
import { isRecognized, measurePrice, recognizedMrr } from "../metrics/recognized-mrr.ts";
import type { Saved } from "../saved.ts";

/** A plan at the end of the run: how many subscriptions hold it, with how many of it, and what recurring revenue it brings. */
export interface PlanShare {
  readonly plan: string;
  subscriptions: number;
  quantity: number;
  mrr: Minor;
}

/**
 * The mix of plans among subscriptions that count as recurring revenue at the end. What a subscription with several plans brings is shared by their list
 * prices, each rounded, the rest to the last (R91): so the shares add up to the closing of mrr.csv.
 */
export class PlanMix implements Collector<PlanMix> {
  private readonly metrics: MetricSettings;
  private readonly exchange: Exchange | undefined;
  private readonly last: number;
  private readonly shares = new Map<Currency, Map<string, PlanShare>>();

  constructor(context: ReportContext) {
    this.metrics = context.scenario.reports.metrics;
    this.exchange = exchangeOf(context);
    this.last = context.grid.count - 1;
  }

  merge(other: PlanMix): void {
    for (const [currency, theirs] of other.shares) {
      for (const { plan, subscriptions, quantity, mrr } of theirs.values()) this.add(currency, plan, subscriptions, quantity, mrr);
    }
  }

  save(): Saved {
    const all = [...this.shares].flatMap(([currency, shares]) => [...shares.values()].map((share) => ({ currency, ...share })));
    return {
      texts: all.flatMap(({ currency, plan }) => [currency.code, plan]),
      numbers: Float64Array.from(all.flatMap(({ subscriptions, quantity, mrr }) => [subscriptions, quantity, mrr])),
    };
  }

  load({ texts, numbers }: Saved): void {
    for (let i = 0; 2 * i < texts.length; i++) {
      const [subscriptions = 0, quantity = 0, mrr = 0] = numbers.subarray(3 * i, 3 * i + 3);
      this.add(currencies.get(texts[2 * i] as string) as Currency, texts[2 * i + 1] as string, subscriptions, quantity, mrr);
    }
  }

  end(account: Account): void {
    for (let i = 0; i < account.subscriptionCount; i++) {
      const subscription = account.subscriptions[i] as Subscription;
      if (isRecognized(subscription, this.metrics)) this.share(account.currency, subscription, recognizedMrr(subscription, account.discount, this.metrics));
    }
  }

  /** Plans that anybody holds, by what they bring; of the reporting currency those of all currencies, at its last rate. */
  rows(currency: Currency): readonly PlanShare[] {
    return [...this.sharesIn(currency).values()].sort((a, b) => b.mrr - a.mrr || b.subscriptions - a.subscriptions || (a.plan < b.plan ? -1 : 1));
  }

  private sharesIn(currency: Currency): ReadonlyMap<string, PlanShare> {
    const { exchange, shares } = this;
    if (exchange === undefined) return shares.get(currency) ?? new Map();
    const converted = new Map<string, PlanShare>();
    for (const [from, held] of shares) {
      for (const { plan, subscriptions, quantity, mrr } of held.values()) add(converted, plan, subscriptions, quantity, exchange.convert(mrr, from, this.last));
    }
    return converted;
  }

  private share(currency: Currency, { items, itemCount }: Subscription, mrr: Minor): void {
    let list = 0;
    for (let i = 0; i < itemCount; i++) list += listPrice(items[i] as Item);
    let left = mrr;
    for (let i = 0; i < itemCount; i++) {
      const item = items[i] as Item;
      const part = i === itemCount - 1 || list === 0 ? left : Math.min(left, mulDivRound(mrr, listPrice(item), list));
      left -= part;
      this.add(currency, item.plan.id, 1, item.quantity, part);
    }
  }

  private add(currency: Currency, plan: Plan["id"], subscriptions: number, quantity: number, mrr: Minor): void {
    const shares = this.shares.get(currency) ?? new Map<string, PlanShare>();
    this.shares.set(currency, shares);
    add(shares, plan, subscriptions, quantity, mrr);
  }
}

function add(shares: Map<string, PlanShare>, plan: Plan["id"], subscriptions: number, quantity: number, mrr: Minor): void {
  const share = shares.get(plan) ?? { plan, subscriptions: 0, quantity: 0, mrr: 0 };
  shares.set(plan, share);
  share.subscriptions += subscriptions;
  share.quantity += quantity;
  share.mrr += mrr;
}

const price = { mrr: 0, arr: 0 };

function listPrice({ plan, quantity }: Item): Minor {
  measurePrice(plan, quantity, price);
  return price.mrr;
}
