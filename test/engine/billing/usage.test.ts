import { describe, expect, it } from "vitest";
import type { Meter, UsagePeriod } from "../../../engine/account/meter.ts";
import { reachesUsage } from "../../../engine/billing/thresholds.ts";
import { addReading, aggregateOf, billedMeters, coversInstant, isUsed, lastValue, putReading, usagePrice } from "../../../engine/billing/usage.ts";
import { NEVER } from "../../../engine/calendar/instant.ts";
import { chargeModels } from "../../../engine/catalog/charge-models/registry.ts";
import type { Plan } from "../../../engine/catalog/plan.ts";
import { formatDecimal } from "../../../engine/money/decimal.ts";
import { type Quantity, toDecimal, toQuantity } from "../../../engine/money/quantity.ts";
import { decimalOf, planOf } from "../builders.ts";

type Record = readonly [at: number, quantity: string, action?: "set"];

const quantity = (text: string): Quantity => toQuantity(decimalOf(text));

/** A meter of this aggregate with these records, in force from `start` to `end`. */
function meterOf(usage: Plan["usage"], records: readonly Record[], more: Partial<Meter> = {}): Meter {
  const tally = { sum: 0, records: 0, most: 0 };
  const spans = [{ start: 0, end: NEVER }];
  const meter: Meter = { plan: planOf("api", 10, { usage }), spans, readings: [], tally, billed: 0, billedQuantity: 0, billedAt: NEVER, ...more };
  for (const [at, used, action] of records) addReading(meter, at, quantity(used), action ?? "increment");
  return meter;
}

function periodOf(meters: Meter[], more: Partial<UsagePeriod> = {}): UsagePeriod {
  const none = { before: undefined, carried: undefined, invoice: undefined };
  return { start: 0, inTrial: false, meters, showsUnused: false, invoiceNumber: 0, taxRates: [], ...none, ...more };
}

function aggregate(usage: Plan["usage"], records: readonly Record[], more: Partial<UsagePeriod> = {}): string {
  const meter = meterOf(usage, records);
  return formatDecimal(toDecimal(aggregateOf(periodOf([meter], more), meter)));
}

describe("what records come to (D26, RRS)", () => {
  it("decimals are the shortest there are, whole quantities without any", () => {
    for (const text of ["0", "1", "900", "2.5", "0.000000000001", "1000000", "-3", "120.50"]) {
      const { units, scale } = toDecimal(quantity(text));
      expect(Number(units) / scale).toBe(Number(text));
      expect(scale === 1 || Number(units) % 10 !== 0).toBe(true);
    }
  });

  it.each(Object.entries(chargeModels))("%s: a whole quantity costs what a licensed one does, and what the exact price of a fraction says", (_, model) => {
    const tiers = [
      { upTo: 5, unit: 500, flat: 70 },
      { upTo: 20, unit: 33, flat: 0 },
      { upTo: Number.POSITIVE_INFINITY, unit: 7, flat: 9_007_199_254 },
    ];
    const terms = { scale: 100, unit: 250_001, divideBy: 3, round: "up", tiers } as const;
    const plan = { ...planOf("api", 10, { usage: "sum" }), model, terms };
    for (const units of [0, 1, 4, 5, 6, 20, 21, 999_999, 9_007_199_254_740_991]) {
      const { base, scale } = usagePrice(plan, { units, scale: 1 });
      expect([BigInt(base), BigInt(scale)]).toEqual([model.priceFraction(terms, BigInt(units), 1n), 100n]);
    }
  });

  const TWO: readonly Record[] = [
    [10, "3"],
    [20, "2.5"],
  ];
  const AT_ONE_INSTANT: readonly Record[] = [
    [10, "3"],
    [10, "4"],
    [20, "5"],
  ];
  const LATE: readonly Record[] = [
    [20, "2"],
    [10, "9"],
  ];
  const SET: readonly Record[] = [
    [10, "3"],
    [10, "4"],
    [10, "1", "set"],
    [20, "6"],
    [20, "2"],
  ];

  it.each([
    { usage: "sum", two: "5.5", atOneInstant: "12", late: "11", set: "9" },
    { usage: "count", two: "2", atOneInstant: "3", late: "2", set: "3" },
    { usage: "max", two: "3", atOneInstant: "7", late: "9", set: "8" },
    { usage: "last_during_period", two: "2.5", atOneInstant: "5", late: "2", set: "8" },
    { usage: "last_ever", two: "2.5", atOneInstant: "5", late: "2", set: "8" },
  ] as const)("$usage: records at one instant add up (each counts for `count`), late ones stand at their own, `set` replaces its instant", (row) => {
    const { usage, two, atOneInstant, late, set } = row;
    expect([TWO, AT_ONE_INSTANT, LATE, SET].map((records) => aggregate(usage, records))).toEqual([two, atOneInstant, late, set]);
  });

  it.each(["sum", "count", "max", "last_during_period", "last_ever"] as const)("%s: nothing reported is 0", (usage) => {
    expect(aggregate(usage, [])).toBe("0");
  });

  it("a sum is at least 0, and can come back from below", () => {
    expect(aggregate("sum", [[10, "-3"]])).toBe("0");
    expect(
      aggregate("sum", [
        [10, "-3"],
        [20, "5"],
      ]),
    ).toBe("2");
  });

  it("a peak that is overwritten is gone", () => {
    expect(
      aggregate("max", [
        [10, "9"],
        [20, "4"],
        [10, "1", "set"],
      ]),
    ).toBe("4");
    expect(
      aggregate("max", [
        [10, "9"],
        [10, "0", "set"],
      ]),
    ).toBe("0");
  });

  it("twelve decimals are kept exactly", () => {
    expect(
      aggregate("sum", [
        [10, "0.000000000001"],
        [20, "0.000000000002"],
      ]),
    ).toBe("0.000000000003");
  });

  it("a record that is put back leaves no trace", () => {
    for (const usage of ["sum", "count", "max", "last_during_period"] as const) {
      const meter = meterOf(usage, [
        [10, "3"],
        [20, "7"],
      ]);
      const before = aggregateOf(periodOf([meter]), meter);
      for (const at of [5, 10, 15, 20, 25]) putReading(meter, at, addReading(meter, at, quantity("8"), at === 10 ? "set" : "increment"));
      expect(aggregateOf(periodOf([meter]), meter)).toBe(before);
      expect(meter.readings.map((reading) => reading.at)).toEqual([10, 20]);
    }
  });
});

