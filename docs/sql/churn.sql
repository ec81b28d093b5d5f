-- churn.csv from mrr_movements.csv: who came and left, and what those who paid at the start pay at the end.
-- `definitions` holds the settings of summary.json. Trials and what is past due are not recurring revenue that moves: other files have them.
WITH moves AS (
  SELECT customer, currency, at, movement, amount, mrr_after, involuntary = 'true' AS involuntary,
    -- What was there when the clock started was paid before it.
    CASE WHEN movement = 'opening' THEN '' ELSE at END AS since
  FROM mrr_movements
  WHERE movement <> 'fx'
),
-- Every customer in every interval: what it paid when that began, twelve months before its end, and at its end.
payers AS (
  SELECT interval, starts, customer, currency,
    SUM(amount) FILTER (WHERE since < starts) AS opening,
    SUM(amount) AS closing,
    SUM(amount) FILTER (WHERE since < year_before) AS year_ago,
    -- Who comes back without ever having been new had left before the clock.
    MAX(since < starts) OR NOT MAX(movement = 'new') AS had_paid,
    MAX(since < year_before) AS had_paid_year_ago
  FROM intervals JOIN moves ON since < ends
  GROUP BY interval, starts, customer, currency
),
retention AS (
  SELECT interval, currency,
    COALESCE(SUM(opening) FILTER (WHERE opening > 0), 0) AS paid,
    COALESCE(SUM(closing) FILTER (WHERE opening > 0), 0) AS paying,
    COALESCE(SUM(MIN(opening, closing)) FILTER (WHERE opening > 0), 0) AS paying_at_most,
    COALESCE(SUM(closing) FILTER (WHERE had_paid AND COALESCE(opening, 0) = 0), 0) AS came_back,
    COALESCE(SUM(year_ago) FILTER (WHERE year_ago > 0), 0) AS paid_year_ago,
    COALESCE(SUM(closing) FILTER (WHERE year_ago > 0), 0) AS paying_since,
    COALESCE(SUM(MIN(year_ago, closing)) FILTER (WHERE year_ago > 0), 0) AS paying_since_at_most,
    COALESCE(SUM(closing) FILTER (WHERE had_paid_year_ago AND year_ago = 0), 0) AS came_back_since
  FROM payers
  GROUP BY interval, currency
),
counts AS (
  SELECT intervals.interval, starts, year_before, currencies.currency,
    COALESCE(SUM(movement = 'opening' AND amount > 0 AND mrr_after = amount), 0) AS existing,
    COALESCE(SUM(movement = 'new'), 0) AS customers_new,
    COALESCE(SUM(movement = 'reactivation'), 0) AS customers_reactivated,
    COALESCE(SUM(movement = 'churn' AND NOT involuntary), 0) AS churned_voluntary,
    COALESCE(SUM(movement = 'churn' AND involuntary), 0) AS churned_involuntary,
    COALESCE(SUM((mrr_after > 0) - (mrr_after - amount > 0)), 0) AS more,
    COALESCE(SUM(amount), 0) AS net,
    COALESCE(SUM(amount) FILTER (WHERE movement = 'opening'), 0) AS mrr_existing,
    COALESCE(SUM(amount) FILTER (WHERE movement IN ('new', 'reactivation', 'expansion')), 0) AS gained,
    COALESCE(SUM(-amount) FILTER (WHERE movement IN ('contraction', 'churn')), 0) AS lost,
    COALESCE(SUM(amount) FILTER (WHERE movement = 'expansion'), 0) AS expansion,
    COALESCE(SUM(amount) FILTER (WHERE movement = 'reactivation'), 0) AS reactivation
  FROM intervals
    CROSS JOIN (SELECT DISTINCT currency FROM moves) AS currencies
    LEFT JOIN moves ON at >= starts AND at < ends AND moves.currency = currencies.currency
  GROUP BY intervals.interval, starts, year_before, currencies.currency
),
stocks AS (
  SELECT *,
    SUM(more) OVER through - more + existing AS customers_opening,
    SUM(more) OVER through AS customers_closing,
    SUM(net) OVER through - net + mrr_existing AS opening,
    SUM(net) OVER through AS closing
  FROM counts
  WINDOW through AS (PARTITION BY currency ORDER BY starts)
),
settings AS (
  SELECT
    (SELECT value FROM definitions WHERE setting = 'churn_denominator') = 'start_plus_new' AS with_new,
    (SELECT value FROM definitions WHERE setting = 'reactivation_in_nrr') = 'true' AS with_reactivation,
    (SELECT MIN(starts) FROM clock) AS clock_starts
)
SELECT stocks.interval, stocks.currency,
  customers_opening, customers_new, customers_reactivated, churned_voluntary, churned_involuntary, customers_closing,
  ROUND(1000000.0 * (churned_voluntary + churned_involuntary) / NULLIF(customers_opening + with_new * customers_new, 0)) / 1000000 AS logo_churn_rate,
  ROUND(1000000.0 * lost / NULLIF(opening, 0)) / 1000000 AS gross_mrr_churn_rate,
  ROUND(1000000.0 * (lost - expansion - with_reactivation * reactivation) / NULLIF(opening, 0)) / 1000000 AS net_mrr_churn_rate,
  ROUND(1000000.0 * (paying + with_reactivation * came_back) / NULLIF(paid, 0)) / 1000000 AS nrr,
  ROUND(1000000.0 * paying_at_most / NULLIF(paid, 0)) / 1000000 AS grr,
  ROUND(1000000.0 * gained / NULLIF(lost, 0)) / 1000000 AS quick_ratio,
  COALESCE(ROUND(1.0 * closing / NULLIF(customers_closing, 0)), 0) AS arpa,
  -- Empty while the clock has not run for twelve months.
  CASE WHEN year_before >= clock_starts THEN ROUND(1000000.0 * (paying_since + with_reactivation * came_back_since) / NULLIF(paid_year_ago, 0)) / 1000000 END AS nrr_12m,
  CASE WHEN year_before >= clock_starts THEN ROUND(1000000.0 * paying_since_at_most / NULLIF(paid_year_ago, 0)) / 1000000 END AS grr_12m
FROM stocks CROSS JOIN settings
  LEFT JOIN retention ON retention.interval = stocks.interval AND retention.currency = stocks.currency;
