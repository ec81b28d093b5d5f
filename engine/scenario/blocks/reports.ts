import { readShare } from "../../language/read-number.ts";
import { type Reading, readChoice, readFlag, readList, readOr } from "../../language/reading.ts";
import { block, choice, flag, list, named, notYet, ref, text } from "../../language/schema-parts.ts";
import { field, type SourceNode } from "../../language/source-node.ts";
import type { MetricSettings, ReportInterval, ReportSettings } from "../scenario.ts";

const LATER = "It will come with the reports it belongs to.";
const STATUSES = ["active", "past_due", "trialing", "unpaid"] as const;

const metricsSchema = block("The definitions behind the metrics: a preset, single settings, or both.", {
  preset: choice("Whose definitions hold where nothing else is said.", ["stripe", "chartmogul"], { default: "stripe" }),
  mrr_statuses: list("The subscription statuses that count as recurring revenue.", choice("A status.", STATUSES), { minItems: 1 }),
  mrr_discounts: choice("Which coupons reduce MRR: those that never end, all, or none.", ["forever", "all", "none"]),
  churn_recognized: choice("Whether a cancelled subscription leaves MRR when it is asked for or when it ends.", ["at_cancel", "at_period_end"]),
  churn_denominator: choice("What logo churn is a share of.", ["start_plus_new", "start"]),
  reactivation_in_nrr: flag("Whether customers who return count in net retention."),
  trials_in_mrr: flag("Whether trials count as recurring revenue."),
  paused_in_mrr: flag("Whether paused subscriptions count as recurring revenue."),
  metered_in_mrr: flag("Whether usage counts: its last invoiced amount, normalised."),
  gross_margin: ref("share", "The share of revenue that is margin, in LTV."),
});

export const reportsSchema = block("How reports cut time, and what their metrics mean.", {
  interval: choice("The length of a row's interval.", ["day", "week", "month", "quarter", "year"], { default: "month" }),
  by: notYet(LATER, list("Splits interval reports by these.", text("`plan`, `population`, or an attribute."))),
  currency: notYet(LATER, ref("currency", "One reporting currency, into which everything is converted.")),
  rates: notYet(
    LATER,
    named("Exchange rates, by currency code.", { description: "A rate, or rates by the month from which they hold.", type: ["number", "object"] }),
  ),
  utc_offset: notYet(LATER, text("Where a month ends for the reports: a fixed offset such as `+09:00`.")),
  fiscal_year_starts: notYet(LATER, text("The month in which the fiscal year starts.")),
  recognition: notYet(
    LATER,
    block("How revenue is recognised.", {
      granularity: choice("By the second or by the day.", ["second", "day"]),
      usage: choice("When usage is recognised.", ["as_used", "as_invoiced"]),
      one_off: text("`at_once`, or `over: 24 months`."),
    }),
  ),
  journal: notYet(LATER, choice("How the journal sums up.", ["per_event", "daily", "monthly"])),
  metrics: metricsSchema,
});

/** The two sets of definitions of outputs.md. */
export const METRIC_PRESETS: Readonly<Record<MetricSettings["preset"], MetricSettings>> = {
  stripe: {
    preset: "stripe",
    mrrStatuses: ["active", "past_due"],
    mrrDiscounts: "forever",
    churnRecognized: "at_cancel",
    churnDenominator: "start_plus_new",
    reactivationInNrr: false,
    trialsInMrr: false,
    pausedInMrr: false,
    meteredInMrr: false,
    grossMarginPpm: 1_000_000,
  },
  chartmogul: {
    preset: "chartmogul",
    mrrStatuses: ["active", "past_due"],
    mrrDiscounts: "all",
    churnRecognized: "at_period_end",
    churnDenominator: "start",
    reactivationInNrr: true,
    trialsInMrr: false,
    pausedInMrr: false,
    meteredInMrr: false,
    grossMarginPpm: 1_000_000,
  },
};

export function readReports(reading: Reading, node: SourceNode | undefined): ReportSettings {
  if (node?.kind !== "map") return { interval: "month", metrics: METRIC_PRESETS.stripe };
  const interval = readOr<ReportInterval>(reading, node, "interval", readChoice(), "month");
  return { interval, metrics: readMetrics(reading, field(node, "metrics")) };
}

function readMetrics(reading: Reading, node: SourceNode | undefined): MetricSettings {
  if (node?.kind !== "map") return METRIC_PRESETS.stripe;
  const preset = METRIC_PRESETS[readOr<MetricSettings["preset"]>(reading, node, "preset", readChoice(), "stripe")];
  return {
    preset: preset.preset,
    mrrStatuses: readOr<MetricSettings["mrrStatuses"]>(reading, node, "mrr_statuses", readList(readChoice()), preset.mrrStatuses),
    mrrDiscounts: readOr<MetricSettings["mrrDiscounts"]>(reading, node, "mrr_discounts", readChoice(), preset.mrrDiscounts),
    churnRecognized: readOr<MetricSettings["churnRecognized"]>(reading, node, "churn_recognized", readChoice(), preset.churnRecognized),
    churnDenominator: readOr<MetricSettings["churnDenominator"]>(reading, node, "churn_denominator", readChoice(), preset.churnDenominator),
    reactivationInNrr: readOr(reading, node, "reactivation_in_nrr", readFlag, preset.reactivationInNrr),
    trialsInMrr: readOr(reading, node, "trials_in_mrr", readFlag, preset.trialsInMrr),
    pausedInMrr: readOr(reading, node, "paused_in_mrr", readFlag, preset.pausedInMrr),
    meteredInMrr: readOr(reading, node, "metered_in_mrr", readFlag, preset.meteredInMrr),
    grossMarginPpm: readOr(reading, node, "gross_margin", readShare, preset.grossMarginPpm),
  };
}
