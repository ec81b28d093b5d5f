/** Ids of worked-examples.json that the tests of this folder run. */
export const claims: readonly string[] = [
  "mrr-annual",
  "mrr-plan-mix",
  "mrr-forever-coupon",
  "metric-trial-conversion",
  "metric-trial-count",
  "metric-churn-rate",
  "metric-arpu",
  "metric-ltv",
];
