import { readShare } from "../../../language/read-number.ts";
import { type Reading, readChoice, readFlag, readList, readOr } from "../../../language/reading.ts";
import { block, choice, flag, list, ref } from "../../../language/schema-parts.ts";
import type { SourceNode } from "../../../language/source-node.ts";
import type { MetricSettings } from "../../scenario.ts";

const STATUSES = ["active", "past_due", "trialing", "unpaid"] as const;

export const metricsSchema = block("The definitions behind the metrics: a preset, single settings, or both.", {
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

/** The definitions in force: a preset, and single settings over it. */
export function readMetrics(reading: Reading, node: SourceNode | undefined): MetricSettings {
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
