import type { TaxRate } from "../../engine/catalog/tax-rate.ts";
import { plus, type Rational, ratio, round, times } from "./rational.ts";
import type { Item, Life, Line, Subscription } from "./state.ts";

/** The nearest list wins and replaces the others; an empty one is none (D2). */
export function ratesFor(life: Life, own: readonly TaxRate[] | undefined, subscription: Subscription | undefined): readonly TaxRate[] {
  return own ?? subscription?.taxRates ?? life.script.taxRates ?? life.scenario.billing.taxRates;
}

export function ratesOfItem(life: Life, item: Item, subscription: Subscription): readonly TaxRate[] {
  return ratesFor(life, item.taxRates, subscription);
}

const percent = (rate: TaxRate): Rational => ratio(rate.percentage.units, rate.percentage.scale);

/** Taxes on a line after its discounts, each rounded once; exclusive ones on the amount without the inclusive ones (D2). */
export function taxLine(line: Line): void {
  const rates = line.taxRates ?? [];
  const net = line.amount - line.discounts.reduce((sum, { amount }) => sum + amount, 0);
  const isInclusive = (rate: TaxRate): boolean => {
    const behavior = line.plan?.taxBehavior;
    return behavior === undefined ? rate.inclusive : behavior === "inclusive";
  };
  const hundredAndAll = rates.filter(isInclusive).reduce((sum, rate) => plus(sum, percent(rate)), ratio(100));
  const share = (rate: TaxRate): Rational => {
    const { n, d } = times(ratio(net), percent(rate));
    return ratio(n * hundredAndAll.d, d * hundredAndAll.n);
  };
  const inside = new Map(rates.filter(isInclusive).map((rate) => [rate, round(share(rate))]));
  const without = net - [...inside.values()].reduce((a, b) => a + b, 0);
  line.taxes = rates.map((rate) => ({
    rate,
    inclusive: isInclusive(rate),
    amount: inside.get(rate) ?? round(times(times(ratio(without), percent(rate)), ratio(1, 100))),
  }));
}
