import { formatDate, monthNumber, monthStart } from "../../../calendar/civil.ts";
import { FIRST_INSTANT, type Instant } from "../../../calendar/instant.ts";
import { didYouMean } from "../../../language/did-you-mean.ts";
import { readCurrency } from "../../../language/read-currency.ts";
import { readDecimal } from "../../../language/read-number.ts";
import { type Reading, readField } from "../../../language/reading.ts";
import { named, ref, type Schema } from "../../../language/schema-parts.ts";
import { field, has, namedEntries, quoteText, type SourceEntry, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import { type Currency, currencies } from "../../../money/currency.ts";
import type { Decimal } from "../../../money/decimal.ts";
import type { RateFrom, ReportingCurrency } from "../../scenario.ts";
import type { ReportsContext } from "./reports.ts";

const rateSchema: Schema = {
  description: "What one of it is worth in the reporting currency: a rate, or rates by the month from which they hold.",
  type: ["number", "string", "object"],
  examples: [1.08, { "2026-01": 0.0066, "2026-07": 0.0068 }],
  "x-expects": "a rate such as 1.08, or rates by month such as { 2026-01: 0.0066 }",
};

export const reportingCurrencySchemas = {
  currency: ref("currency", "One reporting currency, into which the interval reports are converted (D45). Default: one table per currency."),
  rates: named("What one of each currency is worth in the reporting currency, in major units.", rateSchema),
} as const satisfies Record<string, Schema>;

/** The reporting currency with the rates that it needs, or everything that is wrong with them. */
export function readReportingCurrency(context: ReportsContext, map: SourceMap, utcOffset: number): ReportingCurrency | undefined {
  const { reading } = context;
  const node = field(map, "rates");
  const currency = readField(reading, map, "currency", readCurrency);
  const rates = node?.kind === "map" ? readRates(context, node, currency, utcOffset) : new Map<Currency, readonly RateFrom[]>();
  if (currency === undefined) {
    const entry = map.entries.get("rates");
    if (entry !== undefined && !has(map, "currency")) reading.refuseKey(entry, ratesAlone);
    return undefined;
  }
  const missing = [...context.billed].filter(([billed]) => billed !== currency && !(node?.kind === "map" && has(node, billed.code)));
  const [first] = missing;
  if (first === undefined) return { currency, rates };
  return reading.refuse(map.entries.get("currency")?.value ?? map, {
    code: "missing-rate",
    message: `There is no rate into ${currency.code} of ${missing.map(([{ code }, who]) => `${code}, in which ${who} is billed`).join(", and of ")}.`,
    rule: "With a reporting currency every currency that a customer is billed in has a rate.",
    remedy: `Add \`rates: { ${first[0].code}: 1.08 }\`, if 1 ${first[0].code} is worth 1.08 ${currency.code}.`,
  });
}

const ratesAlone = {
  code: "missing-key",
  message: "There are rates, and no currency to convert into.",
  rule: "`rates` say what a currency is worth in the reporting currency, `currency`.",
  remedy: "Add `currency: usd`, or take the rates out.",
};

function readRates(context: ReportsContext, map: SourceMap, into: Currency | undefined, utcOffset: number): ReadonlyMap<Currency, readonly RateFrom[]> {
  const rates = new Map<Currency, readonly RateFrom[]>();
  for (const entry of namedEntries(map)) {
    const currency = currencies.get(entry.key);
    if (currency === undefined) refuseUnknown(context.reading, entry);
    else if (currency === into) refuseOwn(context.reading, entry);
    else if (!entry.value.broken) {
      const list = readRateList(context, entry.value, currency, utcOffset);
      if (list !== undefined) rates.set(currency, list);
    }
  }
  return rates;
}

function readRateList(context: ReportsContext, node: SourceNode, currency: Currency, utcOffset: number): readonly RateFrom[] | undefined {
  if (node.kind === "scalar") {
    const rate = readOneRate(context.reading, node);
    return rate && [{ from: FIRST_INSTANT, rate }];
  }
  if (node.kind !== "map") return undefined;
  const list: RateFrom[] = [];
  for (const entry of namedEntries(node)) {
    const from = readMonth(context.reading, entry, utcOffset);
    const rate = entry.value.broken ? undefined : readOneRate(context.reading, entry.value);
    if (from !== undefined && rate !== undefined) list.push({ from, rate });
  }
  list.sort((a, b) => a.from - b.from);
  const first = list[0]?.from;
  const start = context.clock.start ?? FIRST_INSTANT;
  if (list.length === node.entries.size && (first === undefined || first > start)) {
    return context.reading.refuse(node, {
      code: "missing-rate",
      message: first === undefined ? `There is no rate of ${currency.code}.` : `The rates of ${currency.code} begin at ${formatDate(first + utcOffset)}.`,
      rule: "A rate holds until the next, and the first one holds when the clock starts.",
      remedy: `Add the rate of the month in which the clock starts, ${formatDate(start + utcOffset).slice(0, 7)}.`,
    });
  }
  return list;
}

/** Positive, exactly as written. */
function readOneRate(reading: Reading, node: SourceNode): Decimal | undefined {
  const rate = readDecimal(reading, node);
  if (rate !== undefined && rate.units > 0) return rate;
  if (rate === undefined && node.kind === "scalar" && node.broken) return undefined;
  return reading.refuse(node, {
    code: "bad-rate",
    message: `The rate is ${node.kind === "scalar" ? quoteText(node.text) : `a ${node.kind}`}.`,
    rule: "A rate is a decimal number above 0: what one of the currency is worth in the reporting currency.",
    remedy: "Write it as 1.08, for example.",
  });
}

/** The first instant of a month, where the reports let it begin. */
function readMonth(reading: Reading, entry: SourceEntry, utcOffset: number): Instant | undefined {
  const match = /^(\d{4})-(\d{2})$/.exec(entry.key);
  const [year, month] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && month >= 1 && month <= 12 && year >= 1974 && year < 2400) return monthStart(monthNumber(year, month)) - utcOffset;
  return reading.refuseKey(entry, {
    code: "bad-month",
    message: `${quoteText(entry.key)} is not a month.`,
    rule: "A rate holds from the start of a month, until the next.",
    remedy: "Write the month as 2026-07.",
  });
}

function refuseUnknown(reading: Reading, entry: SourceEntry): void {
  reading.refuseKey(entry, {
    code: "unknown-currency",
    message: `There is no currency ${quoteText(entry.key)}.`,
    rule: "Rates stand by the three-letter codes that Stripe bills in, in lower case.",
    remedy: didYouMean(entry.key, currencies.keys(), "Write a code such as usd, eur or jpy."),
  });
}

function refuseOwn(reading: Reading, entry: SourceEntry): void {
  reading.refuseKey(entry, {
    code: "bad-rate",
    message: `${entry.key} is the reporting currency itself.`,
    rule: "`rates` are those of the other currencies: its own is 1.",
    remedy: "Take this one out.",
  });
}
