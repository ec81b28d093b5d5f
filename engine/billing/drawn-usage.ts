import type { Meter, UsagePeriod } from "../account/meter.ts";
import { InvariantError } from "../assert.ts";
import type { Instant } from "../calendar/instant.ts";
import { addQuantities, isMore, toDecimal } from "../money/quantity.ts";
import { addReading, aggregateOf, usagePrice } from "./usage.ts";

/** Whole quantities that were drawn one after the other, with nothing in between, all at instants of their own. */
export interface DrawnRecords {
  sum: number;
  records: number;
  most: number;
  /** The last record's quantity and instant. */
  last: number;
  lastAt: Instant;
}

/** What a meter comes to so far, as a number: all its usage was drawn, so it is whole. */
export function drawnTotal(period: UsagePeriod, meter: Meter): number {
  return meter.readings.length === 0 ? 0 : Number(aggregateOf(period, meter));
}

/** The most that one record is drawn as: what is drawn beyond becomes it, so that sums stay exact (N22). */
export const MOST_DRAWN = 1_000_000_000;
/** Up to this no price is looked up: the line stays exact at any price below 100,000.00 for each. */
const HARMLESS = 1_000_000;
/** The dearest usage that can be billed, in minor units, so that sums stay exact. */
const DEAREST = 1e13;

/**
 * Puts drawn records into a meter in one go: its tally has all of them, of its readings only the last one is kept, which is what the last value
 * needs.
 */
export function addDrawn(period: UsagePeriod, meter: Meter, { sum, records, most, last, lastAt }: DrawnRecords): void {
  const { tally, readings } = meter;
  tally.sum = addQuantities(tally.sum, sum);
  tally.records += records;
  if (isMore(most, tally.most)) tally.most = most;
  const reading = readings[0];
  if (reading === undefined) readings.push({ at: lastAt, quantity: last, records: 1 });
  else {
    reading.at = lastAt;
    reading.quantity = last;
  }
  checkPrice(period, meter);
}

/** Puts one drawn record into a meter that several streams fill: records at one instant add up first (D26). Answers what the meter comes to. */
export function addDrawnOne(period: UsagePeriod, meter: Meter, at: Instant, quantity: number): number {
  addReading(meter, at, quantity, "increment");
  checkPrice(period, meter);
  return drawnTotal(period, meter);
}

function checkPrice(period: UsagePeriod, meter: Meter): void {
  if (!isMore(meter.tally.sum, HARMLESS)) return;
  const { base, scale } = usagePrice(meter.plan, toDecimal(aggregateOf(period, meter)));
  if (Number(base) / Number(scale) > DEAREST) throw tooMuch(meter);
}

function tooMuch({ plan }: Meter): InvariantError {
  return new InvariantError(`the drawn usage of plan "${plan.id}" would cost more than ${DEAREST} minor units; draw smaller quantities`);
}
