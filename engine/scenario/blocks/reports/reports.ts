import { type Reading, readChoice, readField, readOr } from "../../../language/reading.ts";
import { block, choice } from "../../../language/schema-parts.ts";
import { field, type SourceNode } from "../../../language/source-node.ts";
import type { Currency } from "../../../money/currency.ts";
import type { Population } from "../../../population/population.ts";
import type { ReportInterval, ReportSettings } from "../../scenario.ts";
import type { Clock } from "../clock.ts";
import { readReportingCurrency, reportingCurrencySchemas } from "./exchange-rates.ts";
import { METRIC_PRESETS, metricsSchema, readMetrics } from "./metrics.ts";
import { AT_ONCE, readRecognition, recognitionSchema } from "./recognition.ts";
import { bySchema, readBy } from "./split-by.ts";
import { MONTHS, readUtcOffset, utcOffsetSchema } from "./time-zone.ts";

export const reportsSchema = block("How reports cut time, and what their metrics mean.", {
  interval: choice("The length of a row's interval.", ["day", "week", "month", "quarter", "year"], { default: "month" }),
  by: bySchema,
  currency: reportingCurrencySchemas.currency,
  rates: reportingCurrencySchemas.rates,
  utc_offset: utcOffsetSchema,
  fiscal_year_starts: choice("The month in which the fiscal year starts: quarters and years are counted from it.", MONTHS, { default: "january" }),
  recognition: recognitionSchema,
  journal: choice(
    "Whether the journal has an entry for everything that happens, or sums by day or month and kind. Without it: an entry of each for scripted customers, sums by month for drawn ones. What time earns is always summed, by month unless by day (R47).",
    ["per_event", "daily", "monthly"],
  ),
  metrics: metricsSchema,
});

/** What the settings of reports refer to. */
export interface ReportsContext {
  readonly reading: Reading;
  readonly clock: Clock;
  readonly populations: readonly Population[];
  /** Every currency that a customer is billed in, with who is: in words, for messages. */
  readonly billed: ReadonlyMap<Currency, string>;
}

export function readReports(context: ReportsContext, node: SourceNode | undefined): ReportSettings {
  if (node?.kind !== "map") return defaultReports;
  const { reading } = context;
  const utcOffset = readOr(reading, node, "utc_offset", readUtcOffset, 0);
  return {
    interval: readOr<ReportInterval>(reading, node, "interval", readChoice(), defaultReports.interval),
    by: readOr(reading, node, "by", readBy(context), []),
    reporting: readReportingCurrency(context, node, utcOffset),
    utcOffset,
    fiscalYearStart: MONTHS.indexOf(readOr<string>(reading, node, "fiscal_year_starts", readChoice(), "january")) + 1,
    recognition: readRecognition(reading, field(node, "recognition")),
    journal: readField<NonNullable<ReportSettings["journal"]>>(reading, node, "journal", readChoice()),
    metrics: readMetrics(reading, field(node, "metrics")),
  };
}

/** What holds for a scenario that says nothing about its reports. */
export const defaultReports: ReportSettings = {
  interval: "month",
  by: [],
  reporting: undefined,
  utcOffset: 0,
  fiscalYearStart: 1,
  recognition: AT_ONCE,
  journal: undefined,
  metrics: METRIC_PRESETS.stripe,
};
