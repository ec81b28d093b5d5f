/** Published examples that no test claims, each with its reason. */
export const exclusions: Readonly<Record<string, string>> = {
  "tax-reverse-inclusive": "contradicts itself: 31 / 1.1 is 28.18, not 27.90; reverse charge is no part of the language",
  "currency-huf-twd-payout": "is about payouts to the merchant, which are not simulated",
  "metric-cohort-revenue": "contradicts itself: five upgrades from 10 to 25 add 75, not 125, so 97.5 %, not 102.5 %, is retained",
  "rr-granularity-month": "needs recognition by month, which contradicts recognition by second",
  "rr-uncollectible-balance": "contradicts recognition by second: at the end of its period nothing of the line is deferred any more",
  "rr-uncollectible-debit": "contradicts recognition by second: at the end of its period nothing of the line is deferred any more",
  "rr-other-loss": "is not derivable from stated rules: it assumes recognition by month and splits a dispute without saying how",
  "rr-fx-loss": "needs gains and losses by exchange rates, which are not simulated",
};
