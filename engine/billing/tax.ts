import type { Line, LineTax } from "../account/line.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import { type Minor, mulDivRound } from "../money/exact.ts";

const PERCENT_SCALE = 10_000;

/** The percentage in units of 1/10,000 of a percent: rates have at most 4 decimals, so this is exact. */
function partsOf(rate: TaxRate): number {
  return Number(rate.percentage.units) * (PERCENT_SCALE / rate.percentage.scale);
}

function isInclusive(line: Line, rate: TaxRate): boolean {
  const behavior = line.plan?.taxBehavior;
  return behavior === undefined ? rate.inclusive : behavior === "inclusive";
}

function setTax(line: Line, index: number, rate: TaxRate, inclusive: boolean, amount: Minor): void {
  const tax: LineTax | undefined = line.taxes[index];
  if (tax === undefined) line.taxes.push({ rate, inclusive, amount });
  else {
    tax.rate = rate;
    tax.inclusive = inclusive;
    tax.amount = amount;
  }
}

/**
 * Taxes one line on its amount after discounts, each rate rounded once (D2).
 * Inclusive tax of rate i = round(amount x r_i / (100 + sum of the inclusive r)); an exclusive rate beside it is on the amount without it.
 * Negative on a negative line.
 */
export function taxLine(line: Line, rates: readonly TaxRate[]): void {
  const amount = line.amount - line.discount;
  const first = rates[0] as TaxRate;
  if (rates.length === 1 && !isInclusive(line, first)) {
    // One rate on top, the usual case.
    line.taxInclusive = 0;
    line.taxExclusive = mulDivRound(amount, partsOf(first), 100 * PERCENT_SCALE);
    setTax(line, 0, first, false, line.taxExclusive);
    if (line.taxes.length > 1) line.taxes.length = 1;
    return;
  }
  let inclusiveParts = 0;
  for (let i = 0; i < rates.length; i++) {
    const rate = rates[i] as TaxRate;
    if (isInclusive(line, rate)) inclusiveParts += partsOf(rate);
  }
  const wholeParts = 100 * PERCENT_SCALE;
  let inclusive = 0;
  for (let i = 0; inclusiveParts > 0 && i < rates.length; i++) {
    const rate = rates[i] as TaxRate;
    if (isInclusive(line, rate)) inclusive += mulDivRound(amount, partsOf(rate), wholeParts + inclusiveParts);
  }
  let exclusive = 0;
  for (let i = 0; i < rates.length; i++) {
    const rate = rates[i] as TaxRate;
    if (inclusiveParts > 0 && isInclusive(line, rate)) {
      setTax(line, i, rate, true, mulDivRound(amount, partsOf(rate), wholeParts + inclusiveParts));
      continue;
    }
    const tax = mulDivRound(amount - inclusive, partsOf(rate), wholeParts);
    exclusive += tax;
    setTax(line, i, rate, false, tax);
  }
  if (line.taxes.length > rates.length) line.taxes.length = rates.length;
  line.taxInclusive = inclusive;
  line.taxExclusive = exclusive;
}

/** The nearest list wins and replaces the others; an empty list is none (D2). */
export function nearestRates(
  own: readonly TaxRate[] | undefined,
  subscription: readonly TaxRate[] | undefined,
  customer: readonly TaxRate[] | undefined,
  billing: readonly TaxRate[],
): readonly TaxRate[] {
  return own ?? subscription ?? customer ?? billing;
}