describe("a value that carries over (U6)", () => {
  it("is billed in a period without a record, and not in one that has any", () => {
    expect(aggregate("last_ever", [], { carried: quantity("7") })).toBe("7");
    expect(aggregate("last_ever", [[10, "2"]], { carried: quantity("7") })).toBe("2");
    expect(aggregate("last_during_period", [], { carried: quantity("7") })).toBe("0");
  });

  it("comes from the period before as long as that can change", () => {
    const before = periodOf([meterOf("last_ever", [[10, "3"]])]);
    expect(aggregate("last_ever", [], { before })).toBe("3");
    addReading(before.meters[0] as Meter, 20, quantity("4"), "increment");
    expect(aggregate("last_ever", [], { before })).toBe("4");
  });

  it("counts at the price in force at the end only, and not beside another price's record", () => {
    const old = meterOf("last_ever", []);
    const now = meterOf("last_ever", []);
    const period = periodOf([old, now], { carried: quantity("7") });
    expect([old, now].map((meter) => aggregateOf(period, meter))).toEqual([0, 7]);
    addReading(old, 10, quantity("2"), "increment");
    expect([old, now].map((meter) => aggregateOf(period, meter))).toEqual([2, 0]);
  });

  it("is the latest of all prices of the period", () => {
    expect(lastValue(periodOf([meterOf("last_ever", [[10, "3"]]), meterOf("last_ever", [[20, "4"]])]))).toBe(quantity("4"));
    expect(lastValue(periodOf([meterOf("sum", [[20, "4"]])], { carried: quantity("1") }))).toBe(quantity("1"));
    expect(lastValue(periodOf([]))).toBeUndefined();
  });
});

describe("which prices have a line", () => {
  it("those with records; of the others the one in force at a renewal (D27, U3)", () => {
    const used = meterOf("sum", [[10, "0"]]);
    const unused = meterOf("sum", []);
    expect(billedMeters(periodOf([unused, used]))).toEqual([used]);
    expect(billedMeters(periodOf([used, unused]))).toEqual([used]);
    expect(billedMeters(periodOf([used, unused], { showsUnused: true }))).toEqual([used, unused]);
    expect(billedMeters(periodOf([unused, used], { showsUnused: true }))).toEqual([used]);
  });

  it("a carried value has one if the period lasted", () => {
    const carried = quantity("7");
    const lasted = meterOf("last_ever", [], { spans: [{ start: 0, end: 10 }] });
    const empty = meterOf("last_ever", [], { spans: [{ start: 0, end: 0 }] });
    expect([lasted, empty].map((meter) => isUsed(periodOf([meter], { carried }), meter))).toEqual([true, false]);
  });

  it("what threshold invoices have billed in full has none, what they billed in part has (V5)", () => {
    const billedTo = (text: string): Meter => meterOf("sum", [[10, "5"]], { billed: 50, billedQuantity: quantity(text), billedAt: 10 });
    expect(["5", "4", "6"].map((text) => billedMeters(periodOf([billedTo(text)])).length)).toEqual([0, 1, 1]);
  });

  it("a price covers its half-open times", () => {
    const meter = meterOf("sum", [], {
      spans: [
        { start: 10, end: 20 },
        { start: 30, end: NEVER },
      ],
    });
    expect([9, 10, 19, 20, 29, 30].map((at) => coversInstant(meter, at))).toEqual([false, true, true, false, false, true]);
  });
});

describe("a threshold of usage (V3)", () => {
  const reaches = (usageGte: number, meters: Meter[], carried?: Quantity): boolean =>
    reachesUsage({ usageGte, usage: { running: periodOf(meters, { carried }), ended: [] } } as unknown as Parameters<typeof reachesUsage>[0]);

  it("counts what was not billed before, at all prices with records", () => {
    const billed = meterOf("sum", [[10, "5"]], { billedQuantity: quantity("4"), billedAt: 10 });
    expect([1, 2].map((usageGte) => reaches(usageGte, [billed]))).toEqual([true, false]);
    expect([3, 4].map((usageGte) => reaches(usageGte, [billed, meterOf("max", [[10, "2.5"]])]))).toEqual([true, false]);
  });

  it("is never reached by a value that is carried over, nor where there is none", () => {
    expect(reaches(1, [meterOf("last_ever", [])], quantity("7"))).toBe(false);
    expect(reaches(0, [meterOf("sum", [[10, "5"]])])).toBe(false);
  });
});
