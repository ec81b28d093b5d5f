import type { Meter, Reading, UsagePeriod } from "../account/meter.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import { type Decimal, exact } from "../money/decimal.ts";
import { add, type Exact, type Minor, mulDivRound, multiply } from "../money/exact.ts";
import { addQuantities, isMore, type Quantity, subtractQuantities, toDecimal } from "../money/quantity.ts";

/**
 * Puts a record into a meter: `increment` adds at its instant, `set` replaces what that instant has (UREC). Answers what the instant had
 * before, for `putReading` to put back.
 */
export function addReading(meter: Meter, at: Instant, quantity: Quantity, action: "increment" | "set"): Reading | undefined {
  const before = meter.readings[placeOf(meter, at) - 1];
  const same = before?.at === at ? before : undefined;
  const isMore = same !== undefined && action === "increment";
  putReading(meter, at, isMore ? { at, quantity: addQuantities(same.quantity, quantity), records: same.records + 1 } : { at, quantity, records: 1 });
  return same;
}

/** Lets an instant have this reading, or none. */
export function putReading({ readings, tally }: Meter, at: Instant, reading: Reading | undefined): void {
  const place = placeOf({ readings }, at);
  const old = readings[place - 1]?.at === at ? readings[place - 1] : undefined;
  if (reading === undefined) readings.splice(place - 1, old === undefined ? 0 : 1);
  else readings.splice(old === undefined ? place : place - 1, old === undefined ? 0 : 1, reading);
  tally.sum = subtractQuantities(addQuantities(tally.sum, reading?.quantity ?? 0), old?.quantity ?? 0);
  tally.records += (reading?.records ?? 0) - (old?.records ?? 0);
  const quantity = reading?.quantity ?? 0;
  if (!isMore(tally.most, quantity)) tally.most = quantity;
  else if (old?.quantity === tally.most) tally.most = mostOf(readings);
}

function mostOf(readings: readonly Reading[]): Quantity {
  let most: Quantity = 0;
  for (const { quantity } of readings) if (isMore(quantity, most)) most = quantity;
  return most;
}

/** How many readings are not after this instant. As a rule all: records come in time order. */
function placeOf({ readings }: Pick<Meter, "readings">, at: Instant): number {
  let place = readings.length;
  while (place > 0 && (readings[place - 1] as Reading).at > at) place--;
  return place;
}

/** The last value reported to an item by the end of a period (`last_ever`); undefined when there was none yet (D26, U6). */
export function lastValue(period: UsagePeriod): Quantity | undefined {
  let last: Reading | undefined;
  for (const { plan, readings } of period.meters) {
    const reading = readings.at(-1);
    if (plan.usage === "last_ever" && reading !== undefined && (last === undefined || reading.at >= last.at)) last = reading;
  }
  return last?.quantity ?? carriedValue(period);
}

function carriedValue({ before, carried }: UsagePeriod): Quantity | undefined {
  return before === undefined ? carried : lastValue(before);
}

/** Whether anything was reported to a period: then each price bills its own usage, and nothing is carried (U6). */
function hasReadings(period: UsagePeriod): boolean {
  return period.meters.some(({ readings }) => readings.length > 0);
}

/** What a meter's records come to (D26). A sum is at least 0. */
export function aggregateOf(period: UsagePeriod, meter: Meter): Quantity {
  const { readings, tally, plan } = meter;
  switch (plan.usage) {
    case "count":
      return tally.records;
    case "max":
      return tally.most;
    case "last_during_period":
      return readings.at(-1)?.quantity ?? 0;
    case "last_ever":
      return readings.at(-1)?.quantity ?? (isInForce(period, meter) && !hasReadings(period) ? (carriedValue(period) ?? 0) : 0);
    default:
      return isMore(tally.sum, 0) ? tally.sum : 0;
  }
}

/** Whether the meter's price is the one in force, or was at the period's end. */
export function isInForce(period: UsagePeriod, meter: Meter): boolean {
  return period.meters.at(-1) === meter;
}

/**
 * Whether there is something to bill: records that no threshold invoice billed (V5), or a value carried over into a period that lasted (U6).
 * An unused meter makes no final line (D17).
 */
export function isUsed(period: UsagePeriod, meter: Meter): boolean {
  if (meter.billedAt !== NEVER) return aggregateOf(period, meter) !== meter.billedQuantity;
  if (meter.readings.length > 0) return true;
  const hasTime = meter.spans.at(-1)?.end !== period.start;
  return meter.plan.usage === "last_ever" && hasTime && isInForce(period, meter) && !hasReadings(period) && carriedValue(period) !== undefined;
}

/** Whether a meter of a period has a line: if it is used, and at a renewal the one in force in any case (D27, U3). */
export function isBilled(period: UsagePeriod, meter: Meter): boolean {
  return (period.showsUnused && isInForce(period, meter)) || isUsed(period, meter);
}

/** The meters of a period that have a line. */
export function billedMeters(period: UsagePeriod): readonly Meter[] {
  return period.meters.filter((meter) => isBilled(period, meter));
}

/** Whether any meter of a period has a line. */
export function isAnyBilled(period: UsagePeriod): boolean {
  for (const meter of period.meters) if (isBilled(period, meter)) return true;
  return false;
}

/** The exact price of a quantity with decimals: `base / scale` minor units. */
export interface UsagePrice {
  readonly base: Exact;
  readonly scale: Exact;
}

export function usagePrice({ model, terms }: Plan, quantity: Decimal): UsagePrice {
  const { units, scale: per } = quantity;
  // A whole quantity is priced as a licensed one is.
  if (per === 1 && typeof units === "number" && units >= 0) return { base: model.price(terms, units), scale: terms.scale };
  const base = exact(model.priceFraction(terms, BigInt(quantity.units), BigInt(quantity.scale)));
  return { base, scale: multiply(terms.scale, quantity.scale) };
}

/** What the invoices of an ended period have billed of a meter, in minor units before discounts: the threshold invoices and the last one (V4). */
export function invoicedAmount(period: UsagePeriod, meter: Meter): Minor {
  if (!billedMeters(period).includes(meter)) return meter.billed;
  const { base, scale } = usagePrice(meter.plan, toDecimal(aggregateOf(period, meter)));
  return meter.billed + mulDivRound(add(base, multiply(scale, 0 - meter.billed)), 1, scale);
}

/** Whether the meter's price was in force at this instant of the period. */
export function coversInstant(meter: Meter, at: Instant): boolean {
  return meter.spans.some(({ start, end }) => start <= at && at < end);
}

/** The price is no longer in force. */
export function closeMeter(meter: Meter, at: Instant): void {
  const span = meter.spans.at(-1);
  if (span?.end === NEVER) span.end = at;
}
